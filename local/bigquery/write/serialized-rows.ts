/**
 * The positions of a request's rows in its bytes: eight bytes a row, however many there are. A buffer of its own for each
 * would take a hundred bytes more, and a request of ten megabytes can hold five million rows.
 */

import type { Wire } from './wire.ts';

const FIRST_ROOM = 1024;

export class SerializedRows {
  readonly #bytes: Buffer;
  #spans = new Uint32Array(2 * FIRST_ROOM);
  #count = 0;

  /** `bytes` hold every row that is added. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#count;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  add(start: number, end: number): void {
    const at = 2 * this.#count;
    if (at === this.#spans.length) {
      const wider = new Uint32Array(2 * at);
      wider.set(this.#spans);
      this.#spans = wider;
    }
    this.#spans[at] = start;
    this.#spans[at + 1] = end;
    this.#count += 1;
  }

  /** Sets a reader of `bytes` to one row. */
  aim(wire: Wire, row: number): void {
    wire.pos = this.#spans[2 * row] as number;
    wire.end = this.#spans[2 * row + 1] as number;
  }
}
