/** Remembers where each key and list item of a parsed text stands, so that a problem can name its line. */

import type { Path } from './path.ts';
import type { Place } from './problem.ts';

export type Container = Record<string, unknown> | unknown[];

interface Members {
  readonly offset: number;
  readonly offsets: Map<string | number, number>;
}

export class Positions {
  readonly #name: string;
  readonly #lineStarts: readonly number[];
  readonly #containers = new WeakMap<Container, Members>();

  constructor(name: string, text: string) {
    this.#name = name;
    this.#lineStarts = lineStarts(text);
  }

  /** Notes an object or a list that begins at `offset`. */
  open(container: Container, offset: number): void {
    this.#containers.set(container, { offset, offsets: new Map() });
  }

  /** Notes a key, or an item, of a container that is open. */
  member(container: Container, key: string | number, offset: number): void {
    (this.#containers.get(container) as Members).offsets.set(key, offset);
  }

  /** The place of the last part of the path that exists: a missing key is told at the object that lacks it. */
  placeOf(root: unknown, path: Path): Place {
    let at = root;
    let offset = this.#containers.get(root as Container)?.offset ?? 0;
    for (const key of path) {
      const member = this.#containers.get(at as Container)?.offsets.get(key);
      if (member === undefined) break;
      offset = member;
      at = (at as Readonly<Record<string | number, unknown>>)[key];
    }
    return this.place(offset);
  }

  place(offset: number): Place {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { name: this.#name, line: low + 1, column: offset - (this.#lineStarts[low] as number) + 1 };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
