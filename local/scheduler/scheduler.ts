/**
 * Cloud Scheduler: posts to a URL by cron, with the headers the real one sends and its retry policy. A run that falls
 * due while the one before it is still being tried is sent all the same, as the real service does across schedule times.
 */

import { Cron } from 'croner';
import type { Service, ServiceOptions } from '../service.ts';

export interface Job {
  readonly name: string;
  /** Unix cron, five fields. */
  readonly schedule: string;
  /** IANA name. Default `Etc/UTC`. */
  readonly timeZone?: string;
  readonly url: string;
  readonly method?: 'POST' | 'GET' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long one attempt may take. Default 180 s, as the service's. */
  readonly attemptDeadlineMs?: number;
  readonly retry?: RetryConfig;
}

/** google.cloud.scheduler.v1.RetryConfig; the defaults are the service's. */
export interface RetryConfig {
  /** Attempts after the first. Default 0. */
  readonly retryCount?: number;
  readonly minBackoffMs?: number;
  readonly maxBackoffMs?: number;
  readonly maxDoublings?: number;
  /** 0: only `retryCount` limits. */
  readonly maxRetryDurationMs?: number;
}

export interface SchedulerOptions extends ServiceOptions {
  readonly projectId: string;
  readonly location?: string;
  readonly jobs: readonly Job[];
}

export interface SchedulerService extends Service {
  /** Runs a job now, as `gcloud scheduler jobs run` does. Resolves with whether it succeeded in the end. */
  run(name: string, scheduleTime?: Date): Promise<boolean>;
}

export async function startScheduler(options: SchedulerOptions): Promise<SchedulerService> {
  const stop = new AbortController();
  const crons = options.jobs.map(
    (job) =>
      new Cron(job.schedule, { timezone: job.timeZone ?? 'Etc/UTC', unref: true, mode: '5-part' }, (self: Cron) => {
        void attemptAll(job, self.currentRun() ?? new Date(options.now()));
      }),
  );

  async function attemptAll(job: Job, scheduleTime: Date): Promise<boolean> {
    const { retryCount = 0, maxRetryDurationMs = 0 } = job.retry ?? {};
    const began = options.now();
    for (let attempt = 0; ; attempt += 1) {
      const problem = await post(job, scheduleTime, attempt);
      options.report({
        service: 'scheduler',
        what: problem === undefined ? 'ran' : 'failed',
        resource: job.name,
        facts: { attempt: attempt + 1, ...(problem === undefined ? {} : { reason: problem }) },
      });
      if (problem === undefined) return true;
      const outOfTime = maxRetryDurationMs > 0 && options.now() - began >= maxRetryDurationMs;
      if (attempt >= retryCount || outOfTime || stop.signal.aborted) return false;
      await pause(backoff(job.retry ?? {}, attempt), stop.signal);
    }
  }

  async function post(job: Job, scheduleTime: Date, attempt: number): Promise<string | undefined> {
    const fault = options.faults.next('scheduler', 'run', job.name);
    if (fault?.kind === 'slow') await pause(fault.delayMs ?? 100, stop.signal);
    if (fault?.kind === 'error') return fault.message ?? 'scripted fault';
    try {
      const deadline = AbortSignal.timeout(job.attemptDeadlineMs ?? 180_000);
      const response = await fetch(job.url, {
        method: job.method ?? 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          ...job.headers,
          'user-agent': 'Google-Cloud-Scheduler',
          'x-cloudscheduler': 'true',
          'x-cloudscheduler-jobname': job.name,
          'x-cloudscheduler-scheduletime': scheduleTime.toISOString(),
        },
        ...(job.body === undefined ? {} : { body: job.body }),
        signal: AbortSignal.any([stop.signal, deadline]),
      });
      await response.arrayBuffer();
      if (fault?.kind === 'ack-lost') return 'the answer was lost (scripted fault)';
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return (error as Error).message;
    }
  }

  return {
    name: 'scheduler',
    address: '',
    run: async (name, scheduleTime) => {
      const job = options.jobs.find((one) => one.name === name);
      if (job === undefined) throw new Error(`there is no job ${name}`);
      return attemptAll(job, scheduleTime ?? new Date(options.now()));
    },
    close: async () => {
      stop.abort();
      for (const cron of crons) cron.stop();
    },
  };
}

/** Doubles `maxDoublings` times, then grows by that last step, up to the maximum (RetryConfig.max_doublings). */
export function backoff(config: RetryConfig, attempt: number): number {
  const { minBackoffMs = 5_000, maxBackoffMs = 3_600_000, maxDoublings = 5 } = config;
  const doubled = minBackoffMs * 2 ** Math.min(attempt, maxDoublings);
  return Math.min(maxBackoffMs, doubled * (1 + Math.max(0, attempt - maxDoublings)));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
