/** GoogleSQL on DuckDB: the door that the REST surface comes in by. */

import { catalogIn } from './catalog.ts';
import { operatorNatives } from './emit/operator-natives.ts';
import { invalid } from './error.ts';
import type { Sql, SqlHost, SqlRequest } from './host.ts';
import { javascriptNative } from './javascript/call.ts';
import { Sandbox } from './javascript/sandbox.ts';
import { registerNatives } from './library/index.ts';
import { clockNative } from './library/time/instant.ts';
import { analyzer } from './resolve/analyzer.ts';
import { Analysis, type Session } from './resolve/context.ts';
import { analyze } from './resolve/recursion.ts';
import { runScript } from './run/script.ts';
import { statementContext } from './statements/query.ts';
import { parseExpressionText, parseScript } from './syntax/script.ts';
import type { StatementNode } from './syntax/statement.ts';
import { castNatives } from './types/cast-natives.ts';
import { coerce } from './types/coercion.ts';
import type { SqlType } from './types/type.ts';
import { typeName } from './types/type-text.ts';

export { ScriptError, SqlError } from './error.ts';
export type * from './host.ts';
export { dropLeftTables } from './statements/temporary.ts';

export function createSql(host: SqlHost): Sql {
  const sandbox = new Sandbox();
  let ready: Promise<void> | undefined;
  // DuckDB shares functions among all connections of a database: once is enough.
  const prepared = () => {
    ready ??= host.engine.read(async (connection) => {
      registerNatives(connection);
      for (const native of [...castNatives, ...operatorNatives, javascriptNative(sandbox), clockNative(host.now)])
        native.register(connection);
    });
    return ready;
  };
  // A job's text is looked at before the job runs, and a long one takes its time.
  let last: { readonly text: string; readonly statements: readonly StatementNode[] } | undefined;
  const parsed = (text: string): readonly StatementNode[] => {
    if (last?.text !== text) last = { text, statements: parseScript(text) };
    return last.statements;
  };
  const execute = async (request: SqlRequest, dryRun: boolean) => {
    await prepared();
    return runScript(parsed(request.text), newSession(host, sandbox, request), { text: request.text, dryRun });
  };
  return {
    prepare: prepared,
    isQuery: (text) => {
      try {
        const [first, ...others] = parsed(text);
        return first?.kind === 'query' && others.length === 0;
      } catch {
        return false;
      }
    },
    run: (request) => execute(request, false),
    dryRun: (request) => execute(request, true),
    compileDefault: (expression, type) => compileDefault(host, sandbox, expression, type),
  };
}

function newSession(host: SqlHost, sandbox: Sandbox, request: SqlRequest): Session {
  const { location } = request;
  return {
    host: location === undefined ? host : { ...host, location, catalog: catalogIn(location, host.catalog) },
    analyzer,
    sandbox,
    request,
    variables: new Map(),
    system: new Map(),
    functions: new Map(),
    temporaryTables: new Map(),
    external: new Map(),
    moments: new Map(),
    care: { found: false, careful: false, failures: new Map() },
  };
}

function compileDefault(host: SqlHost, sandbox: Sandbox, expression: string, type: SqlType): string {
  const session = newSession(host, sandbox, { text: expression, projectId: '' });
  const context = statementContext(new Analysis(session), 'DEFAULT expression');
  const node = parseExpressionText(expression);
  const value = coerce(analyze(node, { ...context, sealed: true }), type);
  if (value === undefined)
    throw invalid(`Invalid default value expression: it is not of type ${typeName(type)}`, node.at);
  return value.sql;
}
