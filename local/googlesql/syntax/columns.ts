/** Parses the columns and constraints of CREATE TABLE. */

import { syntaxError, unsupported } from '../error.ts';
import type { Name, Span } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parsePath } from './from.ts';
import { parseExpression } from './grammar.ts';
import { parseOptions } from './options.ts';
import type { ColumnNode, ForeignKeyNode } from './statement.ts';
import { parseType } from './types.ts';

export interface TableElements {
  readonly columns: readonly ColumnNode[];
  readonly primaryKey?: readonly Name[];
  readonly foreignKeys: readonly ForeignKeyNode[];
}

export function parseTableElements(cursor: Cursor): TableElements {
  const columns: ColumnNode[] = [];
  const foreignKeys: ForeignKeyNode[] = [];
  let primaryKey: readonly Name[] | undefined;
  cursor.parenthesized(() => {
    do {
      // A comma may trail the list.
      if (cursor.isSymbol(')')) break;
      const at = cursor.token.at;
      if (cursor.isWords('PRIMARY', 'KEY')) {
        if (primaryKey !== undefined) throw syntaxError('Multiple PRIMARY KEY definitions found', at);
        primaryKey = parsePrimaryKey(cursor);
      } else if (cursor.isWords('FOREIGN', 'KEY')) foreignKeys.push(parseForeignKey(cursor));
      else if (cursor.isWords('CONSTRAINT')) {
        cursor.next();
        const name = cursor.name('constraint name');
        if (cursor.isWords('PRIMARY', 'KEY')) throw unsupported('named PRIMARY KEY constraints', at);
        foreignKeys.push({ ...parseForeignKey(cursor), name });
      } else columns.push(parseColumn(cursor));
    } while (cursor.acceptSymbol(','));
  });
  const inline = columns.filter((column) => column.primaryKey).map((column) => column.name);
  const key = primaryKey ?? (inline.length > 0 ? inline : undefined);
  return { columns, foreignKeys, ...(key === undefined ? {} : { primaryKey: key }) };
}

/** Keys describe; BigQuery never enforces them and asks that the statement says so. */
export function parseNotEnforced(cursor: Cursor): void {
  if (!cursor.acceptWords('NOT', 'ENFORCED')) throw cursor.expected('keyword NOT ENFORCED');
}

export function parsePrimaryKey(cursor: Cursor): readonly Name[] {
  cursor.next();
  cursor.expectWord('KEY');
  const columns = cursor.parenthesized(() => cursor.list(() => cursor.name('column name')));
  parseNotEnforced(cursor);
  return columns;
}

export function parseForeignKey(cursor: Cursor): ForeignKeyNode {
  cursor.expectWord('FOREIGN');
  cursor.expectWord('KEY');
  const columns = cursor.parenthesized(() => cursor.list(() => cursor.name('column name')));
  cursor.expectWord('REFERENCES');
  const references = parsePath(cursor);
  const referenced = cursor.parenthesized(() => cursor.list(() => cursor.name('column name')));
  parseNotEnforced(cursor);
  return { columns, references, referenced };
}

export function parseColumn(cursor: Cursor): ColumnNode {
  const name = cursor.name('column name');
  const type = parseType(cursor);
  let notNull = false;
  let primaryKey = false;
  let initial: Span | undefined;
  for (;;) {
    if (cursor.isWords('COLLATE')) throw unsupported('COLLATE', cursor.token.at);
    if (cursor.isWords('GENERATED')) throw unsupported('generated columns', cursor.token.at);
    if (cursor.isWords('REFERENCES')) throw unsupported('inline REFERENCES', cursor.token.at);
    if (cursor.acceptWords('NOT', 'NULL')) notNull = true;
    else if (cursor.acceptWords('DEFAULT')) initial = parseSpan(cursor);
    else if (cursor.acceptWords('PRIMARY', 'KEY')) {
      primaryKey = true;
      parseNotEnforced(cursor);
    } else break;
  }
  const options = parseOptions(cursor);
  return {
    name,
    type,
    notNull,
    primaryKey,
    ...(initial === undefined ? {} : { default: initial }),
    ...(options === undefined ? {} : { options }),
  };
}

/** An expression kept as text: a default is analyzed each time it is used. */
export function parseSpan(cursor: Cursor): Span {
  const { start } = cursor.token;
  parseExpression(cursor);
  return { start, end: cursor.lastEnd };
}
