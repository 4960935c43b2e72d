/** Parquet read by DuckDB: its types are the file's own, so the columns are cast, never guessed. */

import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { type DuckDBDecimalType, type DuckDBListType, type DuckDBStructType, DuckDBTypeId } from '@duckdb/node-api';
import { parse as parseJson } from '../../googlesql/library/json/json-convert.ts';
import { BigQueryError } from '../errors.ts';
import { type Column, type ColumnType, duckType, quote, type Schema } from '../schema.ts';
import type { InputFile } from './input.ts';

export interface ParquetFile {
  readonly schema: Schema;
  /** DuckDB text that yields the file's rows as the schema's columns. */
  readonly select: string;
}

export async function describeParquet(
  connection: DuckDBConnection,
  path: string,
  input: InputFile,
  decimalTargetTypes: readonly ColumnType[],
): Promise<ParquetFile> {
  const source = `read_parquet('${path.replaceAll("'", "''")}')`;
  let types: DuckDBType[];
  let names: string[];
  let nodes: readonly Node[];
  try {
    const reader = await connection.run(`SELECT * FROM ${source} LIMIT 0`);
    types = reader.columnTypes();
    names = reader.columnNames();
    nodes = await nodesOf(connection, path);
  } catch (error) {
    throw new BigQueryError(
      'invalid',
      `Error while reading data, error message: Input file is not in Parquet format. File: ${input.uri}`,
      { location: input.uri, cause: error },
    );
  }
  const file = { targets: decimalTargetTypes, uri: input.uri };
  const schema = names.map((name, place) => columnOf(name, types[place] as DuckDBType, nodes[place], file));
  const columns = schema.map(
    (column, place) => `${converted(quote(column.name), types[place] as DuckDBType, column)} AS ${quote(column.name)}`,
  );
  return { schema, select: `SELECT ${columns.join(', ')} FROM ${source}` };
}

/** A node of the file's schema, with that which DuckDB's types leave out. */
interface Node {
  /** The physical type of a column that holds values. */
  readonly physical: string | undefined;
  readonly isRequired: boolean;
  readonly children: readonly Node[];
}

interface Describing {
  readonly targets: readonly ColumnType[];
  readonly uri: string;
}

async function nodesOf(connection: DuckDBConnection, path: string): Promise<readonly Node[]> {
  const found = await connection.runAndReadAll(
    'SELECT type, repetition_type, coalesce(num_children, 0) FROM parquet_schema($1)',
    [path],
  );
  // The nodes come in the order of the file, each before those below it; the first is the whole row.
  const rows = found.getRows().values();
  const next = (): Node => {
    const [type, repetition, children] = rows.next().value ?? [];
    return {
      physical: type === null || type === undefined ? undefined : String(type),
      isRequired: repetition === 'REQUIRED',
      children: Array.from({ length: Number(children ?? 0) }, next),
    };
  };
  return next().children;
}

const SIMPLE: Partial<Record<DuckDBTypeId, ColumnType>> = {
  [DuckDBTypeId.BOOLEAN]: 'BOOL',
  [DuckDBTypeId.TINYINT]: 'INT64',
  [DuckDBTypeId.SMALLINT]: 'INT64',
  [DuckDBTypeId.INTEGER]: 'INT64',
  [DuckDBTypeId.BIGINT]: 'INT64',
  [DuckDBTypeId.UTINYINT]: 'INT64',
  [DuckDBTypeId.USMALLINT]: 'INT64',
  [DuckDBTypeId.UINTEGER]: 'INT64',
  [DuckDBTypeId.UBIGINT]: 'INT64',
  [DuckDBTypeId.FLOAT]: 'FLOAT64',
  [DuckDBTypeId.DOUBLE]: 'FLOAT64',
  [DuckDBTypeId.VARCHAR]: 'STRING',
  [DuckDBTypeId.ENUM]: 'STRING',
  [DuckDBTypeId.UUID]: 'STRING',
  [DuckDBTypeId.BLOB]: 'BYTES',
  [DuckDBTypeId.DATE]: 'DATE',
  [DuckDBTypeId.TIME]: 'TIME',
  // isAdjustedToUTC = false
  [DuckDBTypeId.TIMESTAMP]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_S]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_MS]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_NS]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'TIMESTAMP',
};

