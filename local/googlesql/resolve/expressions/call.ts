/** Function calls: scalar functions, aggregates, analytic functions and SQL functions of the user. */

import { invalid, unsupported } from '../../error.ts';
import { aggregateFunctions, scalarFunctions } from '../../library/index.ts';
import type {
  AggregateCall,
  AggregateDefinition,
  Argument,
  Call,
  Expression,
  FunctionDefinition,
} from '../../library/signature.ts';
import type { ArgumentNode, CallNode, ExpressionNode } from '../../syntax/ast.ts';
import { INT64 } from '../../types/type-text.ts';
import { type Context, inClause } from '../context.ts';
import type { Grouping } from '../queries/grouping.ts';
import { orderText } from '../queries/order.ts';
import { analyze } from '../recursion.ts';
import { functionName } from '../walk.ts';
import { conditionalArguments, isConditional } from './conditional.ts';
import { analyzeLambdaCall, LAMBDA_FUNCTIONS } from './lambda.ts';
import { callSqlFunction, findSqlFunction } from './sql-function.ts';
import { analyzeOver } from './window.ts';

export function analyzeCall(node: CallNode, context: Context): Expression {
  const { name, safe } = functionName(node);
  const routine = findSqlFunction(node, context);
  if (routine !== undefined) {
    if (safe) throw unsupported('SAFE with SQL functions', node.at);
    if (routine.aggregate) throw invalid(`Aggregate function ${name} not allowed in ${context.clause}`, node.at);
    refuseModifiers(node, name);
    return callSqlFunction(routine, node, context);
  }
  if (LAMBDA_FUNCTIONS.includes(name)) {
    if (safe) throw unsupported(`SAFE with ${name}`, node.at);
    refuseModifiers(node, name);
    return analyzeLambdaCall(node, name, context);
  }
  const misplaced = node.args.find((argument) => argument.lambda !== undefined);
  if (misplaced !== undefined) throw invalid(`Function ${name} takes no lambda`, misplaced.at);
  if (name === 'GROUPING') return analyzeGrouping(node, context);
  const aggregate = aggregateFunctions.get(name);
  if (aggregate !== undefined) return analyzeAggregate(node, name, safe, aggregate, context);
  const scalar = scalarFunctions.get(name);
  if (scalar === undefined)
    throw invalid(`Function not found: ${node.name.map((part) => part.text).join('.')}`, node.at);
  refuseModifiers(node, name);
  return callScalar(scalar, name, safe, node, context);
}

/** Refuses modifiers that only aggregates take. */
function refuseModifiers(node: CallNode, name: string): void {
  if (node.over !== undefined) throw invalid(`Function ${name} does not support an OVER clause`, node.at);
  if (node.distinct) throw invalid(`Function ${name} does not support DISTINCT in arguments`, node.at);
  const found = [
    node.nulls === undefined ? undefined : `${node.nulls} NULLS`,
    node.having === undefined ? undefined : 'HAVING',
    node.orderBy.length === 0 ? undefined : 'ORDER BY',
    node.limit === undefined ? undefined : 'LIMIT',
  ].find((clause) => clause !== undefined);
  if (found !== undefined) throw invalid(`Function ${name} does not support ${found} in arguments`, node.at);
}

function callScalar(
  definition: FunctionDefinition,
  name: string,
  safe: boolean,
  node: CallNode,
  context: Context,
): Expression {
  const appearance = definition.volatile === true ? context.analysis.appearance(node, context.within) : undefined;
  if (appearance !== undefined) context.analysis.once({ volatile: true });
  const args = isConditional(name, node.args)
    ? conditionalArguments(name, node.args, context)
    : positional(node.args, definition.keywordArgs, context);
  const named = namedArguments(node.args, context);
  const { user } = context.analysis.session.request;
  const call: Call = {
    ...{ name, args, named, safe },
    ...(user === undefined ? {} : { user }),
    ...(appearance === undefined ? {} : { appearance }),
  };
  return safe && definition.handlesSafe !== true ? safely(definition, call) : definition.build(call);
}

/**
 * Errors of the call become NULL, errors of its arguments do not: arguments that could fail are computed outside, and
 * handed in as the fields of a lambda's struct.
 */
