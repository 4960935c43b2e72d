/** The keys of rows that landed with earlier windows, for a source that reads them again because they may come late. */

import type { Leased } from '@penstock/shared/storage/lease.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import { type PullContext, spoolOf } from './pull-window.ts';
import { partName } from './spool.ts';
import { type WindowPolicy, windowAt } from './window.ts';
import type { WindowRecord } from './window-ledger.ts';

/** Reads the keys of the windows that the overlap of this one reaches. */
export async function landedKeys(
  context: PullContext,
  ledger: Ledger<Leased<WindowRecord>>,
  policy: WindowPolicy,
  startMs: number,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const first = Math.max(policy.startMs, startMs - Math.ceil(policy.overlapMs / policy.lengthMs) * policy.lengthMs);
  for (let at = first; at < startMs; at += policy.lengthMs) {
    const entry = await ledger.read(ledgerName(context.source.name, windowAt(at, policy.lengthMs).from));
    const record = entry?.value.value;
    if (record?.plan == null) continue;
    const spool = spoolOf(context, record);
    for (let number = 0; number < record.plan.batches; number += 1) {
      const name = partName(spool, record.plan.listing, number, 'pages');
      const lines = (await context.objects.read(context.bucket, name)).toString('utf8').split('\n');
      for (const line of lines.filter((text) => text !== ''))
        for (const key of (JSON.parse(line) as { readonly keys?: readonly string[] }).keys ?? []) keys.add(key);
    }
  }
  return keys;
}

/** The name of a window's ledger entry. */
export function ledgerName(source: string, from: string): string {
  return `${source}/${from}`;
}
