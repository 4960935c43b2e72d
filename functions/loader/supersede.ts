/** Decides how a waiting batch treats the batch it waits for. */

import type { LoaderContext, Store } from './context.ts';
import { loadLedgerName } from './ledger-name.ts';
import { lost } from './not-there.ts';
import { leaveQueue } from './order.ts';
import { entering, type LoadRecord } from './record.ts';

/**
 * `again` where the way is free now: the batch in front had failed, and this one is its success file written anew, which is
 * how an uploader corrects a batch; or it has ended without giving back its turn. Else the id of the batch in front.
 */
export async function supersede(
  context: LoaderContext,
  store: Store,
  record: LoadRecord,
  inFront: string,
): Promise<string | undefined> {
  const name = loadLedgerName(inFront);
  const entry = await store.loads.read(name);
  if (entry === undefined) return inFront;
  const { value } = entry;
  if (value.state === 'done' || value.state === 'skipped') {
    await leaveQueue(context, store, record, { ended: endedOf(value), applied: value.state === 'done' });
    return 'again';
  }
  const sameFile = value.success.bucket === record.success.bucket && value.success.name === record.success.name;
  if (value.state !== 'failed') return inFront;
  if (!sameFile) return undefined;
  const skipped = entering(value, 'skipped', context.clock.now());
  if ((await store.loads.update(name, skipped, entry.generation).catch(lost)) === undefined) return inFront;
  await leaveQueue(context, store, record, { ended: endedOf(skipped), applied: false });
  return 'again';
}

/** Two instances may plan a batch at once, and only one of them find a fault: then it is queued, and its record has no order. */
function endedOf({ id, order }: LoadRecord): { readonly id: string; readonly key?: string } {
  return { id, ...(order !== undefined && { key: order.key }) };
}
