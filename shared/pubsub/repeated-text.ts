/**
 * Texts that stand at the same place of message after message: names of attributes, and values of few kinds. Comparing bytes with those of
 * the last message costs a fraction of making a string of them; and the string is one that V8 has seen as a key before.
 */

/** Longer texts are not remembered. */
const LONGEST = 48;
const MOST_PLACES = 64;
/** Differences, beyond what repetitions outweigh, after which a place is taken for one that never repeats. */
const PATIENCE = 8;
const MOST_CREDIT = 32;

interface Place {
  readonly bytes: Uint8Array;
  length: number;
  text: string;
  credit: number;
}

export class RepeatedText {
  readonly #places: Place[] = [];

  /** The UTF-8 text between the two ends. `place` counts the texts of a message from 0. */
  read(place: number, bytes: Buffer, from: number, end: number): string {
    const length = end - from;
    if (length > LONGEST || place >= MOST_PLACES) return bytes.toString('utf8', from, end);
    const known = this.#place(place);
    if (known.credit === 0) return bytes.toString('utf8', from, end);
    if (known.length === length && isSame(known.bytes, bytes, from, length)) {
      if (known.credit < MOST_CREDIT) known.credit += 1;
      return known.text;
    }
    known.credit -= 1;
    known.length = length;
    known.text = bytes.toString('utf8', from, end);
    for (let index = 0; index < length; index += 1) known.bytes[index] = bytes[from + index] as number;
    return known.text;
  }

  #place(place: number): Place {
    while (this.#places.length <= place)
      this.#places.push({ bytes: new Uint8Array(LONGEST), length: 0, text: '', credit: PATIENCE });
    return this.#places[place] as Place;
  }
}

function isSame(known: Uint8Array, bytes: Buffer, from: number, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (known[index] !== bytes[from + index]) return false;
  return true;
}
