/** The outcome of a run: its answer to Cloud Scheduler and its one log line. */

import type { ErrorCode } from '@penstock/shared/runtime/errors.ts';
import { landedRows, type WindowRecord } from './window-ledger.ts';

/**
 * - `done`: every window that was due has landed; `idle`: none was due.
 * - `more`: the run ended at a clean point, and the next one goes on there.
 * - `elsewhere`: another run works on the window, or the source asks to wait.
 * - `retry`: it may succeed when it is tried again.
 * - `failed`: it will not succeed: a person must look at it.
 */
export type RunState = 'done' | 'idle' | 'more' | 'elsewhere' | 'retry' | 'failed';

export interface WindowOutcome {
  readonly from: string;
  readonly to: string;
  readonly state: Exclude<RunState, 'idle'>;
  readonly pages: number;
  readonly rows: number;
  readonly rejected: number;
  readonly bytes: number;
  readonly segments: number;
  /** Streams of earlier runs, or of a failed attempt, that were ended and gone on from. */
  readonly resumes: number;
  readonly ms: number;
  readonly code?: ErrorCode;
  readonly message?: string;
}

export interface RunOutcome {
  readonly source: string;
  readonly state: RunState;
  readonly windows: readonly WindowOutcome[];
  /** The wait for Cloud Scheduler, if it is known. */
  readonly retryAfterMs?: number;
}

/** Cloud Scheduler takes 2xx for success and tries again after anything else. */
export const STATUS_OF: Readonly<Record<RunState, number>> = {
  done: 200,
  idle: 200,
  more: 200,
  elsewhere: 202,
  retry: 503,
  failed: 500,
};

/** The counts of a window, by its ledger. */
export function countsOf(
  record: WindowRecord,
): Pick<WindowOutcome, 'pages' | 'rows' | 'rejected' | 'bytes' | 'segments'> {
  const { plan, refused, segments } = record;
  return {
    pages: plan?.pages ?? 0,
    rows: landedRows(record),
    rejected: (plan?.rejected ?? 0) + refused.length,
    bytes: plan?.bytes ?? 0,
    segments: segments.length,
  };
}

/** The outcome of the whole run is that of its last window, because every window before it is done. */
export function stateOf(windows: readonly WindowOutcome[]): RunState {
  return windows.at(-1)?.state ?? 'idle';
}