function columnOf(name: string, type: DuckDBType, node: Node | undefined, file: Describing): Column {
  if (type.typeId === DuckDBTypeId.LIST) {
    const element = columnOf(name, (type as DuckDBListType).valueType, itemOf(node), file);
    if (element.mode === 'REPEATED') throw unsupported(name, type, file.uri);
    return { ...element, mode: 'REPEATED' };
  }
  const mode = node?.isRequired === true ? 'REQUIRED' : 'NULLABLE';
  if (type.typeId === DuckDBTypeId.STRUCT) {
    const { entryNames, entryTypes } = type as DuckDBStructType;
    const fields = entryNames.map((entry, place) =>
      columnOf(entry, entryTypes[place] as DuckDBType, node?.children[place], file),
    );
    return { name, type: 'STRUCT', mode, fields };
  }
  if (type.typeId === DuckDBTypeId.DECIMAL)
    return { name, type: decimalTarget(name, type as DuckDBDecimalType, file.targets, file.uri), mode };
  // The timestamps of older writers (Spark, Hive, Impala), which are points in time.
  if (node?.physical === 'INT96') return { name, type: 'TIMESTAMP', mode };
  const simple = type.alias === 'JSON' ? 'JSON' : SIMPLE[type.typeId];
  if (simple === undefined) throw unsupported(name, type, file.uri);
  return { name, type: simple, mode };
}

/** The items of a list: two levels down, in one of the older forms one level, or the repeated column itself. */
function itemOf(list: Node | undefined): Node | undefined {
  const [repeated] = list?.children ?? [];
  if (repeated === undefined) return list;
  const [item] = repeated.children;
  return repeated.children.length === 1 ? item : repeated;
}

function decimalTarget(name: string, type: DuckDBDecimalType, targets: readonly ColumnType[], uri: string): ColumnType {
  const whole = type.width - type.scale;
  const found = targets.find(
    (target) =>
      target === 'STRING' || (target === 'NUMERIC' ? type.scale <= 9 && whole <= 29 : type.scale <= 38 && whole <= 38),
  );
  // None holds it: the widest is taken, and a value that does not fit fails the load.
  const widest = targets.at(-1);
  if (found === undefined && widest === undefined) throw unsupported(name, type, uri);
  return found ?? (widest as ColumnType);
}

function unsupported(name: string, type: DuckDBType, uri: string): BigQueryError {
  return new BigQueryError(
    'notImplemented',
    `The local BigQuery does not support the Parquet type ${type.toString()} of column ${name}. File: ${uri}`,
    { location: uri, status: 400 },
  );
}

function converted(sql: string, type: DuckDBType, column: Column): string {
  // BIGNUMERIC is kept times 10^38 (schema.ts); shifting the digits as text is exact.
  if (column.type === 'BIGNUMERIC' && type.typeId === DuckDBTypeId.DECIMAL) {
    const { scale } = type as DuckDBDecimalType;
    return `(replace(${sql}::VARCHAR, '.', '') || repeat('0', ${38 - scale}))::BIGNUM`;
  }
  if (column.type === 'NUMERIC' && type.typeId === DuckDBTypeId.DECIMAL)
    return exactNumeric(sql, type as DuckDBDecimalType, column);
  if (column.type === 'JSON' && column.mode !== 'REPEATED') return parseJson.of(`${sql}::VARCHAR`, "'round'");
  if (column.type === 'JSON')
    return `coalesce(list_transform(${sql}, lambda x: ${parseJson.of('x::VARCHAR', "'round'")}), [])`;
  return column.mode === 'REPEATED' ? `coalesce(${sql}::${duckType(column)}, [])` : `${sql}::${duckType(column)}`;
}

/** NUMERIC has 9 digits after the point: more of them fail the load, as the service does not round a file's decimals. */
function exactNumeric(sql: string, { scale }: DuckDBDecimalType, column: Column): string {
  const value = `${sql}::${duckType(column)}`;
  if (scale <= 9) return value;
  const fits = `${sql} IS NULL OR right(${sql}::VARCHAR, ${scale - 9}) = '${'0'.repeat(scale - 9)}'`;
  const message = `'Column ${column.name.replaceAll("'", "''")}: ' || ${sql}::VARCHAR || ' is out of valid NUMERIC range (decimalTargetTypes can name BIGNUMERIC)'`;
  return `CASE WHEN ${fits} THEN ${value} ELSE error(${message}) END`;
}
