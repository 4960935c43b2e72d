/** DML in two steps: what will change is computed once into a temporary table, then applied by the rows' places. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../error.ts';

/** No other statement sees it: temporary tables belong to a connection, and one statement at a time writes. */
export const STAGED = 'temp.gsql_staged';

/** Runs a change and returns how many rows it changed. */
export async function run(connection: DuckDBConnection, sql: string): Promise<number> {
  return (await connection.run(sql)).rowsChanged;
}

/** Computes the changes, hands on, and leaves nothing behind: an error rolls the table back with everything else. */
export async function staged<T>(connection: DuckDBConnection, query: string, work: () => Promise<T>): Promise<T> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE gsql_staged AS ${query}`);
  const result = await work();
  await connection.run(`DROP TABLE ${STAGED}`);
  return result;
}

/** Each row of the target may be changed once. DuckDB would take any of the changes; BigQuery refuses. */
export async function checkOnce(connection: DuckDBConnection, condition = 'TRUE'): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*) = count(DISTINCT rid) FROM ${STAGED} WHERE rid IS NOT NULL AND ${condition}`,
  );
  if (reader.getRows()[0]?.[0] === false) {
    throw new SqlError('UPDATE/MERGE must match at most one source row for each target row');
  }
}
