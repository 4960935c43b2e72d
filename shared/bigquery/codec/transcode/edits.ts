/**
 * Changes to a JSON text that is copied as it stands everywhere else: parts left out, or replaced by a quoted text. They are told in the
 * order of the text, and one object serves every payload.
 */

import { BACKSLASH, QUOTE } from './cursor.ts';

/** Numbers of one edit: where it begins and ends in the text, and where its replacement ends in `#quoted`. */
const STRIDE = 3;

export class Edits {
  readonly #places: number[] = [];
  #count = 0;
  /** The replacements, one behind the other. */
  #quoted: Buffer = Buffer.allocUnsafe(1_024);
  #length = 0;

  get none(): boolean {
    return this.#count === 0;
  }

  begin(): void {
    this.#count = 0;
    this.#length = 0;
  }

  leaveOut(start: number, end: number): void {
    this.#places[this.#count] = start;
    this.#places[this.#count + 1] = end;
    this.#places[this.#count + 2] = this.#length;
    this.#count += STRIDE;
  }

  /** The part becomes a JSON string of these bytes, which hold no control character. */
  quote(start: number, end: number, bytes: Buffer, from: number, to: number): void {
    const most = this.#length + 2 * (to - from) + 2;
    if (most > this.#quoted.length) this.#grow(most);
    const target = this.#quoted;
    let at = this.#length;
    target[at++] = QUOTE;
    for (let index = from; index < to; index += 1) {
      const code = bytes[index] as number;
      if (code === QUOTE || code === BACKSLASH) target[at++] = BACKSLASH;
      target[at++] = code;
    }
    target[at++] = QUOTE;
    this.#length = at;
    this.leaveOut(start, end);
  }

  /** The text with all edits. */
  applied(json: Buffer): Buffer {
    const places = this.#places;
    let size = json.length + this.#length;
    for (let index = 0; index < this.#count; index += STRIDE) size -= at(places, index + 1) - at(places, index);
    const out = Buffer.allocUnsafe(size);
    let [to, copied, quoted] = [0, 0, 0];
    for (let index = 0; index < this.#count; index += STRIDE) {
      to += json.copy(out, to, copied, at(places, index));
      to += this.#quoted.copy(out, to, quoted, at(places, index + 2));
      copied = at(places, index + 1);
      quoted = at(places, index + 2);
    }
    json.copy(out, to, copied);
    return out;
  }

  #grow(most: number): void {
    const larger = Buffer.allocUnsafe(most * 2);
    this.#quoted.copy(larger, 0, 0, this.#length);
    this.#quoted = larger;
  }
}

function at(places: readonly number[], index: number): number {
  return places[index] as number;
}
