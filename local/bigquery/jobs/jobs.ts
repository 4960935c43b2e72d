/** Jobs from their request to their end: an id taken, work done in the background, one record with its effect. */

import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ScriptError, SqlError } from '../../googlesql/index.ts';
import { oneUnit } from '../../way/ids.ts';
import { Interrupted } from '../engine.ts';
import { BigQueryError, jobErrors, toBigQueryError } from '../errors.ts';
import type { Warehouse } from '../warehouse.ts';
import { count } from './configuration.ts';
import type { Job, JobKey, JobType } from './job.ts';
import { jobName, withDestination } from './job.ts';
import { jobFacts, jobIds } from './job-ids.ts';
import { anonymousTable, Results } from './results.ts';
import { fromSqlError } from './sql-errors.ts';
import { JobStore } from './store.ts';

type Json = Readonly<Record<string, unknown>>;

/** The input of a job's work. */
export interface Running {
  readonly job: Job;
  /** Saves the job as done inside the transaction that holds its effect. */
  finish(connection: DuckDBConnection, outcome: Outcome): Promise<void>;
  /** Throws when the job was asked to stop: called between steps of long work. */
  checkCancelled(): void;
  /** Runs statements that are interrupted when the job is asked to stop. Their commits stay. */
  interruptible<T>(work: () => Promise<T>): Promise<T>;
}

/** The facts that a finished job adds to its record. */
export type Outcome = Pick<Job, 'statistics' | 'statementType' | 'referenced' | 'numChildJobs' | 'errors'> & {
  readonly configuration?: Json;
};

export type Work = (running: Running) => Promise<Outcome>;

export interface NewJob {
  readonly projectId: string;
  readonly jobId?: string;
  readonly location?: string;
  readonly type: JobType;
  readonly configuration: Json;
  readonly parentJobId?: string;
  /** A query without a destination: its rows are kept under a name made from the job's id. */
  readonly keepsRows?: boolean;
  /** A query asked for by jobs.query: its record need not be durable before it has an effect. */
  readonly isVolatile?: boolean;
}

/** Work that runs at the same time; the rest waits as PENDING. */
const CONCURRENCY = 16;

/** The time that closing waits for running statements. */
const CLOSE_GRACE_MS = 2000;

