/** `penstock loader retry`, `skip`, `pause` and `resume`. */

import { parseTableName } from '@penstock/shared/bigquery/table-name.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext } from '../context.ts';
import { setPaused } from '../order.ts';
import { advanceAll, sweep } from '../sweep.ts';
import { retryLoad, skipLoad } from '../verbs.ts';
import { type AnyCall, operand, parsePlace, successOf, withLoader } from './open.ts';
import { rowOf, shownFile } from './status.ts';

export type VerbCall = AnyCall & { readonly flags: { readonly wait: number } };
export type TableCall = AnyCall & { readonly flags: { readonly bucket: string; readonly wait: number } };

function limitsOf({ clock }: LoaderContext, waitMs: number) {
  const untilMs = clock.now() + waitMs;
  return { untilMs, followUntilMs: untilMs };
}

export async function retry(call: VerbCall): Promise<'done' | 'partial'> {
  const place = parsePlace(operand(call, 'place'));
  return withLoader(call, async (context) => {
    const success = await successOf(context, place);
    if (call.dryRun) return told(call, { would_retry: shownFile(success) });
    const store = context.storeOf(success.bucket);
    const { id } = await retryLoad(context, store, success);
    const { record } = await advanceAll(context, store, id, limitsOf(context, call.flags.wait));
    if (record !== undefined) call.print.record(rowOf(record));
    return record?.state === 'failed' ? 'partial' : 'done';
  });
}

export async function skip(call: VerbCall): Promise<'done' | 'partial'> {
  const place = parsePlace(operand(call, 'place'));
  return withLoader(call, async (context) => {
    const success = await successOf(context, place);
    if (call.dryRun) return told(call, { would_skip: shownFile(success) });
    const store = context.storeOf(success.bucket);
    const next = await skipLoad(context, store, success);
    if (next !== undefined) await advanceAll(context, store, next, limitsOf(context, call.flags.wait));
    return told(call, { skipped: shownFile(success) });
  });
}

export async function pause(call: TableCall): Promise<'done' | 'partial'> {
  return setTable(call, true);
}

export async function resume(call: TableCall): Promise<'done' | 'partial'> {
  return setTable(call, false);
}

async function setTable(call: TableCall, paused: boolean): Promise<'done' | 'partial'> {
  const table = parseTableName(operand(call, 'table'), call.env.BQ_STORAGE_PROJECT || call.project());
  return withLoader(call, async (context) => {
    const bucket = context.config.ledgerBucket || call.flags.bucket;
    if (bucket === '')
      throw new PenstockError('CONFIG_INVALID', 'LEDGER_BUCKET is not set: name the bucket of the files by --bucket');
    if (call.dryRun) return told(call, { [paused ? 'would_pause' : 'would_resume']: call.operands.table });
    const store = context.storeOf(bucket);
    await setPaused(store, table, paused);
    if (!paused)
      await sweep(context, store, { ...limitsOf(context, call.flags.wait), most: MOST_MOVED, olderThanMs: 0 });
    return told(call, { [paused ? 'paused' : 'resumed']: call.operands.table });
  });
}

const MOST_MOVED = 1_000;

function told(call: AnyCall, record: Readonly<Record<string, unknown>>): 'done' {
  call.print.record(record);
  return 'done';
}
