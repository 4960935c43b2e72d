/** Partition decorators: `$2026`, `$202601`, `$20260102`, `$2026010203`, `$100` and `$__NULL__`. */

import type { Table } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { tableName } from '../names.ts';
import { findColumn, quote } from '../schema.ts';
import { PARTITION_TIME } from './physical.ts';

export interface Partition {
  /** DuckDB text that is true for the rows of the partition. */
  readonly holds: string;
  /** The value of `_PARTITIONTIME` for rows that are put into it, where the table is partitioned by arrival. */
  readonly arrival?: string;
  /** When a partition by time begins. */
  readonly startMs?: number;
}

const DIGITS = { YEAR: 4, MONTH: 6, DAY: 8, HOUR: 10 } as const;

export function partitionOf(table: Table, decorator: string): Partition {
  const { timePartitioning: time, rangePartitioning: range } = table;
  if (range !== undefined) return rangePartition(table, range, decorator);
  if (time === undefined) {
    throw invalid(`Cannot use partition decorator with non-partitioned table ${tableName(table.ref)}$${decorator}`);
  }
  const column = time.field === undefined ? PARTITION_TIME : (findColumn(table.schema, time.field)?.name ?? time.field);
  if (decorator === '__NULL__')
    return { holds: `${quote(column)} IS NULL`, ...(time.field === undefined && { arrival: 'NULL' }) };
  if (!/^\d+$/.test(decorator) || decorator.length !== DIGITS[time.type]) {
    throw invalid(
      `Invalid time partitioning decorator "${decorator}" for table ${tableName(table.ref)} partitioned by ${time.type}`,
    );
  }
  const start = civil(decorator, table);
  const point = `TIMESTAMPTZ '${start}+00'`;
  const type = time.field === undefined ? 'TIMESTAMP' : (findColumn(table.schema, time.field)?.type ?? 'TIMESTAMP');
  // date_trunc works on civil time; sessions run in UTC.
  const truncated = `date_trunc('${time.type.toLowerCase()}', ${quote(column)})`;
  const holds = type === 'TIMESTAMP' ? `${truncated} = ${point}` : `${truncated} = TIMESTAMP '${start}'`;
  const startMs = Date.parse(`${start.replace(' ', 'T')}Z`);
  return { holds, startMs, ...(time.field === undefined && { arrival: point }) };
}

function civil(decorator: string, table: Table): string {
  const [year, month = '01', day = '01', hour = '00'] = [decorator.slice(0, 4), ...pairs(decorator.slice(4))];
  const text = `${year}-${month}-${day} ${hour}:00:00`;
  const parsed = new Date(`${year}-${month}-${day}T${hour}:00:00Z`);
  // Date rolls 31 February over; its text then differs.
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 13) !== text.slice(0, 13).replace(' ', 'T')) {
    throw invalid(`Invalid date for partition decorator "${decorator}" of table ${tableName(table.ref)}`);
  }
  return text;
}

function pairs(text: string): string[] {
  return text.match(/../g) ?? [];
}

function rangePartition(table: Table, range: NonNullable<Table['rangePartitioning']>, decorator: string): Partition {
  const column = quote(findColumn(table.schema, range.field)?.name ?? range.field);
  if (decorator === '__NULL__') return { holds: `${column} IS NULL` };
  if (decorator === '__UNPARTITIONED__') return { holds: `(${column} < ${range.start} OR ${column} >= ${range.end})` };
  if (!/^-?\d{1,19}$/.test(decorator))
    throw invalid(`Invalid range partitioning decorator "${decorator}" for table ${tableName(table.ref)}`);
  const start = BigInt(decorator);
  const offset = start - range.start;
  if (start < range.start || start >= range.end || offset % range.interval !== 0n) {
    throw invalid(
      `Invalid range partitioning decorator "${decorator}": it is not the start of a partition of table ${tableName(table.ref)}`,
    );
  }
  const end = start + range.interval < range.end ? start + range.interval : range.end;
  return { holds: `(${column} >= ${start} AND ${column} < ${end})` };
}

/** `_PARTITIONTIME` of rows that arrive now. */
export function arrivalNow(table: Table, nowMs: number): string {
  const unit = (table.timePartitioning?.type ?? 'DAY').toLowerCase();
  return `date_trunc('${unit}', make_timestamptz(${Math.trunc(nowMs) * 1000}))`;
}

function invalid(message: string): BigQueryError {
  return new BigQueryError('invalid', message);
}
