/** CREATE PROCEDURE and CALL. */

import { unsupported } from '../error.ts';
import { parseBlock, type Statements } from './control.ts';
import type { Cursor } from './cursor.ts';
import { parsePath } from './from.ts';
import { parseExpression } from './grammar.ts';
import { parseOptions } from './options.ts';
import type { CreateProcedureNode, ProcedureParameter, StatementBody } from './statement.ts';
import { parseType } from './types.ts';

/** The cursor stands behind PROCEDURE. */
export function parseCreateProcedure(cursor: Cursor, orReplace: boolean, statements: Statements): CreateProcedureNode {
  const ifNotExists = cursor.acceptWords('IF', 'NOT', 'EXISTS');
  const path = parsePath(cursor);
  const parameters = cursor.parenthesizedList(() => parseParameter(cursor));
  if (cursor.isWords('EXTERNAL')) throw unsupported('EXTERNAL SECURITY', cursor.token.at);
  if (cursor.isWords('WITH', 'CONNECTION') || cursor.isWords('LANGUAGE'))
    throw unsupported('procedures in another language', cursor.token.at);
  parseOptions(cursor);
  const { at, start } = cursor.token;
  cursor.expectWord('BEGIN');
  const block = parseBlock(cursor, undefined, statements);
  const bodySpan = { start, end: cursor.lastEnd };
  const body = [{ ...block, at, end: cursor.token.at, span: bodySpan }];
  return { kind: 'createProcedure', orReplace, ifNotExists, path, parameters, body, bodySpan };
}

function parseParameter(cursor: Cursor): ProcedureParameter {
  // `IN` may also be left out, and a parameter may be called `out`.
  const word = (['IN', 'OUT', 'INOUT'] as const).find((mode) => cursor.isWords(mode));
  const mode = word !== undefined && (word === 'IN' || cursor.isName(1)) ? word : undefined;
  if (mode !== undefined) cursor.next();
  const name = cursor.name('parameter name');
  const type = cursor.acceptWords('ANY', 'TYPE') ? undefined : parseType(cursor);
  return { mode: mode ?? 'IN', name, ...(type === undefined ? {} : { type }) };
}

export function parseCall(cursor: Cursor): StatementBody {
  cursor.next();
  const path = parsePath(cursor);
  const args = cursor.parenthesizedList(() => parseExpression(cursor));
  return { kind: 'call', path, args };
}
