/** Queries: WITH, set operations, ORDER BY and LIMIT around SELECT. */

import { syntaxError, unsupported } from '../error.ts';
import type { CteNode, QueryBody, QueryNode, SetOperator } from './ast.ts';
import { parseOrderBy } from './call.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseQuery } from './grammar.ts';
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
    const body = parseBody(cursor);
    return { ...tail(cursor, body, first.start, first.at), recursive, with: ctes };
  });
}

/** The rest of a query whose first part has been read already. */
export function queryAfter(cursor: Cursor, first: QueryBody): QueryNode {
  const body = parseSetOperations(cursor, first);
  return tail(cursor, body, cursor.token.start, first.at);
}

function tail(cursor: Cursor, body: QueryBody, start: number, at: QueryNode['at']): QueryNode {
  const orderBy = parseOrderBy(cursor);
  const limit = cursor.acceptWords('LIMIT') ? parseExpression(cursor) : undefined;
  const offset = limit !== undefined && cursor.acceptWords('OFFSET') ? parseExpression(cursor) : undefined;
  if (cursor.isSymbol('|>')) throw unsupported('pipe query syntax', cursor.token.at);
  if (cursor.isWords('FOR')) throw unsupported('FOR UPDATE', cursor.token.at);
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

function parseCtes(cursor: Cursor): CteNode[] {
  return cursor.list(() => {
    const name = cursor.name();
    cursor.expectWord('AS');
    return { name, query: cursor.parenthesized(() => parseQuery(cursor)) };
  });
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
    if (another.op !== operator.op || another.all !== operator.all) {
      throw syntaxError(
        'Different set operations cannot be used in the same query without using parentheses for grouping',
        next.at,
      );
    }
    inputs.push(parseOperand(cursor));
  }
  return { kind: 'setOperation', at, ...operator, inputs };
}

function acceptOperator(cursor: Cursor): { op: SetOperator; all: boolean } | undefined {
  if (
    cursor.isOneOf('LEFT', 'FULL', 'INNER') &&
    ['UNION', 'OUTER', 'INTERSECT', 'EXCEPT'].includes(cursor.peek(1).upper)
  ) {
    throw unsupported('set operations by name', cursor.token.at);
  }
  const op = (['UNION', 'INTERSECT', 'EXCEPT'] as const).find((word) => cursor.isWords(word));
  if (op === undefined) return undefined;
  cursor.next();
  const all = cursor.acceptWords('ALL');
  if (!all && !cursor.acceptWords('DISTINCT')) {
    throw syntaxError(`Expected keyword ALL or keyword DISTINCT but got ${describe(cursor.token)}`, cursor.token.at);
  }
  if (cursor.isOneOf('BY', 'STRICT') || cursor.isWords('CORRESPONDING')) {
    throw unsupported('set operations by name', cursor.token.at);
  }
  return { op, all };
}

function parseOperand(cursor: Cursor): QueryBody {
  const at = cursor.token.at;
  if (!cursor.isSymbol('(')) return parseSelect(cursor);
  return { kind: 'nested', at, query: cursor.parenthesized(() => parseQuery(cursor)) };
}
