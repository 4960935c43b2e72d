/**
 * `penstock loader backfill`: loads every success file that is in the bucket already. A success file whose load has ended is
 * passed over, so that the command can be run again after an interruption, and beside live events.
 */

import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { ObjectInfo } from '@penstock/shared/storage/objects.ts';
import { claim } from '../claim.ts';
import type { LoaderContext } from '../context.ts';
import { actionOf } from '../data-files.ts';
import { problemIn } from '../record.ts';
import { advanceAll } from '../sweep.ts';
import { type AnyCall, operand, parsePlace, withLoader } from './open.ts';

export interface BackfillFlags {
  readonly parallel: number;
  readonly topic: string;
  /** Milliseconds that one load is followed. */
  readonly wait: number;
}

export type BackfillCall = AnyCall & { readonly flags: BackfillFlags };

interface Counts {
  found: number;
  loaded: number;
  open: number;
  failed: number;
}

export async function backfill(call: BackfillCall): Promise<'done' | 'partial'> {
  const place = parsePlace(operand(call, 'place'));
  return withLoader(call, async (context) => {
    const counts: Counts = { found: 0, loaded: 0, open: 0, failed: 0 };
    const { deliver, close } = delivererOf(call, context, counts);
    const underWay = new Set<Promise<void>>();
    for await (const page of context.objects.list(place.bucket, { prefix: place.name })) {
      for (const object of page) {
        if (call.signal.aborted || actionOf(object.name, context.config) !== 'success') continue;
        counts.found += 1;
        const delivering = deliver(object)
          .catch((error: unknown) => {
            counts.failed += 1;
            call.warn(`gs://${object.bucket}/${object.name}: ${messageOf(error)}`);
          })
          .finally(() => underWay.delete(delivering));
        underWay.add(delivering);
        if (underWay.size >= call.flags.parallel) await Promise.race(underWay);
        call.progress(
          `${counts.found} success files, ${counts.loaded} loaded, ${counts.open} under way, ${counts.failed} failed`,
        );
      }
    }
    await Promise.all(underWay);
    await close();
    call.print.record({ ...counts });
    return counts.failed > 0 ? 'partial' : 'done';
  });
}

interface Deliverer {
  readonly deliver: (object: ObjectInfo) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** This process delivers, or with `--topic` the function does: the message is the one that Cloud Storage publishes. */
function delivererOf(call: BackfillCall, context: LoaderContext, counts: Counts): Deliverer {
  const { topic, wait } = call.flags;
  if (call.dryRun) return { deliver: async () => undefined, close: async () => undefined };
  if (topic !== '') {
    const publisher = createPublisher({ projectId: call.project(), topic });
    const deliver = async ({ bucket, name, generation }: ObjectInfo): Promise<void> => {
      const attributes = {
        eventType: 'OBJECT_FINALIZE',
        payloadFormat: 'NONE',
        bucketId: bucket,
        objectId: name,
        objectGeneration: generation,
      };
      await publisher.publish({ data: Buffer.alloc(0), attributes });
      counts.open += 1;
    };
    return { deliver, close: () => publisher.close() };
  }
  const deliver = async (object: ObjectInfo): Promise<void> => {
    const store = context.storeOf(object.bucket);
    const id = await claim(context, store, object);
    const untilMs = context.clock.now() + wait;
    const limits = { untilMs, followUntilMs: untilMs };
    // One that was removed since the listing has no id, and nothing to load.
    const { record } = await advanceAll(context, store, String(id), limits);
    if (record?.state === 'failed') throw new PenstockError('INPUT_INVALID', problemIn(record).message);
    if (record?.state === 'done' || record?.state === 'skipped') counts.loaded += 1;
    else counts.open += 1;
  };
  return { deliver, close: async () => undefined };
}
