/**
 * The DuckDB database behind the local BigQuery: one file (or memory), many readers, one writer at a time.
 *
 * Every change goes through `write`, which runs alone and inside one transaction: when it resolves, the change is in
 * DuckDB's log on disk. That is the whole concurrency story, and why an acknowledged row cannot be lost or conflict.
 *
 * Undecided data (the rows of a load job that may still fail) is gathered in the database `staging`, which
 * lives in memory, is open to every connection outside of `write`, and is gone with the process.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { Interrupted } from '../googlesql/error.ts';
import { keepByteOrderMarks } from './duckdb-text.ts';
import { quote } from './schema.ts';

/** Idle connections kept for reading; more are opened under load and closed afterwards. */
const KEPT_READERS = 4;

const SESSION = [
  "SET TimeZone = 'UTC'",
  // BigQuery sorts NULL first ascending and last descending.
  "SET default_null_order = 'NULLS_FIRST_ON_ASC_LAST_ON_DESC'",
];

export { Interrupted };

type Commit = (connection: DuckDBConnection) => Promise<void>;

/** Told how each transaction ended, before the next one begins. */
export interface Watcher {
  committed(): void;
  undone(): void;
}

export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #readers: DuckDBConnection[] = [];
  readonly #commits = new AsyncLocalStorage<Commit>();
  readonly #signals = new AsyncLocalStorage<AbortSignal | undefined>();
  #writing: Promise<unknown> = Promise.resolve();
  #watcher: Watcher | undefined;
  #staged = 0;
  #closed = false;

  private constructor(instance: DuckDBInstance, writer: DuckDBConnection) {
    this.#instance = instance;
    this.#writer = writer;
  }

  /** `path` undefined keeps everything in memory. */
  static async open(path: string | undefined): Promise<Engine> {
    keepByteOrderMarks();
    const instance = await DuckDBInstance.create(path ?? ':memory:', {
      // Nothing may be fetched at run time, and no SQL text may reach the machine's files except through us.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const writer = await connect(instance);
    await writer.run("ATTACH ':memory:' AS staging");
    return new Engine(instance, writer);
  }

  /** Runs `work` on a connection of its own. Sees everything committed before it began. */
  async read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const signal = this.#signals.getStore();
    const connection = this.#readers.pop() ?? (await connect(this.#instance));
    try {
      return await interrupted(signal, connection, () => work(connection));
    } finally {
      if (this.#closed || this.#readers.length >= KEPT_READERS) connection.closeSync();
      else this.#readers.push(connection);
    }
  }

  /** Runs `work` alone, in a transaction: committed and durable when this resolves, undone when `work` throws. */
  write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const commit = this.#commits.getStore();
    const whole =
      commit === undefined
        ? work
        : async (connection: DuckDBConnection): Promise<T> => {
            const result = await work(connection);
            await commit(connection);
            return result;
          };
    const signal = this.#signals.getStore();
    const turn = this.#writing.then(() =>
      this.#transaction((connection) => interrupted(signal, connection, () => whole(connection))),
    );
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Runs `work` so that `commit` is part of every transaction `work` writes. So a job's record and its effect become
   * durable together, in whichever function the write happens.
   */
  committing<T>(commit: Commit, work: () => Promise<T>): Promise<T> {
    return this.#commits.run(commit, work);
  }

  /**
   * Runs `work` so that everything it reads and writes stops when the signal says so: statements that run are interrupted,
   * those to come throw `Interrupted`, and what was not committed is undone.
   */
  interruptible<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#signals.run(signal, work);
  }

  /** Runs what must be done also after an interruption. */
  uninterrupted<T>(work: () => Promise<T>): Promise<T> {
    return this.#signals.run(undefined, work);
  }

  watch(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /** A new table name in `staging`, quoted. The caller that makes the table drops it. */
  stagingName(): string {
    this.#staged += 1;
    return `staging.${quote(`s${this.#staged}`)}`;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    for (const connection of this.#readers) connection.closeSync();
    this.#writer.closeSync();
    this.#instance.closeSync();
  }

  async #transaction<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    await this.#writer.run('BEGIN TRANSACTION');
    try {
      const result = await work(this.#writer);
      // DuckDB commits nothing of a transaction in which a statement failed, and does not say so. The SELECT says so.
      await this.#writer.run('SELECT 1; COMMIT');
      this.#watcher?.committed();
      return result;
    } catch (error) {
      // A failed COMMIT has already ended the transaction; then there is nothing left to roll back.
      await this.#writer.run('ROLLBACK').catch(() => undefined);
      this.#watcher?.undone();
      throw error;
    }
  }
}

/** The interval at which a connection is interrupted again: DuckDB forgets an interrupt when the next statement begins. */
const INTERRUPT_AGAIN_MS = 20;

async function interrupted<T>(
  signal: AbortSignal | undefined,
  connection: DuckDBConnection,
  work: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work();
  if (signal.aborted) throw new Interrupted();
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await work();
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearInterval(again);
  }
}

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  for (const statement of SESSION) await connection.run(statement);
  return connection;
}
