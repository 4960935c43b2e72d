/**
 * The DuckDB database behind the local BigQuery: one file (or memory), many readers, one writer at a time.
 *
 * Every change goes through `write`, which runs alone and inside one transaction: when it resolves, the change is in
 * DuckDB's log on disk. That is the whole concurrency story, and why an acknowledged row cannot be lost or conflict.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';

/** Idle connections kept for reading; more are opened under load and closed afterwards. */
const KEPT_READERS = 4;

const SESSION = [
  "SET TimeZone = 'UTC'",
  // BigQuery sorts NULL first ascending and last descending.
  "SET default_null_order = 'NULLS_FIRST_ON_ASC_LAST_ON_DESC'",
];

export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #readers: DuckDBConnection[] = [];
  #writing: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(instance: DuckDBInstance, writer: DuckDBConnection) {
    this.#instance = instance;
    this.#writer = writer;
  }

  /** `path` undefined keeps everything in memory. */
  static async open(path: string | undefined): Promise<Engine> {
    const instance = await DuckDBInstance.create(path ?? ':memory:', {
      // Nothing may be fetched at run time, and no SQL text may reach the machine's files except through us.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return new Engine(instance, await connect(instance));
  }

  /** Runs `work` on a connection of its own. Sees everything committed before it began. */
  async read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.#readers.pop() ?? (await connect(this.#instance));
    try {
      return await work(connection);
    } finally {
      if (this.#closed || this.#readers.length >= KEPT_READERS) connection.closeSync();
      else this.#readers.push(connection);
    }
  }

  /** Runs `work` alone, in a transaction: committed and durable when this resolves, undone when `work` throws. */
  write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const turn = this.#writing.then(() => this.#transaction(work));
    this.#writing = turn.catch(() => undefined);
    return turn;
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
      await this.#writer.run('COMMIT');
      return result;
    } catch (error) {
      // A failed COMMIT has already ended the transaction; then there is nothing left to roll back.
      await this.#writer.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  for (const statement of SESSION) await connection.run(statement);
  return connection;
}
