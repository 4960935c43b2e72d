/** Rows that waited in a stream's staging table become rows of its table. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalName, type Table } from '../catalog.ts';
import type { History } from '../history/history.ts';
import { quote } from '../schema.ts';
import { type Stream, staging, stagingName } from './streams.ts';
import { columnsOf, tableTarget } from './target.ts';

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
  const has = await columnsOf(connection, staging(stream));
  const wanted = await columnsOf(connection, tableTarget(table));
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
  history: History,
): Promise<void> {
  const staged = await columnsOf(connection, staging(stream));
  const wanted = await columnsOf(connection, tableTarget(table));
  const names = [...wanted.keys()]
    .filter((name) => staged.has(name))
    .map(quote)
    .join(', ');
  const range = `${ROW_NUMBER} >= ${from} AND ${ROW_NUMBER} < ${to}`;
  const moved = await connection.run(
    `INSERT INTO ${physicalName(table.ref)} (${names}) SELECT ${names} FROM ${stagingName(stream)} WHERE ${range} ORDER BY ${ROW_NUMBER}`,
  );
  await history.appended(connection, table, moved.rowsChanged);
  await connection.run(`DELETE FROM ${stagingName(stream)} WHERE ${range}`);
}
