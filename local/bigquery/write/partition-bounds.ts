/**
 * Which partition the rows of a table partitioned by a column may fall into: the one that the stream's decorator names,
 * or one near today, "10 years in the past and 1 year in the future" for the streaming APIs (write-api.md, Limits).
 */

import type { DuckDBValue } from '@duckdb/node-api';
import type { Table } from '../catalog.ts';
import { type Column, findColumn } from '../schema.ts';
import { DAY_MS, type DayPartition } from './decorator.ts';
import type { RowError } from './errors.ts';
import { FieldProblem } from './field-problem.ts';

const DAYS_BACK = 3650;
const DAYS_AHEAD = 366;

export interface PartitionBounds {
  readonly column: Column;
  /** Throws `FieldProblem` for a value of the column that is out of bounds. */
  readonly check: (value: DuckDBValue | undefined) => void;
}

/** Undefined where the table is not partitioned by a column of time. */
export function partitionBounds(
  { schema, timePartitioning, ref }: Table,
  partition: DayPartition | undefined,
  nowMs: number,
): PartitionBounds | undefined {
  const column = timePartitioning?.field === undefined ? undefined : findColumn(schema, timePartitioning.field);
  if (column === undefined) return undefined;
  const table = `${ref.projectId}:${ref.datasetId}.${ref.tableId}`;
  const refuse = (message: string): never => {
    throw new FieldProblem(message, column.name);
  };
  if (partition !== undefined) {
    const destination = `${table}$${partition.decorator}`;
    const only = partition.startMs / DAY_MS;
    // A NULL belongs to the partition of NULLs.
    const check = (value: DuckDBValue | undefined): void => {
      if (dayOf(value) === only) return;
      refuse(
        `Some rows belong to different partitions rather than destination partition ${destination}: ${String(value ?? 'NULL')}`,
      );
    };
    return { column, check };
  }
  const today = Math.floor(nowMs / DAY_MS);
  const check = (value: DuckDBValue | undefined): void => {
    const day = dayOf(value);
    // A NULL lands in the partition of NULLs, whatever the day.
    if (day === undefined || (day >= today - DAYS_BACK && day <= today + DAYS_AHEAD)) return;
    refuse(
      `Value ${String(value)} of the destination table ${table} is outside the allowed bounds. ` +
        `You can only stream to date range within ${DAYS_BACK} days in the past and ${DAYS_AHEAD} days in the future relative to the current date`,
    );
  };
  return { column, check };
}

/** The rows of a column whose values are out of bounds. */
export function rowsOutOfBounds(
  { check }: PartitionBounds,
  values: readonly (DuckDBValue | undefined)[],
): readonly RowError[] {
  return values.flatMap((value, index) => {
    try {
      check(value);
      return [];
    } catch (error) {
      if (error instanceof FieldProblem) return [{ index, message: error.describe() }];
      throw error;
    }
  });
}

function dayOf(value: DuckDBValue | undefined): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('days' in value && !('micros' in value)) return value.days;
  return 'micros' in value ? Math.floor(Number(value.micros / 1000n) / DAY_MS) : undefined;
}
