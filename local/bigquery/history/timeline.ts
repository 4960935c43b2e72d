/**
 * A table's past as far as it is kept. A base is a time in which rows were only added: its state at a moment is the rows
 * that were there before the first addition after it, because DuckDB hands out rows in the order in which they came.
 * Any other change ends the base, whose rows are then kept as a copy. Pure.
 */

import type { Table } from '../catalog.ts';

interface Addition {
  readonly ms: number;
  /** The rows that the table had before. */
  readonly before: number;
}

interface Base {
  readonly fromMs: number;
  readonly additions: readonly Addition[];
}

export interface PastBase extends Base {
  readonly untilMs: number;
  /** The table's entry in the catalog at that time. */
  readonly table: Table;
  /** The copy of its rows in DuckDB. */
  readonly copy: string;
}

export interface Timeline {
  readonly past: readonly PastBase[];
  /** The table as it is: its rows are its own. */
  readonly open: Base;
  /** The rows that it has, where that is known. */
  readonly rows: number | undefined;
}

/** The first rows of the table itself or of a copy; all of them without `limit`. */
export interface State {
  readonly past?: PastBase;
  readonly limit?: number;
}

/** Additions kept for a base: older moments are then forgotten. */
const MAX_ADDITIONS = 10_000;

export function newTimeline(fromMs: number): Timeline {
  return { past: [], open: { fromMs, additions: [] }, rows: undefined };
}

export function withAddition(timeline: Timeline, ms: number, before: number, added: number): Timeline {
  const { additions, fromMs } = timeline.open;
  const rows = before + added;
  if (additions.at(-1)?.ms === ms) return { ...timeline, rows };
  const kept = additions.length < MAX_ADDITIONS ? additions : additions.slice(MAX_ADDITIONS / 2);
  const forgotten = additions.length < MAX_ADDITIONS ? fromMs : (additions[MAX_ADDITIONS / 2 - 1]?.ms ?? fromMs);
  return { ...timeline, rows, open: { fromMs: forgotten, additions: [...kept, { ms, before }] } };
}

/** `copy` is undefined where the rows could not be kept. */
export function withRewrite(timeline: Timeline, ms: number, table: Table, copy: string | undefined): Timeline {
  const closed = copy === undefined ? [] : [{ ...timeline.open, untilMs: ms, table, copy }];
  return { past: [...timeline.past, ...closed], open: { fromMs: ms, additions: [] }, rows: undefined };
}

export function withoutCopy(timeline: Timeline, copy: string): Timeline {
  return { ...timeline, past: timeline.past.filter((base) => base.copy !== copy) };
}

/** The state at a moment; undefined where it is not known. `isLive` tells whether the table is there now. */
export function stateAt({ past, open }: Timeline, ms: number, isLive: boolean): State | undefined {
  const base = past.find(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs);
  if (base !== undefined) return { past: base, ...limitAt(base, ms) };
  return isLive && ms >= open.fromMs ? limitAt(open, ms) : undefined;
}

function limitAt({ additions }: Base, ms: number): { limit?: number } {
  const next = additions.find((addition) => addition.ms > ms);
  return next === undefined ? {} : { limit: next.before };
}

/** The first moment after this one whose state is known. */
export function nextKnown({ past, open }: Timeline, ms: number): number {
  return Math.min(...[...past, open].map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > ms));
}