function safely(definition: FunctionDefinition, call: Call): Expression {
  const outside: string[] = [];
  const args = call.args.map((argument): Argument => {
    if ('keyword' in argument || argument.isLiteral === true || argument.column !== undefined) return argument;
    outside.push(argument.sql);
    return { type: argument.type, sql: `gsql_args.a${outside.length}` };
  });
  const built = definition.build({ ...call, args });
  if (outside.length === 0) return { type: built.type, sql: `TRY(${built.sql})` };
  const fields = outside.map((sql, index) => `a${index + 1} := ${sql}`).join(', ');
  return {
    type: built.type,
    sql: `list_extract(list_transform([struct_pack(${fields})], lambda gsql_args: TRY(${built.sql})), 1)`,
  };
}

function positional(
  args: readonly ArgumentNode[],
  keywords: readonly number[] | undefined,
  context: Context,
): Argument[] {
  return args
    .filter((argument) => argument.name === undefined)
    .map((argument, index) => {
      if (argument.star === true) throw invalid('Argument * can only be used in COUNT(*)', argument.at);
      const word = keywords?.includes(index) === true ? keywordOf(argument.expression) : undefined;
      return word === undefined ? analyze(argument.expression, context) : { keyword: word };
    });
}

/** `DAY`, or `WEEK(MONDAY)`. */
export function keywordOf(node: ExpressionNode): string | undefined {
  if (node.kind === 'name') return node.name.toUpperCase();
  if (node.kind !== 'call' || node.name.length !== 1) return undefined;
  const [inner] = node.args;
  return inner?.expression.kind === 'name'
    ? `${node.name[0]?.text.toUpperCase()}(${inner.expression.name.toUpperCase()})`
    : undefined;
}

function namedArguments(args: readonly ArgumentNode[], context: Context): ReadonlyMap<string, Expression> {
  const named = new Map<string, Expression>();
  for (const { name, at, expression } of args) {
    if (name === undefined) continue;
    if (named.has(name)) throw invalid(`Duplicate named argument ${name}`, at);
    named.set(name, analyze(expression, context));
  }
  return named;
}

export function analyzeExtract(node: Extract<ExpressionNode, { kind: 'extract' }>, context: Context): Expression {
  const part = keywordOf(node.part);
  const definition = scalarFunctions.get('EXTRACT');
  if (part === undefined || definition === undefined) throw invalid('EXTRACT takes a date part', node.part.at);
  const operands = [node.operand, ...(node.zone === undefined ? [] : [node.zone])];
  const args: Argument[] = [{ keyword: part }, ...operands.map((operand) => analyze(operand, context))];
  return definition.build({ name: 'EXTRACT', args, named: new Map(), safe: false });
}

function analyzeAggregate(
  node: CallNode,
  name: string,
  safe: boolean,
  definition: AggregateDefinition,
  context: Context,
): Expression {
  if (safe) throw invalid(`SAFE is not supported with the aggregate function ${name}`, node.at);
  if (node.over === undefined) {
    if (definition.analyticOnly === true)
      throw invalid(`Analytic function ${name} cannot be called without an OVER clause`, node.at);
    const { grouping } = context.scope;
    if (grouping === undefined) throw invalid(`Aggregate function ${name} not allowed in ${context.clause}`, node.at);
    const { value: aggregate, reads } = context.analysis.readingApart(() =>
      definition.build(aggregateCall(node, name, definition, undefined, grouping.input)),
    );
    // DuckDB, as the SQL standard has it, would aggregate over the outer query's rows; BigQuery over this one's.
    if (grouping.input.scope.isOuter([...reads.columns])) {
      throw unsupported('aggregates over nothing but columns of an outer query', node.at);
    }
    return added(aggregate, grouping, context);
  }
  if (context.windows === undefined) throw invalid(`Analytic function not allowed in ${context.clause}`, node.at);
  const inner = inClause(context, 'an argument to an analytic function');
  const { sql, ...window } = analyzeOver(node.over, context.windows, inner);
  return definition.build({ ...aggregateCall(node, name, definition, sql, inner), window });
}

