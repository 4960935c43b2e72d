/** A script: statements with semicolons between. The whole text is parsed before anything of it runs. */

import { syntaxError, unsupported } from '../error.ts';
import type { ExpressionNode } from './ast.ts';
import { parseBlock, parseControl } from './control.ts';
import { Cursor } from './cursor.ts';
import { parseAlter, parseCreate, parseDrop } from './ddl.ts';
import { parseDelete, parseInsert, parseMerge, parseTruncate, parseUpdate } from './dml.ts';
import { expression, operand } from './expression.ts';
import { parseExportData, parseLoadData } from './files.ts';
import { type Grammar, parseExpression, parseQuery } from './grammar.ts';
import { parsePrivileges } from './privileges.ts';
import { parseCall } from './procedure.ts';
import { query, queryAfter } from './query.ts';
import type { StatementBody, StatementNode } from './statement.ts';
import { describe } from './token.ts';
import { parseType } from './types.ts';

const GRAMMAR: Grammar = { expression, operand, query, queryAfter };

/** Throws SqlError at the first thing that is no GoogleSQL, or that is not supported here. */
export function parseScript(text: string): readonly StatementNode[] {
  const cursor = new Cursor(text, GRAMMAR);
  const statements = parseStatements(cursor, []);
  if (!cursor.atEnd) throw cursor.unexpected();
  if (statements.length === 0) throw syntaxError('Unexpected end of statement', cursor.token.at);
  return statements;
}

/** One expression and nothing else: a column's DEFAULT. */
export function parseExpressionText(text: string): ExpressionNode {
  const cursor = new Cursor(text, GRAMMAR);
  const expression = parseExpression(cursor);
  if (!cursor.atEnd) throw cursor.unexpected();
  return expression;
}

function parseStatements(cursor: Cursor, until: readonly string[]): StatementNode[] {
  const statements: StatementNode[] = [];
  for (;;) {
    while (cursor.acceptSymbol(';'));
    if (cursor.atEnd || cursor.isOneOf(...until)) return statements;
    statements.push(parseStatement(cursor));
    if (cursor.atEnd || cursor.isSymbol(';')) continue;
    if (until.length > 0) throw cursor.expected('";"');
    throw syntaxError(`Expected end of input but got ${describe(cursor.token)}`, cursor.token.at);
  }
}

function parseStatement(cursor: Cursor): StatementNode {
  return cursor.nested(() => {
    const first = cursor.token;
    const body = parseBody(cursor);
    const { at: end } = cursor.token;
    return { ...body, at: first.at, end, span: { start: first.start, end: cursor.lastEnd } };
  });
}

/** Statements that exist in BigQuery and not here, by the word or words they begin with. */
const REFUSED: readonly (readonly string[])[] = [
  ['EXPORT', 'MODEL'],
  ['UNDROP'],
  ['CLONE'],
  ['DEFINE'],
  ['EXPLAIN'],
  ['ANALYZE'],
];

function parseBody(cursor: Cursor): StatementBody {
  const { token } = cursor;
  const refused = REFUSED.find((words) => cursor.isWords(...words));
  if (refused !== undefined) throw unsupported(refused.join(' '), token.at);
  if (cursor.isSymbol('(')) return { kind: 'query', query: parseQuery(cursor) };
  switch (token.upper) {
    case 'SELECT':
    case 'WITH':
    case 'FROM':
      return { kind: 'query', query: parseQuery(cursor) };
    case 'INSERT':
      return parseInsert(cursor);
    case 'UPDATE':
      return parseUpdate(cursor);
    case 'DELETE':
      return parseDelete(cursor);
    case 'MERGE':
      return parseMerge(cursor);
    case 'TRUNCATE':
      return parseTruncate(cursor);
    case 'CREATE':
      return parseCreate(cursor, parseStatements);
    case 'ALTER':
      return parseAlter(cursor);
    case 'DROP':
      return parseDrop(cursor);
    case 'DECLARE':
      return parseDeclare(cursor);
    case 'SET':
      return parseSet(cursor);
    case 'IF':
      return parseIf(cursor);
    case 'BEGIN':
      return parseBegin(cursor);
    case 'COMMIT':
    case 'ROLLBACK':
      cursor.next();
      cursor.acceptWords('TRANSACTION');
      return { kind: 'transaction', action: token.upper };
    case 'EXPORT':
      if (!cursor.isWords('EXPORT', 'DATA')) throw cursor.unexpected();
      return parseExportData(cursor);
    case 'LOAD':
      if (!cursor.isWords('LOAD', 'DATA')) throw cursor.unexpected();
      return parseLoadData(cursor);
    case 'ASSERT':
      return parseAssert(cursor);
    case 'GRANT':
    case 'REVOKE':
      return parsePrivileges(cursor);
    case 'CALL':
      return parseCall(cursor);
    default:
      return parseControl(cursor, parseStatements);
  }
}

function parseDeclare(cursor: Cursor): StatementBody {
  cursor.next();
  const names = cursor.list(() => cursor.name('variable name'));
  const type = cursor.isWords('DEFAULT') ? undefined : parseType(cursor);
  const initial = cursor.acceptWords('DEFAULT') ? parseExpression(cursor) : undefined;
  return {
    kind: 'declare',
    names,
    ...(type === undefined ? {} : { type }),
    ...(initial === undefined ? {} : { default: initial }),
  };
}

function parseSet(cursor: Cursor): StatementBody {
  cursor.next();
  if (cursor.token.kind === 'system') {
    const { text, at } = cursor.next();
    if (!cursor.acceptSymbol('=')) throw unsupported(`SET of the system variable @@${text}`, at);
    return { kind: 'setSystem', name: { text: text.toLowerCase(), at }, value: parseExpression(cursor) };
  }
  const inParentheses = cursor.isSymbol('(');
  const names = inParentheses
    ? cursor.parenthesized(() => cursor.list(() => cursor.name('variable name')))
    : [cursor.name('variable name')];
  cursor.expectSymbol('=');
  return { kind: 'set', names, inParentheses, value: parseExpression(cursor) };
}

function parseIf(cursor: Cursor): StatementBody {
  cursor.next();
  const branches = [];
  do {
    const condition = parseExpression(cursor);
    cursor.expectWord('THEN');
    branches.push({ condition, body: parseStatements(cursor, ['ELSEIF', 'ELSE', 'END']) });
  } while (cursor.acceptWords('ELSEIF'));
  const otherwise = cursor.acceptWords('ELSE') ? parseStatements(cursor, ['END']) : [];
  cursor.expectWord('END');
  cursor.expectWord('IF');
  return { kind: 'if', branches, otherwise };
}

function parseBegin(cursor: Cursor): StatementBody {
  cursor.next();
  if (cursor.acceptWords('TRANSACTION') || cursor.isSymbol(';') || cursor.token.kind === 'end') {
    return { kind: 'transaction', action: 'BEGIN' };
  }
  return parseBlock(cursor, undefined, parseStatements);
}

function parseAssert(cursor: Cursor): StatementBody {
  cursor.next();
  const condition = parseExpression(cursor);
  if (!cursor.acceptWords('AS')) return { kind: 'assert', condition };
  if (cursor.token.kind !== 'string') throw cursor.expected('string literal');
  return { kind: 'assert', condition, message: cursor.next().text };
}
