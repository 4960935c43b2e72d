/**
 * A partition decorator in the name of a stream, `table$20260101`: every row goes into that day, of tables partitioned by
 * day and for days near today only (write-api.md, Limits).
 */

import type { Table } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { partitionOf } from '../tables/partition.ts';
import { invalid } from './errors.ts';
import { tableName } from './names.ts';

export const DAY_MS = 86_400_000;
const DAYS_BACK = 31;
const DAYS_AHEAD = 16;

export interface DayPartition {
  readonly decorator: string;
  readonly startMs: number;
}

/** Throws `WriteError` where rows cannot be streamed to that partition of the table today. */
export function dayPartition(table: Table, decorator: string, nowMs: number): DayPartition {
  const entity = tableName(table.ref, decorator);
  const startMs = startOf(table, decorator, entity);
  const days = Math.floor(startMs / DAY_MS) - Math.floor(nowMs / DAY_MS);
  if (days >= -DAYS_BACK && days <= DAYS_AHEAD) return { decorator, startMs };
  const { projectId, datasetId, tableId } = table.ref;
  throw invalid(
    `The destination table's partition ${projectId}:${datasetId}.${tableId}$${decorator} is outside the allowed bounds. ` +
      `You can only stream to partitions within ${DAYS_BACK} days in the past and ${DAYS_AHEAD} days in the future ` +
      `relative to the current date. Entity: ${entity}`,
    entity,
    true,
  );
}

function startOf(table: Table, decorator: string, entity: string): number {
  const { timePartitioning: time, rangePartitioning: range } = table;
  if (range !== undefined || (time !== undefined && time.type !== 'DAY')) {
    const by = time === undefined ? 'an integer range' : time.type;
    throw invalid(
      `Streaming with a partition decorator is supported for daily partitioned tables only, this one is partitioned by ${by}. Entity: ${entity}`,
      entity,
      true,
    );
  }
  try {
    const { startMs } = partitionOf(table, decorator);
    if (startMs !== undefined) return startMs;
  } catch (error) {
    if (error instanceof BigQueryError) throw invalid(`${error.message}. Entity: ${entity}`, entity, true);
    throw error;
  }
  // `__NULL__` is a partition to query and to load, and no day.
  throw invalid(`Invalid time partitioning decorator "${decorator}": it is no day. Entity: ${entity}`, entity, true);
}
