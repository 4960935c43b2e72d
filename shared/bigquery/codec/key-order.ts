/**
 * The order in which the keys of one source's objects come, learnt from its objects. An object may leave keys out, so the
 * order is that of all keys together: each new one stands behind the key that it followed.
 */

import type { Column } from './column.ts';

/** A key as the source writes it, and the column that it is for. */
export interface Place {
  readonly key: string;
  readonly column: Column;
}

export class KeyOrder {
  readonly #places: Place[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #columns = new Set<Column>();

  get places(): readonly Place[] {
    return this.#places;
  }

  holds(column: Column): boolean {
    return this.#columns.has(column);
  }

  /** The keys of one object. What stands in another order, or is a second name of a column, teaches nothing. True where the order has grown. */
  learn(keys: readonly Place[]): boolean {
    const before = this.#places.length;
    let next = 0;
    for (const place of keys) {
      const index = this.#indexes.get(place.key);
      if (index !== undefined && index < next) break;
      if (index === undefined) {
        if (this.#columns.has(place.column)) break;
        this.#insert(next, place);
      }
      next = (index ?? next) + 1;
    }
    return this.#places.length > before;
  }

  #insert(at: number, place: Place): void {
    this.#columns.add(place.column);
    this.#places.splice(at, 0, place);
    for (let index = at; index < this.#places.length; index += 1) {
      this.#indexes.set((this.#places[index] as Place).key, index);
    }
  }
}
