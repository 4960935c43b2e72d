/** CREATE FUNCTION, in SQL and in JavaScript. */

import { duplicate, invalid } from '../error.ts';
import { checkTypes } from '../javascript/values.ts';
import { aggregateFunctions, scalarFunctions } from '../library/index.ts';
import { CallRefused, type Expression } from '../library/signature.ts';
import { Analysis, type Context } from '../resolve/context.ts';
import { withArguments } from '../resolve/expressions/aggregate-function.ts';
import { typeOf } from '../resolve/expressions/type-node.ts';
import { analyze, analyzeQuery } from '../resolve/recursion.ts';
import { flattenPath } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import type { ExpressionNode, QueryNode } from '../syntax/ast.ts';
import type { CreateFunctionNode } from '../syntax/statement.ts';
import { coerce } from '../types/coercion.ts';
import { typeName } from '../types/type-text.ts';
import { type Effect, statementContext } from './query.ts';
import { createRoutine, parameterNulls } from './routine.ts';

export async function runCreateFunction(
  statement: StatementOf<'createFunction'>,
  execution: Execution,
): Promise<Effect> {
  checkBody(statement, statementContext(new Analysis(execution.session), 'SQL function body'));
  if (statement.temporary) return createTemporary(statement, execution);
  return createRoutine(statement, execution);
}

function createTemporary(statement: CreateFunctionNode, execution: Execution): Effect {
  const [name, ...more] = flattenPath(statement.path);
  const at = statement.path[0]?.at;
  if (name === undefined || more.length > 0) throw invalid('CREATE TEMP FUNCTION takes a name without a dataset', at);
  if (scalarFunctions.has(name.toUpperCase()) || aggregateFunctions.has(name.toUpperCase())) {
    throw invalid(`User-defined function name ${name} conflicts with a built-in function`, at);
  }
  const { functions } = execution.session;
  const old = functions.get(name.toLowerCase());
  if (old !== undefined && !statement.orReplace && !statement.ifNotExists) throw duplicate(`Function ${name}`);
  if (old === undefined || statement.orReplace) functions.set(name.toLowerCase(), statement);
  return { statementType: 'CREATE_FUNCTION', referencedTables: [] };
}

/** The body is analyzed once when the function is made, unless a parameter takes ANY TYPE. */
function checkBody(statement: CreateFunctionNode, context: Context): void {
  const parameters = parameterNulls(statement.parameters);
  if (statement.aggregate) {
    checkAggregate(statement, context);
    return;
  }
  if (statement.code !== undefined) {
    checkJavascript(statement, [...parameters.values()]);
    return;
  }
  if (statement.parameters.some(({ type }) => type === undefined)) return;
  const body = analyze(statement.body, { ...context, parameters, sealed: true });
  if (statement.returns === undefined) return;
  const returns = typeOf(statement.returns, { parameters: 'refused' });
  if (coerce(body, returns) === undefined) {
    throw invalid(
      `Function declared to return ${typeName(returns)} but the function body produces incompatible type ${typeName(body.type)}`,
      statement.body.at,
    );
  }
}

/** The body is analyzed over one row whose values are NULL: all that it names must be its parameters. */
function checkAggregate({ parameters, body, returns }: CreateFunctionNode, context: Context): void {
  const given = new Map<string, ExpressionNode>();
  for (const { name, type } of parameters) {
    if (type === undefined) return;
    const operand = { kind: 'literal', at: name.at, literal: { type: 'NULL' } } as const;
    given.set(name.text.toLowerCase(), { kind: 'cast', at: name.at, safe: false, operand, type });
  }
  const expression = withArguments(body, given);
  const { at } = body;
  const item = { kind: 'expression', at, expression } as const;
  const select = { kind: 'select', at, distinct: false, items: [item], windows: [] } as const;
  const span = { start: 0, end: 0 };
  const query: QueryNode = { at, span, recursive: false, with: [], body: select, orderBy: [] };
  const [value] = analyzeQuery(query, { ...context, sealed: true }).columns;
  if (value === undefined || returns === undefined) return;
  const wanted = typeOf(returns, { parameters: 'refused' });
  if (coerce({ type: value.type, sql: value.id }, wanted) === undefined) {
    throw invalid(
      `Function declared to return ${typeName(wanted)} but the function body produces incompatible type ${typeName(value.type)}`,
      at,
    );
  }
}

function checkJavascript({ parameters, returns, path }: CreateFunctionNode, values: readonly Expression[]): void {
  const at = path[0]?.at;
  const untyped = parameters.find(({ type }) => type === undefined);
  if (untyped !== undefined) throw invalid('A JavaScript function takes no ANY TYPE', untyped.name.at);
  if (returns === undefined) throw invalid('A JavaScript function must have a RETURNS clause', at);
  const odd = parameters.find(({ name }) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name.text));
  if (odd !== undefined) throw invalid(`${odd.name.text} cannot be the name of a parameter in JavaScript`, odd.name.at);
  try {
    checkTypes(
      values.map(({ type }) => type),
      typeOf(returns, { parameters: 'refused' }),
    );
  } catch (error) {
    throw error instanceof CallRefused ? invalid(error.message, at) : error;
  }
}
