/**
 * Every job there was, in memory and in DuckDB. A job's record is written with its effect, in one transaction, so that
 * after a kill either both are there or neither; what was still running then is DONE with the error `stopped`.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { lex } from '../../googlesql/syntax/lexer.ts';
import { OWN_SCHEMA } from '../catalog.ts';
import type { Engine } from '../engine.ts';
import { BigQueryError } from '../errors.ts';
import { type Job, type JobKey, jobName } from './job.ts';

const STOPPED = {
  reason: 'stopped',
  message: 'Job execution was cancelled: the service was stopped while the job was running.',
} as const;

/** Beyond so many jobs the oldest SELECTs are forgotten, in memory and on disk. */
const MAX_JOBS = 50_000;

export class JobStore {
  readonly #engine: Engine;
  readonly #maxJobs: number;
  readonly #jobs = new Map<string, Job>();

  constructor(engine: Engine, maxJobs = MAX_JOBS) {
    this.#engine = engine;
    this.#maxJobs = maxJobs;
  }

  /** Reads what was kept and ends what was cut off. */
  async load(nowMs: number): Promise<void> {
    await this.#engine.write(async (connection) => {
      await connection.run(
        `CREATE TABLE IF NOT EXISTS ${OWN_SCHEMA}.jobs (key VARCHAR PRIMARY KEY, created BIGINT, entry VARCHAR NOT NULL)`,
      );
      const kept = await connection.runAndReadAll(`SELECT key, entry FROM ${OWN_SCHEMA}.jobs ORDER BY created, key`);
      for (const [key, entry] of kept.getRows() as [string, string][]) {
        const job = JSON.parse(entry) as Job;
        const ended = job.state === 'DONE' ? job : afterRestart(job, nowMs);
        this.#jobs.set(key, ended);
        if (ended !== job) await this.saveIn(connection, ended);
      }
      await forget(connection, this.#prune());
    });
  }

  get(key: JobKey): Job | undefined {
    return this.#jobs.get(keyOf(key));
  }

  /** Newest first. */
  list(projectId: string): readonly Job[] {
    return [...this.#jobs.values()].filter((job) => job.projectId === projectId).reverse();
  }

  /** Takes the job's id, durably; a used one is refused. */
  async create(job: Job): Promise<void> {
    this.#take(job);
    try {
      await this.#engine.write((connection) => this.saveIn(connection, job));
    } catch (error) {
      this.#jobs.delete(keyOf(job));
      throw error;
    }
  }

  /** Takes the id in memory only: for a query that will be durable when it has had an effect. */
  createVolatile(job: Job): void {
    this.#take(job);
    const forgotten = this.#prune();
    // Late or not at all, where the disk fails: the next start tries again.
    if (forgotten.length > 0) this.#engine.write((connection) => forget(connection, forgotten)).catch(() => undefined);
  }

  /** Old queries go; what changed something is kept, for its id must stay used. */
  #prune(): readonly string[] {
    const forgotten: string[] = [];
    if (this.#jobs.size <= this.#maxJobs) return forgotten;
    for (const [key, { state, statementType }] of this.#jobs) {
      if (this.#jobs.size <= this.#maxJobs * 0.9) break;
      if (state !== 'DONE' || statementType !== 'SELECT') continue;
      this.#jobs.delete(key);
      forgotten.push(key);
    }
    return forgotten;
  }

  #take(job: Job): void {
    const existing = this.get(job);
    if (existing !== undefined) throw new BigQueryError('duplicate', `Already Exists: Job ${jobName(existing)}`);
    this.#jobs.set(keyOf(job), job);
  }

  /** Changes what readers see; `saveIn` makes it durable. */
  update(job: Job): void {
    if (this.#jobs.has(keyOf(job))) this.#jobs.set(keyOf(job), job);
  }

  async saveIn(connection: DuckDBConnection, job: Job): Promise<void> {
    await connection.run(`INSERT OR REPLACE INTO ${OWN_SCHEMA}.jobs VALUES ($1, $2, $3)`, [
      keyOf(job),
      BigInt(Math.trunc(job.createdMs)),
      JSON.stringify(job),
    ]);
  }

  save(job: Job): Promise<void> {
    return this.#engine.write((connection) => this.saveIn(connection, job));
  }

  async delete(key: JobKey): Promise<void> {
    await this.#engine.write((connection) => forget(connection, [keyOf(key)]));
    this.#jobs.delete(keyOf(key));
  }
}

async function forget(connection: DuckDBConnection, keys: readonly string[]): Promise<void> {
  for (const key of keys) await connection.run(`DELETE FROM ${OWN_SCHEMA}.jobs WHERE key = $1`, [key]);
}

function keyOf({ projectId, jobId }: JobKey): string {
  return `${projectId}:${jobId}`;
}

/**
 * A single statement whose transaction was committed has had its whole effect: it succeeded, though its figures are
 * lost. Anything else that was cut off is stopped; a script may have run its first statements, as in BigQuery.
 */
function afterRestart(job: Job, nowMs: number): Job {
  const ended: Job = { ...job, state: 'DONE', startMs: job.startMs ?? job.createdMs, endMs: nowMs };
  if (job.commits === 1 && isOneStatement(job)) return ended;
  return { ...ended, errorResult: STOPPED, errors: [STOPPED] };
}

/** Whether no semicolon stands between words; one in a literal or a comment separates nothing. */
function isOneStatement(job: Job): boolean {
  const settings = job.configuration.query as { readonly query?: unknown } | undefined;
  try {
    const words = lex(String(settings?.query ?? ';;')).filter(({ kind }) => kind !== 'end');
    const first = words.findIndex(({ kind, text }) => kind === 'symbol' && text === ';');
    return first < 0 || first === words.length - 1;
  } catch {
    return false;
  }
}
