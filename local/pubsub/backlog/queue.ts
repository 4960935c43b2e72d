/** First in, first out, in constant time: an array whose head moves, cut now and then. */

export class Queue<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  peek(): T | undefined {
    return this.#items[this.#head];
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = this.#head; at < this.#items.length; at += 1) yield this.#items[at] as T;
  }
}

/** Items that become due later, earliest first: a binary heap. */
export class DueQueue<T> {
  readonly #heap: { due: number; readonly item: T }[] = [];

  get nextDue(): number {
    return this.#heap[0]?.due ?? Number.POSITIVE_INFINITY;
  }

  push(due: number, item: T): void {
    const heap = this.#heap;
    const added = { due, item };
    let at = heap.length;
    heap.push(added);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.due <= due) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = added;
  }

  /** The earliest item if its time has come. */
  pop(now: number): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || first.due > now) return undefined;
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
    return first.item;
  }

  /** Everything by as much, which leaves the order as it is. */
  shift(by: number): void {
    for (const one of this.#heap) one.due += by;
  }

  clear(): void {
    this.#heap.length = 0;
  }

  #sink(moved: { readonly due: number; readonly item: T }): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const below = right !== undefined && left !== undefined && right.due < left.due ? 2 * at + 2 : 2 * at + 1;
      const child = heap[below];
      if (child === undefined || child.due >= moved.due) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = moved;
  }
}
