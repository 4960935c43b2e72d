/** INFORMATION_SCHEMA.JOBS. */

import type { TableRef } from '../../catalog.ts';
import type { JobRow } from '../../host.ts';
import type { SqlType } from '../../types/type.ts';
import { arrayOf, BOOL, INT64, STRING, TIMESTAMP } from '../../types/type-text.ts';
import { text, type Value, type View } from './information-schema-view.ts';

function structOf(...names: readonly string[]): SqlType {
  return { kind: 'STRUCT', fields: names.map((name) => ({ name, type: STRING })) };
}

const TABLE = structOf('project_id', 'dataset_id', 'table_id');

const tableOf = ({ projectId, datasetId, tableId }: TableRef) => ({
  project_id: projectId,
  dataset_id: datasetId,
  table_id: tableId,
});

/** A struct or an array as JSON, which the view reads by the column's type. */
const nested = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
const time = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));

export const JOBS: View = {
  of: 'project',
  columns: [
    ['creation_time', TIMESTAMP],
    ...text('project_id user_email job_id job_type statement_type'),
    ['start_time', TIMESTAMP],
    ['end_time', TIMESTAMP],
    ...text('query state'),
    ['total_bytes_processed', INT64],
    ['total_slot_ms', INT64],
    ['error_result', structOf('reason', 'location', 'message')],
    ['cache_hit', BOOL],
    ['destination_table', TABLE],
    ['referenced_tables', arrayOf(TABLE)],
    ['labels', arrayOf(structOf('key', 'value'))],
    ['total_bytes_billed', INT64],
    ['parent_job_id', STRING],
  ],
  rows: ({ host, projectId }) => host.jobs(projectId).map((job) => cells(job, projectId)),
};

/** The local cloud bills nothing and has no slots. */
function cells(job: JobRow, projectId: string): readonly Value[] {
  const { error, destination, referenced = [], labels = {}, totalBytesProcessed } = job;
  const isOver = job.state === 'DONE';
  return [
    ...[new Date(job.creationMs), projectId, job.userEmail ?? null, job.jobId, job.jobType, job.statementType ?? null],
    ...[time(job.startMs), time(job.endMs), job.query ?? null, job.state],
    totalBytesProcessed === undefined ? null : BigInt(totalBytesProcessed),
    isOver ? 0n : null,
    nested(error && { reason: error.reason, location: error.location ?? null, message: error.message }),
    job.cacheHit ?? null,
    nested(destination && tableOf(destination)),
    nested(referenced.map(tableOf)),
    nested(Object.entries(labels).map(([key, value]) => ({ key, value }))),
    isOver && job.jobType === 'QUERY' ? 0n : null,
    job.parentJobId ?? null,
  ];
}
