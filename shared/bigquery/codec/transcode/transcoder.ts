/**
 * From the bytes of a JSON text to the bytes of a row, without an object between: one pass, columns in the order of the text. The codec
 * is the measure: a row that is made here is, byte for byte, the row that the codec makes of the parsed text. A value that is not expected
 * here (another kind of value, a repeated key, a number whose digits would change) is left to the codec, and nothing is decided.
 * docs/codec.md lists what is taken.
 */

import { isUtf8 } from 'node:buffer';
import type { Message } from '../message.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { Cursor, skipSpace } from './cursor.ts';
import { objectReader, type ReadObject } from './object.ts';
import type { Respelling } from './respelled.ts';

/** Rows left to the codec in a row, after which most are not tried: a source that is not taken costs little then. */
const PATIENCE = 64;
/** One row in so many is tried all the same. */
const ONE_IN = 16;

export class Transcoder {
  readonly #read: ReadObject;
  readonly #respelling: Respelling | undefined;
  readonly #cursor = new Cursor();
  #left = 0;

  private constructor(read: ReadObject, respelling: Respelling | undefined) {
    this.#read = read;
    this.#respelling = respelling;
  }

  /**
   * Undefined where the columns allow none. `unknown` counts a key without a column, and says whether it may be dropped. With a
   * `respelling` the edits of a text that is taken say how it is spelled for BigQuery.
   */
  static of(message: Message, unknown: () => boolean, respelling?: Respelling): Transcoder | undefined {
    const read = objectReader(message, unknown, respelling);
    return read && new Transcoder(read, respelling);
  }

  /** Writes the row in progress. False where the codec must make it; then what was written is to be abandoned. */
  write(json: Buffer, out: RowBuffer): boolean {
    if (this.#left >= PATIENCE && this.#left % ONE_IN !== 0) {
      this.#left += 1;
      return false;
    }
    const written = isUtf8(json) && this.#whole(json, out);
    this.#left = written ? 0 : this.#left + 1;
    return written;
  }

  #whole(json: Buffer, out: RowBuffer): boolean {
    const cursor = this.#cursor;
    cursor.begin(json);
    cursor.at = skipSpace(json, 0);
    this.#respelling?.edits.begin();
    if (cursor.at > 0) this.#respelling?.edits.leaveOut(0, cursor.at);
    const written = this.#read(cursor, out) && skipSpace(json, cursor.at) === json.length;
    cursor.release();
    return written;
  }
}
