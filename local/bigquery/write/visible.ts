/** Rows that waited in a stream's staging table become rows of its table. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalName, physicalSchema, type Table } from '../catalog.ts';
import { quote } from '../schema.ts';
import { type Stream, stagingName } from './streams.ts';

/** The place of a row in its stream; no column can be called so, because BigQuery reserves no such prefix for DuckDB. */
export const ROW_NUMBER = '__penstock_row';

/** Makes the staging table of a new stream: the table's columns as they lie in DuckDB, and the row's number. */
export async function createStaging(connection: DuckDBConnection, stream: Stream, table: Table): Promise<void> {
  await connection.run(
    `CREATE TABLE ${stagingName(stream)} AS SELECT *, 0::BIGINT AS ${ROW_NUMBER} FROM ${physicalName(table.ref)} LIMIT 0`,
  );
}

/** Columns that the table gained since the stream began are added to its staging table, so that rows can fill them. */
export async function widenStaging(connection: DuckDBConnection, stream: Stream, table: Table): Promise<void> {
  const has = await columnsOf(connection, 'penstock', `rows_${stream.id}`);
  const wanted = await columnsOf(connection, schemaOf(table), table.ref.tableId);
  for (const [name, type] of wanted) {
    if (!has.has(name)) await connection.run(`ALTER TABLE ${stagingName(stream)} ADD COLUMN ${quote(name)} ${type}`);
  }
}

/** Moves the rows numbered from `from` up to, but not including, `to`. */
export async function moveRows(
  connection: DuckDBConnection,
  stream: Stream,
  table: Table,
  from: bigint,
  to: bigint,
): Promise<void> {
  const staged = await columnsOf(connection, 'penstock', `rows_${stream.id}`);
  const wanted = await columnsOf(connection, schemaOf(table), table.ref.tableId);
  const names = [...wanted.keys()]
    .filter((name) => staged.has(name))
    .map(quote)
    .join(', ');
  const range = `${ROW_NUMBER} >= ${from} AND ${ROW_NUMBER} < ${to}`;
  await connection.run(
    `INSERT INTO ${physicalName(table.ref)} (${names}) SELECT ${names} FROM ${stagingName(stream)} WHERE ${range} ORDER BY ${ROW_NUMBER}`,
  );
  await connection.run(`DELETE FROM ${stagingName(stream)} WHERE ${range}`);
}

async function columnsOf(
  connection: DuckDBConnection,
  schemaName: string,
  tableName: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.runAndReadAll(
    'SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = $1 AND table_name = $2 ORDER BY column_index',
    [schemaName, tableName],
  );
  return new Map(rows.getRows().map(([name, type]) => [String(name), String(type)]));
}

/** The schema's name as a value, not as an identifier. */
function schemaOf({ ref }: Table): string {
  return physicalSchema(ref).slice(1, -1).replaceAll('""', '"');
}
