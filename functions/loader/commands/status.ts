/** `penstock loader status`: loads that are unfinished or failed, and with `--all` those that are done. */

import type { LoaderContext, Store } from '../context.ts';
import { tableText } from '../hooks.ts';
import { loadLedgerName } from '../ledger-name.ts';
import type { LoadRecord, SuccessFile } from '../record.ts';
import { type AnyCall, operand, parsePlace, withLoader } from './open.ts';

export type StatusCall = AnyCall & { readonly flags: { readonly all: boolean } };

export async function status(call: StatusCall): Promise<'done' | 'partial'> {
  const place = parsePlace(operand(call, 'place'));
  return withLoader(call, async (context) => {
    const store = context.storeOf(place.bucket);
    let failed = false;
    const rows: Readonly<Record<string, unknown>>[] = [];
    for await (const record of recordsOf(context, store, call.flags.all)) {
      if (record.success.bucket !== place.bucket || !record.success.name.startsWith(place.name)) continue;
      failed ||= record.state === 'failed';
      rows.push(rowOf(record));
    }
    call.print.table(rows.toSorted((one, other) => (String(one.object) < String(other.object) ? -1 : 1)));
    return failed ? 'partial' : 'done';
  });
}

async function* recordsOf(context: LoaderContext, store: Store, all: boolean): AsyncGenerator<LoadRecord> {
  const { names, objects } = context;
  const prefixes = all ? [names.loads] : [names.open, names.failed];
  const seen = new Set<string>();
  for (const prefix of prefixes) {
    for await (const page of objects.list(store.bucket, { prefix, delimiter: '/' })) {
      for (const { name } of page) {
        const id = name.slice(prefix.length).replace(/\.json$/, '');
        if (seen.has(id)) continue;
        seen.add(id);
        const entry = await store.loads.read(loadLedgerName(id));
        if (entry !== undefined) yield entry.value;
      }
    }
  }
}

export function rowOf(record: LoadRecord): Readonly<Record<string, unknown>> {
  const { success, state, manifest, rows, publication, problem, parts } = record;
  return {
    object: `gs://${success.bucket}/${success.name}#${success.generation}`,
    table: record.destination === undefined ? '' : tableText(record),
    state,
    files: manifest?.files ?? 0,
    parts: `${parts.filter((part) => part.status === 'done').length}/${parts.length}`,
    rows: rows ?? '',
    attempt: publication.attempt,
    problem: problem?.message ?? '',
  };
}

/** For messages. */
export function shownFile({ bucket, name, generation }: SuccessFile): string {
  return `gs://${bucket}/${name}#${generation}`;
}
