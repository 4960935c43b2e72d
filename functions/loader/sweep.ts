/** Moves unfinished loads on: after every success file a few, on a schedule all. */

import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import { claim } from './claim.ts';
import type { LoaderContext, Store } from './context.ts';
import { type Advanced, advance, type Limits } from './follow.ts';
import { gone } from './not-there.ts';
import type { SuccessFile } from './record.ts';

export interface SweepOptions extends Limits {
  /** Loads that are looked at. */
  readonly most: number;
  /** Younger ones are left to the event that brought them. */
  readonly olderThanMs: number;
}

export interface Swept {
  /** Unfinished loads that were found. */
  readonly open: number;
  readonly ended: number;
  /** Loads whose step failed for a transient reason. */
  readonly failed: number;
}

const LOADS_AT_ONCE = 8;
/** Loads of one table that are moved on one after another, as each gives its turn to the next. */
const MOST_TURNS = 1_000;

/** Moves a load on, and then those that got their turn by it. */
export async function advanceAll(context: LoaderContext, store: Store, id: string, limits: Limits): Promise<Advanced> {
  const first = await advance(context, store, id, limits);
  let { next } = first;
  const seen = new Set([id]);
  while (next !== undefined && !seen.has(next) && seen.size < MOST_TURNS && context.clock.now() < limits.untilMs) {
    seen.add(next);
    ({ next } = await advanceOrClaim(context, store, next, limits));
  }
  return seen.size === 1 ? first : { ...(await refreshed(context, store, id, limits, first)) };
}

/** The first load may have got its turn by those behind `next`. */
async function refreshed(
  context: LoaderContext,
  store: Store,
  id: string,
  limits: Limits,
  first: Advanced,
): Promise<Advanced> {
  if (first.record?.state !== 'waiting') return first;
  return advance(context, store, id, limits);
}

async function advanceOrClaim(context: LoaderContext, store: Store, id: string, limits: Limits): Promise<Advanced> {
  const advanced = await advance(context, store, id, limits);
  if (advanced.record !== undefined) return advanced;
  const success = await readMarker(context, store, id);
  const claimed = success === undefined ? undefined : await claim(context, store, success);
  return claimed === undefined ? { record: undefined } : advance(context, store, claimed, limits);
}

/** Reads the marker of a load that was not planned yet; undefined if it is gone. */
async function readMarker(
  { objects, names }: LoaderContext,
  store: Store,
  id: string,
): Promise<SuccessFile | undefined> {
  const marker = await objects.read(store.bucket, `${names.open}${id}`).catch(gone);
  return marker === undefined ? undefined : (JSON.parse(marker.toString('utf8')) as SuccessFile);
}

/** Looks at the unfinished loads of a bucket's ledgers, from a random one on, so that no load is always the last. */
export async function sweep(context: LoaderContext, store: Store, options: SweepOptions): Promise<Swept> {
  const { clock, names, objects, log, metrics } = context;
  const swept = { open: 0, ended: 0, failed: 0 };
  const start = `${names.open}${Math.floor(clock.random() * 0x1_0000)
    .toString(16)
    .padStart(4, '0')}`;
  let oldest = clock.now();
  const underWay = new Set<Promise<void>>();
  const look = async (id: string): Promise<void> => {
    try {
      const { record } = await advanceAll(context, store, id, options).then(async (advanced) =>
        advanced.record === undefined ? advanceOrClaim(context, store, id, options) : advanced,
      );
      if (record === undefined || record.state === 'done' || record.state === 'failed' || record.state === 'skipped')
        swept.ended += 1;
    } catch (thrown) {
      swept.failed += 1;
      log.warning('a load could not be moved on', { load_id: id, error_message: fromUnknown(thrown).message });
    }
  };
  for (const [startOffset, before] of [
    [start, undefined],
    [names.open, start],
  ] as const) {
    for await (const page of objects.list(store.bucket, { prefix: names.open, startOffset })) {
      for (const { name, updatedMs } of page) {
        if (before !== undefined && name >= before) break;
        if (swept.open >= options.most || clock.now() >= options.untilMs) break;
        if (clock.now() - updatedMs < options.olderThanMs) continue;
        swept.open += 1;
        oldest = Math.min(oldest, updatedMs);
        const looking = look(name.slice(names.open.length)).finally(() => underWay.delete(looking));
        underWay.add(looking);
        if (underWay.size >= LOADS_AT_ONCE) await Promise.race(underWay);
      }
    }
  }
  await Promise.all(underWay);
  metrics.observe('loader/open_loads', swept.open);
  if (swept.open > 0) metrics.observe('loader/oldest_open_ms', clock.now() - oldest);
  return swept;
}
