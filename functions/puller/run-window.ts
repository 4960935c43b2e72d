/** One window of a source: its lease is taken, it is pulled, and what came of it is recorded. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { type ErrorCode, fromUnknown, type PenstockError } from '@penstock/shared/runtime/errors.ts';
import { type HeldLease, type Leased, takeLease } from '@penstock/shared/storage/lease.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import { type Landed, ledgerName } from './landed-keys.ts';
import { countsOf, type WindowOutcome } from './outcome.ts';
import { type PullContext, type PullRun, pullWindow } from './pull-window.ts';
import { SourceError } from './source.ts';
import { pastRetention, type Window, type WindowPolicy } from './window.ts';
import { type Failure, failed, newWindow, type WindowRecord } from './window-ledger.ts';

export interface WindowRun extends PullContext {
  readonly policy: WindowPolicy;
  readonly ledger: Ledger<Leased<WindowRecord>>;
  readonly clock: Clock;
  /** Unlike that of every other run. */
  readonly runId: string;
  /** The time that a run that died keeps others from its window. */
  readonly termMs: number;
  /** A clock that only counts, for leases. Default `performance.now`. */
  readonly elapsed?: () => number;
}

export interface WindowTask {
  readonly window: Window;
  /** The time that decides whether the source still shows the window. */
  readonly nowMs: number;
  /** The run ends at a clean point before this time. */
  readonly endMs: number;
  /** Rows that landed with earlier windows; without it the listing does not reach before the window. */
  readonly past?: () => Promise<Landed>;
  /** Aborts where the run is to end at the next clean point. */
  readonly stop?: AbortSignal;
}

export interface WindowResult {
  readonly outcome: WindowOutcome;
  readonly retryAfterMs?: number | undefined;
}

export async function runWindow(run: WindowRun, task: WindowTask): Promise<WindowResult> {
  const { clock, policy, source, ledger, runId, termMs, elapsed } = run;
  const { window, nowMs, endMs, stop = new AbortController().signal } = task;
  const begunMs = clock.now();
  let resumes = 0;
  const told: Tell = (state, record, error) => ({
    ...record.window,
    state,
    ...countsOf(record),
    resumes,
    ms: clock.now() - begunMs,
    ...(error === undefined ? {} : { code: error.code, message: error.message }),
  });
  if (pastRetention(policy, Date.parse(window.from), nowMs)) {
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
    const past = await pastOf(task);
    const record = await lease.hold((signal) =>
      pullWindow(
        run,
        lease,
        {
          deadlineMs: endMs,
          leftMs: () => endMs - clock.now(),
          enough: () => stop.aborted || clock.now() >= endMs,
          past,
          stop,
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
    if (stop.aborted) return ended(lease, told);
    return giveUp(lease, fromUnknown(thrown), told);
  }
}

async function pastOf({ past }: WindowTask): Promise<PullRun['past']> {
  if (past === undefined) return { reachMs: 0 };
  const { keys, reachMs } = await past();
  return { landed: keys, reachMs };
}

type Tell = (state: WindowOutcome['state'], record: WindowRecord, error?: PenstockError) => WindowOutcome;

/** The run was asked to end in the middle of a listing or a stream: the next run goes on from the ledger. */
async function ended(lease: HeldLease<WindowRecord>, told: Tell): Promise<WindowResult> {
  const record = lease.value;
  await lease.release({ ...record, runs: record.runs + 1 }).catch(() => undefined);
  return { outcome: told('more', record) };
}

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
