/** One run of one source: the windows that are due, oldest first, each under its own lease. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { type ErrorCode, fromUnknown, type PenstockError } from '@penstock/shared/runtime/errors.ts';
import { type HeldLease, type Leased, takeLease } from '@penstock/shared/storage/lease.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import { advance, type Cursor } from './cursor.ts';
import { landedKeys, ledgerName } from './landed-keys.ts';
import { countsOf, type RunOutcome, stateOf, type WindowOutcome } from './outcome.ts';
import { type PullContext, pullWindow } from './pull-window.ts';
import { SourceError } from './source.ts';
import { dueStarts, pastRetention, type WindowPolicy, windowAt } from './window.ts';
import { type Failure, failed, newWindow, type WindowRecord } from './window-ledger.ts';

export interface SourceRun extends PullContext {
  readonly policy: WindowPolicy;
  readonly ledger: Ledger<Leased<WindowRecord>>;
  readonly cursors: Ledger<Cursor>;
  readonly clock: Clock;
  /** Unlike that of every other run. */
  readonly runId: string;
  /** The time that a run that died keeps others from its window. */
  readonly termMs: number;
  /** A clock that only counts, for leases. Default `performance.now`. */
  readonly elapsed?: () => number;
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
  const { policy, source } = run;
  const cursor = await run.cursors.read(source.name);
  const starts = dueStarts(policy, cursor?.value.nextMs ?? policy.startMs, times.scheduledMs);
  const windows: WindowOutcome[] = [];
  let retryAfterMs: number | undefined;
  for (const startMs of starts) {
    const result = await oneWindow(run, times, startMs);
    windows.push(result.outcome);
    retryAfterMs = result.retryAfterMs;
    if (result.outcome.state !== 'done') break;
    await advance(run.cursors, source.name, startMs + policy.lengthMs);
  }
  return {
    source: source.name,
    state: stateOf(windows),
    windows,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

interface WindowResult {
  readonly outcome: WindowOutcome;
  readonly retryAfterMs?: number | undefined;
}

async function oneWindow(run: SourceRun, times: RunTimes, startMs: number): Promise<WindowResult> {
  const { clock, policy, source, ledger, runId, termMs, elapsed } = run;
  const begunMs = clock.now();
  const window = windowAt(startMs, policy.lengthMs);
  let resumes = 0;
  const told = (state: WindowOutcome['state'], record: WindowRecord, error?: PenstockError): WindowOutcome => ({
    ...window,
    state,
    ...countsOf(record),
    resumes,
    ms: clock.now() - begunMs,
    ...(error === undefined ? {} : { code: error.code, message: error.message }),
  });
  if (pastRetention(policy, startMs, times.scheduledMs)) {
    const message = `The source shows nothing as old as ${window.from} any more: skip the window, or its rows are missing silently`;
    return { outcome: { ...told('failed', newWindow(window)), code: 'INPUT_INVALID', message } };
  }
  const taken = await takeLease(ledger, ledgerName(source.name, window.from), {
    owner: runId,
    termMs,
    initial: newWindow(window),
    wanted: ({ state }) => state === 'open',
    clock,
    ...(elapsed === undefined ? {} : { elapsed }),
  });
  if (taken.state === 'held') return { outcome: told('elsewhere', taken.value), retryAfterMs: taken.leftMs };
  if (taken.state === 'unwanted') return { outcome: settled(taken.entry.value.value, told) };
  const { lease } = taken;
  const now = lease.value;
  try {
    if (now.notBeforeMs > clock.now()) {
      await lease.release();
      return { outcome: told('elsewhere', now), retryAfterMs: now.notBeforeMs - clock.now() };
    }
    const landed = policy.overlapMs > 0 ? await landedKeys(run, ledger, policy, startMs) : undefined;
    const endMs = times.deadlineMs - times.reserveMs;
    const record = await lease.hold((signal) =>
      pullWindow(
        run,
        lease,
        {
          deadlineMs: endMs,
          leftMs: () => endMs - clock.now(),
          enough: () => clock.now() >= endMs,
          landed,
          onStep: (step) => {
            if (step === 'fence') resumes += 1;
          },
        },
        signal,
      ),
    );
    await lease.release({ ...record, runs: record.runs + 1, failure: null });
    return { outcome: told(record.state === 'done' ? 'done' : 'more', record) };
  } catch (thrown) {
    return giveUp(lease, fromUnknown(thrown), told);
  }
}

type Tell = (state: WindowOutcome['state'], record: WindowRecord, error?: PenstockError) => WindowOutcome;

/** A window that needs no work: it is done, or it waits for an operator to replay it. */
function settled(record: WindowRecord, told: Tell): WindowOutcome {
  if (record.state === 'done') return told('done', record);
  const { code, message } = record.failure as Failure;
  return {
    ...told('failed', record),
    code: code as ErrorCode,
    message: `${message} (replay the window to try it again)`,
  };
}

/** These are of the surroundings and not of the window: it is tried again as soon as they are mended. */
const MENDED_OUTSIDE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CONFIG_INVALID',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'SCHEMA_MISMATCH',
  'CANCELLED',
]);

/** Records what went wrong and gives the lease back, as far as that is possible: otherwise it passes by itself. */
async function giveUp(lease: HeldLease<WindowRecord>, error: PenstockError, told: Tell): Promise<WindowResult> {
  const record = lease.value;
  if (error.code === 'LEASE_LOST') return { outcome: told('elsewhere', record, error) };
  const failure = { code: error.code, message: error.message.slice(0, 1_000) };
  const permanent = error.kind === 'permanent';
  const notBeforeMs = error instanceof SourceError ? (error.untilMs ?? 0) : 0;
  const final = permanent && !MENDED_OUTSIDE.has(error.code);
  const next = final ? failed(record, failure) : { ...record, failure, notBeforeMs };
  await lease.release({ ...next, runs: record.runs + 1 }).catch(() => undefined);
  return { outcome: told(permanent ? 'failed' : 'retry', record, error), retryAfterMs: error.retryAfterMs };
}
