/**
 * Claims a success file: writes the plan of its load into the ledger, unless another delivery has. Before that a marker
 * names the load as unfinished, so that a sweep goes on where an instance died, whether or not the event comes again.
 */

import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext, Store } from './context.ts';
import { tableText } from './hooks.ts';
import { loadLedgerName } from './ledger-name.ts';
import { lost } from './not-there.ts';
import { enqueue } from './order.ts';
import { blankRecord, type PlanFacts, planLoad } from './plan.ts';
import { entering, type LoadRecord, loadIdOf, problemOf, type SuccessFile } from './record.ts';

/** The load's id; undefined where the success file is gone, so that there is nothing to load. */
export async function claim(context: LoaderContext, store: Store, event: SuccessFile): Promise<string | undefined> {
  if (event.generation !== '') {
    const id = loadIdOf(event);
    if ((await store.loads.read(loadLedgerName(id))) !== undefined) return id;
  }
  const info = await context.objects.stat(event.bucket, event.name);
  if (info === undefined) {
    await context.objects.delete(store.bucket, `${context.names.open}${loadIdOf(event)}`);
    return undefined;
  }
  // Written again since the event: the state that is there now is loaded, once, whichever event comes first.
  const success: SuccessFile = { bucket: event.bucket, name: event.name, generation: info.generation };
  const id = loadIdOf(success);
  await context.objects.create(store.bucket, `${context.names.open}${id}`, Buffer.from(JSON.stringify(success)), {
    contentType: 'application/json',
  });
  if (id !== loadIdOf(event) && event.generation !== '') {
    await context.objects.delete(store.bucket, `${context.names.open}${loadIdOf(event)}`);
  }
  if ((await store.loads.read(loadLedgerName(id))) === undefined)
    await writePlan(context, store, { success, successMs: info.updatedMs });
  return id;
}

/** Plans the load and writes the plan into the ledger, unless another instance has. */
export async function writePlan(context: LoaderContext, store: Store, facts: PlanFacts): Promise<void> {
  const id = loadIdOf(facts.success);
  const manifest = `${context.names.loads}${id}/${context.newId()}.ndjson`;
  const record = await planned(context, facts, async (lines) => {
    await context.objects.create(store.bucket, manifest, lines, { contentType: 'application/x-ndjson' });
    return manifest;
  });
  await enqueue(context, store, record);
  const written = await store.loads.create(loadLedgerName(id), record).catch(lost);
  if (written === undefined) {
    await context.objects.delete(store.bucket, manifest);
    return;
  }
  const { manifest: files, parts, transform } = record;
  context.log.info('load planned', {
    load_id: id,
    object: `gs://${facts.success.bucket}/${facts.success.name}`,
    mode: transform === undefined ? 'load' : 'transform',
    files: files?.files ?? 0,
    bytes: files?.bytes ?? 0,
    parts: parts.length,
    state: record.state,
    ...(record.destination !== undefined && { table: tableText(record) }),
  });
  await context.tracker?.track(context, record).catch((error: unknown) => {
    context.log.warning('the tracking table does not know of a load yet', {
      load_id: id,
      error_message: fromUnknown(error).message,
    });
  });
}

/** A batch that can never load is a failed load, told like any other. */
export async function planned(
  context: LoaderContext,
  facts: PlanFacts,
  keep: (lines: AsyncIterable<Buffer>) => Promise<string>,
): Promise<LoadRecord> {
  try {
    return await planLoad(context, facts, keep);
  } catch (thrown) {
    const error = fromUnknown(thrown);
    if (error.kind === 'transient') throw error;
    const now = context.clock.now();
    return entering(blankRecord(context, facts), 'failing', now, { problem: problemOf(error, [], now) });
  }
}
