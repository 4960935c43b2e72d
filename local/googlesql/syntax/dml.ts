/** INSERT, UPDATE, DELETE, MERGE and TRUNCATE. */

import { syntaxError, unsupported } from '../error.ts';
import type { ExpressionNode, Name } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseFrom, parsePath } from './from.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { isQueryStart } from './query-start.ts';
import type { Assignment, MergeAction, MergeWhen, StatementBody } from './statement.ts';

export function parseInsert(cursor: Cursor): StatementBody {
  cursor.next();
  cursor.acceptWords('INTO');
  if (cursor.isOneOf('OR', 'IGNORE', 'REPLACE')) throw unsupported(`INSERT ${cursor.token.upper}`, cursor.token.at);
  const target = parsePath(cursor);
  const columns = cursor.isSymbol('(') && !isQueryStart(cursor) ? parseColumns(cursor) : undefined;
  const where = { kind: 'insert', target, ...(columns === undefined ? {} : { columns }) } as const;
  if (!cursor.acceptWords('VALUES')) {
    const query = parseQuery(cursor);
    refuseModifiers(cursor);
    return { ...where, query };
  }
  const rows = cursor.list(() => cursor.parenthesized(() => cursor.list(() => parseExpression(cursor))));
  refuseModifiers(cursor);
  return { ...where, rows };
}

function refuseModifiers(cursor: Cursor): void {
  const clause = (['ASSERT_ROWS_MODIFIED', 'RETURNING'] as const).find((word) => cursor.isWords(word));
  if (clause !== undefined) throw unsupported(clause, cursor.token.at);
  if (cursor.isWords('THEN', 'RETURN')) throw unsupported('THEN RETURN', cursor.token.at);
}

function parseColumns(cursor: Cursor): Name[] {
  return cursor.parenthesized(() => cursor.list(() => cursor.name('column name')));
}

export function parseUpdate(cursor: Cursor): StatementBody {
  cursor.next();
  const target = parsePath(cursor);
  const alias = cursor.alias();
  cursor.expectWord('SET');
  const set = parseAssignments(cursor);
  const from = cursor.acceptWords('FROM') ? parseFrom(cursor) : undefined;
  const where = parseRequiredWhere(cursor, 'UPDATE');
  refuseModifiers(cursor);
  return {
    kind: 'update',
    target,
    set,
    where,
    ...(alias === undefined ? {} : { alias }),
    ...(from === undefined ? {} : { from }),
  };
}

function parseAssignments(cursor: Cursor): Assignment[] {
  return cursor.list(() => {
    if (cursor.isSymbol('(')) throw unsupported('nested DML', cursor.token.at);
    const target = [cursor.name('column name')];
    while (cursor.acceptSymbol('.')) target.push(cursor.nameAfterDot());
    if (cursor.isSymbol('[')) throw unsupported('UPDATE of array elements', cursor.token.at);
    cursor.expectSymbol('=');
    return { target, value: parseExpression(cursor) };
  });
}

/** BigQuery asks for a WHERE, so that a forgotten one does not change every row. */
function parseRequiredWhere(cursor: Cursor, statement: string): ExpressionNode {
  const at = cursor.token.at;
  if (!cursor.acceptWords('WHERE')) throw syntaxError(`${statement} must have a WHERE clause`, at);
  return parseExpression(cursor);
}

export function parseDelete(cursor: Cursor): StatementBody {
  cursor.next();
  cursor.acceptWords('FROM');
  const target = parsePath(cursor);
  const alias = cursor.alias();
  const where = parseRequiredWhere(cursor, 'DELETE');
  refuseModifiers(cursor);
  return { kind: 'delete', target, where, ...(alias === undefined ? {} : { alias }) };
}

export function parseTruncate(cursor: Cursor): StatementBody {
  cursor.next();
  cursor.expectWord('TABLE');
  const target = parsePath(cursor);
  if (cursor.isWords('WHERE')) throw cursor.unexpected();
  return { kind: 'truncate', target };
}

export function parseMerge(cursor: Cursor): StatementBody {
  cursor.next();
  cursor.acceptWords('INTO');
  const target = parsePath(cursor);
  const alias = cursor.alias();
  cursor.expectWord('USING');
  const source = parseFrom(cursor);
  cursor.expectWord('ON');
  const on = parseExpression(cursor);
  const whens: MergeWhen[] = [];
  while (cursor.isWords('WHEN')) whens.push(parseWhen(cursor));
  if (whens.length === 0) throw cursor.expected('keyword WHEN');
  refuseModifiers(cursor);
  return { kind: 'merge', target, source, on, whens, ...(alias === undefined ? {} : { alias }) };
}

function parseWhen(cursor: Cursor): MergeWhen {
  const at = cursor.next().at;
  const match = parseMatch(cursor);
  const condition = cursor.acceptWords('AND') ? parseExpression(cursor) : undefined;
  cursor.expectWord('THEN');
  const actionAt = cursor.token.at;
  const action = parseAction(cursor);
  const inserts = action.kind === 'insert';
  if (inserts !== (match === 'NOT_MATCHED_BY_TARGET')) {
    throw syntaxError(`${action.kind.toUpperCase()} is not allowed in WHEN ${match.replaceAll('_', ' ')}`, actionAt);
  }
  return { at, match, action, ...(condition === undefined ? {} : { condition }) };
}

function parseMatch(cursor: Cursor): MergeWhen['match'] {
  if (cursor.acceptWords('MATCHED')) return 'MATCHED';
  cursor.expectWord('NOT');
  cursor.expectWord('MATCHED');
  if (!cursor.acceptWords('BY')) return 'NOT_MATCHED_BY_TARGET';
  if (cursor.acceptWords('SOURCE')) return 'NOT_MATCHED_BY_SOURCE';
  cursor.expectWord('TARGET');
  return 'NOT_MATCHED_BY_TARGET';
}

function parseAction(cursor: Cursor): MergeAction {
  if (cursor.acceptWords('DELETE')) return { kind: 'delete' };
  if (cursor.acceptWords('UPDATE')) {
    cursor.expectWord('SET');
    return { kind: 'update', set: parseAssignments(cursor) };
  }
  if (cursor.token.upper !== 'INSERT') throw cursor.expected('keyword INSERT, UPDATE or DELETE');
  cursor.next();
  const columns = cursor.isSymbol('(') ? parseColumns(cursor) : undefined;
  const listed = columns === undefined ? {} : { columns };
  if (cursor.acceptWords('ROW')) return { kind: 'insert', ...listed };
  cursor.expectWord('VALUES');
  const values = cursor.parenthesized(() => cursor.list(() => parseExpression(cursor)));
  return { kind: 'insert', ...listed, values };
}
