/** Runners of statements: each statement in its own turn, or all of a transaction in one. */

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Session } from '../resolve/context.ts';
import { NeedsExternal, NeedsMoment, NeedsSandbox } from '../resolve/context.ts';
import type { StatementNode } from '../syntax/statement.ts';
import { translated } from './duck-error.ts';

export interface Runner {
  read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** Alone, and undone as a whole when it throws. */
  write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  readonly inTransaction: boolean;
}

/** The surroundings of a running statement. */
export interface Execution {
  readonly session: Session;
  readonly runner: Runner;
  /** The whole text that the statement is of. */
  readonly text: string;
  readonly dryRun: boolean;
}

export type StatementOf<K extends StatementNode['kind']> = Extract<StatementNode, { kind: K }>;

/**
 * Runs work that analyzes, and makes the files it asks for readable in between: analysis does not wait, and starts
 * anew when it needs to.
 */
export async function withExternals<T>(session: Session, work: () => Promise<T>): Promise<T> {
  // CURRENT_TIMESTAMP in a moment is that of the statement.
  session.moments.clear();
  for (;;) {
    try {
      return await translated(work);
    } catch (error) {
      if (error instanceof NeedsSandbox) {
        await session.sandbox.load();
        continue;
      }
      if (error instanceof NeedsMoment) {
        session.moments.set(error.sql, await momentOf(session, error.sql));
        continue;
      }
      if (!(error instanceof NeedsExternal)) throw error;
      session.external.set(JSON.stringify(error.configuration), await session.host.external(error.configuration));
    }
  }
}

async function momentOf({ host }: Session, sql: string): Promise<number | null> {
  const reader = await host.engine.read((connection) => connection.runAndReadAll(`SELECT ${sql}`));
  const value = reader.getRows()[0]?.[0] as { readonly micros: bigint } | null | undefined;
  return value === null || value === undefined ? null : Math.floor(Number(value.micros) / 1000);
}
