/** Rows as pages: bounded by maxResults and by bytes, whatever is asked. */

import type { DuckDBValue } from '@duckdb/node-api';
import type { TableRef } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { jobName } from '../jobs/job.ts';
import type { Result } from '../jobs/results.ts';
import { tableNotFound } from '../names.ts';
import type { Schema } from '../schema.ts';
import { type CellRow, cellRow, type TimestampFormat } from '../values.ts';
import { type Call, integer, isTrue, tokenStart } from './call.ts';
import type { Surface } from './surface.ts';

export interface Page {
  readonly rows: readonly CellRow[];
  /** The start of the next page; undefined after the last one. */
  readonly next: number | undefined;
}

export interface PageRequest {
  readonly start: number;
  readonly maxResults: number | undefined;
  readonly timestamps: TimestampFormat;
  readonly pageBytes: number;
}

/** Rows read at once while a page is filled: few before it is known how large they are. */
const FIRST_STEP = 16;
const STEP = 2000;

/** About as many rows as still fit the page, going by those that are in it. */
function stepFor(rows: number, bytes: number, pageBytes: number): number {
  if (rows === 0) return FIRST_STEP;
  return Math.min(STEP, Math.max(1, Math.ceil(((pageBytes - bytes) * rows) / bytes)));
}

export async function readPage(
  schema: Schema,
  rowCount: number,
  read: (from: number, count: number) => Promise<readonly (readonly DuckDBValue[])[]>,
  { start, maxResults, timestamps, pageBytes }: PageRequest,
): Promise<Page> {
  const end = Math.min(rowCount, start + (maxResults ?? rowCount));
  const rows: CellRow[] = [];
  let bytes = 0;
  let at = start;
  while (at < end) {
    const values = await read(at, Math.min(stepFor(rows.length, bytes, pageBytes), end - at));
    if (values.length === 0) break;
    for (const value of values) {
      const row = cellRow(schema, value, timestamps);
      bytes += JSON.stringify(row).length;
      // A page holds at least one row, however large.
      if (bytes > pageBytes && rows.length > 0) return { rows, next: at };
      rows.push(row);
      at += 1;
    }
  }
  return { rows, next: at < rowCount ? at : undefined };
}

/** `formatOptions.*` of a query string or a body. */
export function timestampFormat(format: unknown, useInt64: unknown): TimestampFormat {
  if (format === undefined || format === null || format === '' || format === 'TIMESTAMP_OUTPUT_FORMAT_UNSPECIFIED') {
    return useInt64 === true || (typeof useInt64 === 'string' && isTrue(useInt64)) ? 'INT64' : 'FLOAT64';
  }
  if (format === 'FLOAT64' || format === 'INT64' || format === 'ISO8601_STRING') return format;
  throw new BigQueryError('invalid', `Invalid value for formatOptions.timestampOutputFormat: ${String(format)}`);
}

/** `what` is what page tokens must be of. */
export function pageRequest({ warehouse }: Surface, call: Call, what: string): PageRequest {
  const { query } = call;
  const pageToken = query.get('pageToken');
  const start =
    pageToken === null || pageToken === ''
      ? (integer(query.get('startIndex'), 'startIndex') ?? 0)
      : tokenStart(pageToken, what);
  return {
    start,
    maxResults: integer(query.get('maxResults'), 'maxResults'),
    timestamps: timestampFormat(
      query.get('formatOptions.timestampOutputFormat'),
      query.get('formatOptions.useInt64Timestamp'),
    ),
    pageBytes: warehouse.limits.pageBytes,
  };
}

/** The kept result behind an anonymous table's name, and the name of its job. */
export function anonymousResult({ jobs }: Pick<Surface, 'jobs'>, ref: TableRef): Result & { readonly job: string } {
  const job = ref.tableId.startsWith('anon')
    ? jobs.store.get({ projectId: ref.projectId, jobId: ref.tableId.slice(4) })
    : undefined;
  const result = job === undefined ? undefined : jobs.results.get(jobName(job));
  if (job === undefined || result === undefined) throw tableNotFound(ref);
  return { ...result, job: jobName(job) };
}
