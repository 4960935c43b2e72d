/** jobs.query and jobs.getQueryResults */

import { createHash } from 'node:crypto';
import { BigQueryError } from '../errors.ts';
import { count, flag, type Json, oneOf } from '../jobs/configuration.ts';
import { type Job, jobName } from '../jobs/job.ts';
import { dryRunQuery, queryRequestFrom, runQuery } from '../jobs/query.ts';
import { NO_ROWS } from '../jobs/results.ts';
import { fromSqlError } from '../jobs/sql-errors.ts';
import { checkLabels } from '../labels.ts';
import { isObject, schemaToResource } from '../tables/schema-resource.ts';
import { type Call, token } from './call.ts';
import { type PageRequest, pageRequest, readPage, timestampFormat } from './results.ts';
import type { Surface } from './surface.ts';

/** The time that the API waits for a query by default. */
const DEFAULT_TIMEOUT_MS = 10_000;
/** It never waits longer than this, whatever it is told. */
const MAX_TIMEOUT_MS = 200_000;

const CREATION_MODES = ['JOB_CREATION_MODE_UNSPECIFIED', 'JOB_CREATION_REQUIRED', 'JOB_CREATION_OPTIONAL'] as const;

/** The part of a QueryRequest that belongs into the job's configuration.query. */
const QUERY_FIELDS = [
  'query',
  'defaultDataset',
  'useLegacySql',
  'useQueryCache',
  'parameterMode',
  'queryParameters',
  'connectionProperties',
  'createSession',
  'maximumBytesBilled',
  'continuous',
  'destinationEncryptionConfiguration',
];

export async function query(surface: Surface, call: Call): Promise<unknown> {
  const { warehouse, jobs, user } = surface;
  const { body } = call;
  const projectId = call.params.projectId ?? '';
  const settings = Object.fromEntries(
    QUERY_FIELDS.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]])),
  );
  const location = typeof body.location === 'string' && body.location !== '' ? body.location : undefined;
  const request = queryRequestFrom(settings, projectId, user, location);
  count(body.jobTimeoutMs, 'jobTimeoutMs', 0);
  const configuration = {
    query: settings,
    ...(isObject(body.labels) && { labels: body.labels }),
    ...(body.jobTimeoutMs !== undefined && { jobTimeoutMs: body.jobTimeoutMs }),
  };
  if (flag(body.dryRun, 'dryRun')) return dryRun(surface, projectId, request);
  checkLabels(body.labels);
  const { requestId } = body;
  const jobId = typeof requestId === 'string' && requestId !== '' ? requestJobId(requestId) : undefined;
  const again = jobId === undefined ? undefined : jobs.store.get({ projectId, jobId });
  const job =
    again ??
    (await jobs.start(
      {
        projectId,
        type: 'QUERY',
        configuration,
        isVolatile: true,
        ...(location !== undefined && { location }),
        ...(jobId !== undefined && { jobId }),
      },
      (running) => runQuery(warehouse, jobs, request, settings, running),
    ));
  const done = await jobs.wait(job, timeoutFrom(body.timeoutMs));
  const formats = isObject(body.formatOptions) ? body.formatOptions : {};
  const page: PageRequest = {
    start: 0,
    maxResults:
      body.maxResults === undefined || body.maxResults === null ? undefined : count(body.maxResults, 'maxResults', 0),
    timestamps: timestampFormat(formats.timestampOutputFormat, formats.useInt64Timestamp),
    pageBytes: warehouse.limits.pageBytes,
  };
  const mode = oneOf(body.jobCreationMode, CREATION_MODES, 'JOB_CREATION_REQUIRED', 'jobCreationMode');
  return answer(surface, done, page, { kind: 'bigquery#queryResponse', isOptional: mode === 'JOB_CREATION_OPTIONAL' });
}

/** The same requestId within 15 minutes is the same query; here it stays so. */
function requestJobId(requestId: string): string {
  return `job_r${createHash('sha256').update(requestId).digest('base64url').slice(0, 32)}`;
}

function timeoutFrom(value: unknown): number {
  return Math.min(count(value, 'timeoutMs', DEFAULT_TIMEOUT_MS), MAX_TIMEOUT_MS);
}

async function dryRun(
  { warehouse }: Surface,
  projectId: string,
  request: ReturnType<typeof queryRequestFrom>,
): Promise<unknown> {
  try {
    const { schema, totalBytesProcessed } = await dryRunQuery(warehouse, request);
    return {
      kind: 'bigquery#queryResponse',
      ...(schema !== undefined && { schema }),
      jobReference: { projectId, location: warehouse.location },
      totalBytesProcessed,
      jobComplete: true,
      cacheHit: false,
    };
  } catch (error) {
    throw fromSqlError(error);
  }
}

