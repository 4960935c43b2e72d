/** A job: what was asked, how far it is, what came of it; and its REST form. */

import type { TableRef } from '../catalog.ts';
import type { ErrorProto } from '../errors.ts';

type Json = Readonly<Record<string, unknown>>;

export type JobState = 'PENDING' | 'RUNNING' | 'DONE';
export type JobType = 'QUERY' | 'LOAD' | 'COPY' | 'EXTRACT';

export interface Job {
  readonly projectId: string;
  readonly jobId: string;
  readonly location: string;
  readonly type: JobType;
  /** The REST configuration, completed with the service's defaults. */
  readonly configuration: Json;
  readonly state: JobState;
  readonly createdMs: number;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly parentJobId?: string;
  readonly numChildJobs?: number;
  readonly errorResult?: ErrorProto;
  readonly errors?: readonly ErrorProto[];
  /** The type's own statistics: `statistics.query`, `.load`, `.copy`, `.extract`. */
  readonly statistics?: Json;
  readonly statementType?: string;
  readonly referenced?: readonly TableRef[];
  readonly cancelRequested?: boolean;
  /** The number of its committed transactions, by which a restart decides. */
  readonly commits?: number;
}

export interface JobKey {
  readonly projectId: string;
  readonly jobId: string;
}

export function jobName({ projectId, location, jobId }: Pick<Job, 'projectId' | 'jobId' | 'location'>): string {
  return `${projectId}:${location}.${jobId}`;
}

/** The job's configuration with the table that its rows go to: clients read the result from there. */
export function withDestination(job: Job, destinationTable: TableRef): Json {
  const query = job.configuration.query as Json;
  return { ...job.configuration, query: { ...query, destinationTable } };
}

export function jobToResource(job: Job, user: string): Json {
  const { projectId, jobId, location } = job;
  return {
    kind: 'bigquery#job',
    etag: Buffer.from(`${job.createdMs}-${job.state}-${job.endMs ?? 0}`).toString('base64url'),
    id: `${projectId}:${location}.${jobId}`,
    selfLink: `https://bigquery.googleapis.com/bigquery/v2/projects/${projectId}/jobs/${jobId}?location=${location}`,
    user_email: user,
    jobReference: { projectId, jobId, location },
    configuration: { ...withoutNullValues(job.configuration), jobType: job.type },
    status: statusOf(job),
    statistics: statisticsOf(job),
    principal_subject: `user:${user}`,
  };
}

export function statusOf(job: Job): Json {
  return {
    ...(job.errorResult !== undefined && { errorResult: job.errorResult }),
    ...(job.errors !== undefined && job.errors.length > 0 && { errors: job.errors }),
    state: job.state,
  };
}

export function statisticsOf(job: Job): Json {
  const query = job.statistics?.query as Json | undefined;
  return {
    creationTime: String(job.createdMs),
    ...(job.startMs !== undefined && { startTime: String(job.startMs) }),
    ...(job.endMs !== undefined && { endTime: String(job.endMs) }),
    ...(job.endMs !== undefined &&
      job.startMs !== undefined && { finalExecutionDurationMs: String(job.endMs - job.startMs) }),
    ...(job.parentJobId !== undefined && { parentJobId: job.parentJobId }),
    ...(job.numChildJobs !== undefined && { numChildJobs: String(job.numChildJobs) }),
    ...(query?.totalBytesProcessed !== undefined && { totalBytesProcessed: query.totalBytesProcessed }),
    ...job.statistics,
  };
}

export function jobToListEntry(job: Job, user: string): Json {
  const { kind, id, jobReference, configuration, status, statistics } = jobToResource(job, user);
  return {
    kind,
    id,
    jobReference,
    configuration,
    status,
    statistics,
    state: job.state,
    ...(job.errorResult !== undefined && { errorResult: job.errorResult }),
    user_email: user,
  };
}

/** A NULL query parameter is one without a value: clients do not read the `value: null` that they may have sent. */
function withoutNullValues(configuration: Json): Json {
  const query = configuration.query as Json | undefined;
  if (query?.queryParameters === undefined) return configuration;
  const text = JSON.stringify(query.queryParameters, (_, value: unknown) => value ?? undefined);
  return { ...configuration, query: { ...query, queryParameters: JSON.parse(text) } };
}
