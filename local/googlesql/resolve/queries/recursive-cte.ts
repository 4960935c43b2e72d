/** WITH RECURSIVE: a query that reads its own rows, round by round, until a round adds none. */

import { raiseText } from '../../emit/text.ts';
import { invalid, unsupported } from '../../error.ts';
import type { CteNode, ExpressionNode, FromNode, QueryBody, QueryNode, SelectNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { INT64, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyzeQuery } from '../recursion.ts';
import { hasAggregate, hasWindow } from '../walk.ts';
import { type OutputColumn, outputExpression, type ResolvedQuery } from './resolved.ts';

/** As in BigQuery. */
const MAX_ROUNDS = 500;

/** The recursive part reads the round of its row by this name. No column of a user has it. */
export const ROUND = '__gsql_round';

export function analyzeRecursive(
  cte: CteNode,
  id: string,
  context: Context,
): { readonly text: string; readonly query: ResolvedQuery } {
  const { base, recursive } = parts(cte);
  const start = analyzeQuery({ ...cte.query, body: base }, context);
  const columns = start.columns.map(
    ({ name, type }): OutputColumn => ({
      ...(name === undefined ? {} : { name }),
      type,
      id: context.analysis.id('c'),
    }),
  );
  const query: ResolvedQuery = { columns, isValueTable: false, sql: '' };
  const round = context.analysis.id('c');
  const found = new Map(context.ctes.found);
  found.set(cte.name.text.toLowerCase(), { id, query, round });
  const counted = withRound(recursive);
  const next = analyzeQuery({ ...cte.query, body: counted }, { ...context, ctes: { found } });
  const values = next.columns.slice(0, -1).map((column, place) => {
    const target = columns[place];
    const value = target === undefined ? undefined : coerce(outputExpression(column), target.type);
    if (target === undefined || value === undefined)
      throw invalid(
        `Column ${place + 1} of the recursive part of ${cte.name.text} cannot be coerced to ${typeName(target?.type ?? INT64)}`,
        recursive.at,
      );
    return `${value.sql} AS ${target.id}`;
  });
  if (values.length !== columns.length)
    throw invalid(`The recursive part of ${cte.name.text} has another number of columns`, recursive.at);
  const last = next.columns.at(-1)?.id ?? '';
  const message = `'A recursive CTE has reached the maximum number of ${MAX_ROUNDS} iterations'`;
  const bounded = `CASE WHEN ${last} > ${MAX_ROUNDS} THEN ${raiseText(INT64, message)} ELSE ${last} END AS ${round}`;
  const { analysis } = context;
  const first = `SELECT ${[...start.columns.map((column) => column.id), 'CAST(0 AS BIGINT)'].join(', ')} FROM (${start.sql}) AS ${analysis.id('t')}`;
  const more = `SELECT ${[...values, bounded].join(', ')} FROM (${next.sql}) AS ${analysis.id('t')}`;
  const names = [...columns.map((column) => column.id), round].join(', ');
  return { text: `${id}(${names}) AS (${first} UNION ALL ${more})`, query };
}

/** `base UNION ALL recursive`: the last part reads the query itself, those before do not. */
function parts(cte: CteNode): { readonly base: QueryBody; readonly recursive: SelectNode } {
  const { orderBy, limit, with: inner } = cte.query;
  const body = unwrapped(cte.query.body);
  const name = cte.name.text;
  if (body.kind !== 'setOperation' || body.op !== 'UNION' || !body.all || body.byName !== undefined)
    throw invalid(`Recursive query ${name} must be a UNION ALL of a base part and a recursive part`, cte.query.at);
  if (orderBy.length > 0 || limit !== undefined || inner.length > 0)
    throw unsupported('WITH, ORDER BY and LIMIT around a recursive query', cte.query.at);
  const before = body.inputs.slice(0, -1);
  const last = body.inputs.at(-1);
  const recursive = last === undefined ? undefined : unwrapped(last);
  const [first] = before;
  if (first === undefined || recursive === undefined) throw new Error('A set operation has inputs');
  if (before.some((input) => readsCte(input, name.toLowerCase())))
    throw invalid(`Only the last part of recursive query ${name} may read it`, cte.query.at);
  if (recursive.kind !== 'select') throw unsupported('a recursive part that is no plain SELECT', recursive.at);
  const lists = recursive.items.flatMap((item) => (item.kind === 'expression' ? [item.expression] : []));
  if (
    recursive.groupBy !== undefined ||
    recursive.distinct ||
    recursive.as !== undefined ||
    recursive.qualify !== undefined
  )
    throw unsupported('GROUP BY, DISTINCT, QUALIFY and SELECT AS in a recursive part', recursive.at);
  if (lists.some((item) => hasAggregate(item) || hasWindow(item)))
    throw unsupported('aggregates and analytic functions in a recursive part', recursive.at);
  if (recursive.from === undefined || count(recursive.from, name.toLowerCase()) !== 1)
    throw unsupported('a recursive part that does not read its query once, in FROM', recursive.at);
  return { base: before.length === 1 ? first : { ...body, inputs: before }, recursive };
}

/** The body without parentheses around it. */
function unwrapped(body: QueryBody): QueryBody {
  if (body.kind !== 'nested') return body;
  const { query } = body;
  const isBare = query.with.length === 0 && query.orderBy.length === 0;
  return isBare && query.limit === undefined && query.offset === undefined ? unwrapped(query.body) : body;
}

/** The recursive part with the next round as its last column. */
function withRound(select: SelectNode): SelectNode {
  const { at } = select;
  const round: ExpressionNode = { kind: 'name', at, name: ROUND };
  const one: ExpressionNode = { kind: 'literal', at, literal: { type: 'INT64', value: 1n } };
  const next: ExpressionNode = { kind: 'binary', at, op: '+', left: round, right: one };
  return { ...select, items: [...select.items, { kind: 'expression', at, expression: next }] };
}

/** Counts how often a FROM clause reads the query itself, outside of subqueries. */
function count(from: FromNode, name: string): number {
  switch (from.kind) {
    case 'table':
      return from.path.length === 1 && from.path[0]?.text.toLowerCase() === name ? 1 : 0;
    case 'join':
      return count(from.left, name) + count(from.right, name);
    default:
      return 0;
  }
}

/** Whether the query reads the CTE at any depth. */
export function readsCte(node: QueryNode | QueryBody, name: string): boolean {
  const seen = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(seen);
    if (typeof value !== 'object' || value === null) return false;
    const { kind, path } = value as { readonly kind?: unknown; readonly path?: readonly { readonly text: string }[] };
    if (kind === 'table' && path?.length === 1 && path[0]?.text.toLowerCase() === name) return true;
    return Object.values(value).some(seen);
  };
  return seen(node);
}
