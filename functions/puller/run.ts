/** One run of one source: the windows that are due, oldest first, each under its own lease. */

import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import { advance, type Cursor } from './cursor.ts';
import { landedKeys } from './landed-keys.ts';
import { type RunOutcome, stateOf, type WindowOutcome } from './outcome.ts';
import { runWindow, type WindowRun } from './run-window.ts';
import { isDue, windowFrom } from './window.ts';

export interface SourceRun extends WindowRun {
  readonly cursors: Ledger<Cursor>;
}

export interface RunTimes {
  /** The time that Cloud Scheduler meant, which decides the windows. */
  readonly scheduledMs: number;
  /** When the function ends. */
  readonly deadlineMs: number;
  /** Kept free before the deadline, to end at a clean point. */
  readonly reserveMs: number;
}

export async function runSource(run: SourceRun, times: RunTimes): Promise<RunOutcome> {
  const { policy, source, ledger } = run;
  const cursor = await run.cursors.read(source.name);
  let startMs = Math.max(cursor?.value.nextMs ?? policy.startMs, policy.startMs);
  const windows: WindowOutcome[] = [];
  let retryAfterMs: number | undefined;
  while (windows.length < policy.maxWindows && isDue(policy, startMs, times.scheduledMs)) {
    const fromMs = startMs;
    const result = await runWindow(run, {
      window: windowFrom(policy, fromMs),
      nowMs: times.scheduledMs,
      endMs: times.deadlineMs - times.reserveMs,
      ...(policy.overlapMs > 0 ? { past: () => landedKeys(run, ledger, policy, fromMs) } : {}),
    });
    windows.push(result.outcome);
    retryAfterMs = result.retryAfterMs;
    if (result.outcome.state !== 'done') break;
    // The ledger has the last word on where a window ends: its length may have been changed since it was begun.
    startMs = Date.parse(result.outcome.to);
    await advance(run.cursors, source.name, startMs);
  }
  return {
    source: source.name,
    state: stateOf(windows),
    windows,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
