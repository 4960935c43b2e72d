/** Finds the way of a row: everything that is remembered of the thing that an id names, in order. Pure but for the memory. */

import type { Happening } from '../core/service.ts';
import { eachId, type Id, type Ids, NAME_KINDS, ROW_KINDS, SHARED_KINDS } from './ids.ts';
import type { Place, WayMemory } from './memory.ts';
import { readId } from './read-id.ts';
import { type Kept, type Step, stepOf } from './step.ts';

export interface Way {
  /** As it was asked for. */
  readonly id: string;
  /** The kind of the id (`issue_id`, `message`, `object`, `trace`, …), `place` for a table or another resource. */
  readonly kind: string | undefined;
  /** Empty where nothing is remembered of the id. */
  readonly steps: readonly Step[];
  /** Every id that the way goes through, by kind. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** True if the way has more steps than `steps` holds. */
  readonly cut: boolean;
  /** The time back to which the memory reaches, so that an unknown id can be told from a forgotten one. */
  readonly memory: { readonly units: number; readonly limit: number; readonly sinceMs: number | undefined };
}

/** The steps of one way at most: what is nearest to the id is kept. */
const MAX_STEPS = 1_000;
/** The steps shown of a place (a table, a topic): the latest. */
const MAX_OF_PLACE = 200;

export function followId(memory: WayMemory, typed: string): Way {
  const reach = { units: memory.size, limit: memory.limit, sinceMs: memory.sinceMs };
  for (const id of readId(typed, (value) => memory.kindsOf(value))) {
    const { places, cut } = reachable(memory, id);
    if (places.length === 0) continue;
    const steps = [...unitsByHappening(places)]
      .map(([kept, units]) => stepOf(kept, units))
      .sort((a, b) => a.number - b.number);
    return { id: typed, kind: id.kind, steps, ids: idsOf(steps), cut, memory: reach };
  }
  const found = memory.latest(MAX_OF_PLACE + 1, ({ happening }) => isPlace(happening, typed.trim()));
  const steps = found.slice(-MAX_OF_PLACE).map((kept) => stepOf(kept, []));
  const kind = steps.length > 0 ? 'place' : undefined;
  return { id: typed, kind, steps, ids: {}, cut: found.length > steps.length, memory: reach };
}

/**
 * Goes from happening to happening by the ids they share. First come the ids that are the row's own; then the shared ones
 * (a trace, a job), which lead on, but not to a unit with an id of its own of a kind that this row has too: that is another
 * row of the same request.
 */
function reachable(memory: WayMemory, start: Id): { readonly places: readonly Place[]; readonly cut: boolean } {
  const own = new Map<string, Set<string>>();
  const seen = new Set([`${start.kind} ${start.value}`]);
  const taken = new Map<Kept, Set<number>>();
  const places: Place[] = [];
  const queue: Id[] = [start];
  const later: Id[] = [];
  // Starting from a shared id, every row that shares it is meant.
  let isOwn = !SHARED_KINDS.has(start.kind);
  const add = (place: Place): void => {
    const units = taken.get(place.kept) ?? new Set();
    if (units.has(place.unit)) return;
    taken.set(place.kept, units.add(place.unit));
    places.push(place);
    eachId(idsAt(place), (kind, value) => {
      if (NAME_KINDS.has(kind)) return;
      if (isOwn && ROW_KINDS.has(kind)) own.set(kind, (own.get(kind) ?? new Set()).add(value));
      const key = `${kind} ${value}`;
      if (seen.has(key)) return;
      seen.add(key);
      (SHARED_KINDS.has(kind) ? later : queue).push({ kind, value });
    });
  };
  for (;;) {
    let id = queue.shift();
    const isShared = id === undefined;
    if (isShared) isOwn = false;
    id ??= later.shift();
    if (id === undefined) return { places, cut: false };
    for (const place of memory.places(id)) {
      if (places.length >= MAX_STEPS) return { places, cut: true };
      if (!isShared || !isAnother(idsAt(place), own)) add(place);
    }
  }
}

function isAnother(ids: Ids, own: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  let shares = false;
  let differs = false;
  eachId(ids, (kind, value) => {
    const known = own.get(kind);
    if (known?.has(value) === true) shares = true;
    else if (known !== undefined) differs = true;
  });
  return differs && !shares;
}

function idsAt({ kept, unit }: Place): Ids {
  return kept.units[unit] ?? {};
}

function isPlace({ resource, facts }: Happening, text: string): boolean {
  if (text === '') return false;
  return (
    facts?.table === text ||
    resource === text ||
    resource.endsWith(`/${text}`) ||
    resource.endsWith(`.${text}`) ||
    tableOf(resource) === text
  );
}

/** Two rows of one append may be of one way: they are one step. */
function unitsByHappening(places: readonly Place[]): ReadonlyMap<Kept, readonly number[]> {
  const units = new Map<Kept, number[]>();
  for (const { kept, unit } of places) {
    const known = units.get(kept);
    if (known === undefined) units.set(kept, [unit]);
    else known.push(unit);
  }
  return units;
}

/** `d.t` of a write stream's name, so that a table finds what was appended to it. */
function tableOf(resource: string): string | undefined {
  const match = /^projects\/[^/]+\/datasets\/([^/]+)\/tables\/([^/]+)/.exec(resource);
  return match === null ? undefined : `${match[1]}.${match[2]}`;
}

function idsOf(steps: readonly Step[]): Readonly<Record<string, readonly string[]>> {
  const all: Record<string, Set<string>> = {};
  for (const { ids } of steps) {
    for (const [kind, values] of Object.entries(ids)) {
      let known = all[kind];
      if (known === undefined) {
        known = new Set();
        all[kind] = known;
      }
      for (const value of values) known.add(value);
    }
  }
  return Object.fromEntries(Object.entries(all).map(([kind, values]) => [kind, [...values].slice(0, 200)]));
}
