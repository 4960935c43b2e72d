/** Iterables read ahead and side by side, in order and within bounds. */

/**
 * The items of all tasks, in the order of the tasks. At most `width` tasks run at once, and each is read at most `depth`
 * items ahead. The first failure in that order ends all; the iterators are closed in every case.
 */
export async function* inOrder<T>(
  tasks: Iterable<() => AsyncIterable<T>>,
  width: number,
  depth: number,
): AsyncGenerator<T> {
  const running: Channel<T>[] = [];
  const source = tasks[Symbol.iterator]();
  try {
    for (;;) {
      while (running.length < width) {
        const next = source.next();
        if (next.done === true) break;
        running.push(new Channel(next.value(), depth));
      }
      const first = running[0];
      if (first === undefined) return;
      yield* first.items();
      running.shift();
    }
  } finally {
    await Promise.all(running.map((channel) => channel.close()));
  }
}

/** One iterable, read ahead by at most `depth` items. */
class Channel<T> {
  readonly #iterator: AsyncIterator<T>;
  readonly #ready: IteratorResult<T>[] = [];
  readonly #pump: Promise<void>;
  readonly #depth: number;
  #error: { readonly value: unknown } | undefined;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(iterable: AsyncIterable<T>, depth: number) {
    this.#iterator = iterable[Symbol.asyncIterator]();
    this.#depth = depth;
    this.#pump = this.#read();
  }

  async #read(): Promise<void> {
    try {
      for (let done = false; !done && !this.#closed; ) {
        const item = await this.#iterator.next();
        done = item.done === true;
        this.#ready.push(item);
        this.#wake();
        while (this.#ready.length >= this.#depth && !done && !this.#closed) await this.#change();
      }
    } catch (error) {
      this.#error = { value: error };
      this.#wake();
    }
  }

  async *items(): AsyncGenerator<T> {
    for (;;) {
      const item = this.#ready.shift();
      this.#wake();
      if (item?.done === true) return;
      if (item !== undefined) yield item.value;
      else if (this.#error !== undefined) throw this.#error.value;
      else await this.#change();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#pump;
    await this.#iterator.return?.();
  }

  /** Reader and writer wait for each other in turn, so one waiter at a time is enough. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
