/**
 * Pipe syntax: `FROM t |> WHERE … |> SELECT …`. Each operator becomes the clause that it stands for, over what is before
 * it; what a clause cannot see together with the next one becomes a subquery.
 */

import { type Position, syntaxError, unsupported } from '../error.ts';
import type { ByName, ExpressionNode, FromNode, Name, QueryBody, QueryNode, SelectItem, SetOperator } from './ast.ts';
import { parseOrderBy } from './call.ts';
import { parseCtes } from './cte.ts';
import type { Cursor } from './cursor.ts';
import {
  aliasOf,
  parseFrom,
  parseJoinsAfter,
  parsePath,
  parsePivots,
  parseSample,
  parseTableArguments,
} from './from.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { aggregate } from './pipe-aggregate.ts';
import { asserted } from './pipe-assert.ts';
import {
  labelOf,
  type Pipe,
  pipeOf,
  queryOf,
  replaced,
  reshaped,
  rows,
  select,
  star,
  wholeQuery,
} from './pipe-rows.ts';
import { parseItems, parseListHead, parseWindowClause } from './select.ts';
import { contains } from './tree.ts';

export type AcceptOperator = (
  cursor: Cursor,
) => { readonly op: SetOperator; readonly all: boolean; readonly byName?: ByName } | undefined;

/** `FROM …` where a query may begin, and the operators after it. */
export function parseFromQuery(cursor: Cursor, accept: AcceptOperator): QueryNode {
  const { at, start } = cursor.expectWord('FROM');
  return operators(cursor, { at, start, from: parseFrom(cursor), orderBy: [], with: [], recursive: false }, accept);
}

/** The operators after a query that has been read. */
export function parsePipes(cursor: Cursor, query: QueryNode, accept: AcceptOperator): QueryNode {
  if (!cursor.isSymbol('|>')) return query;
  return operators(cursor, pipeOf(query), accept);
}

function operators(cursor: Cursor, first: Pipe, accept: AcceptOperator): QueryNode {
  let pipe = first;
  while (cursor.acceptSymbol('|>')) pipe = operator(cursor, pipe, accept);
  return wholeQuery(pipe, cursor.lastEnd);
}

/** Operators that see the rows' order and limit as they are. */
const BESIDE_ORDER = ['LIMIT', 'ORDER', 'AS', 'WITH'];

function operator(cursor: Cursor, before: Pipe, accept: AcceptOperator): Pipe {
  const { at, upper } = cursor.token;
  const set = accept(cursor);
  if (set !== undefined) return setOperation(cursor, before, set, at);
  const pipe = BESIDE_ORDER.includes(upper) ? before : rows(before, cursor);
  switch (upper) {
    case 'WHERE':
      return filter(cursor, pipe, at);
    case 'SELECT': {
      cursor.next();
      const head = parseListHead(cursor);
      const items = parseItems(cursor);
      const windows = parseWindowClause(cursor);
      return replaced(pipe, select(pipe, at, items, { ...head, windows, pipe: upper }), cursor);
    }
    case 'EXTEND':
    case 'WINDOW':
      return extend(cursor, pipe, at);
    case 'SET': {
      cursor.next();
      const replace = cursor.list(() => assignment(cursor));
      const names = replace.map(({ name }) => name);
      return reshaped(pipe, select(pipe, at, [star(at, { replace })], { pipe: upper }), cursor, names);
    }
    case 'DROP': {
      cursor.next();
      const except = cursor.list(() => cursor.name());
      return reshaped(pipe, select(pipe, at, [star(at, { except })]), cursor, except);
    }
    case 'RENAME': {
      cursor.next();
      const rename = cursor.list(() => renaming(cursor));
      const names = rename.flatMap(({ from, to }) => [from, to]);
      return reshaped(pipe, select(pipe, at, [star(at, { rename })]), cursor, names);
    }
    case 'AS': {
      cursor.next();
      return pipeOf(queryOf(pipe, cursor.lastEnd), { alias: cursor.name() }, pipe);
    }
    case 'DISTINCT':
      cursor.next();
      return reshaped(pipe, select(pipe, at, [star(at)], { distinct: true }), cursor);
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
    case 'WITH':
      return named(cursor, pipe);
    case 'ASSERT':
      return asserted(cursor, pipe);
    case 'CALL': {
      cursor.next();
      const path = parsePath(cursor);
      const args = parseTableArguments(cursor);
      const input = queryOf(pipe, cursor.lastEnd);
      const from: FromNode = { kind: 'tableFunction', at, path, args, input, ...aliasOf(cursor) };
      return { ...pipeOf(input, {}, pipe), from };
    }
    case 'TABLESAMPLE': {
      const { from } = pipe;
      const sample = parseSample(cursor);
      if (from.kind !== 'table' || pipe.where !== undefined || from.sample !== undefined || sample === undefined)
        throw unsupported('TABLESAMPLE of anything but a table', at);
      return { ...pipe, from: { ...from, sample } };
    }
    case 'PIVOT':
    case 'UNPIVOT': {
      const whole = pipeOf(queryOf(pipe, cursor.lastEnd), {}, pipe);
      return { ...whole, from: parsePivots(cursor, whole.from) };
    }
    case 'JOIN':
    case 'INNER':
    case 'CROSS':
    case 'LEFT':
    case 'RIGHT':
    case 'FULL': {
      const { where: _filtered, ...left } =
        pipe.where === undefined ? pipe : pipeOf(queryOf(pipe, cursor.lastEnd), labelOf(pipe), pipe);
      return { ...left, from: parseJoinsAfter(cursor, left.from) };
    }
    default:
      if (cursor.token.kind !== 'word') throw cursor.unexpected();
      throw unsupported(`the pipe operator ${upper}`, at);
  }
}

