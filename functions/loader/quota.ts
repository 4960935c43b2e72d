/**
 * Keeps a table below BigQuery's limit of loads and copies a day (1,500, failed ones included, refilled over a rolling
 * 24 hours). Every start into a table is written down first; where the day is full a batch waits, loaded already
 * into its temporary table, until the oldest start is a day old.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext, Store } from './context.ts';
import { tableKeyOf } from './names.ts';
import { lost } from './not-there.ts';
import type { LoadRecord } from './record.ts';
import { destinationOf } from './target.ts';

export interface Start {
  /** Load and attempt: asked again, it is the same start. */
  readonly key: string;
  readonly atMs: number;
}

export interface TableStarts {
  readonly starts: readonly Start[];
}

const DAY_MS = 86_400_000;

export type Admission =
  | { readonly state: 'known' }
  | { readonly state: 'admitted'; readonly starts: readonly Start[] }
  | { readonly state: 'full'; readonly waitMs: number };

/** Whether one more start fits into the last 24 hours. Pure. */
export function admit(starts: readonly Start[], key: string, nowMs: number, limit: number): Admission {
  if (starts.some((start) => start.key === key)) return { state: 'known' };
  const recent = starts.filter(({ atMs }) => atMs > nowMs - DAY_MS);
  if (recent.length < limit) return { state: 'admitted', starts: [...recent, { key, atMs: nowMs }] };
  const oldest = Math.min(...recent.map(({ atMs }) => atMs));
  return { state: 'full', waitMs: oldest + DAY_MS - nowMs };
}

export function parseStarts(stored: unknown): TableStarts {
  const { starts } = (stored ?? {}) as { readonly starts?: unknown };
  if (Array.isArray(starts)) return stored as TableStarts;
  throw new PenstockError(
    'INPUT_MALFORMED',
    'The ledger of a table’s loads holds something else: remove it, and the count begins anew',
  );
}

/** Writes the start down; returns how long to wait where the day is full, and 0 where the job may start. */
export async function takeStart(context: LoaderContext, store: Store, record: LoadRecord): Promise<number> {
  const { clock, config } = context;
  const name = `${tableKeyOf(destinationOf(record))}.json`;
  const key = `${record.id}:${record.publication.attempt}`;
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const entry = await store.starts.read(name);
    const admission = admit(entry?.value.starts ?? [], key, clock.now(), config.loadsPerDay);
    if (admission.state === 'full') return admission.waitMs;
    if (admission.state === 'known') return 0;
    const value = { starts: admission.starts };
    const written = await (entry === undefined
      ? store.starts.create(name, value)
      : store.starts.update(name, value, entry.generation)
    ).catch(lost);
    if (written !== undefined) return 0;
    await clock.sleep(Math.floor(clock.random() * PAUSE_MS * turn));
  }
  // Many batches of one table at once: the next event or sweep asks again.
  return BUSY_MS;
}

const TURNS = 5;
const PAUSE_MS = 200;
const BUSY_MS = 2_000;