function aggregateCall(
  node: CallNode,
  name: string,
  definition: AggregateDefinition,
  over: string | undefined,
  context: Context,
): AggregateCall {
  const star = node.args.some((argument) => argument.star === true);
  if (star && (name !== 'COUNT' || node.args.length !== 1 || node.distinct)) {
    throw invalid('Argument * can only be used in COUNT(*)', node.at);
  }
  return {
    name,
    args: star ? [{ keyword: '*' }] : positional(node.args, definition.keywordArgs, context),
    named: namedArguments(node.args, context),
    safe: false,
    distinct: node.distinct,
    nulls: node.nulls,
    orderBy:
      node.orderBy.length === 0
        ? undefined
        : node.orderBy.map((item) => orderText(item, analyze(item.expression, context))).join(', '),
    limit: node.limit === undefined ? undefined : limitOf(node.limit, context),
    having: node.having === undefined ? undefined : { which: node.having.which, by: analyze(node.having.by, context) },
    over,
  };
}

/** Aggregates that take notice of NULL: the other rows are left out, and not just NULL. */
const KEEPING_NULL = ['ARRAY_AGG', 'APPROX_TOP_COUNT', 'APPROX_TOP_SUM'];

/** The aggregate over the rows where the condition holds: for PIVOT. */
export function analyzeAggregateWhere(node: CallNode, condition: string, context: Context): Expression {
  const { name } = functionName(node);
  const definition = aggregateFunctions.get(name);
  if (definition === undefined || node.over !== undefined)
    throw invalid('PIVOT expression must be an aggregate function call', node.at);
  const call = aggregateCall(node, name, definition, undefined, context);
  const isFiltered = KEEPING_NULL.includes(name) || call.nulls === 'RESPECT';
  const args = call.args.map((argument, index): Argument => {
    if (isFiltered) return argument;
    // The row that MAX_BY and MIN_BY choose is one with a key.
    if (index !== (name === 'MAX_BY' || name === 'MIN_BY' ? 1 : 0)) return argument;
    const [type, sql] = 'keyword' in argument ? [INT64, '1'] : [argument.type, argument.sql];
    return { type, sql: `CASE WHEN ${condition} THEN ${sql} END` };
  });
  const { having } = call;
  const where = isFiltered ? { where: condition } : {};
  if (having === undefined) return definition.build({ ...call, args, ...where });
  // The largest key is that of these rows.
  const by = { type: having.by.type, sql: `CASE WHEN ${condition} THEN ${having.by.sql} END` };
  return definition.build({ ...call, args, ...where, having: { ...having, by } });
}

function limitOf(node: ExpressionNode, context: Context): number {
  const { literal } = analyze(node, context);
  if (typeof literal !== 'bigint' || literal < 0n || literal > 2n ** 31n) {
    throw invalid('LIMIT expects a non-negative integer literal or parameter', node.at);
  }
  return Number(literal);
}

/** `GROUPING(x)`: 1 where a grouping set leaves the key out. */
function analyzeGrouping(node: CallNode, context: Context): Expression {
  const { grouping } = context.scope;
  const [argument] = node.args;
  if (grouping === undefined || argument === undefined || node.args.length !== 1) {
    throw invalid('GROUPING takes one expression that the query groups by', node.at);
  }
  const text = aliasedKey(argument.expression, grouping, context) ?? inputKey(argument.expression, grouping, context);
  if (text === undefined)
    throw invalid('GROUPING must have an argument that exists within the group-by expression list', node.at);
  return added({ type: INT64, sql: `CAST(grouping(${text}) AS BIGINT)` }, grouping, context);
}

/** A name of the select list wins over a column, as in GROUP BY. */
function aliasedKey(node: ExpressionNode, grouping: Grouping, { aliases }: Context): string | undefined {
  const lower = node.kind === 'name' ? node.name.toLowerCase() : undefined;
  const alias = aliases?.find(({ name }) => lower !== undefined && name?.toLowerCase() === lower);
  const key = grouping.keys.find(({ id }) => alias?.column === id);
  return key === undefined ? undefined : grouping.textOf(key);
}

function inputKey(node: ExpressionNode, grouping: Grouping, { analysis }: Context): string | undefined {
  return grouping.keyText(analysis.readingApart(() => analyze(node, grouping.input)).value);
}

/** The aggregate as a column after the grouping, which is all that the expression around reads of it. */
function added(aggregate: Expression, grouping: Grouping, context: Context): Expression {
  const column = grouping.add(aggregate);
  context.analysis.read(column.columns);
  return column;
}
