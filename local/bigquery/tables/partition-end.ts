/** The end of partitions: deleted by a client, or because their time has passed. */

import { physicalName, type Table, type TableRef, takesChanges, typeOfTable } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { tableName } from '../names.ts';
import { findColumn, quote } from '../schema.ts';
import type { Warehouse } from '../warehouse.ts';
import { requireTable } from './changes.ts';
import { partitionOf } from './partition.ts';
import { PARTITION_TIME } from './physical.ts';

/** `tables.delete` of `table$20260102`: the partition's rows go, the table stays. */
export async function deletePartition(warehouse: Warehouse, ref: TableRef, decorator: string): Promise<undefined> {
  await warehouse.engine.write(async (connection) => {
    const table = requireTable(warehouse, ref);
    if (table.kind !== 'TABLE' || takesChanges(table)) {
      const what = table.kind === 'TABLE' ? 'table that takes change data capture' : typeOfTable(table);
      throw new BigQueryError('invalid', `Cannot delete a partition of ${tableName(ref)}: it is a ${what}.`);
    }
    const { holds } = partitionOf(table, decorator);
    await warehouse.history.rewriting(connection, table);
    await connection.run(`DELETE FROM ${physicalName(ref)} WHERE ${holds}`);
  });
  warehouse.report({ service: 'bigquery', what: 'dropped', resource: `${tableName(ref)}$${decorator}` });
}

/**
 * Deletes the rows of partitions whose time has passed. Called before tables are read, so that such rows are never seen:
 * also those that were written into a partition that had ended already.
 */
export async function endPartitions(warehouse: Warehouse): Promise<void> {
  for (const table of warehouse.catalog.allTables()) {
    const ended = table.kind === 'TABLE' ? endedRows(table, warehouse.now()) : undefined;
    if (ended === undefined) continue;
    const query = `SELECT 1 FROM ${physicalName(table.ref)} WHERE ${ended} LIMIT 1`;
    const found = await warehouse.engine
      .read((connection) => connection.runAndReadAll(query))
      .catch((error: unknown) => {
        // Dropped or changed meanwhile: its new state is looked at next time.
        if (warehouse.catalog.table(table.ref) === table) throw error;
      });
    if (found !== undefined && found.currentRowCount > 0) await deleteEnded(warehouse, table, ended);
  }
}

async function deleteEnded(warehouse: Warehouse, table: Table, ended: string): Promise<void> {
  await warehouse.engine.write(async (connection) => {
    if (warehouse.catalog.table(table.ref) !== table) return;
    await warehouse.history.rewriting(connection, table);
    await connection.run(`DELETE FROM ${physicalName(table.ref)} WHERE ${ended}`);
  });
  warehouse.report({ service: 'bigquery', what: 'expired partitions', resource: tableName(table.ref), minor: true });
}

/** DuckDB text that is true for the rows of partitions that began so long ago; undefined where none ends. */
function endedRows({ timePartitioning, schema }: Table, nowMs: number): string | undefined {
  const { expirationMs, field, type } = timePartitioning ?? {};
  if (expirationMs === undefined || type === undefined) return undefined;
  const column = field === undefined ? PARTITION_TIME : (findColumn(schema, field)?.name ?? field);
  const columnType = field === undefined ? 'TIMESTAMP' : (findColumn(schema, field)?.type ?? 'TIMESTAMP');
  const first = firstKept(type, nowMs - expirationMs)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
  const bound = columnType === 'TIMESTAMP' ? `TIMESTAMPTZ '${first}+00'` : `TIMESTAMP '${first}'`;
  return `${quote(column)} < ${bound}`;
}

/** The first partition that began later than this. */
function firstKept(type: 'HOUR' | 'DAY' | 'MONTH' | 'YEAR', ms: number): Date {
  const date = new Date(ms);
  const [year, month, day, hour] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
  switch (type) {
    case 'HOUR':
      return new Date(Date.UTC(year, month, day, hour + 1));
    case 'DAY':
      return new Date(Date.UTC(year, month, day + 1));
    case 'MONTH':
      return new Date(Date.UTC(year, month + 1));
    case 'YEAR':
      return new Date(Date.UTC(year + 1, 0));
  }
}
