/** Entries in the order they came. Taking some from the front costs no more than they are, however many are left. */

/** Places that were taken and not given back yet. */
const MOST_TAKEN = 4_096;

export class Waiting<T> {
  #items: T[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The first so many, or as many as there are. */
  take(count: number): readonly T[] {
    const taken = this.#items.slice(this.#first, this.#first + count);
    this.#first += taken.length;
    if (this.#first === this.#items.length) this.#restart([]);
    else if (this.#first > MOST_TAKEN && this.#first * 2 > this.#items.length)
      this.#restart(this.#items.slice(this.#first));
    return taken;
  }

  takeAll(): readonly T[] {
    return this.take(this.size);
  }

  #restart(items: T[]): void {
    this.#items = items;
    this.#first = 0;
  }
}
