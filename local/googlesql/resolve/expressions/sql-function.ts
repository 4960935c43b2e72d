/** SQL functions of the user: their body takes the call's place, with the arguments for the parameters. */

import { held } from '../../emit/held.ts';
import { invalid, unsupported } from '../../error.ts';
import { javascriptCall } from '../../javascript/call.ts';
import { checkTypes } from '../../javascript/values.ts';
import { aggregateFunctions, scalarFunctions } from '../../library/index.ts';
import { type Expression, readBy } from '../../library/signature.ts';
import type { CallNode } from '../../syntax/ast.ts';
import type { CreateFunctionNode, StatementNode } from '../../syntax/statement.ts';
import { contains } from '../../syntax/tree.ts';
import { coerce } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { INT64, typeName } from '../../types/type-text.ts';
import { type Context, forQuery, inClause, NeedsSandbox, NO_CTES } from '../context.ts';
import { analyze } from '../recursion.ts';
import { flattenPath, routineOf } from '../relations/path.ts';
import { EMPTY_SCOPE } from '../relations/scope.ts';
import { functionName } from '../walk.ts';
import { typeOf } from './type-node.ts';

/** The function of the user that this calls: a temporary one by its name, a lasting one by its dataset and name. */
export function findSqlFunction(node: CallNode, context: Context): CreateFunctionNode | undefined {
  const { session } = context.analysis;
  const [first] = node.name;
  if (node.name.length === 1 && first !== undefined) {
    const temporary = session.functions.get(first.text.toLowerCase());
    if (temporary !== undefined) return temporary;
    if (!first.text.includes('.') && context.defaults.defaultDataset === undefined) return undefined;
  }
  const { name } = functionName(node);
  if (scalarFunctions.has(name) || aggregateFunctions.has(name)) return undefined;
  const parts = flattenPath(node.name);
  if (parts.length > 1 && parts[0]?.toUpperCase() === 'SAFE') return undefined;
  const statement = storedRoutine(parts, context);
  return statement?.kind === 'createFunction' ? statement : undefined;
}

/** The statement that made the routine of this path, if there is one. */
export function storedRoutine(parts: readonly string[], context: Context): StatementNode | undefined {
  const ref = routineOf(parts, context.defaults);
  const { catalog } = context.analysis.session.host;
  const routine = ref === undefined ? undefined : catalog.routine(ref, ref.routineId);
  return routine === undefined ? undefined : context.analysis.parsed(routine.definition);
}

export function callSqlFunction(routine: CreateFunctionNode, node: CallNode, context: Context): Expression {
  const name = node.name.map((part) => part.text).join('.');
  const named = node.args.find((argument) => argument.name !== undefined || argument.star === true);
  if (named !== undefined) throw invalid(`Named arguments are not supported for function ${name}`, named.at);
  const args = node.args.map((argument) => analyze(argument.expression, context));
  const fail = () =>
    invalid(
      `No matching signature for function ${name} for argument types: ${args.map(({ type }) => typeName(type)).join(', ')}`,
      node.at,
    );
  const { code } = routine;
  const parameters = bound(routine.parameters, args);
  if (parameters === undefined) throw fail();
  if (code !== undefined) return callJavascript(routine, code, [...parameters.values()], node, context);
  const isRandom = args.some(({ volatile }) => volatile === true);
  if (isRandom && contains(routine.body, isQuery, 'everywhere'))
    throw unsupported('random values in the arguments of a SQL function with a subquery', node.at);
  return context.analysis.expand(name, () => callBody(routine, parameters, node, context));
}

/** A random argument is computed once, however often the body names its parameter. */
function callBody(
  routine: CreateFunctionNode,
  parameters: ReadonlyMap<string, Expression>,
  node: CallNode,
  context: Context,
): Expression {
  const names = [...parameters.keys()];
  const inner = inClause(forQuery(context), 'a SQL function body');
  const within = context.analysis.appearance(node, context.within);
  let type: SqlType = INT64;
  const sql = held([...parameters.values()], (operands) => {
    const given = new Map(operands.map((operand, index) => [names[index] ?? '', operand]));
    const own = { scope: EMPTY_SCOPE, ctes: NO_CTES, parameters: given, within, sealed: true } as const;
    const body = analyze(routine.body, { ...inner, ...own });
    type = body.type;
    if (routine.returns === undefined) return body.sql;
    type = typeOf(routine.returns, { parameters: 'refused' });
    const returned = coerce(body, type);
    if (returned !== undefined) return returned.sql;
    throw invalid(
      `Function declared to return another type than its body, which returns ${typeName(body.type)}`,
      node.at,
    );
  });
  return { type, sql };
}

function isQuery(node: object): boolean {
  return 'recursive' in node && 'body' in node;
}

/** The arguments by the parameters' lower-case names; undefined where one does not fit. */
export function bound(
  declared: CreateFunctionNode['parameters'],
  args: readonly Expression[],
): ReadonlyMap<string, Expression> | undefined {
  if (args.length !== declared.length) return undefined;
  const parameters = new Map<string, Expression>();
  for (const [index, parameter] of declared.entries()) {
    const given = args[index];
    if (given === undefined) return undefined;
    const type = parameter.type === undefined ? given.type : typeOf(parameter.type, { parameters: 'refused' });
    const coerced = coerce(given, type);
    if (coerced === undefined) return undefined;
    parameters.set(parameter.name.text.toLowerCase(), { type, sql: coerced.sql, ...readBy(given) });
  }
  return parameters;
}

function callJavascript(
  routine: CreateFunctionNode,
  body: string,
  args: readonly Expression[],
  node: CallNode,
  context: Context,
): Expression {
  const { sandbox } = context.analysis.session;
  if (routine.returns === undefined) throw invalid('A JavaScript function must have a RETURNS clause', node.at);
  const returns = typeOf(routine.returns, { parameters: 'refused' });
  checkTypes(
    args.map(({ type }) => type),
    returns,
  );
  if (!sandbox.loaded) throw new NeedsSandbox();
  context.analysis.once({ volatile: true });
  const parameters = routine.parameters.map(({ name }) => name.text);
  // Any other function's calls stay the same text, so that one is found in GROUP BY.
  const appearance = body.includes('random') ? context.analysis.appearance(node, context.within) : 0;
  return javascriptCall({ parameters, body }, args, returns, appearance);
}