export class Jobs {
  readonly store: JobStore;
  readonly results = new Results();
  readonly #warehouse: Warehouse;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stops = new Map<string, AbortController>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse;
    this.store = new JobStore(warehouse.engine);
  }

  /** Takes the id and starts the work. Resolves when the id is taken; the work goes on. */
  async start(request: NewJob, work: Work): Promise<Job> {
    const job = this.newJob(request);
    if (request.isVolatile) this.store.createVolatile(job);
    else await this.store.create(job);
    const key = jobName(job);
    const run = this.#run(job, work, request.isVolatile === true).finally(() => this.#running.delete(key));
    this.#running.set(key, run);
    return job;
  }

  newJob(request: NewJob): Job {
    const job: Job = {
      projectId: request.projectId,
      jobId: checkJobId(request.jobId) ?? `job_${randomUUID().replaceAll('-', '')}`,
      location: request.location ?? this.#warehouse.location,
      type: request.type,
      configuration: request.configuration,
      state: 'PENDING',
      createdMs: this.#warehouse.now(),
      ...(request.parentJobId !== undefined && { parentJobId: request.parentJobId }),
    };
    if (request.keepsRows !== true) return job;
    return { ...job, configuration: withDestination(job, anonymousTable(job.projectId, job.jobId)) };
  }

  /** Resolves when the job is done or the time is over, whichever is first. */
  async wait(job: Job, timeoutMs: number): Promise<Job> {
    const run = this.#running.get(jobName(job));
    if (run !== undefined && timeoutMs > 0) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeoutMs);
      });
      await Promise.race([run, over]);
      clearTimeout(timer);
    }
    return this.get(job, undefined);
  }

  get(key: JobKey, location: string | undefined): Job {
    const job = this.store.get(key);
    if (
      job === undefined ||
      (location !== undefined && location !== '' && location.toLowerCase() !== job.location.toLowerCase())
    ) {
      const place = location === undefined || location === '' ? '' : `${location}.`;
      throw new BigQueryError('notFound', `Not found: Job ${key.projectId}:${place}${key.jobId}`);
    }
    return job;
  }

  /** Asks a job to stop. Best effort, as in BigQuery: it may still succeed. */
  async cancel(key: JobKey, location: string | undefined): Promise<Job> {
    const job = this.get(key, location);
    if (job.state !== 'DONE') this.store.update({ ...job, cancelRequested: true });
    this.#stops.get(jobName(job))?.abort('User requested cancellation');
    return this.get(key, location);
  }

  async delete(key: JobKey, location: string | undefined): Promise<void> {
    const job = this.get(key, location);
    if (job.state !== 'DONE') throw new BigQueryError('invalid', `Cannot delete a running job: ${jobName(job)}`);
    for (const child of this.store.list(key.projectId)) {
      if (child.parentJobId === key.jobId) await this.store.delete(child);
    }
    await this.store.delete(key);
  }

  /** The names of the jobs that run or wait for their turn. */
  get running(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Lets what runs come to its end for a while, then stops it. */
  async close(): Promise<void> {
    const stop = setTimeout(() => {
      for (const controller of this.#stops.values()) controller.abort('the service was stopped');
    }, CLOSE_GRACE_MS);
    await Promise.allSettled(this.#running.values());
    clearTimeout(stop);
    this.results.close();
  }

  async #run(job: Job, work: Work, isVolatile: boolean): Promise<void> {
    await this.#turn();
    try {
      await this.#execute(job, work, isVolatile);
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#busy >= CONCURRENCY) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  async #execute(job: Job, work: Work, isVolatile: boolean): Promise<void> {
    const now = this.#warehouse.now;
    const started: Job = { ...job, state: 'RUNNING', startMs: now() };
    if (this.store.get(job)?.cancelRequested !== true) this.store.update(started);
    let finished: Job | undefined;
    const stop = new AbortController();
    const { signal } = stop;
    this.#stops.set(jobName(job), stop);
    const timer = timeLimit(job, stop);
    const checkCancelled = (): void => {
      if (signal.aborted) throw stopped(signal);
    };
    // Asked before it began.
    if (this.store.get(job)?.cancelRequested === true) stop.abort('User requested cancellation');
    const ended = (outcome: Outcome): Job => ({
      ...started,
      ...outcome,
      state: 'DONE',
      endMs: Math.max(now(), started.startMs ?? 0),
    });
    try {
      await this.#playFault(started);
      checkCancelled();
      const outcome = await work({
        job: started,
        checkCancelled,
        interruptible: (statements) => this.#warehouse.engine.interruptible(signal, statements),
        finish: async (connection, result) => {
          finished = ended(result);
          await this.store.saveIn(connection, finished);
        },
      });
      // The job reports the record that was saved with its effect; later figures are added.
      const done = ended(outcome);
      const lazily = isVolatile && done.statementType === 'SELECT';
      if (finished === undefined) await this.#save(done, lazily);
      this.store.update(done);
    } catch (error) {
      await this.#fail(started, isInterrupted(error) ? stopped(signal) : error);
    } finally {
      clearTimeout(timer);
      this.#stops.delete(jobName(job));
    }
    this.#report(job);
  }

  /** Faults of the work itself, by the method `jobs.run`: the job starts late, or ends with an error and no effect. */
  async #playFault(job: Job): Promise<void> {
    const fault = this.#warehouse.faults.next('bigquery', 'jobs.run', `${job.type}:${jobName(job)}`);
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 1000));
    if (fault?.kind !== 'error' && fault?.kind !== 'throttle') return;
    const reason = fault.kind === 'throttle' ? 'rateLimitExceeded' : 'backendError';
    throw new BigQueryError(
      fault.code === 'internalError' || fault.code === 'quotaExceeded' ? fault.code : reason,
      fault.message ?? 'Error encountered during execution. Retrying may solve the problem.',
    );
  }

  async #save(job: Job, lazily: boolean): Promise<void> {
    const saving = this.store.save(job);
    if (!lazily) return saving;
    // A SELECT has no effect to be durable with: its record follows.
    saving.catch(() => undefined);
  }

  async #fail(started: Job, error: unknown): Promise<void> {
    const failure = toBigQueryError(fromSqlError(error));
    const children = this.store
      .list(started.projectId)
      .filter(({ parentJobId }) => parentJobId === started.jobId).length;
    const failed: Job = {
      ...started,
      ...(error instanceof ScriptError && {
        statementType: 'SCRIPT',
        statistics: { query: { statementType: 'SCRIPT' } },
      }),
      ...(children > 0 && { numChildJobs: children }),
      state: 'DONE',
      endMs: Math.max(this.#warehouse.now(), started.startMs ?? 0),
      ...jobErrors(failure),
    };
    await this.store.save(failed).catch(() => undefined);
    this.store.update(failed);
  }

  #report(job: Job): void {
    const done = this.store.get(job) ?? job;
    const { errorResult } = done;
    this.#warehouse.report({
      service: 'bigquery',
      what: errorResult === undefined ? 'finished' : 'failed',
      resource: jobName(job),
      facts: { type: job.type, ...jobFacts(done), ...(errorResult !== undefined && { reason: errorResult.reason }) },
      units: oneUnit(jobIds(done)),
    });
  }
}

function isInterrupted(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof SqlError && error.reason === 'stopped');
}

function stopped(signal: AbortSignal): BigQueryError {
  return new BigQueryError('stopped', `Job execution was cancelled: ${signal.reason}`);
}

/** `jobTimeoutMs`: the job is stopped when it has run so long. */
function timeLimit(job: Job, stop: AbortController): NodeJS.Timeout | undefined {
  const ms = count(job.configuration.jobTimeoutMs, 'jobTimeoutMs', 0);
  if (ms === 0 || ms > MAX_TIMER_MS) return undefined;
  return setTimeout(() => stop.abort(`Job timed out after ${Math.ceil(ms / 1000)} sec`), ms);
}

const MAX_TIMER_MS = 2 ** 31 - 1;

/** Letters, digits, underscores and dashes, at most 1,024 of them. */
function checkJobId(jobId: string | undefined): string | undefined {
  if (jobId === undefined || /^[\w-]{1,1024}$/.test(jobId)) return jobId;
  throw new BigQueryError(
    'invalid',
    `Invalid job ID "${jobId}". Job IDs must be alphanumeric (plus underscores and dashes) and must be at most 1024 characters long.`,
  );
}
