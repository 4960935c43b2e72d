/** The ledger's value of one load: the plan, pinned when the success file was first claimed, and how far it has come. */

import { createHash } from 'node:crypto';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Destination } from './destination.ts';

/** A success file: with its generation it is the identity of a load. */
export interface SuccessFile {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
}

/**
 * `waiting` for its turn, `staging` copies of its files, `loading` its parts, `loaded` into temporary tables,
 * `publishing` them by one copy, `running` its SQL; then `settling` (hooks, tracking) or `failing` (hooks, `_FAILED`).
 * `done`, `failed` and `skipped` are ends.
 */
export const LOAD_STATES = [
  'waiting',
  'staging',
  'loading',
  'loaded',
  'publishing',
  'running',
  'settling',
  'failing',
  'done',
  'failed',
  'skipped',
] as const;
export type LoadState = (typeof LOAD_STATES)[number];

/** States that have a next step. */
export type ActiveState = Exclude<LoadState, 'done' | 'failed' | 'skipped'>;

const ENDS: ReadonlySet<LoadState> = new Set(['done', 'failed', 'skipped']);

export function isEnd(state: LoadState): boolean {
  return ENDS.has(state);
}

/** One job: `attempt` is in the ledger before it is submitted, so no other attempt can run beside it. */
export interface JobProgress {
  readonly attempt: number;
  /** Failures of this run; `retry` begins at 0 again, while attempts go on counting. */
  readonly failures: number;
  readonly status: 'todo' | 'done';
}

export interface PartProgress extends JobProgress {
  readonly files: number;
  readonly bytes: number;
  /** The part's lines in the manifest. */
  readonly from: number;
  readonly to: number;
  readonly rows?: number;
  readonly badRecords?: number;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Every error that BigQuery gave, with the file or column it is about. */
  readonly details: readonly { readonly reason: string; readonly location: string; readonly message: string }[];
  readonly jobId?: string;
  readonly atMs: number;
}

export interface Transform {
  readonly sql: string;
  readonly script: boolean;
  /** The origin of the SQL. */
  readonly origin: string;
  /** `ExternalDataConfiguration` without its URIs. */
  readonly external: Readonly<Record<string, unknown>>;
}

export interface LoadRecord {
  readonly version: 1;
  readonly id: string;
  readonly success: SuccessFile;
  readonly successMs: number;
  readonly plannedMs: number;
  /** Undefined where the path named none: the load can only fail. */
  readonly destination?: Destination;
  /** The location of the destination's dataset. */
  readonly location: string;
  /** `load.json`, merged: BigQuery's keys and ours. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly configDigest: string;
  readonly hold: 'verify' | 'snapshot';
  readonly transform?: Transform;
  readonly order?: { readonly key: string };
  readonly manifest?: {
    readonly name: string;
    readonly files: number;
    readonly bytes: number;
    readonly firstName: string;
  };
  readonly parts: readonly PartProgress[];
  /** Whether the destination existed when the parts were prepared. */
  readonly target?: 'existing' | 'new';
  /** The job that makes the rows visible: the copy, the direct load or the script. */
  readonly publication: JobProgress;
  /** The SQL that runs after success. */
  readonly hook: JobProgress;
  readonly state: LoadState;
  /** Nothing is tried before this moment. */
  readonly notBeforeMs: number;
  readonly problem?: Problem;
  /** Rows in the destination; undefined until it succeeded. */
  readonly rows?: number;
  /** Steps of settling or failing that are done. */
  readonly settled: readonly string[];
  /** When each state was entered first. */
  readonly times: Readonly<Partial<Record<LoadState, number>>>;
  /** W3C trace context of the request that planned it: the lines and jobs of the load carry it, whichever request moves it on. */
  readonly traceparent?: string;
  /** The files were chosen one by one, and are not all that lie below the success file. */
  readonly micro?: boolean;
  /** A batch that came after a later one of its table had been applied. */
  readonly late?: boolean;
}

export const NOT_STARTED: JobProgress = { attempt: 1, failures: 0, status: 'todo' };

/** The same success file always has the same id, for every kind of event that brings it. */
export function loadIdOf({ bucket, name, generation }: SuccessFile): string {
  return createHash('sha256')
    .update(JSON.stringify([bucket, name, generation]))
    .digest('hex')
    .slice(0, ID_DIGITS);
}

const ID_DIGITS = 40;

/** The record in another state. */
export function entering(
  record: LoadRecord,
  state: LoadState,
  nowMs: number,
  change: Partial<LoadRecord> = {},
): LoadRecord {
  const times = { ...record.times, [state]: record.times[state] ?? nowMs };
  return { ...record, ...change, state, times, notBeforeMs: change.notBeforeMs ?? 0 };
}

/** Reads a stored record; throws where it is none that this version understands. */
export function parseLoadRecord(stored: unknown): LoadRecord {
  const { version, id, state } = (stored ?? {}) as Partial<Record<keyof LoadRecord, unknown>>;
  if (version === 1 && typeof id === 'string' && LOAD_STATES.includes(state as LoadState)) return stored as LoadRecord;
  throw new PenstockError(
    'INPUT_MALFORMED',
    'The ledger of a load holds something else: it is not of this version of the loader',
  );
}

/** An error as the ledger keeps it. */
export function problemOf(error: PenstockError, details: Problem['details'], atMs: number, jobId?: string): Problem {
  return {
    code: error.code,
    message: error.message,
    details: details.slice(0, MOST_DETAILS),
    atMs,
    ...(jobId !== undefined && { jobId }),
  };
}

/** Why a load failed. */
export function problemIn({ problem }: LoadRecord): Problem {
  return problem ?? { code: 'INTERNAL', message: 'The load did not fail', details: [], atMs: 0 };
}

/** A load can report one error a row; a ledger stays small. All of them stay readable in the job itself. */
const MOST_DETAILS = 50;
