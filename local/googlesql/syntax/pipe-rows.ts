/** The rows between two pipe operators, and the query that they are. */

import type { Position } from '../error.ts';
import type {
  CteNode,
  ExpressionNode,
  FromNode,
  Name,
  OrderItem,
  QueryBody,
  QueryNode,
  SelectItem,
  SelectNode,
} from './ast.ts';
import type { Cursor } from './cursor.ts';

/** The result of the operators so far: rows, a filter, an order, a limit. */
export interface Pipe {
  readonly at: Position;
  readonly start: number;
  readonly from: FromNode;
  readonly where?: ExpressionNode;
  readonly orderBy: readonly OrderItem[];
  readonly limit?: ExpressionNode;
  readonly offset?: ExpressionNode;
  /** The queries that WITH operators have named, for the operators after them. */
  readonly with: readonly CteNode[];
  readonly recursive: boolean;
}

/** The alias of a pipe's rows, and the columns that it no longer shows as they were. */
interface Label {
  readonly alias?: Name;
  readonly changed?: readonly string[];
  readonly keepsAliases?: true;
}

export function pipeOf(
  query: QueryNode,
  label: Label = {},
  named: Partial<Pick<Pipe, 'with' | 'recursive'>> = {},
): Pipe {
  const from: FromNode = { kind: 'subquery', at: query.at, query, ...label };
  const { with: ctes = [], recursive = false } = named;
  return { at: query.at, start: query.span.start, from, orderBy: [], with: ctes, recursive };
}

export function star(at: Position, change: Partial<Extract<SelectItem, { kind: 'star' }>> = {}): SelectItem {
  return { kind: 'star', at, except: [], replace: [], ...change };
}

export function select(
  pipe: Pipe,
  at: Position,
  items: readonly SelectItem[],
  more: Partial<SelectNode> = {},
): SelectNode {
  const { from, where } = pipe;
  return {
    kind: 'select',
    at,
    distinct: false,
    items,
    windows: [],
    from,
    ...(where === undefined ? {} : { where }),
    ...more,
  };
}

export function wrap(pipe: Pipe, body: QueryBody, end: number): QueryNode {
  return { at: pipe.at, span: { start: pipe.start, end }, recursive: false, with: [], body, orderBy: [] };
}

/** The query of the rows, but for the names that WITH operators gave. */
export function queryOf(pipe: Pipe, end: number): QueryNode {
  const { orderBy, limit, offset } = pipe;
  return {
    ...(valueQuery(pipe) ?? wrap(pipe, select(pipe, pipe.at, [star(pipe.at)]), end)),
    orderBy,
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

/** The query of SELECT AS itself: a star would take its rows apart. */
function valueQuery({ from, where, orderBy }: Pipe): QueryNode | undefined {
  if (from.kind !== 'subquery' || where !== undefined) return undefined;
  const { query } = from;
  const { body } = query;
  const isSorted = query.orderBy.length > 0 || query.limit !== undefined;
  if (body.kind !== 'select' || body.as === undefined || isSorted) return undefined;
  return body.distinct && orderBy.length > 0 ? undefined : query;
}

/** The whole query that the operators make. */
export function wholeQuery(pipe: Pipe, end: number): QueryNode {
  const query = queryOf(pipe, end);
  return { ...query, with: [...pipe.with, ...query.with], recursive: pipe.recursive || query.recursive };
}

/** The rows as something that a clause may be put on: sorted and cut ones are a subquery. */
export function rows(pipe: Pipe, cursor: Cursor): Pipe {
  return pipe.orderBy.length === 0 && pipe.limit === undefined
    ? pipe
    : pipeOf(queryOf(pipe, cursor.lastEnd), labelOf(pipe), pipe);
}

/** The rows with another body, still named by their alias. `changed` names columns that the alias no longer shows. */
export function reshaped(pipe: Pipe, body: SelectNode, cursor: Cursor, changed: readonly Name[] = []): Pipe {
  return pipeOf(wrap(pipe, body, cursor.lastEnd), labelOf(pipe, changed), pipe);
}

/** The rows with another body, without the aliases before. */
export function replaced(pipe: Pipe, body: QueryBody, cursor: Cursor): Pipe {
  return pipeOf(wrap(pipe, body, cursor.lastEnd), {}, pipe);
}

/** Rows that operators filter, sort, cut or change can still be named by the table's alias. */
export function labelOf({ from }: Pipe, changed: readonly Name[] = []): Label {
  if (from.kind === 'join' || from.kind === 'unnest' || (from.kind === 'subquery' && from.keepsAliases === true))
    return { keepsAliases: true };
  if (from.kind !== 'table' && from.kind !== 'subquery' && from.kind !== 'tableFunction') return {};
  const alias = from.alias ?? (from.kind === 'table' ? from.path.at(-1) : undefined);
  const before = from.kind === 'subquery' ? (from.changed ?? []) : [];
  const all = [...before, ...changed.map(({ text }) => text.toLowerCase())];
  return { ...(alias === undefined ? {} : { alias }), ...(all.length === 0 ? {} : { changed: all }) };
}
