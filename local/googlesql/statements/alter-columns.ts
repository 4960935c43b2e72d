/**
 * The actions of ALTER TABLE on columns, in the catalog. Columns dropped and renamed are so in DuckDB at once; what
 * else changes is made there by the whole statement's end.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalName, type Table } from '../catalog.ts';
import { invalid, type Position, unsupported } from '../error.ts';
import type { Context } from '../resolve/context.ts';
import { analyze } from '../resolve/recursion.ts';
import { parseExpressionText } from '../syntax/script.ts';
import type { AlterNode, Path } from '../syntax/statement.ts';
import { coerce } from '../types/coercion.ts';
import { type Column, findColumn, quote, type Schema } from '../types/schema.ts';
import { typeName, typeOfColumn } from '../types/type-text.ts';
import { columnFrom, type ReadOptions, typedColumn, withColumnOptions } from './column-node.ts';

type Action = AlterNode['actions'][number];

interface Altering {
  readonly read: ReadOptions;
  readonly text: string;
  readonly dryRun: boolean;
  readonly connection: DuckDBConnection;
  readonly context: Context;
}

export async function alteredColumns(action: Action, table: Table, to: Altering): Promise<Table> {
  switch (action.kind) {
    case 'addColumn':
      return addColumn(action, table, to);
    case 'dropColumn':
      return dropColumn(action, table, to);
    case 'renameColumn':
      return renameColumn(action, table, to);
    case 'setType':
      return changeColumn(table, action.column, async (column) =>
        widened(column, await typedColumn(column.name, action.type, to.read), action.at),
      );
    case 'dropNotNull':
      return changeColumn(table, action.column, async (column) => ({
        ...column,
        mode: column.mode === 'REQUIRED' ? 'NULLABLE' : column.mode,
      }));
    case 'setDefault':
      return changeColumn(table, onlyTop(action.column), async (column) =>
        withDefault(column, to.text.slice(action.default.start, action.default.end), to, action.at),
      );
    case 'dropDefault':
      return changeColumn(table, onlyTop(action.column), async ({ defaultValueExpression: _old, ...column }) => column);
    case 'setColumnOptions':
      return changeColumn(table, action.column, (column) => withColumnOptions(column, to.read(action.options)));
    default:
      throw unsupported('this action of ALTER TABLE', action.at);
  }
}

async function addColumn(action: Extract<Action, { kind: 'addColumn' }>, table: Table, to: Altering): Promise<Table> {
  const column = await columnFrom(action.column, to.text, to.read);
  if (findColumn(table.schema, column.name) !== undefined) {
    if (action.ifNotExists) return table;
    throw invalid(`Column already exists: ${column.name}`, action.column.name.at);
  }
  if (column.mode === 'REQUIRED')
    throw invalid(`Cannot add required fields to an existing schema. (field: ${column.name})`, action.column.name.at);
  if (column.defaultValueExpression !== undefined)
    throw invalid(
      'A column with a default value can only be added without it; set the default afterwards',
      action.column.name.at,
    );
  return { ...table, schema: [...table.schema, column] };
}

async function dropColumn(action: Extract<Action, { kind: 'dropColumn' }>, table: Table, to: Altering): Promise<Table> {
  const column = findColumn(table.schema, action.name.text);
  if (column === undefined) {
    if (action.ifExists) return table;
    throw invalid(`Column not found: ${action.name.text}`, action.name.at);
  }
  refuseUsed(table, column, action.name.at, 'drop');
  if (table.schema.length === 1)
    throw invalid(`ALTER TABLE DROP COLUMN cannot drop all columns from a table`, action.name.at);
  if (!to.dryRun) await to.connection.run(`ALTER TABLE ${physicalName(table.ref)} DROP COLUMN ${quote(column.name)}`);
  return { ...table, schema: table.schema.filter((other) => other !== column) };
}

async function renameColumn(
  action: Extract<Action, { kind: 'renameColumn' }>,
  table: Table,
  to: Altering,
): Promise<Table> {
  const column = findColumn(table.schema, action.from.text);
  if (column === undefined) {
    if (action.ifExists) return table;
    throw invalid(`Column not found: ${action.from.text}`, action.from.at);
  }
  if (findColumn(table.schema, action.to.text) !== undefined)
    throw invalid(`Column already exists: ${action.to.text}`, action.to.at);
  refuseUsed(table, column, action.from.at, 'rename');
  if (!to.dryRun) {
    await to.connection.run(
      `ALTER TABLE ${physicalName(table.ref)} RENAME COLUMN ${quote(column.name)} TO ${quote(action.to.text)}`,
    );
  }
  return {
    ...table,
    schema: table.schema.map((other) => (other === column ? { ...column, name: action.to.text } : other)),
  };
}

/** Partitioning, clustering and keys hang on the column's name. */
function refuseUsed(table: Table, column: Column, at: Position, what: string): void {
  const used = [
    table.timePartitioning?.field,
    table.rangePartitioning?.field,
    ...(table.clustering ?? []),
    ...(table.primaryKey ?? []),
  ];
  if (used.some((name) => name?.toLowerCase() === column.name.toLowerCase())) {
    throw invalid(`Cannot ${what} column ${column.name}: it is used for partitioning, clustering or a key`, at);
  }
}

