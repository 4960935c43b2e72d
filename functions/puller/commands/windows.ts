/** `penstock puller status` and `penstock puller replay`: the ledgers of windows, read and opened again. */

import { randomUUID } from 'node:crypto';
import type { Call } from '@penstock/shared/runtime/command.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { type HeldLease, takeLease } from '@penstock/shared/storage/lease.ts';
import { ledgerName } from '../landed-keys.ts';
import { landedRows, newWindow, replayed, type WindowRecord, windowLedger } from '../window-ledger.ts';

/** The places of the ledgers, by the names of the puller's own settings. */
export interface LedgerFlags {
  readonly bucket: string;
  readonly prefix: string;
}

type WindowCall<F> = Pick<Call, 'operands' | 'dryRun' | 'project' | 'clock' | 'print' | 'summary'> & {
  readonly flags: LedgerFlags & F;
};

const COLUMNS = ['window', 'state', 'rows', 'rejected', 'segments', 'runs', 'problem'] as const;
/** The time that a replay has for its one change. */
const REPLAY_TERM_MS = 30_000;

/** The newest windows of a source, the oldest first. Ends `partial` where one of them has failed. */
export async function status(call: WindowCall<{ readonly most: number }>): Promise<'done' | 'partial'> {
  return withLedger(call, async (ledger) => {
    const { source = '' } = call.operands;
    const names: string[] = [];
    for await (const page of ledger.list(`${source}/`)) names.push(...page.map(({ name }) => name));
    const newest = names.sort().slice(-call.flags.most);
    const entries = await Promise.all(newest.map((name) => ledger.read(name)));
    const records = entries.filter((entry) => entry !== undefined).map(({ value }) => value.value);
    call.print.table(records.map(rowOf), [...COLUMNS]);
    return records.some(({ state }) => state === 'failed') ? 'partial' : 'done';
  });
}

/** Opens a failed window again: the next run pulls it. Rows that have landed stay landed. */
export async function replay(call: WindowCall<object>): Promise<'done'> {
  return withLedger<'done'>(call, async (ledger) => {
    const { source = '', window = '' } = call.operands;
    const name = ledgerName(source, window);
    const entry = await ledger.read(name);
    if (entry === undefined)
      throw new PenstockError(
        'NOT_FOUND',
        `${source} has no window ${window}: penstock puller status ${source} lists them`,
      );
    if (call.dryRun) {
      mustHaveFailed(window, entry.value.value);
    } else {
      const owner = `replay-${randomUUID()}`;
      const initial = newWindow(entry.value.value.window);
      const taken = await takeLease(ledger, name, { owner, termMs: REPLAY_TERM_MS, initial, clock: call.clock });
      if (taken.state !== 'taken')
        throw new PenstockError('CONFLICT', `A run holds the window ${window}: try again when it has ended`);
      await openAgain(window, taken.lease);
    }
    call.summary(`${source} ${window} ${call.dryRun ? 'would be' : 'is'} open again: the next run pulls it`);
    return 'done';
  });
}

/** Looks at the window under its lease: another replay, and a run behind it, may have ended it meanwhile. */
async function openAgain(window: string, lease: HeldLease<WindowRecord>): Promise<void> {
  const found = lease.value;
  try {
    mustHaveFailed(window, found);
  } catch (error) {
    await lease.release(found);
    throw error;
  }
  await lease.release(replayed(found));
}

function mustHaveFailed(window: string, { state }: WindowRecord): void {
  if (state !== 'failed')
    throw new PenstockError('INPUT_INVALID', `The window ${window} is ${state}: only a failed window is replayed`);
}

async function withLedger<T>(
  { flags, project }: WindowCall<unknown>,
  work: (ledger: ReturnType<typeof windowLedger>) => Promise<T>,
): Promise<T> {
  const storage = openStorage({ projectId: project() });
  try {
    return await work(windowLedger({ storage, ...flags }));
  } finally {
    await storage.close();
  }
}

function rowOf(record: WindowRecord): Readonly<Record<string, unknown>> {
  const { window, state, plan, segments, runs, failure } = record;
  return {
    window: window.from,
    state,
    rows: `${landedRows(record)}/${plan?.rows ?? '?'}`,
    rejected: plan?.rejected ?? 0,
    segments: segments.length,
    runs,
    problem: failure === null ? '' : `${failure.code}: ${failure.message}`,
  };
}
