/** BEGIN TRANSACTION to COMMIT in a script: one turn of the writer, held open across statements. */

import type { DuckDBConnection } from '@duckdb/node-api';
import type { SqlEngine } from '../host.ts';
import type { Runner } from './runner.ts';

/** Ends the writer's turn without its changes. */
class RolledBack extends Error {}

export class Transaction {
  readonly runner: Runner;
  readonly #decide: (how: 'commit' | 'rollback') => void;
  readonly #done: Promise<void>;

  private constructor(connection: DuckDBConnection, decide: (how: 'commit' | 'rollback') => void, done: Promise<void>) {
    this.#decide = decide;
    this.#done = done;
    // Reads see the transaction's own changes, so they use its connection too.
    const work = <T>(job: (connection: DuckDBConnection) => Promise<T>) => job(connection);
    this.runner = { read: work, write: work, inTransaction: true };
  }

  static async begin(engine: SqlEngine): Promise<Transaction> {
    const opened = Promise.withResolvers<DuckDBConnection>();
    const decided = Promise.withResolvers<'commit' | 'rollback'>();
    const done = engine.write(async (connection) => {
      opened.resolve(connection);
      if ((await decided.promise) === 'rollback') throw new RolledBack();
    });
    done.catch(opened.reject);
    return new Transaction(await opened.promise, decided.resolve, done);
  }

  async commit(): Promise<void> {
    this.#decide('commit');
    await this.#done;
  }

  async rollback(): Promise<void> {
    this.#decide('rollback');
    await this.#done.catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  }
}
