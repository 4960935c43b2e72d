/** Submits a job once, however often it is asked to: a job id that is taken already is attached to. */

import { PenstockError } from '../../runtime/errors.ts';
import { type RetryOptions, retry } from '../../runtime/retry.ts';
import { type RestClient, restPath } from '../rest/rest-client.ts';
import { type Job, type JobConfiguration, type JobReference, type JobResource, jobFrom } from './job.ts';

export interface JobRequest {
  readonly jobId: string;
  readonly configuration: JobConfiguration;
  /** The location of the job's datasets. BigQuery infers it for a submission, but look-ups need it. */
  readonly location?: string;
  /** Default: the client's project. */
  readonly projectId?: string;
}

export interface Submitted {
  /** `attached`: the id was taken, by an earlier call of this process or another, or by this call's lost answer. */
  readonly state: 'submitted' | 'attached';
  readonly job: Job;
}

/**
 * Submits a job, or attaches to the one that has this id. A lost answer is safe: the resend meets the job and attaches.
 * Throws what BigQuery says where it refuses the job; a job that is accepted and fails later is seen by `lookAtJob`.
 *
 * @example
 * const { job } = await submitJob(rest, {
 *   jobId: jobIdOf({ purpose: 'load', bucket, object, generation, part: 0, attempt: 1 }),
 *   configuration: { load: { destinationTable: tableReference(table), sourceUris, sourceFormat: 'PARQUET' } },
 *   location: 'EU',
 * });
 */
export async function submitJob(rest: RestClient, request: JobRequest, options: RetryOptions = {}): Promise<Submitted> {
  const reference = await referenceOf(rest, request);
  const body = JSON.stringify({ jobReference: reference, configuration: request.configuration });
  return retry(async () => {
    try {
      const path = restPath(reference.projectId, 'jobs');
      return {
        state: 'submitted' as const,
        job: jobFrom(await rest.request<JobResource>({ method: 'POST', path, body })),
      };
    } catch (error) {
      if (!(error instanceof PenstockError) || error.code !== 'ALREADY_EXISTS') throw error;
      return { state: 'attached' as const, job: await existing(rest, reference, error) };
    }
  }, options);
}

async function referenceOf(rest: RestClient, { jobId, location, projectId }: JobRequest): Promise<JobReference> {
  const project = projectId ?? (await rest.projectId());
  return { projectId: project, jobId, ...(location === undefined ? {} : { location }) };
}

async function existing(rest: RestClient, reference: JobReference, refusal: PenstockError): Promise<Job> {
  const job = await lookAtJob(rest, reference);
  if (job !== undefined) return job;
  const where = reference.location === undefined ? 'without a location' : `in ${reference.location}`;
  throw new PenstockError(
    'NOT_FOUND',
    `job ${reference.jobId} exists and is not found ${where}: name the location of its datasets`,
    { stage: 'sending', cause: refusal, context: { job_id: reference.jobId } },
  );
}

/**
 * One look at a job, for callers that come back later and never pay to wait. Undefined where no such job exists in this location.
 *
 * @example
 * const job = await lookAtJob(rest, { projectId: 'demo-penstock', jobId, location: 'EU' });
 * if (job?.outcome === 'succeeded') publish(job.statistics.rows);
 */
export async function lookAtJob(
  rest: RestClient,
  reference: JobReference,
  options: RetryOptions = {},
): Promise<Job | undefined> {
  const { projectId, jobId, location } = reference;
  const path = restPath(projectId, 'jobs', jobId);
  const query = location === undefined ? {} : { location };
  return retry(async () => {
    try {
      return jobFrom(await rest.request<JobResource>({ method: 'GET', path, query }));
    } catch (error) {
      if (error instanceof PenstockError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }, options);
}

/**
 * Asks BigQuery to stop a job. It may still succeed: look at it afterwards.
 *
 * @example
 * await cancelJob(rest, job.reference);
 */
export async function cancelJob(rest: RestClient, reference: JobReference, options: RetryOptions = {}): Promise<void> {
  const { projectId, jobId, location } = reference;
  const path = restPath(projectId, 'jobs', jobId, 'cancel');
  const query = location === undefined ? {} : { location };
  await retry(() => rest.request({ method: 'POST', path, query, body: '{}' }), options);
}
