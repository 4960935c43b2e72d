/**
 * Pipe syntax: `FROM t |> WHERE … |> SELECT …`. Each operator becomes the clause that it stands for, over what is before
 * it; what a clause cannot see together with the next one becomes a subquery.
 */

import { type Position, unsupported } from '../error.ts';
import type {
  ByName,
  ExpressionNode,
  FromNode,
  Name,
  OrderItem,
  QueryBody,
  QueryNode,
  SelectItem,
  SelectNode,
  SetOperator,
} from './ast.ts';
import { parseOrderBy } from './call.ts';
import type { Cursor } from './cursor.ts';
import { parseFrom, parseJoinsAfter, parsePivots } from './from.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { parseItems } from './select.ts';

export type AcceptOperator = (
  cursor: Cursor,
) => { readonly op: SetOperator; readonly all: boolean; readonly byName?: ByName } | undefined;

/** The result of the operators so far: rows, a filter, an order, a limit. */
interface Pipe {
  readonly at: Position;
  readonly start: number;
  readonly from: FromNode;
  readonly where?: ExpressionNode;
  readonly orderBy: readonly OrderItem[];
  readonly limit?: ExpressionNode;
  readonly offset?: ExpressionNode;
}

/** `FROM …` where a query may begin, and the operators after it. */
export function parseFromQuery(cursor: Cursor, accept: AcceptOperator): QueryNode {
  const { at, start } = cursor.expectWord('FROM');
  return operators(cursor, { at, start, from: parseFrom(cursor), orderBy: [] }, accept);
}

/** The operators after a query that has been read. */
export function parsePipes(cursor: Cursor, query: QueryNode, accept: AcceptOperator): QueryNode {
  if (!cursor.isSymbol('|>')) return query;
  return operators(cursor, pipeOf(query), accept);
}

function operators(cursor: Cursor, first: Pipe, accept: AcceptOperator): QueryNode {
  let pipe = first;
  while (cursor.acceptSymbol('|>')) pipe = operator(cursor, pipe, accept);
  return queryOf(pipe, cursor.lastEnd);
}

/** The alias of a pipe's rows, and the columns that it no longer shows as they were. */
interface Label {
  readonly alias?: Name;
  readonly changed?: readonly string[];
}

function pipeOf(query: QueryNode, label: Label = {}): Pipe {
  const from: FromNode = { kind: 'subquery', at: query.at, query, ...label };
  return { at: query.at, start: query.span.start, from, orderBy: [] };
}

const STAR = (at: Position): SelectItem => ({ kind: 'star', at, except: [], replace: [] });

