/** The partitioning and clustering that a job describes, against those of a table that is there. */

import type { Table } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import type { TableSettings } from './settings.ts';

/** The job's description of the table must agree with a table that exists. */
export function checkShape(table: Table, settings: TableSettings): void {
  const given = { ...shapeOf(table), ...mentioned(settings) };
  const [is, asked] = [shapeText(shapeOf(table)), shapeText(given)];
  if (is === asked) return;
  throw new BigQueryError(
    'invalid',
    `Incompatible table partitioning specification. Destination table exists with partitioning specification ${is}, but transfer target partitioning specification is ${asked}. Please retry after updating either the destination table or the transfer partitioning specification.`,
  );
}

type Shape = Pick<Table, 'timePartitioning' | 'rangePartitioning' | 'clustering'>;

function shapeOf({ timePartitioning, rangePartitioning, clustering }: Table): Shape {
  return {
    ...(timePartitioning !== undefined && { timePartitioning }),
    ...(rangePartitioning !== undefined && { rangePartitioning }),
    ...(clustering !== undefined && { clustering }),
  };
}

function mentioned({ timePartitioning, rangePartitioning, clustering }: TableSettings): Shape {
  return {
    ...(timePartitioning && { timePartitioning }),
    ...(rangePartitioning && { rangePartitioning }),
    ...(clustering && { clustering }),
  };
}

function shapeText({ timePartitioning: time, rangePartitioning: range, clustering }: Shape): string {
  const parts: string[] = [];
  if (time !== undefined)
    parts.push(`interval(type:${time.type.toLowerCase()}${time.field === undefined ? '' : `,field:${time.field}`})`);
  if (range !== undefined)
    parts.push(`range(field:${range.field},start:${range.start},end:${range.end},interval:${range.interval})`);
  if (clustering !== undefined) parts.push(`clustering(${clustering.join(',')})`);
  return parts.length === 0 ? 'NONE' : parts.join(' ').toLowerCase();
}
