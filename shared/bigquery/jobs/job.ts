/** A job as this code sees it: its state, every one of its errors, and what it did. Read from the REST resource. */

import type { PenstockError } from '../../runtime/errors.ts';
import { type BigQueryProblem, fromProblems, problemFrom, problemsFrom } from '../rest/problem.ts';
import { type JobStatistics, type StatisticsResource, statisticsOf } from './statistics.ts';

export interface JobReference {
  readonly projectId: string;
  readonly jobId: string;
  /** Needed by every call about a job outside the US and EU multi-regions. */
  readonly location?: string;
}

/** `JobConfiguration` of the REST API, the parts that its documentation names. */
export interface JobConfiguration {
  readonly load?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly copy?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly jobTimeoutMs?: string;
  readonly dryRun?: boolean;
}

export interface Job {
  readonly reference: JobReference;
  readonly state: 'PENDING' | 'RUNNING' | 'DONE';
  /** `running` until the state is DONE. */
  readonly outcome: 'running' | 'succeeded' | 'failed';
  /** For a failed job, the fatal one first; for a job that succeeded, its warnings (bad records). */
  readonly problems: readonly BigQueryProblem[];
  readonly configuration: JobConfiguration;
  readonly statistics: JobStatistics;
}

/** The parts of the REST resource that are read. */
export interface JobResource {
  readonly jobReference?: JobReference;
  readonly status?: { readonly state?: string; readonly errorResult?: unknown; readonly errors?: unknown };
  readonly configuration?: JobConfiguration;
  readonly statistics?: StatisticsResource;
}

export function jobFrom({ jobReference, status, configuration, statistics }: JobResource): Job {
  const reference = jobReference ?? { projectId: '', jobId: '' };
  const state = status?.state === 'DONE' || status?.state === 'RUNNING' ? status.state : 'PENDING';
  const failed = status?.errorResult !== undefined && status.errorResult !== null;
  return {
    reference,
    state,
    outcome: state !== 'DONE' ? 'running' : failed ? 'failed' : 'succeeded',
    problems: jobProblems(status ?? {}),
    configuration: configuration ?? {},
    statistics: statisticsOf(statistics ?? {}),
  };
}

/** `errorResult` first; the list repeats it, and once is enough. */
function jobProblems({ errorResult, errors }: NonNullable<JobResource['status']>): readonly BigQueryProblem[] {
  const fatal = problemFrom(errorResult);
  const listed = problemsFrom(errors);
  if (fatal === undefined) return listed;
  const same = (other: BigQueryProblem): boolean =>
    other.reason === fatal.reason && other.location === fatal.location && other.message === fatal.message;
  return [fatal, ...listed.filter((problem) => !same(problem))];
}

const TOLD = 5;

/**
 * The error of a job that failed, with every problem behind it (`problemsOf`); undefined for any other job. A transient
 * kind means that the same job under the next attempt's id may succeed.
 *
 * @example
 * const error = jobError(job);
 * if (error?.kind === 'permanent') reject(error);
 */
export function jobError({ outcome, problems, reference }: Job): PenstockError | undefined {
  if (outcome !== 'failed') return undefined;
  const told = problems
    .slice(0, TOLD)
    .map(({ location, message }) => (location === '' ? message : `${location}: ${message}`));
  const more = problems.length > TOLD ? `; and ${problems.length - TOLD} more` : '';
  return fromProblems(problems, `job ${reference.jobId} failed: ${told.join('; ')}${more}`, {
    job_id: reference.jobId,
  });
}
