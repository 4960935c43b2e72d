/** The keys of rows that landed with earlier windows, for a source that reads them again because they may come late. */

import { fromUnknown, PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Leased } from '@penstock/shared/storage/lease.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import { type PullContext, spoolOf } from './pull-window.ts';
import { partName } from './spool.ts';
import type { WindowPolicy } from './window.ts';
import type { Plan, WindowRecord } from './window-ledger.ts';

const DAY_MS = 86_400_000;

/** The past that a listing reads again. */
export interface Landed {
  readonly keys: ReadonlySet<string>;
  /** As far before the window's start as every row has landed: at most the overlap. Further back rows are not late. */
  readonly reachMs: number;
}

/**
 * Follows the windows that are done back from this one, until the overlap is covered or one is missing. Rows of a missing
 * window are not late: they land with it, when it is pulled or backfilled.
 */
export async function landedKeys(
  context: PullContext,
  ledger: Ledger<Leased<WindowRecord>>,
  { overlapMs, lengthMs }: Pick<WindowPolicy, 'overlapMs' | 'lengthMs'>,
  startMs: number,
): Promise<Landed> {
  const keys = new Set<string>();
  const wantedMs = startMs - overlapMs;
  let reachedMs = startMs;
  for (const name of await namesBetween(ledger, context.source.name, wantedMs - lengthMs, startMs)) {
    if (reachedMs <= wantedMs) break;
    const record = (await ledger.read(name))?.value.value;
    if (record?.state !== 'done' || Date.parse(record.window.to) !== reachedMs) break;
    await addKeys(context, record, keys);
    reachedMs = Date.parse(record.window.from);
  }
  return { keys, reachMs: Math.min(overlapMs, startMs - reachedMs) };
}

/** The names of the windows that begin between the two times, the newest first. The names of a day are listed at once. */
async function namesBetween(
  ledger: Ledger<Leased<WindowRecord>>,
  source: string,
  fromMs: number,
  toMs: number,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) {
    const prefix = ledgerName(source, new Date(day).toISOString().slice(0, 10));
    for await (const page of ledger.list(prefix)) names.push(...page.map(({ name }) => name));
  }
  const end = ledgerName(source, new Date(toMs).toISOString());
  return names.filter((name) => name < end).reverse();
}

async function addKeys(context: PullContext, record: WindowRecord, keys: Set<string>): Promise<void> {
  const spool = spoolOf(context, record);
  // A window that is done has a plan.
  const { listing, batches } = record.plan as Plan;
  for (let number = 0; number < batches; number += 1) {
    const name = partName(spool, listing, number, 'pages');
    const lines = (await readKept(context, name)).toString('utf8').split('\n');
    for (const line of lines.filter((text) => text !== ''))
      for (const key of (JSON.parse(line) as { readonly keys?: readonly string[] }).keys ?? []) keys.add(key);
  }
}

/** The spool ages out by the bucket's lifecycle: an overlap that is longer than it is kept would take rows twice. */
async function readKept({ objects, bucket }: PullContext, name: string): Promise<Buffer> {
  return objects.read(bucket, name).catch((thrown: unknown) => {
    const error = fromUnknown(thrown);
    if (error.code !== 'NOT_FOUND') throw error;
    const message = `gs://${bucket}/${name} is gone, and its keys tell which rows have landed: make window.overlap shorter than the spool is kept`;
    throw new PenstockError('CONFIG_INVALID', message, { cause: error });
  });
}

/** The name of a window's ledger entry. */
export function ledgerName(source: string, from: string): string {
  return `${source}/${from}`;
}
