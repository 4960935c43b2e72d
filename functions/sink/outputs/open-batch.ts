/** Gathers items until there are enough of them, their bytes are enough, or the first is old enough. */

import type { BatchLimits } from '@penstock/shared/bigquery/write/batcher.ts';

export class OpenBatch<T> {
  readonly #limits: BatchLimits;
  readonly #onBatch: (items: readonly T[]) => void;
  #items: T[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: BatchLimits, onBatch: (items: readonly T[]) => void) {
    this.#limits = limits;
    this.#onBatch = onBatch;
  }

  /** An item that is larger than a batch makes one of its own. */
  add(item: T, bytes: number): void {
    if (this.#items.length > 0 && this.#bytes + bytes > this.#limits.maxBytes) this.flush();
    this.#items.push(item);
    this.#bytes += bytes;
    if (this.#items.length >= this.#limits.maxRows || this.#bytes >= this.#limits.maxBytes) this.flush();
    else if (this.#items.length === 1) this.#timer = setTimeout(() => this.flush(), this.#limits.maxAgeMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    this.#onBatch(items);
  }
}
