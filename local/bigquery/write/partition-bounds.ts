/**
 * Rows of a table partitioned by a column must fall near today: "10 years in the past and 1 year in the future" for the
 * streaming APIs (reference/write-api.md 1.6, partition window).
 */

import type { DuckDBValue } from '@duckdb/node-api';
import type { Table } from '../catalog.ts';
import { findColumn } from '../schema.ts';
import { FieldProblem } from './field-problem.ts';
import type { MessagePlan } from './plan.ts';

const DAY_MS = 86_400_000;
const DAYS_BACK = 3650;
const DAYS_AHEAD = 366;

/** Throws `FieldProblem` for a row of values outside of the window; undefined where the table has no such column. */
export function partitionBounds(
  { schema, timePartitioning, ref }: Table,
  plan: MessagePlan,
  nowMs: number,
): ((values: readonly (DuckDBValue | undefined)[]) => void) | undefined {
  const column = timePartitioning?.field === undefined ? undefined : findColumn(schema, timePartitioning.field);
  const slot = column === undefined ? -1 : plan.slots.indexOf(column);
  if (column === undefined || slot < 0) return undefined;
  const today = Math.floor(nowMs / DAY_MS);
  return (values) => {
    const day = dayOf(values[slot]);
    // A NULL lands in the partition of NULLs, whatever the day.
    if (day === undefined || (day >= today - DAYS_BACK && day <= today + DAYS_AHEAD)) return;
    throw new FieldProblem(
      `Value ${String(values[slot])} of the destination table ${ref.projectId}:${ref.datasetId}.${ref.tableId} is outside the allowed bounds. ` +
        `You can only stream to date range within ${DAYS_BACK} days in the past and ${DAYS_AHEAD} days in the future relative to the current date`,
      column.name,
    );
  };
}

function dayOf(value: DuckDBValue | undefined): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('days' in value && !('micros' in value)) return value.days;
  return 'micros' in value ? Math.floor(Number(value.micros / 1000n) / DAY_MS) : undefined;
}
