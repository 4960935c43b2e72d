/**
 * Pulls the windows of a past range, several at once. Each window has the ledger and the lease that a scheduled run would
 * use, so a second backfill, or a live run that meets the same window, waits for it or finds it done. A window's listing
 * never reaches before the window: its windows are independent of each other, and their order does not matter.
 */

import { fromUnknown, type PenstockError } from '@penstock/shared/runtime/errors.ts';
import { ledgerName } from '../landed-keys.ts';
import type { WindowOutcome } from '../outcome.ts';
import { runWindow, type WindowResult, type WindowRun } from '../run-window.ts';
import type { Window } from '../window.ts';
import { checkLength } from './survey.ts';

export interface BackfillOptions {
  readonly windows: Iterable<Window>;
  readonly parallel: number;
  /** The longest wait for a window that another run holds, or that its source asked to wait with. */
  readonly waitMs: number;
  /** Goes on with the other windows behind one that failed. */
  readonly keepGoing: boolean;
  /** Aborts where the backfill is to end at the next clean points. */
  readonly stop: AbortSignal;
  /** Told of each window that this backfill is through with. */
  readonly onWindow: (ended: EndedWindow) => void;
}

export interface EndedWindow {
  readonly outcome: WindowOutcome;
  /** Its rows were in the table before this backfill came to it. */
  readonly before: boolean;
}

/** Attempts of a window that fails for a reason that passes. */
const ATTEMPTS = 5;
const BACKOFF_MS = 5_000;
/** A window that another run holds is looked at again after so long at most. */
const LOOK_AGAIN_MS = 15_000;
/** The longest run of a window; the next one goes on behind it. */
const RUN_MS = 6 * 3_600_000;

export async function backfill(run: WindowRun, options: BackfillOptions): Promise<void> {
  const windows = options.windows[Symbol.iterator]();
  const { parallel, stop, keepGoing, onWindow } = options;
  let over = false;
  const worker = async (): Promise<void> => {
    while (!over && !stop.aborted) {
      const { done, value } = windows.next();
      if (done === true) return;
      const ended = await oneWindow(run, options, value).catch((error: unknown) => {
        over = true;
        throw error;
      });
      if (ended.outcome.state === 'failed' && !keepGoing) over = true;
      onWindow(ended);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: parallel }, worker));
  const broken = workers.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

async function oneWindow(run: WindowRun, options: BackfillOptions, window: Window): Promise<EndedWindow> {
  const { clock } = run;
  const { stop, waitMs } = options;
  const untilMs = clock.now() + waitMs;
  let failures = 0;
  for (;;) {
    const { before, result } = await attempt(run, window, stop);
    const { outcome } = result;
    const { state } = outcome;
    if (state === 'done' || state === 'failed' || stop.aborted) return { outcome, before };
    let pauseMs = 0;
    if (state === 'retry') {
      failures += 1;
      if (failures >= ATTEMPTS) return { outcome, before };
      pauseMs = result.retryAfterMs ?? BACKOFF_MS * 2 ** (failures - 1);
    } else if (state === 'elsewhere') {
      if (clock.now() >= untilMs) return { outcome, before };
      // An owner that lost its lease is not told how long the other one has it.
      const leftMs = [result.retryAfterMs, LOOK_AGAIN_MS].filter((ms) => ms !== undefined);
      pauseMs = Math.max(1, Math.min(...leftMs));
    }
    // Ends early where the backfill is stopped; then the next attempt ends at its first clean point.
    await clock.sleep(pauseMs, stop).catch(() => undefined);
  }
}

interface Attempted {
  readonly result: WindowResult;
  readonly before: boolean;
}

async function attempt(run: WindowRun, window: Window, stop: AbortSignal): Promise<Attempted> {
  const { clock, source, ledger } = run;
  try {
    const found = await ledger.read(ledgerName(source.name, window.from));
    checkLength(found, window, source.name);
    const task = { window, nowMs: clock.now(), endMs: clock.now() + RUN_MS, stop };
    return { result: await runWindow(run, task), before: found?.value.value.state === 'done' };
  } catch (thrown) {
    const error = fromUnknown(thrown);
    if (error.kind === 'permanent') throw error;
    return { result: { outcome: untold(window, error) }, before: false };
  }
}

/** The ledger could not be read or written, so its counts are not known. */
function untold(window: Window, { code, message }: PenstockError): WindowOutcome {
  const none = { pages: 0, rows: 0, rejected: 0, bytes: 0, segments: 0, resumes: 0, ms: 0 };
  return { ...window, ...none, state: 'retry', code, message };
}
