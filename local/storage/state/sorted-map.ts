/**
 * A map in the order of its keys' UTF-8 bytes, in blocks of bounded size: insertion and removal cost a search and a move
 * within one block, and a scan can begin anywhere, so that a page of a listing costs a page.
 */

import { compareUtf8 } from '../rules/utf8-order.ts';

const MAX_BLOCK = 512;

interface Block<V> {
  readonly keys: string[];
  readonly values: V[];
}

export class SortedMap<V> {
  #blocks: Block<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const block = this.#blocks[this.#blockOf(key)];
    if (block === undefined) return undefined;
    const at = lowerBound(block.keys, key);
    return block.keys[at] === key ? block.values[at] : undefined;
  }

  set(key: string, value: V): void {
    const index = this.#blockOf(key);
    const block = this.#blocks[index];
    if (block === undefined) {
      this.#blocks.push({ keys: [key], values: [value] });
      this.#size += 1;
      return;
    }
    const at = lowerBound(block.keys, key);
    if (block.keys[at] === key) {
      block.values[at] = value;
      return;
    }
    block.keys.splice(at, 0, key);
    block.values.splice(at, 0, value);
    this.#size += 1;
    if (block.keys.length > MAX_BLOCK) {
      // Names mostly arrive in order: a block that grew at its end leaves the full half behind.
      const half = at === block.keys.length - 1 ? MAX_BLOCK : MAX_BLOCK >> 1;
      this.#blocks.splice(index + 1, 0, { keys: block.keys.splice(half), values: block.values.splice(half) });
    }
  }

  delete(key: string): boolean {
    const index = this.#blockOf(key);
    const block = this.#blocks[index];
    if (block === undefined) return false;
    const at = lowerBound(block.keys, key);
    if (block.keys[at] !== key) return false;
    block.keys.splice(at, 1);
    block.values.splice(at, 1);
    this.#size -= 1;
    if (block.keys.length === 0) this.#blocks.splice(index, 1);
    return true;
  }

  /** Entries from `key` on. The map must not change while the scan is under way. */
  *from(key: string): Generator<readonly [string, V]> {
    let index = this.#blockOf(key);
    const first = this.#blocks[index];
    let at = first === undefined ? 0 : lowerBound(first.keys, key);
    for (; index < this.#blocks.length; index += 1, at = 0) {
      const block = this.#blocks[index] as Block<V>;
      for (; at < block.keys.length; at += 1) yield [block.keys[at] as string, block.values[at] as V];
    }
  }

  /** The block whose range holds the key: the last one that begins at or before it. */
  #blockOf(key: string): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const first = this.#blocks[middle]?.keys[0] as string;
      if (compareUtf8(first, key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareUtf8(keys[middle] as string, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