function select(pipe: Pipe, at: Position, items: readonly SelectItem[], more: Partial<SelectNode> = {}): SelectNode {
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

function wrap(pipe: Pipe, body: QueryBody, end: number): QueryNode {
  return { at: pipe.at, span: { start: pipe.start, end }, recursive: false, with: [], body, orderBy: [] };
}

function queryOf(pipe: Pipe, end: number): QueryNode {
  const { orderBy, limit, offset } = pipe;
  return {
    ...wrap(pipe, select(pipe, pipe.at, [STAR(pipe.at)]), end),
    orderBy,
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

/** The rows as something that a clause may be put on: sorted and cut ones are a subquery. */
function rows(pipe: Pipe, cursor: Cursor): Pipe {
  return pipe.orderBy.length === 0 && pipe.limit === undefined
    ? pipe
    : pipeOf(queryOf(pipe, cursor.lastEnd), labelOf(pipe));
}

/** Rows that operators filter, sort, cut or change can still be named by the table's alias. */
function labelOf({ from }: Pipe, changed: readonly Name[] = []): Label {
  if (from.kind !== 'table' && from.kind !== 'subquery') return {};
  const alias = from.alias ?? (from.kind === 'table' ? from.path.at(-1) : undefined);
  const before = from.kind === 'subquery' ? (from.changed ?? []) : [];
  const all = [...before, ...changed.map(({ text }) => text.toLowerCase())];
  return { ...(alias === undefined ? {} : { alias }), ...(all.length === 0 ? {} : { changed: all }) };
}

function operator(cursor: Cursor, before: Pipe, accept: AcceptOperator): Pipe {
  const { at, upper } = cursor.token;
  const set = accept(cursor);
  if (set !== undefined) return setOperation(cursor, before, set, at);
  const pipe = upper === 'LIMIT' || upper === 'ORDER' || upper === 'AS' ? before : rows(before, cursor);
  const columns = (items: readonly SelectItem[], changed: readonly Name[]) =>
    pipeOf(wrap(pipe, select(pipe, at, items), cursor.lastEnd), labelOf(pipe, changed));
  const star = (change: Partial<Extract<SelectItem, { kind: 'star' }>>): SelectItem => ({
    ...{ kind: 'star', at, except: [], replace: [] },
    ...change,
  });
  switch (upper) {
    case 'WHERE': {
      cursor.next();
      const condition = parseExpression(cursor);
      const where: ExpressionNode =
        pipe.where === undefined ? condition : { kind: 'binary', at, op: 'AND', left: pipe.where, right: condition };
      return { ...pipe, where };
    }
    case 'SELECT': {
      cursor.next();
      const distinct = cursor.acceptWords('DISTINCT');
      if (cursor.isWords('AS')) throw unsupported('SELECT AS in pipe syntax', cursor.token.at);
      const items = parseItems(cursor);
      return pipeOf(wrap(pipe, select(pipe, at, items, { distinct }), cursor.lastEnd));
    }
    case 'EXTEND': {
      cursor.next();
      const items = parseItems(cursor);
      return columns(
        [STAR(at), ...items],
        items.flatMap((item) => (item.kind === 'expression' ? (item.alias ?? []) : [])),
      );
    }
    case 'SET': {
      cursor.next();
      const replace = cursor.list(() => assignment(cursor));
      return columns(
        [star({ replace })],
        replace.map(({ name }) => name),
      );
    }
    case 'DROP': {
      cursor.next();
      const except = cursor.list(() => cursor.name());
      return columns([star({ except })], except);
    }
    case 'RENAME': {
      cursor.next();
      const rename = cursor.list(() => renaming(cursor));
      return columns(
        [star({ rename })],
        rename.flatMap(({ from, to }) => [from, to]),
      );
    }
    case 'AS': {
      cursor.next();
      return pipeOf(queryOf(pipe, cursor.lastEnd), { alias: cursor.name() });
    }
    case 'DISTINCT':
      cursor.next();
      return pipeOf(wrap(pipe, select(pipe, at, [STAR(at)], { distinct: true }), cursor.lastEnd), labelOf(pipe));
    case 'ORDER': {
      const sorted = pipe.limit === undefined ? pipe : rows(pipe, cursor);
      return { ...sorted, orderBy: parseOrderBy(cursor) };
    }
    case 'LIMIT': {
      const cut = pipe.limit === undefined ? pipe : rows(pipe, cursor);
      cursor.next();
      const limit = parseExpression(cursor);
      return { ...cut, limit, ...(cursor.acceptWords('OFFSET') ? { offset: parseExpression(cursor) } : {}) };
    }
    case 'AGGREGATE':
      return aggregate(cursor, pipe, at);
    case 'PIVOT':
    case 'UNPIVOT':
      return {
        ...pipeOf(queryOf(pipe, cursor.lastEnd)),
        from: parsePivots(cursor, pipeOf(queryOf(pipe, cursor.lastEnd)).from),
      };
    case 'JOIN':
    case 'INNER':
    case 'CROSS':
    case 'LEFT':
    case 'RIGHT':
    case 'FULL': {
      const { where: _filtered, ...left } =
        pipe.where === undefined ? pipe : pipeOf(queryOf(pipe, cursor.lastEnd), labelOf(pipe));
      return { ...left, from: parseJoinsAfter(cursor, left.from) };
    }
    default:
      throw unsupported(`the pipe operator ${upper || cursor.token.text}`, at);
  }
}

function assignment(cursor: Cursor) {
  const name = cursor.name();
  cursor.expectSymbol('=');
  return { expression: parseExpression(cursor), name };
}

function renaming(cursor: Cursor) {
  const from = cursor.name();
  cursor.acceptWords('AS');
  return { from, to: cursor.name() };
}

/** The grouping columns come first, then the aggregates. */
function aggregate(cursor: Cursor, pipe: Pipe, at: Position): Pipe {
  cursor.next();
  const aggregates = cursor.isWords('GROUP') ? [] : parseItems(cursor);
  let keys: readonly SelectItem[] = [];
  let ordered = false;
  if (cursor.acceptWords('GROUP')) {
    if (cursor.acceptWords('AND')) {
      cursor.expectWord('ORDER');
      ordered = true;
    }
    cursor.expectWord('BY');
    if (cursor.isOneOf('ROLLUP', 'CUBE', 'GROUPING', 'ALL'))
      throw unsupported(`${cursor.token.upper} in pipe syntax`, cursor.token.at);
    keys = parseItems(cursor);
  }
  const star = [...keys, ...aggregates].find((item) => item.kind === 'star');
  if (star !== undefined) throw unsupported('a star in AGGREGATE', star.at);
  const place = (index: number): ExpressionNode => ({
    kind: 'literal',
    at,
    literal: { type: 'INT64', value: BigInt(index + 1) },
  });
  const groupBy =
    keys.length === 0
      ? {}
      : {
          groupBy: {
            at,
            all: false,
            items: keys.map((_key, index) => ({ kind: 'expression' as const, expression: place(index) })),
          },
        };
  const grouped = pipeOf(wrap(pipe, { ...select(pipe, at, [...keys, ...aggregates]), ...groupBy }, cursor.lastEnd));
  const orderBy = ordered
    ? keys.map((_key, index): OrderItem => ({ at, expression: place(index), descending: false }))
    : [];
  return { ...grouped, orderBy };
}

function setOperation(
  cursor: Cursor,
  pipe: Pipe,
  operator: NonNullable<ReturnType<AcceptOperator>>,
  at: Position,
): Pipe {
  const first: QueryBody = { kind: 'nested', at: pipe.at, query: queryOf(pipe, cursor.lastEnd) };
  const others = cursor.list((): QueryBody => {
    const query = cursor.parenthesized(() => parseQuery(cursor));
    return { kind: 'nested', at: query.at, query };
  });
  return pipeOf(wrap(pipe, { kind: 'setOperation', at, ...operator, inputs: [first, ...others] }, cursor.lastEnd));
}
