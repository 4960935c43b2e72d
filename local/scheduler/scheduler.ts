/**
 * Cloud Scheduler: sends to a URL by cron, with the headers the real one sends and its retry policy. No two executions
 * of a job are out at once: one that falls due while another is out starts when that has ended, and retries end at the
 * next scheduled start time (google.cloud.scheduler.v1.Job.schedule).
 */

import { Cron } from 'croner';
import type { Service, ServiceOptions } from '../core/service.ts';
import { newTraceparent } from '../way/current-trace.ts';
import { oneUnit } from '../way/ids.ts';

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
  /** The time that one attempt may take. Default 180 s, as the service's. */
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
  /** The clock was moved: starts each job that fell due in between, once, for the time that was due last. */
  elapsed(fromMs: number, toMs: number): void;
  /** Every job with its next run and how its last execution ended. */
  jobs(): readonly ScheduledJob[];
}

export interface ScheduledJob {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly url: string;
  /** Milliseconds since the epoch; undefined where the schedule has no further run. */
  readonly nextMs: number | undefined;
  readonly last: JobExecution | undefined;
}

export interface JobExecution {
  readonly scheduleMs: number;
  readonly beganMs: number;
  /** Undefined while it is out. */
  readonly endedMs: number | undefined;
  readonly attempts: number;
  /** The reason of the last failed attempt; undefined where it succeeded or is out. */
  readonly problem: string | undefined;
}

export async function startScheduler(options: SchedulerOptions): Promise<SchedulerService> {
  const stop = new AbortController();
  let draining = false;
  const outcomes = new Map<string, Promise<boolean>>();
  const crons = new Map<string, Cron>();
  const lasts = new Map<string, JobExecution>();
  const out = new Map<string, number>();

  /** After the execution that is out, if one is. */
  function execute(job: Job, scheduleTime: Date): Promise<boolean> {
    const before = outcomes.get(job.name) ?? Promise.resolve(true);
    const outcome = before.then(() => (stop.signal.aborted || draining ? false : attemptAll(job, scheduleTime)));
    outcomes.set(job.name, outcome);
    out.set(job.name, (out.get(job.name) ?? 0) + 1);
    void outcome.finally(() => out.set(job.name, (out.get(job.name) ?? 1) - 1));
    return outcome;
  }

  async function attemptAll(job: Job, scheduleTime: Date): Promise<boolean> {
    const { retryCount = 0, maxRetryDurationMs = 0 } = job.retry ?? {};
    const began = options.now();
    const next = crons.get(job.name)?.nextRun(new Date(began))?.getTime() ?? Number.POSITIVE_INFINITY;
    const note = (attempts: number, problem: string | undefined, over: boolean): void => {
      const endedMs = over ? options.now() : undefined;
      lasts.set(job.name, { scheduleMs: scheduleTime.getTime(), beganMs: began, endedMs, attempts, problem });
    };
    note(0, undefined, false);
    for (let attempt = 0; ; attempt += 1) {
      const { traceparent, traceId } = newTraceparent();
      const problem = await send(job, scheduleTime, traceparent);
      if (stop.signal.aborted) return false;
      note(attempt + 1, problem, true);
      options.report({
        service: 'scheduler',
        what: problem === undefined ? 'ran' : 'failed',
        resource: job.name,
        facts: { attempt: attempt + 1, ...(problem === undefined ? {} : { reason: problem }) },
        ...(problem === undefined ? {} : { level: 'warning' as const }),
        units: oneUnit({ tick: `${job.name} ${scheduleTime.toISOString()}`, trace: traceId }),
      });
      if (problem === undefined) return true;
      const wait = backoff(job.retry ?? {}, attempt);
      const resume = options.now() + wait;
      const outOfTime = (maxRetryDurationMs > 0 && resume - began >= maxRetryDurationMs) || resume >= next;
      if (attempt >= retryCount || outOfTime || draining) return false;
      await pause(wait, stop.signal);
      if (stop.signal.aborted) return false;
    }
  }

  async function send(job: Job, scheduleTime: Date, traceparent: string): Promise<string | undefined> {
    const fault = options.faults.next('scheduler', 'run', job.name);
    if (fault?.kind === 'slow') await pause(fault.delayMs ?? 100, stop.signal);
    if (fault?.kind === 'error' || fault?.kind === 'reset') return fault.message ?? 'scripted fault';
    try {
      const deadline = AbortSignal.timeout(job.attemptDeadlineMs ?? 180_000);
      const response = await fetch(job.url, {
        method: job.method ?? 'POST',
        headers: headersOf(job, scheduleTime, traceparent),
        ...(job.body === undefined ? {} : { body: job.body }),
        // "The job is acknowledged by means of an HTTP response code in the range [200 - 299]": a redirect is none.
        redirect: 'manual',
        signal: AbortSignal.any([stop.signal, deadline]),
      });
      await response.arrayBuffer();
      if (fault?.kind === 'ack-lost') return 'the answer was lost (scripted fault)';
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      const cause = (error as Error).cause;
      return cause instanceof Error && cause.message !== '' ? cause.message : (error as Error).message;
    }
  }

  for (const job of options.jobs) {
    const cron = new Cron(job.schedule, { timezone: job.timeZone ?? 'Etc/UTC', unref: true, mode: '5-part' }, () => {
      // A timer fires late, by hours where the machine slept: what was due last is what is run.
      const now = options.now();
      const [due = new Date(now)] = cron.previousRuns(1, new Date(now + 1));
      void execute(job, due);
    });
    crons.set(job.name, cron);
  }

  return {
    name: 'scheduler',
    address: '',
    run: async (name, scheduleTime) => {
      const job = options.jobs.find((one) => one.name === name);
      if (job === undefined) throw new Error(`there is no job ${name}`);
      return execute(job, scheduleTime ?? new Date(options.now()));
    },
    jobs: () =>
      options.jobs.map(({ name, schedule, timeZone = 'Etc/UTC', url }) => ({
        name,
        schedule,
        timeZone,
        url,
        nextMs: crons.get(name)?.nextRun(new Date(options.now()))?.getTime(),
        last: lasts.get(name),
      })),
    elapsed: (fromMs, toMs) => {
      for (const job of options.jobs) {
        const due = crons.get(job.name)?.previousRuns(1, new Date(toMs + 1))[0];
        if (due !== undefined && due.getTime() > fromMs) void execute(job, due);
      }
    },
    busy: () => [...out].flatMap(([name, runs]) => (runs === 0 ? [] : [`job ${name} runs`])),
    drain: async () => {
      draining = true;
      for (const cron of crons.values()) cron.stop();
      await Promise.all(outcomes.values());
    },
    close: async () => {
      stop.abort();
      for (const cron of crons.values()) cron.stop();
      await Promise.all(outcomes.values());
    },
  };
}

/** As HttpTarget.headers documents: a job's own headers come first, and the service's cannot be replaced. */
function headersOf(job: Job, scheduleTime: Date, traceparent: string): Headers {
  const headers = new Headers({ 'content-type': 'application/octet-stream', ...lowerCased(job.headers ?? {}) });
  headers.set('user-agent', 'Google-Cloud-Scheduler');
  headers.set('x-cloudscheduler', 'true');
  // Cloud Run gives every request a trace.
  if (!headers.has('traceparent')) headers.set('traceparent', traceparent);
  headers.set('x-cloudscheduler-jobname', job.name);
  // RFC 3339 without zeros that say nothing, as in `2019-10-12T07:20:50.52Z`.
  headers.set('x-cloudscheduler-scheduletime', scheduleTime.toISOString().replace(/\.?0*Z$/, 'Z'));
  return headers;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
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
