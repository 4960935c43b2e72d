/** Subqueries in expressions: one value, an array, whether there is a row, whether a value is among them. */

import { invalid, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import { intervalLength } from '../../library/time/interval.ts';
import type { ExpressionNode, QueryNode } from '../../syntax/ast.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import { arrayOf, BOOL, duckTypeOf, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { type OutputColumn, outputExpression, type ResolvedQuery } from '../queries/resolved.ts';
import { analyze, analyzeQuery } from '../recursion.ts';
import { Scope } from '../relations/scope.ts';
import { branchSubquery } from './branch.ts';
import { compare, isEquatable } from './compare.ts';

type SubqueryNode = Extract<ExpressionNode, { kind: 'subquery' }>;
type InNode = Extract<ExpressionNode, { kind: 'in' }>;

/** DuckDB's time to bind subqueries in expressions doubles with every level. */
const MAX_LEVELS = 16;

function inner(query: QueryNode, context: Context): ResolvedQuery {
  if (context.scope.levels > MAX_LEVELS)
    throw unsupported(`subqueries nested deeper than ${MAX_LEVELS} levels`, query.at);
  context.analysis.once();
  return analyzeQuery(query, { ...context, scope: new Scope([], { parent: context.scope }) });
}

export function analyzeSubquery(node: SubqueryNode, context: Context): Expression {
  return branchSubquery(context, (inside) => subquery(node, inside));
}

function subquery(node: SubqueryNode, context: Context): Expression {
  const query = inner(node.query, context);
  if (node.form === 'EXISTS') return { type: BOOL, sql: `EXISTS (${query.sql})` };
  const what = node.form === 'ARRAY' ? 'ARRAY subquery' : 'Scalar subquery';
  const column = onlyColumn(query, what, node);
  if (node.form === 'SCALAR') return { type: column.type, sql: `(${query.sql})` };
  if (column.type.kind === 'ARRAY')
    throw invalid(
      'Cannot use array subquery with column of type ARRAY because nested arrays are not supported',
      node.at,
    );
  const type = arrayOf(column.type);
  const { sql, orderBy } = query.ordered ?? { sql: query.sql, orderBy: '' };
  const list = `list(${column.id}${orderBy === '' ? '' : ` ORDER BY ${orderBy}`})`;
  const empty = `CAST([] AS ${duckTypeOf(type)})`;
  return { type, sql: `(SELECT coalesce(${list}, ${empty}) FROM (${sql}) AS ${context.analysis.id('t')})` };
}

function onlyColumn(query: ResolvedQuery, what: string, node: { readonly at: SubqueryNode['at'] }): OutputColumn {
  const [column, ...more] = query.columns;
  if (column === undefined || more.length > 0) {
    throw invalid(
      `${what} cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values`,
      node.at,
    );
  }
  return column;
}

export function analyzeInQuery(node: InNode, queryNode: QueryNode, context: Context): Expression {
  return branchSubquery(context, (inside) => inQuery(node, queryNode, inside));
}

function inQuery(node: InNode, queryNode: QueryNode, context: Context): Expression {
  const operand = analyze(node.operand, context);
  const query = inner(queryNode, context);
  const [column, ...more] = query.columns;
  if (column === undefined || more.length > 0)
    throw invalid('Subquery of type IN must have only one output column', node.at);
  const output = outputExpression(column);
  const type = supertype([operand, output]);
  const [left, right] = type === undefined ? [] : [coerce(operand, type), coerce(output, type)];
  if (type === undefined || left === undefined || right === undefined || !isEquatable(type)) {
    throw invalid(
      `Cannot execute IN subquery with uncomparable types ${typeName(operand.type)} and ${typeName(column.type)}`,
      node.at,
    );
  }
  if (type.kind === 'STRUCT' && operand.volatile === true)
    throw unsupported('IN subqueries of a STRUCT that is random', node.at);
  if (type.kind === 'STRUCT') return { type: BOOL, sql: amongStructs(node, left, right, query, context) };
  if (type.kind === 'INTERVAL') {
    const members = `SELECT ${intervalLength.of(right.sql)} FROM (${query.sql}) AS ${context.analysis.id('t')}`;
    return { type: BOOL, sql: `(${intervalLength.of(left.sql)} ${node.negated ? 'NOT ' : ''}IN (${members}))` };
  }
  // NaN equals nothing, not even itself.
  const numbers = type.kind === 'FLOAT64' ? ` WHERE NOT isnan(${right.sql}) OR ${right.sql} IS NULL` : '';
  const members = `SELECT ${right.sql} FROM (${query.sql}) AS ${context.analysis.id('t')}${numbers}`;
  return { type: BOOL, sql: `(${left.sql} ${node.negated ? 'NOT ' : ''}IN (${members}))` };
}

/** True where one is equal; else NULL where one is open, for a NULL in a field; else false. DuckDB's IN takes NULL for a value. */
function amongStructs(
  node: InNode,
  left: Expression,
  right: Expression,
  query: ResolvedQuery,
  context: Context,
): string {
  const equal = compare('=', left, right, node.at).sql;
  const some = (condition: string) =>
    `EXISTS (SELECT 1 FROM (${query.sql}) AS ${context.analysis.id('t')} WHERE ${condition})`;
  const found = `(CASE WHEN ${some(equal)} THEN TRUE WHEN ${some(`(${equal}) IS NULL`)} THEN NULL ELSE FALSE END)`;
  return node.negated ? `(NOT ${found})` : found;
}
