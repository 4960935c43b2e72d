/**
 * Runs jobs by cron. No two executions of a job are out at once: one that falls due while another is out starts when that
 * has ended, and retries end at the next scheduled start time (google.cloud.scheduler.v1.Job.schedule).
 */

import { Cron } from 'croner';
import type { ServiceOptions } from '../core/service.ts';
import { newTraceparent } from '../way/current-trace.ts';
import { oneUnit } from '../way/ids.ts';
import { backoff, type Job, type JobExecution } from './job.ts';
import { type Problem, type Publish, problem, send } from './send.ts';

export interface RunnerOptions extends Pick<ServiceOptions, 'faults' | 'report' | 'now'> {
  readonly publish: Publish;
}

/** Throws where the schedule is none. The timers of a paused cron are not set. */
export function cronOf({ schedule, timeZone = 'Etc/UTC', isPaused = false }: Job, due?: () => void): Cron {
  const settings = { timezone: timeZone, unref: true, mode: '5-part', paused: isPaused } as const;
  return due === undefined ? new Cron(schedule, settings) : new Cron(schedule, settings, due);
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #stop = new AbortController();
  #draining = false;
  readonly #jobs = new Map<string, { readonly job: Job; readonly cron: Cron }>();
  readonly #outcomes = new Map<string, Promise<boolean>>();
  readonly #lasts = new Map<string, JobExecution>();
  readonly #out = new Map<string, number>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Adds a job, or changes the one of its name. An execution that is out goes on as it began. */
  set(job: Job): void {
    const cron = cronOf(job, () => {
      // A timer fires late, by hours where the machine slept: what was due last is what is run.
      const now = this.#options.now();
      const [due = new Date(now)] = cron.previousRuns(1, new Date(now + 1));
      void this.#execute(job, due);
    });
    this.#jobs.get(job.name)?.cron.stop();
    this.#jobs.set(job.name, { job, cron });
  }

  remove(name: string): void {
    this.#jobs.get(name)?.cron.stop();
    this.#jobs.delete(name);
    this.#lasts.delete(name);
  }

  jobs(): readonly Job[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  job(name: string): Job | undefined {
    return this.#jobs.get(name)?.job;
  }

  last(name: string): JobExecution | undefined {
    return this.#lasts.get(name);
  }

  nextMs(name: string): number | undefined {
    const held = this.#jobs.get(name);
    if (held === undefined || held.job.isPaused === true) return undefined;
    return held.cron.nextRun(new Date(this.#options.now()))?.getTime();
  }

  /** Runs a job now. Resolves with whether it succeeded in the end. */
  async run(name: string, scheduleTime?: Date): Promise<boolean> {
    const job = this.job(name);
    if (job === undefined) throw new Error(`there is no job ${name}`);
    return this.#execute(job, scheduleTime ?? new Date(this.#options.now()));
  }

  /** The clock was moved: starts each job that fell due in between, once, for the time that was due last. */
  elapsed(fromMs: number, toMs: number): void {
    for (const { job, cron } of this.#jobs.values()) {
      if (job.isPaused === true) continue;
      const due = cron.previousRuns(1, new Date(toMs + 1))[0];
      if (due !== undefined && due.getTime() > fromMs) void this.#execute(job, due);
    }
  }

  busy(): readonly string[] {
    return [...this.#out.keys()].map((name) => `job ${name} runs`);
  }

  async drain(): Promise<void> {
    this.#draining = true;
    await this.#end();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#end();
  }

  async #end(): Promise<void> {
    for (const { cron } of this.#jobs.values()) cron.stop();
    await Promise.all(this.#outcomes.values());
  }

  /** After the execution that is out, if one is. */
  #execute(job: Job, scheduleTime: Date): Promise<boolean> {
    const { name } = job;
    const before = this.#outcomes.get(name) ?? Promise.resolve(true);
    const outcome = before.then(() =>
      this.#stop.signal.aborted || this.#draining ? false : this.#attemptAll(job, scheduleTime),
    );
    this.#outcomes.set(name, outcome);
    this.#out.set(name, (this.#out.get(name) ?? 0) + 1);
    void outcome.finally(() => {
      const left = (this.#out.get(name) ?? 1) - 1;
      if (left === 0) this.#out.delete(name);
      else this.#out.set(name, left);
      if (this.#outcomes.get(name) === outcome && !this.#jobs.has(name)) this.#outcomes.delete(name);
    });
    return outcome;
  }

  async #attemptAll(job: Job, scheduleTime: Date): Promise<boolean> {
    const { retryCount = 0, maxRetryDurationMs = 0 } = job.retry ?? {};
    const began = this.#options.now();
    const next = cronOf(job).nextRun(new Date(began))?.getTime() ?? Number.POSITIVE_INFINITY;
    const note = (attempts: number, failed: Problem | undefined, over: boolean): void => {
      const endedMs = over ? this.#options.now() : undefined;
      const told = { attempts, problem: failed?.reason, ...(failed === undefined ? {} : { code: failed.code }) };
      if (this.#jobs.has(job.name))
        this.#lasts.set(job.name, { scheduleMs: scheduleTime.getTime(), beganMs: began, endedMs, ...told });
    };
    note(0, undefined, false);
    for (let attempt = 0; ; attempt += 1) {
      const { traceparent, traceId } = newTraceparent();
      const failed = await this.#attempt(job, scheduleTime, traceparent);
      if (this.#stop.signal.aborted) return false;
      note(attempt + 1, failed, true);
      this.#options.report({
        service: 'scheduler',
        what: failed === undefined ? 'ran' : 'failed',
        resource: job.name,
        facts: { attempt: attempt + 1, ...(failed === undefined ? {} : { reason: failed.reason }) },
        ...(failed === undefined ? {} : { level: 'warning' as const }),
        units: oneUnit({ tick: `${job.name} ${scheduleTime.toISOString()}`, trace: traceId }),
      });
      if (failed === undefined) return true;
      const wait = backoff(job.retry ?? {}, attempt);
      const resume = this.#options.now() + wait;
      const outOfTime = (maxRetryDurationMs > 0 && resume - began >= maxRetryDurationMs) || resume >= next;
      if (attempt >= retryCount || outOfTime || this.#draining) return false;
      await pause(wait, this.#stop.signal);
      if (this.#stop.signal.aborted) return false;
    }
  }

  async #attempt(job: Job, scheduleTime: Date, traceparent: string): Promise<Problem | undefined> {
    const fault = this.#options.faults.next('scheduler', 'run', job.name);
    if (fault?.kind === 'slow') await pause(fault.delayMs ?? 100, this.#stop.signal);
    if (fault?.kind === 'error' || fault?.kind === 'reset')
      return problem(fault.message ?? 'scripted fault', 'UNAVAILABLE');
    const { publish } = this.#options;
    const failed = await send(job, { scheduleTime, traceparent, stop: this.#stop.signal, publish });
    if (failed === undefined && fault?.kind === 'ack-lost')
      return problem('the answer was lost (scripted fault)', 'UNAVAILABLE');
    return failed;
  }
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
