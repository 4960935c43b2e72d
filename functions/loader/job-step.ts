/**
 * One job of a load: looked at, submitted where it is not there, and judged. A failed attempt with a transient reason gets the next number after
 * a pause; the attempt is in the ledger before it is submitted, so two instances never run two attempts side by side.
 */

import { type Job, type JobConfiguration, jobError } from '@penstock/shared/bigquery/jobs/job.ts';
import { lookAtJob, submitJob } from '@penstock/shared/bigquery/jobs/submit.ts';
import type { BigQueryProblem } from '@penstock/shared/bigquery/rest/problem.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { backoff } from '@penstock/shared/runtime/retry.ts';
import type { LoaderContext } from './context.ts';
import { type JobPurpose, loaderJobId } from './names.ts';
import { type JobProgress, type LoadRecord, type Problem, problemOf } from './record.ts';
import { SHORT } from './tables.ts';

export interface JobStep {
  readonly purpose: JobPurpose;
  readonly part: number;
  readonly progress: JobProgress;
  /** Called only where the job is to be submitted. */
  readonly configuration: () => Promise<JobConfiguration>;
  /** Whether a failed attempt may run again, beside its reason being transient. Default: it may. */
  readonly repeatable?: (job: Job) => Promise<boolean>;
}

export type JobResult =
  | { readonly state: 'running' }
  | { readonly state: 'again'; readonly progress: JobProgress; readonly waitMs: number; readonly error: PenstockError }
  | { readonly state: 'succeeded'; readonly progress: JobProgress; readonly job: Job }
  | { readonly state: 'failed'; readonly problem: Problem };

/** Waits between attempts. */
const PAUSES = { initialMs: 2_000, maxMs: 120_000, multiplier: 3, budgetMs: 0 };

/**
 * Reasons for which the same job may succeed later beside those that are transient anyway. A job that was stopped had no
 * effect; an operator who wants a load to end uses `skip`.
 */
const STOPPED: ReadonlySet<string> = new Set(['CANCELLED']);

export async function stepJob(context: LoaderContext, record: LoadRecord, step: JobStep): Promise<JobResult> {
  const { progress, purpose, part } = step;
  const rest = await context.rest();
  const jobId = loaderJobId(context.config.jobPrefix, purpose, record.success, part, progress.attempt);
  const projectId = await rest.projectId();
  const { location } = record;
  let job = await lookAtJob(rest, { projectId, jobId, location }, SHORT);
  if (job === undefined) {
    const request = { jobId, projectId, location, configuration: await step.configuration() };
    ({ job } = await submitJob(rest, request, SHORT));
  }
  if (job.outcome === 'running') return { state: 'running' };
  const error = jobError(job);
  if (error === undefined) return { state: 'succeeded', progress: { ...progress, status: 'done' }, job };
  const transient = error.kind === 'transient' || STOPPED.has(error.code);
  if (!transient || progress.failures >= context.config.maxRetries || (await step.repeatable?.(job)) === false) {
    const problem = problemOf(error, job.problems, context.clock.now(), jobId);
    return { state: 'failed', problem: { ...problem, message: `job ${jobId} failed: ${reasonOf(job)}` } };
  }
  const failures = progress.failures + 1;
  context.metrics.count('loader/job_retries', 1, { code: error.code });
  context.log.warning('job failed and is tried again', {
    load_id: record.id,
    job_id: jobId,
    attempt: progress.attempt,
    error_code: error.code,
    error_message: error.message,
  });
  const waitMs = backoff(PAUSES, failures, context.clock.random(), error.retryAfterMs);
  return { state: 'again', progress: { attempt: progress.attempt + 1, failures, status: 'todo' }, waitMs, error };
}

/** BigQuery begins with a summary and ends with the row that is wrong; the whole list is kept beside it. */
function reasonOf({ problems }: Job): string {
  const { location, message } = problems.at(-1) as BigQueryProblem;
  return location === '' || message.includes(location) ? message : `${location}: ${message}`;
}
