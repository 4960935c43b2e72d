/** Follows a job to its end, or to the caller's: polls with growing pauses, bounded by a deadline. */

import { type Clock, systemClock } from '../../runtime/clock.ts';
import { PenstockError } from '../../runtime/errors.ts';
import { backoff, type RetryOptions } from '../../runtime/retry.ts';
import type { RestClient } from '../rest/rest-client.ts';
import type { Job, JobReference } from './job.ts';
import { lookAtJob } from './submit.ts';

export interface FollowOptions extends Pick<RetryOptions, 'signal' | 'onRetry'> {
  /** Milliseconds since the epoch: the last look is before it. A moment that has passed means one look. */
  readonly until: number;
  /** Between two looks at first; it doubles up to `maxPauseMs`. Default 250 ms. */
  readonly pauseMs?: number;
  /** Default 10 s. */
  readonly maxPauseMs?: number;
  readonly clock?: Clock;
  /** Called with every look that finds the job still running. */
  readonly onLook?: (job: Job) => void;
}

/**
 * Returns the job when it is done, or as it was at the last look before `until`: `outcome` says which. Throws NOT_FOUND where
 * there is no such job.
 *
 * @example
 * const job = await followJob(rest, reference, { until: Date.now() + 30_000 });
 * if (job.outcome === 'running') return 'come back later';
 */
export async function followJob(rest: RestClient, reference: JobReference, options: FollowOptions): Promise<Job> {
  const { until, pauseMs = 250, maxPauseMs = 10_000, clock = systemClock, signal, onRetry, onLook } = options;
  const pauses = { initialMs: pauseMs, maxMs: maxPauseMs, multiplier: 2, budgetMs: 0 };
  const retrying = {
    clock,
    deadline: until,
    reserveMs: 0,
    ...(signal ? { signal } : {}),
    ...(onRetry ? { onRetry } : {}),
  };
  const look = async (): Promise<Job> => {
    const job = await lookAtJob(rest, reference, retrying);
    if (job === undefined) throw gone(reference);
    return job;
  };
  let job = await look();
  for (let looks = 1; job.outcome === 'running'; looks += 1) {
    onLook?.(job);
    // Half of the pause is certain, so that a crowd of followers spreads and none asks without a pause.
    const bound = Math.min(maxPauseMs, pauseMs * 2 ** (looks - 1));
    const pause = bound / 2 + backoff(pauses, looks, clock.random()) / 2;
    if (clock.now() + pause >= until) break;
    await clock.sleep(pause, signal);
    job = await look();
  }
  return job;
}

function gone({ jobId, location }: JobReference): PenstockError {
  const where = location === undefined ? 'without a location' : `in ${location}`;
  return new PenstockError('NOT_FOUND', `no job ${jobId} is found ${where}`, {
    stage: 'sending',
    context: { job_id: jobId },
  });
}
