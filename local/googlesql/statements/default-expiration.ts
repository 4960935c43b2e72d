/** The expirations that a dataset gives to its new tables and their partitions. */

import type { Dataset, Table } from '../catalog.ts';

/**
 * A default for partitions takes the place of the one for tables, for tables that are partitioned by time. An expiration
 * that the table has already comes before either.
 */
export function withDefaultExpiration(table: Table, dataset: Pick<Dataset, 'resource'> | undefined): Table {
  const ofTables = Number(dataset?.resource.defaultTableExpirationMs ?? 0);
  const ofPartitions = Number(dataset?.resource.defaultPartitionExpirationMs ?? 0);
  const { timePartitioning, expirationMs, createdMs } = table;
  if (timePartitioning !== undefined && ofPartitions > 0)
    return { ...table, timePartitioning: { expirationMs: ofPartitions, ...timePartitioning } };
  return ofTables > 0 && expirationMs === undefined ? { ...table, expirationMs: createdMs + ofTables } : table;
}
