/** The actions of ALTER TABLE, ALTER VIEW and ALTER SCHEMA. */

import { unsupported } from '../error.ts';
import { parseColumn, parseForeignKey, parsePrimaryKey, parseSpan } from './columns.ts';
import type { Cursor } from './cursor.ts';
import { parseOptions } from './options.ts';
import type { AlterAction, Path } from './statement.ts';
import { parseType } from './types.ts';

export function parseAlterAction(cursor: Cursor): AlterAction {
  const { token } = cursor;
  if (cursor.acceptWords('ADD')) return parseAdd(cursor);
  if (cursor.acceptWords('DROP')) return parseDropAction(cursor);
  if (cursor.acceptWords('RENAME', 'COLUMN')) {
    const ifExists = cursor.acceptWords('IF', 'EXISTS');
    const from = cursor.name('column name');
    cursor.expectWord('TO');
    return { kind: 'renameColumn', ifExists, from, to: cursor.name('column name') };
  }
  if (cursor.acceptWords('RENAME', 'TO')) return { kind: 'rename', to: cursor.name('table name') };
  if (cursor.acceptWords('ALTER')) return parseAlterColumn(cursor);
  if (cursor.acceptWords('SET')) {
    const options = parseOptions(cursor);
    if (options === undefined) throw unsupported(`ALTER … SET ${cursor.token.text}`, token.at);
    return { kind: 'setOptions', options };
  }
  throw cursor.unexpected();
}

function parseAdd(cursor: Cursor): AlterAction {
  if (cursor.isWords('PRIMARY', 'KEY')) return { kind: 'addPrimaryKey', columns: parsePrimaryKey(cursor) };
  if (cursor.isWords('FOREIGN', 'KEY')) return { kind: 'addForeignKey', key: parseForeignKey(cursor) };
  if (cursor.acceptWords('CONSTRAINT')) {
    const name = cursor.name('constraint name');
    return { kind: 'addForeignKey', key: { ...parseForeignKey(cursor), name } };
  }
  cursor.expectWord('COLUMN');
  const ifNotExists = cursor.acceptWords('IF', 'NOT', 'EXISTS');
  return { kind: 'addColumn', ifNotExists, column: parseColumn(cursor) };
}

function parseDropAction(cursor: Cursor): AlterAction {
  if (cursor.acceptWords('PRIMARY', 'KEY')) {
    return { kind: 'dropPrimaryKey', ifExists: cursor.acceptWords('IF', 'EXISTS') };
  }
  if (cursor.acceptWords('CONSTRAINT')) {
    const ifExists = cursor.acceptWords('IF', 'EXISTS');
    return { kind: 'dropConstraint', ifExists, name: cursor.name('constraint name') };
  }
  cursor.expectWord('COLUMN');
  const ifExists = cursor.acceptWords('IF', 'EXISTS');
  return { kind: 'dropColumn', ifExists, name: cursor.name('column name') };
}

function parseAlterColumn(cursor: Cursor): AlterAction {
  cursor.expectWord('COLUMN');
  if (cursor.isWords('IF')) throw unsupported('ALTER COLUMN IF EXISTS', cursor.token.at);
  const column = parseColumnPath(cursor);
  if (cursor.acceptWords('DROP', 'NOT', 'NULL')) return { kind: 'dropNotNull', column };
  if (cursor.acceptWords('DROP', 'DEFAULT')) return { kind: 'dropDefault', column };
  cursor.expectWord('SET');
  if (cursor.acceptWords('DATA', 'TYPE')) return { kind: 'setType', column, type: parseType(cursor) };
  if (cursor.acceptWords('DEFAULT')) return { kind: 'setDefault', column, default: parseSpan(cursor) };
  const options = parseOptions(cursor);
  if (options === undefined) throw cursor.unexpected();
  return { kind: 'setColumnOptions', column, options };
}

function parseColumnPath(cursor: Cursor): Path {
  const path = [cursor.name('column name')];
  while (cursor.acceptSymbol('.')) path.push(cursor.nameAfterDot());
  return path;
}