export async function getQueryResults(surface: Surface, call: Call): Promise<unknown> {
  const { jobs } = surface;
  const key = { projectId: call.params.projectId ?? '', jobId: call.params.jobId ?? '' };
  const job = jobs.get(key, call.query.get('location') ?? undefined);
  if (job.type !== 'QUERY')
    throw new BigQueryError('invalid', `Cannot get query results of a ${job.type} job: ${jobName(job)}`);
  const done = await jobs.wait(job, timeoutFrom(call.query.get('timeoutMs') ?? undefined));
  return answer(surface, done, pageRequest(surface, call, jobName(job)), {
    kind: 'bigquery#getQueryResultsResponse',
  });
}

interface Form {
  readonly kind: 'bigquery#queryResponse' | 'bigquery#getQueryResultsResponse';
  /** Whether the caller can do without a job. */
  readonly isOptional?: boolean;
}

async function answer(
  { jobs }: Surface,
  job: Job,
  request: PageRequest,
  { kind, isOptional = false }: Form,
): Promise<unknown> {
  const { projectId, jobId, location } = job;
  const jobReference = { projectId, jobId, location };
  if (job.state !== 'DONE') {
    const reason = isOptional ? { jobCreationReason: { code: 'LONG_RUNNING' } } : {};
    return { kind, jobReference, ...reason, jobComplete: false };
  }
  if (job.errorResult !== undefined) throw failureOf(job);
  const statistics = (job.statistics?.query ?? {}) as Json;
  const result = jobs.results.get(jobName(job)) ?? lost(job);
  const { schema, rows } = result;
  const page = await readPage(schema, rows.rowCount, (from, size) => rows.read(from, size), request);
  const returnsRows = schema.length > 0;
  return {
    kind,
    ...(kind === 'bigquery#queryResponse' ? creation(job, isOptional, page.next !== undefined) : { jobReference }),
    etag: Buffer.from(`${jobId}-${job.endMs ?? 0}`).toString('base64url'),
    jobComplete: true,
    cacheHit: false,
    totalBytesProcessed: statistics.totalBytesProcessed ?? '0',
    ...(statistics.numDmlAffectedRows !== undefined && { numDmlAffectedRows: statistics.numDmlAffectedRows }),
    ...(kind === 'bigquery#queryResponse' && {
      location,
      creationTime: String(job.createdMs),
      startTime: String(job.startMs),
      endTime: String(job.endMs),
      ...(job.statementType !== undefined && { statementType: job.statementType }),
      ...(statistics.dmlStats !== undefined && { dmlStats: statistics.dmlStats }),
    }),
    schema: returnsRows ? schemaToResource(schema) : {},
    ...(returnsRows && { totalRows: String(rows.rowCount) }),
    ...(page.next !== undefined && { pageToken: token(page.next, jobName(job)) }),
    ...(page.rows.length > 0 && { rows: page.rows }),
  };
}

/** A caller that can do without a job gets none where the answer is whole; otherwise the reason for it (JobCreationReason). */
function creation(job: Job, isOptional: boolean, hasMore: boolean): Json {
  const { projectId, jobId, location } = job;
  const isScript = job.statementType === 'SCRIPT';
  if (isOptional && !hasMore && !isScript) return { queryId: jobId };
  const code = !isOptional ? 'REQUESTED' : hasMore ? 'LARGE_RESULTS' : 'OTHER';
  return { jobReference: { projectId, jobId, location }, jobCreationReason: { code } };
}

/** A statement without rows has an empty result; a SELECT's that is no longer kept is gone, as after a day in BigQuery. */
function lost(job: Job): { schema: []; rows: typeof NO_ROWS } {
  if (job.statementType !== 'SELECT') return { schema: [], rows: NO_ROWS };
  throw new BigQueryError(
    'notFound',
    `Not found: Table ${job.projectId}:_anonymous.anon${job.jobId}. Query results are kept until the service stops.`,
  );
}

function failureOf(job: Job): BigQueryError {
  const { reason = 'internalError', message = 'The job failed', location } = job.errorResult ?? {};
  const place = location === undefined ? {} : { location };
  const status = reason === 'notImplemented' ? { status: 400 } : {};
  return new BigQueryError(reason as BigQueryError['reason'], message, { ...place, ...status });
}
