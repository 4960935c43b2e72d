/** A statement's outcome as REST's `statistics.query`. */

import type { StatementOutcome } from '../../googlesql/index.ts';
import { isStored, type Table, type TableRef } from '../catalog.ts';
import { findTable } from '../tables/changes.ts';
import { countRows, measure } from '../tables/physical.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Json } from './configuration.ts';

export async function queryStatistics(
  warehouse: Warehouse,
  statement: StatementOutcome,
  isScript: boolean,
): Promise<Json> {
  const { dml, ddl, referencedTables } = statement;
  const bytes = String(await bytesOf(warehouse, referencedTables));
  return {
    statementType: isScript ? 'SCRIPT' : statement.statementType,
    totalBytesProcessed: bytes,
    totalBytesBilled: '0',
    cacheHit: false,
    ...(referencedTables.length > 0 && { referencedTables }),
    ...(dml !== undefined && {
      numDmlAffectedRows: String(dml.inserted + dml.updated + dml.deleted),
      dmlStats: {
        insertedRowCount: String(dml.inserted),
        updatedRowCount: String(dml.updated),
        deletedRowCount: String(dml.deleted),
      },
    }),
    ...(statement.exported !== undefined && {
      exportDataStatistics: {
        fileCount: String(statement.exported.fileCount),
        rowCount: String(statement.exported.rowCount),
      },
    }),
    ...(statement.loaded !== undefined && { loadQueryStatistics: statement.loaded }),
    ...(ddl !== undefined && {
      ddlOperationPerformed: ddl.operation,
      ...(ddl.table !== undefined && { ddlTargetTable: ddl.table }),
      ...(ddl.dataset !== undefined && { ddlTargetDataset: ddl.dataset }),
      ...(ddl.routine !== undefined && { ddlTargetRoutine: ddl.routine }),
    }),
  };
}

const measured = new WeakMap<Table, { readonly rows: bigint; readonly bytes: bigint }>();

/** The logical bytes of the tables read: whole tables, an upper bound of what BigQuery counts by column. */
async function bytesOf(warehouse: Warehouse, refs: readonly TableRef[]): Promise<bigint> {
  let total = 0n;
  for (const ref of refs) {
    const table = findTable(warehouse, ref);
    if (table === undefined || !isStored(table)) continue;
    // Cheap to know, and enough to see that the last measurement is stale.
    const rows = await warehouse.engine.read((connection) => countRows(connection, table));
    let known = measured.get(table);
    if (known === undefined || known.rows !== rows) {
      known = await warehouse.engine.read((connection) => measure(connection, table));
      measured.set(table, known);
    }
    total += known.bytes;
  }
  return total;
}
