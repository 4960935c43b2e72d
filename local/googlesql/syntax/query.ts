/** Queries: WITH, set operations, ORDER BY and LIMIT around SELECT. */

import { syntaxError, unsupported } from '../error.ts';
import type { ByName, CteNode, QueryBody, QueryNode, SetOperator } from './ast.ts';
import { parseOrderBy } from './call.ts';
import { parseCtes } from './cte.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { parseFromQuery, parsePipes } from './pipe.ts';
import { parseSelect } from './select.ts';
import { describe } from './token.ts';

/** The query that begins at the cursor. */
export function query(cursor: Cursor): QueryNode {
  return cursor.nested(() => {
    const first = cursor.token;
    let recursive = false;
    let ctes: CteNode[] = [];
    if (cursor.acceptWords('WITH')) {
      recursive = cursor.acceptWords('RECURSIVE');
      ctes = parseCtes(cursor);
    }
    const whole = cursor.isWords('FROM')
      ? parseFromQuery(cursor, acceptOperator)
      : parsePipes(cursor, tail(cursor, parseBody(cursor), first.start, first.at), acceptOperator);
    if (cursor.isWords('FOR')) throw unsupported('FOR UPDATE', cursor.token.at);
    return {
      ...whole,
      span: { start: first.start, end: cursor.lastEnd },
      recursive: recursive || whole.recursive,
      with: [...ctes, ...whole.with],
    };
  });
}

/** The rest of a query whose first part has been read already. */
export function queryAfter(cursor: Cursor, first: QueryBody): QueryNode {
  const body = parseSetOperations(cursor, first);
  return parsePipes(cursor, tail(cursor, body, cursor.token.start, first.at), acceptOperator);
}

function tail(cursor: Cursor, body: QueryBody, start: number, at: QueryNode['at']): QueryNode {
  const orderBy = parseOrderBy(cursor);
  const limit = cursor.acceptWords('LIMIT') ? parseExpression(cursor) : undefined;
  const offset = limit !== undefined && cursor.acceptWords('OFFSET') ? parseExpression(cursor) : undefined;
  return {
    at,
    span: { start, end: cursor.lastEnd },
    recursive: false,
    with: [],
    body,
    orderBy,
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

function parseBody(cursor: Cursor): QueryBody {
  return parseSetOperations(cursor, parseOperand(cursor));
}

/** One operator throughout: GoogleSQL asks for parentheses where they differ. */
function parseSetOperations(cursor: Cursor, first: QueryBody): QueryBody {
  const at = cursor.token.at;
  const operator = acceptOperator(cursor);
  if (operator === undefined) return first;
  const inputs = [first, parseOperand(cursor)];
  for (;;) {
    const next = cursor.token;
    const another = acceptOperator(cursor);
    if (another === undefined) break;
    if (another.op !== operator.op || another.all !== operator.all || namesText(another) !== namesText(operator)) {
      throw syntaxError(
        'Different set operations cannot be used in the same query without using parentheses for grouping',
        next.at,
      );
    }
    inputs.push(parseOperand(cursor));
  }
  return { kind: 'setOperation', at, ...operator, inputs };
}

/** A text of the names that the operator matches, equal where they are. */
function namesText({ byName }: Operator): string {
  const on = byName?.on?.map(({ text }) => text.toLowerCase());
  return byName === undefined ? '' : JSON.stringify([byName.mode, on]);
}

interface Operator {
  readonly op: SetOperator;
  readonly all: boolean;
  readonly byName?: ByName;
}

function acceptOperator(cursor: Cursor): Operator | undefined {
  const outer = acceptMode(cursor);
  const op = (['UNION', 'INTERSECT', 'EXCEPT'] as const).find((word) => cursor.isWords(word));
  if (op === undefined) return undefined;
  cursor.next();
  const all = cursor.acceptWords('ALL');
  if (!all && !cursor.acceptWords('DISTINCT')) {
    throw syntaxError(`Expected keyword ALL or keyword DISTINCT but got ${describe(cursor.token)}`, cursor.token.at);
  }
  const byName = parseByName(cursor, outer);
  return { op, all, ...(byName === undefined ? {} : { byName }) };
}

/** `FULL OUTER`, `LEFT`, `INNER` before a set operator. */
function acceptMode(cursor: Cursor): 'INNER' | 'LEFT' | 'FULL' | undefined {
  const mode = (['INNER', 'LEFT', 'FULL'] as const).find((word) => cursor.isWords(word));
  if (mode === undefined) return undefined;
  const ahead = cursor.peek(1).upper === 'OUTER' ? 2 : 1;
  if (!['UNION', 'INTERSECT', 'EXCEPT'].includes(cursor.peek(ahead).upper)) return undefined;
  for (let word = 0; word < ahead; word += 1) cursor.next();
  return mode;
}

function parseByName(cursor: Cursor, outer: 'INNER' | 'LEFT' | 'FULL' | undefined): ByName | undefined {
  const at = cursor.token.at;
  const strict = cursor.acceptWords('STRICT');
  if (cursor.acceptWords('CORRESPONDING')) {
    const on = cursor.acceptWords('BY') ? parseNames(cursor) : undefined;
    return { mode: strict ? 'STRICT' : (outer ?? 'INNER'), ...(on === undefined ? {} : { on }) };
  }
  if (strict) throw cursor.expected('keyword CORRESPONDING');
  if (cursor.acceptWords('BY', 'NAME')) {
    const on = cursor.acceptWords('ON') ? parseNames(cursor) : undefined;
    return { mode: outer ?? (on === undefined ? 'STRICT' : 'INNER'), ...(on === undefined ? {} : { on }) };
  }
  if (outer !== undefined) throw syntaxError(`Expected BY NAME or CORRESPONDING but got ${describe(cursor.token)}`, at);
  return undefined;
}

function parseNames(cursor: Cursor) {
  return cursor.parenthesized(() => cursor.list(() => cursor.name()));
}

function parseOperand(cursor: Cursor): QueryBody {
  const at = cursor.token.at;
  if (!cursor.isSymbol('(')) return parseSelect(cursor);
  return { kind: 'nested', at, query: cursor.parenthesized(() => parseQuery(cursor)) };
}
