/** CREATE FUNCTION in SQL and JavaScript, and CREATE TABLE FUNCTION. */

import { unsupported } from '../error.ts';
import type { ExpressionNode, Options } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parsePath } from './from.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { parseOptions } from './options.ts';
import type { CreateFunctionNode, CreateTableFunctionNode, TableColumnNode } from './statement.ts';
import { parseType } from './types.ts';

export function parseCreateFunction(
  cursor: Cursor,
  creation: { readonly orReplace: boolean; readonly temporary: boolean },
  aggregate: boolean,
): CreateFunctionNode {
  const ifNotExists = cursor.acceptWords('IF', 'NOT', 'EXISTS');
  const path = parsePath(cursor);
  const parameters = parseParameters(cursor);
  const returns = cursor.acceptWords('RETURNS') ? parseType(cursor) : undefined;
  const { at } = cursor.token;
  const code = parseJavascript(cursor);
  if (aggregate && code !== undefined) throw unsupported('aggregate functions in JavaScript', at);
  if (code === undefined) parseOptions(cursor);
  if (code === undefined) cursor.expectWord('AS');
  const start = cursor.token.end;
  const body: ExpressionNode =
    code === undefined
      ? cursor.parenthesized(() => parseExpression(cursor))
      : { kind: 'literal', at: cursor.token.at, literal: { type: 'NULL' } };
  const bodySpan = { start, end: cursor.lastEnd - 1 };
  if (code === undefined) parseOptions(cursor);
  return {
    ...(code === undefined ? { bodySpan } : { code }),
    kind: 'createFunction',
    ...(aggregate ? { aggregate } : {}),
    ...creation,
    ifNotExists,
    path,
    parameters,
    body,
    ...(returns === undefined ? {} : { returns }),
  };
}

/** `[NOT DETERMINISTIC] LANGUAGE js [OPTIONS (…)] AS "…"`: the text, or undefined for a function in SQL. */
function parseJavascript(cursor: Cursor): string | undefined {
  const { at } = cursor.token;
  const determined = cursor.acceptWords('NOT', 'DETERMINISTIC') || cursor.acceptWords('DETERMINISTIC');
  if (cursor.isWords('REMOTE')) throw unsupported('remote functions', at);
  if (!cursor.acceptWords('LANGUAGE')) {
    if (determined) throw cursor.expected('keyword LANGUAGE');
    return undefined;
  }
  const language = cursor.name('language').text.toLowerCase();
  if (language !== 'js') throw unsupported(`functions in the language ${language}`, at);
  refuseLibraries(parseOptions(cursor));
  cursor.expectWord('AS');
  if (cursor.token.kind !== 'string') throw cursor.expected('string literal');
  const code = cursor.next().text;
  refuseLibraries(parseOptions(cursor));
  return code;
}

function refuseLibraries(options: Options | undefined): void {
  const library = options?.find(({ name }) => name.text.toLowerCase() === 'library');
  if (library !== undefined) throw unsupported('libraries of JavaScript functions', library.name.at);
}

function parseParameters(cursor: Cursor): CreateFunctionNode['parameters'] {
  return cursor.parenthesizedList(() => {
    const name = cursor.name('parameter name');
    const type = cursor.acceptWords('ANY', 'TYPE') ? undefined : parseType(cursor);
    const constant = cursor.acceptWords('NOT', 'AGGREGATE');
    return { name, ...(type === undefined ? {} : { type }), ...(constant ? { constant } : {}) };
  });
}

/** Parameters of a table function: they may be tables too. */
function parseTableParameters(cursor: Cursor): CreateTableFunctionNode['parameters'] {
  return cursor.parenthesizedList(() => {
    const name = cursor.name('parameter name');
    if (cursor.isWords('ANY', 'TABLE')) throw unsupported('ANY TABLE parameters', cursor.token.at);
    if (cursor.isWords('TABLE') && cursor.isSymbol('<', 1)) return { name, table: parseTableColumns(cursor) };
    const type = cursor.acceptWords('ANY', 'TYPE') ? undefined : parseType(cursor);
    return { name, ...(type === undefined ? {} : { type }) };
  });
}

/** The cursor stands behind TABLE FUNCTION. */
export function parseCreateTableFunction(cursor: Cursor, orReplace: boolean): CreateTableFunctionNode {
  const ifNotExists = cursor.acceptWords('IF', 'NOT', 'EXISTS');
  const path = parsePath(cursor);
  const parameters = parseTableParameters(cursor);
  const returns = cursor.acceptWords('RETURNS') ? parseTableColumns(cursor) : undefined;
  parseOptions(cursor);
  cursor.expectWord('AS');
  const { start } = cursor.token;
  // The query may stand in parentheses, as a function's body does.
  const query = parseQuery(cursor);
  const bodySpan = { start, end: cursor.lastEnd };
  return {
    kind: 'createTableFunction',
    orReplace,
    ifNotExists,
    path,
    parameters,
    ...(returns === undefined ? {} : { returns }),
    query,
    bodySpan,
  };
}

/** `TABLE<a INT64, b STRING>`. */
function parseTableColumns(cursor: Cursor): readonly TableColumnNode[] {
  cursor.expectWord('TABLE');
  cursor.expectSymbol('<');
  const columns = cursor.list(() => ({ name: cursor.name('column name'), type: parseType(cursor) }));
  cursor.closeAngle();
  return columns;
}