function onlyTop(path: Path): Path {
  if (path.length > 1) throw unsupported('defaults of nested fields', path[1]?.at);
  return path;
}

/** Changes one column, or a field inside one. */
async function changeColumn(table: Table, path: Path, change: (column: Column) => Promise<Column>): Promise<Table> {
  const within = async (schema: Schema, [first, ...rest]: Path): Promise<Schema> => {
    const column = first === undefined ? undefined : findColumn(schema, first.text);
    if (column === undefined) throw invalid(`Column not found: ${path.map((name) => name.text).join('.')}`, first?.at);
    const changed =
      rest.length === 0 ? await change(column) : { ...column, fields: await within(column.fields ?? [], rest) };
    return schema.map((other) => (other === column ? changed : other));
  };
  return { ...table, schema: await within(table.schema, path) };
}

/** Types that every value of another fits into: the conversions that SET DATA TYPE allows. */
const WIDENS: Readonly<Record<string, readonly string[]>> = {
  INT64: ['NUMERIC', 'FLOAT64'],
  NUMERIC: ['FLOAT64'],
};

function widened(column: Column, next: Column, at: Position): Column {
  const [from, into] = [typeOfColumn(column), typeOfColumn(next)];
  const same = from.kind === into.kind && from.kind !== 'STRUCT' && from.kind !== 'ARRAY';
  const shorter = [
    next.maxLength !== undefined && (column.maxLength ?? Infinity) > next.maxLength,
    next.precision !== undefined &&
      (column.precision === undefined || column.precision - (column.scale ?? 0) > next.precision - (next.scale ?? 0)),
    next.precision !== undefined && (column.scale ?? 0) > (next.scale ?? 0),
  ].some(Boolean);
  if (!(same || WIDENS[from.kind]?.includes(into.kind)) || shorter) {
    throw invalid(
      `ALTER TABLE ALTER COLUMN SET DATA TYPE requires that the existing column type (${typeName(from)}) is assignable to the new type (${typeName(into)})`,
      at,
    );
  }
  const { maxLength: _length, precision: _precision, scale: _scale, ...rest } = column;
  return {
    ...rest,
    type: next.type,
    ...(next.maxLength === undefined ? {} : { maxLength: next.maxLength }),
    ...(next.precision === undefined ? {} : { precision: next.precision }),
    ...(next.scale === undefined ? {} : { scale: next.scale }),
  };
}

function withDefault(column: Column, text: string, to: Altering, at: Position): Column {
  const value = analyze(parseExpressionText(text), { ...to.context, sealed: true });
  if (coerce(value, typeOfColumn(column)) === undefined) {
    throw invalid(
      `Default value of type ${typeName(value.type)} cannot be assigned to column ${column.name} of type ${typeName(typeOfColumn(column))}`,
      at,
    );
  }
  return { ...column, defaultValueExpression: text };
}
