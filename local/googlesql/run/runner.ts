/** Runners of statements: each statement in its own turn, or all of a transaction in one. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../error.ts';
import type { Session } from '../resolve/context.ts';
import { NeedsExternal, NeedsMoment, NeedsSandbox, NeedsTrial } from '../resolve/context.ts';
import type { StatementNode } from '../syntax/statement.ts';
import { translated, valueError } from './duck-error.ts';

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
 * Runs work that analyzes, and gives it what it asks for in between: analysis does not wait, and starts anew when it
 * needs to. After an error it starts anew with care, if that may help.
 */
export async function withExternals<T>({ session, runner }: Execution, work: () => Promise<T>): Promise<T> {
  const { care } = session;
  // CURRENT_TIMESTAMP in a moment is that of the statement.
  session.moments.clear();
  care.failures.clear();
  care.found = false;
  care.careful = false;
  for (;;) {
    try {
      return await translated(work);
    } catch (error) {
      if (await given(session, error)) continue;
      // DuckDB does not go on with a transaction after an error.
      if (!(error instanceof SqlError) || !care.found || care.careful || runner.inTransaction) throw error;
      care.careful = true;
    }
  }
}

/** Whether the error was a need of the analysis, which it now has. */
async function given(session: Session, error: unknown): Promise<boolean> {
  if (error instanceof NeedsSandbox) await session.sandbox.load();
  else if (error instanceof NeedsMoment) session.moments.set(error.sql, await momentOf(session, error.sql));
  else if (error instanceof NeedsTrial) session.care.failures.set(error.sql, await failureOf(session, error.sql));
  else if (error instanceof NeedsExternal)
    session.external.set(JSON.stringify(error.configuration), await session.host.external(error.configuration));
  else return false;
  return true;
}

async function failureOf({ host }: Session, sql: string): Promise<string | null> {
  try {
    await host.engine.read((connection) => connection.run(sql));
    return null;
  } catch (error) {
    // The whole statement meets any other error again and tells of it.
    return error instanceof Error ? (valueError(error.message)?.message ?? null) : null;
  }
}

async function momentOf({ host }: Session, sql: string): Promise<number | null> {
  const reader = await host.engine.read((connection) => connection.runAndReadAll(`SELECT ${sql}`));
  const value = reader.getRows()[0]?.[0] as { readonly micros: bigint } | null | undefined;
  return value === null || value === undefined ? null : Math.floor(Number(value.micros) / 1000);
}
