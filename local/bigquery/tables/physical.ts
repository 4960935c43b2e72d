/**
 * Tables as they lie in DuckDB: the schema's columns in its order, REQUIRED ones NOT NULL, arrays empty by default, and
 * the hidden `_PARTITIONTIME` where the table is partitioned by arrival.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { isPartitionedByArrival, PARTITION_TIME, physicalName, type Table, type TableRef } from '../catalog.ts';
import { type Column, duckType, findColumn, quote, type Schema } from '../schema.ts';

export { isPartitionedByArrival, PARTITION_TIME };

export async function createPhysical(connection: DuckDBConnection, table: Table): Promise<void> {
  const columns = table.schema.map(columnDefinition);
  if (isPartitionedByArrival(table)) columns.push(`${quote(PARTITION_TIME)} TIMESTAMPTZ`);
  // DuckDB has no table without columns and BigQuery does; the stand-in goes when the first real column comes.
  if (columns.length === 0) columns.push(`${quote(STAND_IN)} BOOLEAN`);
  await connection.run(`CREATE TABLE ${physicalName(table.ref)} (${columns.join(', ')})`);
}

const STAND_IN = '__penstock_no_columns';

function columnDefinition(column: Column): string {
  const constraint = column.mode === 'REQUIRED' ? ' NOT NULL' : column.mode === 'REPEATED' ? ' DEFAULT []' : '';
  return `${quote(column.name)} ${duckType(column)}${constraint}`;
}

export async function dropPhysical(connection: DuckDBConnection, ref: TableRef): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${physicalName(ref)}`);
}

/** Makes the table fit its evolved schema: see evolve.ts for what can differ. */
export async function alterPhysical(
  connection: DuckDBConnection,
  ref: TableRef,
  current: Schema,
  next: Schema,
): Promise<void> {
  const alterations = next.flatMap((column) => alterationsOf(findColumn(current, column.name), column));
  // DuckDB 1.5 fails to commit a transaction that alters one table three times.
  if (alterations.length > 1 || current.length === 0) await rebuild(connection, ref, current, next);
  else for (const alteration of alterations) await connection.run(`ALTER TABLE ${physicalName(ref)} ${alteration}`);
}

/** Whether DuckDB's table must change for the schema to. */
export function needsAlteration(current: Schema, next: Schema): boolean {
  return next.some((column) => alterationsOf(findColumn(current, column.name), column).length > 0);
}

function alterationsOf(was: Column | undefined, column: Column): string[] {
  if (was === undefined) return [`ADD COLUMN ${columnDefinition(column)}`];
  const name = quote(was.name);
  const relaxed = was.mode === 'REQUIRED' && column.mode !== 'REQUIRED';
  return [
    ...(relaxed ? [`ALTER COLUMN ${name} DROP NOT NULL`] : []),
    // Struct casts go by name and fill what is new with NULL.
    ...(duckType(was) === duckType(column) ? [] : [`ALTER COLUMN ${name} SET DATA TYPE ${duckType(column)}`]),
  ];
}

/** The table made anew with its rows; columns of its own that are not in the schema (hidden ones) are kept. */
async function rebuild(connection: DuckDBConnection, ref: TableRef, current: Schema, next: Schema): Promise<void> {
  const name = physicalName(ref);
  const described = await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${name})`);
  const hidden = (described.getRows() as [string, string][]).filter(
    ([column]) => findColumn(current, column) === undefined && column !== STAND_IN,
  );
  const columns = [...next.map(columnDefinition), ...hidden.map(([column, type]) => `${quote(column)} ${type}`)];
  const kept = next.filter((column) => findColumn(current, column.name) !== undefined);
  const names = [...kept.map((column) => quote(column.name)), ...hidden.map(([column]) => quote(column))].join(', ');
  const made = physicalName({ ...ref, tableId: `__penstock_rebuilt_${ref.tableId}` });
  const values = [
    ...kept.map((column) => `${quote(column.name)}::${duckType(column)}`),
    ...hidden.map(([column]) => quote(column)),
  ].join(', ');
  await connection.run(`CREATE TABLE ${made} (${columns.join(', ')})`);
  if (names !== '') await connection.run(`INSERT INTO ${made} (${names}) SELECT ${values} FROM ${name}`);
  await connection.run(`DROP TABLE ${name}`);
  await connection.run(`ALTER TABLE ${made} RENAME TO ${quote(ref.tableId)}`);
}

/** The table's rows and their logical bytes, by the sizes of https://cloud.google.com/bigquery/pricing#data. */
export async function measure(
  connection: DuckDBConnection,
  table: Table,
): Promise<{ readonly rows: bigint; readonly bytes: bigint }> {
  return measureRelation(connection, table.schema, physicalName(table.ref));
}

/** The same of any relation that has the schema's columns by name. */
export async function measureRelation(
  connection: DuckDBConnection,
  schema: Schema,
  relation: string,
): Promise<{ readonly rows: bigint; readonly bytes: bigint }> {
  const sizes = schema.map((column) => columnBytes(column, quote(column.name)));
  const bytes = sumOf(sizes);
  const reader = await connection.runAndReadAll(`SELECT count(*), coalesce(sum(${bytes}), 0)::BIGINT FROM ${relation}`);
  const [rows, total] = reader.getRows()[0] as [bigint, bigint];
  return { rows, bytes: total };
}

/** As a tree, not a chain: DuckDB refuses expressions that are a thousand levels deep. */
function sumOf(terms: readonly string[]): string {
  if (terms.length <= 1) return terms[0] ?? '0';
  const half = Math.ceil(terms.length / 2);
  return `(${sumOf(terms.slice(0, half))} + ${sumOf(terms.slice(half))})`;
}

const FIXED: Partial<Record<Column['type'], number>> = {
  INT64: 8,
  FLOAT64: 8,
  NUMERIC: 16,
  BIGNUMERIC: 32,
  BOOL: 1,
  DATE: 8,
  TIME: 8,
  DATETIME: 8,
  TIMESTAMP: 8,
  INTERVAL: 16,
  RANGE: 16,
};

function columnBytes(column: Column, sql: string, depth = 0): string {
  if (column.mode === 'REPEATED') {
    const element = `e${depth}`;
    const one = elementBytes(column, element, depth + 1);
    return `coalesce(list_sum(list_transform(${sql}, lambda ${element}: ${one})), 0)`;
  }
  return elementBytes(column, sql, depth);
}

function elementBytes(column: Column, sql: string, depth: number): string {
  if (column.type === 'STRUCT') {
    const fields = (column.fields ?? []).map((field) => columnBytes(field, `(${sql}).${quote(field.name)}`, depth));
    return sumOf(fields);
  }
  const fixed = FIXED[column.type];
  if (fixed !== undefined) return `(CASE WHEN ${sql} IS NULL THEN 0 ELSE ${fixed} END)`;
  return column.type === 'BYTES' ? `coalesce(2 + octet_length(${sql}), 0)` : `coalesce(2 + strlen(${sql}), 0)`;
}

export async function countRows(connection: DuckDBConnection, table: Table): Promise<bigint> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${physicalName(table.ref)}`);
  return reader.getRows()[0]?.[0] as bigint;
}
