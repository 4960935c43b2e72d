/** Errors of statements: BigQuery's `reason`, and a message that ends with the position. */

import type { StatementOutcome } from './host.ts';

/** A position in the statement's text. Lines and columns count from 1, columns in code points, as in BigQuery. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type SqlErrorReason =
  | 'invalidQuery'
  | 'invalid'
  | 'notFound'
  | 'duplicate'
  | 'resourceInUse'
  | 'accessDenied'
  | 'notImplemented'
  /** The statement was interrupted. */
  | 'stopped';

export class SqlError extends Error {
  readonly reason: SqlErrorReason;
  /** BigQuery's `location`: `query` for what is wrong in the text. */
  readonly location: string | undefined;
  readonly position: Position | undefined;

  constructor(message: string, options: { reason?: SqlErrorReason; position?: Position | undefined } = {}) {
    const at = options.position;
    super(at === undefined ? message : `${message} at [${at.line}:${at.column}]`);
    this.name = 'SqlError';
    this.reason = options.reason ?? 'invalidQuery';
    this.location = this.reason === 'invalidQuery' ? 'query' : undefined;
    this.position = at;
  }
}

/** Work that was told to stop. */
export class Interrupted extends Error {
  constructor() {
    super('The statement was interrupted');
    this.name = 'Interrupted';
  }
}

/** The user's mistake in the text. */
export function invalid(message: string, position?: Position): SqlError {
  return new SqlError(message, { position });
}

/** A construct of GoogleSQL that is not built here: refused by name, never answered wrongly. */
export function unsupported(construct: string, position?: Position): SqlError {
  return new SqlError(`The local BigQuery does not support ${construct}`, { position });
}

export function syntaxError(message: string, position: Position): SqlError {
  return new SqlError(`Syntax error: ${message}`, { position });
}

export function notFound(kind: 'Table' | 'Dataset' | 'Routine', name: string): SqlError {
  return new SqlError(`Not found: ${kind} ${name}`, { reason: 'notFound' });
}

export function duplicate(name: string): SqlError {
  return new SqlError(`Already Exists: ${name}`, { reason: 'duplicate' });
}

/** A script's error, with the outcomes of the statements that ran before it and of the one that failed. */
export class ScriptError extends SqlError {
  readonly children: readonly StatementOutcome[];

  constructor(error: SqlError, children: readonly StatementOutcome[]) {
    super(error.message, { reason: error.reason });
    this.name = 'ScriptError';
    this.cause = error;
    this.children = children;
  }
}
