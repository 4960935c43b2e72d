/** Reads the rows of a session once, when it is created: a session shows the table as it was then. */

import { status } from '@grpc/grpc-js';
import { grpcError } from '../../core/grpc/server.ts';
import type { ResultRows } from '../../googlesql/index.ts';
import { SqlError } from '../../googlesql/index.ts';
import { isStored, type Table, type TableRef } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { ANONYMOUS, type Result } from '../jobs/results.ts';
import { requireTable } from '../tables/changes.ts';
import type { Warehouse } from '../warehouse.ts';
import { parseTableName } from '../write/names.ts';
import { type Picked, pick } from './picked.ts';

export interface Reading {
  readonly warehouse: Warehouse;
  /** The kept result behind an anonymous table. Throws BigQueryError. */
  readonly anonymous: (ref: TableRef) => Result;
}

export interface SessionRows {
  readonly columns: readonly Picked[];
  readonly rows: ResultRows;
  /** Whether the rows are the session's own, to be dropped with it; a query's result is its job's. */
  readonly own: boolean;
}

export interface Wanted {
  readonly table: string;
  readonly selectedFields: readonly string[];
  readonly rowRestriction: string;
  readonly snapshotMs: number | undefined;
}

/** The table's own name would hide a column that is called so. */
const ROW = '__read_row';

export async function openSession(reading: Reading, wanted: Wanted): Promise<SessionRows> {
  const address = parseTableName(wanted.table);
  if (address === undefined) throw invalid(`Invalid table name: ${wanted.table}`);
  if (address.decorator !== undefined) throw invalid(`A partition decorator cannot be read: ${wanted.table}`);
  try {
    return address.table.datasetId === ANONYMOUS
      ? ofResult(reading.anonymous(address.table), wanted)
      : await ofTable(reading, address.table, wanted);
  } catch (error) {
    throw rpcError(error);
  }
}

function ofResult({ schema, rows }: Result, wanted: Wanted): SessionRows {
  if (wanted.rowRestriction !== '') {
    throw grpcError(
      status.UNIMPLEMENTED,
      'The local cloud does not restrict the rows of a query result: put the restriction into the query.',
    );
  }
  return { columns: picked(schema, wanted), rows, own: false };
}

async function ofTable({ warehouse }: Reading, ref: TableRef, wanted: Wanted): Promise<SessionRows> {
  const table = requireTable(warehouse, ref);
  if (!isStored(table)) throw invalid('request failed: non-table entities cannot be read with the storage API');
  const columns = picked(table.schema, wanted);
  const names = columns.map(({ column }) => `${ROW}.\`${column.name}\``).join(', ');
  const path = `\`${ref.projectId}\`.\`${ref.datasetId}\`.\`${ref.tableId}\``;
  const from = `FROM ${path}${asOf(wanted, warehouse.now())} AS ${ROW}`;
  const where = wanted.rowRestriction === '' ? '' : ` WHERE (\n${wanted.rowRestriction}\n)`;
  const request = { text: `SELECT ${names} ${from}${where}`, projectId: ref.projectId };
  // A restriction that closes the bracket and goes on would be another statement.
  const { final, children } = await warehouse.sql.dryRun(request);
  if (final.statementType !== 'SELECT' || children !== undefined)
    throw invalid(`request failed: row_restriction is not an expression: ${wanted.rowRestriction}`);
  const { rows } = (await warehouse.sql.run(request)).final;
  if (rows === undefined) throw grpcError(status.INTERNAL, 'The query of a read session has no rows.');
  // The rows hold the chosen columns only, in their order.
  return { columns: columns.map((column, place) => ({ ...column, place })), rows, own: true };
}

function picked(schema: Table['schema'], { selectedFields }: Wanted): readonly Picked[] {
  const columns = pick(schema, selectedFields);
  if ('unknown' in columns) {
    throw invalid(`request failed: The following selected fields do not exist in the table schema: ${columns.unknown}`);
  }
  if (columns.length === 0) throw invalid('request failed: the table has no columns');
  return columns;
}

/** A moment as the SQL engine reads it: the past is kept as for FOR SYSTEM_TIME AS OF. */
function asOf({ snapshotMs }: Wanted, nowMs: number): string {
  if (snapshotMs === undefined) return '';
  if (snapshotMs > nowMs) throw invalid('request failed: snapshot_time is in the future');
  return ` FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${Math.floor(snapshotMs)})`;
}

export function invalid(message: string): Error {
  return grpcError(status.INVALID_ARGUMENT, message);
}

function rpcError(error: unknown): unknown {
  if (error instanceof SqlError) return invalid(`request failed: ${error.message}`);
  if (!(error instanceof BigQueryError)) return error;
  return grpcError(error.reason === 'notFound' ? status.NOT_FOUND : status.INVALID_ARGUMENT, error.message);
}