/** A condition with OVER filters as QUALIFY does: after the conditions before it. */
function filter(cursor: Cursor, pipe: Pipe, at: Position): Pipe {
  cursor.next();
  const condition = parseExpression(cursor);
  if (contains(condition, isWindowCall))
    return reshaped(pipe, select(pipe, at, [star(at)], { qualify: condition }), cursor);
  const where: ExpressionNode =
    pipe.where === undefined ? condition : { kind: 'binary', at, op: 'AND', left: pipe.where, right: condition };
  return { ...pipe, where };
}

function isWindowCall(node: object): boolean {
  return 'kind' in node && node.kind === 'call' && 'over' in node;
}

/** EXTEND, and WINDOW, which takes nothing but expressions with OVER. */
function extend(cursor: Cursor, pipe: Pipe, at: Position): Pipe {
  const pipeOperator = cursor.next().upper;
  const items = parseItems(cursor);
  const wrong = pipeOperator === 'WINDOW' ? items.find((item) => !contains(item, isWindowCall)) : undefined;
  if (wrong !== undefined) throw syntaxError('The pipe operator WINDOW takes expressions with OVER', wrong.at);
  const body = select(pipe, at, [star(at), ...items], { windows: parseWindowClause(cursor), pipe: pipeOperator });
  return reshaped(pipe, body, cursor, items.flatMap(itemAlias));
}

function itemAlias(item: SelectItem): readonly Name[] {
  return item.kind === 'expression' && item.alias !== undefined ? [item.alias] : [];
}

/** WITH names queries for the operators after it, and not for those before. */
function named(cursor: Cursor, pipe: Pipe): Pipe {
  cursor.next();
  const recursive = cursor.acceptWords('RECURSIVE');
  const ctes = parseCtes(cursor);
  for (const { name } of ctes) {
    const lower = name.text.toLowerCase();
    if (contains(pipe, (node) => isTable(node, lower), 'everywhere'))
      throw unsupported(`WITH in pipe syntax of a name that is a table before it: ${name.text}`, name.at);
  }
  return { ...pipe, with: [...pipe.with, ...ctes], recursive: pipe.recursive || recursive };
}

function isTable(node: object, lower: string): boolean {
  if (!('kind' in node) || node.kind !== 'table' || !('path' in node)) return false;
  const path = node.path as readonly Name[];
  return path.length === 1 && path[0]?.text.toLowerCase() === lower;
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
  return replaced(pipe, { kind: 'setOperation', at, ...operator, inputs: [first, ...others] }, cursor);
}
