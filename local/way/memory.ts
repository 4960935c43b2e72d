/**
 * The latest happenings, with an index by id. Bounded by units (rows, messages, objects), not by happenings: a batch of a
 * thousand messages is a thousand units. The oldest goes first. 20,000 units with three ids each take about 10 MB.
 */

import type { Happening } from '../core/service.ts';
import { eachId, type Id, type Ids, type Units } from './ids.ts';
import type { Kept } from './step.ts';

export interface MemoryLimits {
  /** Units held. Default 20,000. */
  readonly units?: number;
  /** Units of one happening that are held. Default 1,000. */
  readonly unitsOfOne?: number;
}

/** One unit of one happening. */
export interface Place {
  readonly kept: Kept;
  readonly unit: number;
}

export class WayMemory {
  readonly #maxUnits: number;
  readonly #maxOfOne: number;
  /**
   * Each id's serials, oldest first; most ids have one or two. Serials of what is forgotten may stand at the front of a
   * list until it is cut, so that forgetting costs the same for an id of ten thousand units as for any other.
   */
  readonly #byId = new Map<string, number | number[]>();
  readonly #kinds = new Set<string>();
  /** The units by their serial number, from `#first` on. */
  readonly #kept: (Kept | undefined)[];
  #first = 0;
  #next = 0;
  #number = 0;

  constructor({ units = 20_000, unitsOfOne = 1_000 }: MemoryLimits = {}) {
    this.#maxUnits = units;
    this.#maxOfOne = Math.min(unitsOfOne, units);
    this.#kept = [];
  }

  /** The number of units that are held; a happening without an id counts as one. */
  get size(): number {
    return this.#next - this.#first;
  }

  get limit(): number {
    return this.#maxUnits;
  }

  /** When the oldest that is held happened; undefined where nothing is held. */
  get sinceMs(): number | undefined {
    return this.#at(this.#first)?.atMs;
  }

  /** `traceId` is that of the request that is being answered; units that name a trace of their own keep it. */
  record({ units, ...happening }: Happening, atMs: number, traceId?: string): void {
    this.#number += 1;
    const held = idsOf(units, this.#maxOfOne, traceId);
    const first = this.#next;
    const kept: Kept = { number: this.#number, atMs, happening, units: held, first, count: units?.count ?? 0 };
    for (let unit = 0; unit < Math.max(1, held.length); unit += 1) {
      if (this.size === this.#maxUnits) this.#forget();
      const serial = this.#next;
      this.#next += 1;
      this.#kept[serial % this.#maxUnits] = kept;
      eachId(held[unit] ?? {}, (kind, value) => this.#index(kind, value, serial));
    }
  }

  /** The places where this id was seen, oldest first. */
  places({ kind, value }: Id): readonly Place[] {
    const serials = this.#byId.get(keyOf(kind, value)) ?? [];
    const found: Place[] = [];
    for (const serial of typeof serials === 'number' ? [serials] : serials) {
      const kept = this.#at(serial);
      if (kept !== undefined) found.push({ kept, unit: serial - kept.first });
    }
    return found;
  }

  /** Every kind under which this value is known as an id. */
  kindsOf(value: string): readonly string[] {
    return [...this.#kinds].filter((kind) => this.#byId.has(keyOf(kind, value)));
  }

  /** The latest `limit` happenings that `wanted` takes, oldest first. */
  latest(limit: number, wanted: (kept: Kept) => boolean): readonly Kept[] {
    const found: Kept[] = [];
    for (let serial = this.#next - 1; serial >= this.#first && found.length < limit; ) {
      const kept = this.#at(serial) as Kept;
      if (wanted(kept)) found.push(kept);
      serial = kept.first - 1;
    }
    return found.reverse();
  }

  clear(): void {
    this.#byId.clear();
    this.#kept.length = 0;
    this.#first = this.#next;
  }

  #at(serial: number): Kept | undefined {
    return serial < this.#first || serial >= this.#next ? undefined : this.#kept[serial % this.#maxUnits];
  }

  #index(kind: string, value: string, serial: number): void {
    this.#kinds.add(kind);
    const key = keyOf(kind, value);
    const known = this.#byId.get(key);
    if (known === undefined) this.#byId.set(key, serial);
    else if (typeof known === 'number') this.#byId.set(key, [known, serial]);
    else {
      known.push(serial);
      const half = known.length >> 1;
      if (half > 16 && (known[half] as number) < this.#first) known.splice(0, half);
    }
  }

  #forget(): void {
    const serial = this.#first;
    const kept = this.#at(serial) as Kept;
    this.#first += 1;
    eachId(kept.units[serial - kept.first] ?? {}, (kind, value) => {
      const key = keyOf(kind, value);
      const known = this.#byId.get(key);
      const last = typeof known === 'number' ? known : known?.at(-1);
      if (last === serial) this.#byId.delete(key);
    });
  }
}

function idsOf(units: Units | undefined, limit: number, traceId: string | undefined): readonly Ids[] {
  if (units === undefined || units.count === 0) return traceId === undefined ? [] : [{ trace: traceId }];
  const held: Ids[] = [];
  for (let at = 0; at < units.count && at < limit; at += 1) {
    const ids = units.at(at);
    held.push(traceId === undefined || ids.trace !== undefined ? ids : { ...ids, trace: traceId });
  }
  return held;
}

function keyOf(kind: string, value: string): string {
  return `${kind} ${value}`;
}
