/** The actions of an operator on a load: retry it, or give it up. Both are safe beside running instances. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { planned } from './claim.ts';
import type { LoaderContext, Store } from './context.ts';
import { close } from './follow.ts';
import { loadLedgerName } from './ledger-name.ts';
import type { DatedFile } from './manifest.ts';
import { enqueue } from './order.ts';
import { entering, type JobProgress, type LoadRecord, loadIdOf, type SuccessFile } from './record.ts';
import { pinnedFiles } from './staging.ts';

/** Plans a failed load anew, with the configuration and the files that are there now, under the next attempt's job ids. */
export async function retryLoad(context: LoaderContext, store: Store, success: SuccessFile): Promise<LoadRecord> {
  const { value: failed, generation } = await entryOf(store, success, 'failed');
  const { id } = failed;
  const manifest = `${context.names.loads}${id}/${context.newId()}.ndjson`;
  const facts = { success, successMs: successMsOf(context, failed), ...pagesOf(context, failed) };
  const fresh = await planned(context, facts, async (lines) => {
    await context.objects.create(store.bucket, manifest, lines);
    return manifest;
  });
  const attempts = Math.max(failed.publication.attempt, ...failed.parts.map(({ attempt }) => attempt));
  const later = <T extends JobProgress>(progress: T): T => ({ ...progress, attempt: attempts + 1 });
  const record: LoadRecord = {
    ...fresh,
    parts: fresh.parts.map(later),
    publication: later(fresh.publication),
    hook: later(fresh.hook),
  };
  await context.objects.create(store.bucket, `${context.names.open}${id}`, Buffer.from(JSON.stringify(success)));
  await enqueue(context, store, record);
  await store.loads.update(loadLedgerName(id), record, generation);
  await context.objects.delete(store.bucket, `${context.names.failed}${id}`);
  return record;
}

/** A batch without a success file keeps its files. */
function pagesOf(
  context: LoaderContext,
  failed: LoadRecord,
): { readonly pages?: () => AsyncIterable<readonly DatedFile[]> } {
  if (failed.micro !== true) return {};
  return {
    pages: async function* () {
      for await (const file of pinnedFiles(context, failed)) {
        const now = await context.objects.stat(failed.success.bucket, file.name);
        // A file that was written again since has an event, and a batch, of its own.
        if (now?.generation === file.generation) yield [{ ...file, updatedMs: 0 }];
      }
    },
  };
}

/** Files that an operator has corrected are newer than the success file. */
function successMsOf({ clock }: LoaderContext, failed: LoadRecord): number {
  return Math.max(failed.successMs, clock.now());
}

/** Gives a failed or a waiting load up: the next batch of its table goes on. Returns the batch that is next. */
export async function skipLoad(
  context: LoaderContext,
  store: Store,
  success: SuccessFile,
): Promise<string | undefined> {
  const { value, generation } = await entryOf(store, success, 'failed', 'waiting');
  const skipped = entering(value, 'skipped', context.clock.now());
  await store.loads.update(loadLedgerName(value.id), skipped, generation);
  await context.tracker?.track(context, skipped);
  context.metrics.count('loader/loads', 1, {
    outcome: 'dropped',
    mode: skipped.transform === undefined ? 'load' : 'transform',
  });
  return close(context, store, skipped);
}

async function entryOf(store: Store, success: SuccessFile, ...states: readonly string[]) {
  const entry = await store.loads.read(loadLedgerName(loadIdOf(success)));
  const what = `gs://${success.bucket}/${success.name} (generation ${success.generation})`;
  if (entry === undefined)
    throw new PenstockError('NOT_FOUND', `${what} was never claimed: write it again, or run penstock loader backfill`);
  if (states.includes(entry.value.state)) return entry;
  throw new PenstockError(
    'INPUT_INVALID',
    `The load of ${what} is ${entry.value.state}, and only one that is ${states.join(' or ')} can be changed by hand. A load under way ends by itself`,
  );
}
