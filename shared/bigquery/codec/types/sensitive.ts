/**
 * Sensitive values, treated before anything is serialized: the raw value reaches neither the row's bytes, nor a view,
 * nor a message. A value that is not valid for its column is rejected like any other, with its view masked.
 */

import { createHmac } from 'node:crypto';
import type { Column, Encode } from '../column.ts';
import type { Fault } from '../fault.ts';
import { RowBuffer } from '../row-buffer.ts';
import { MASKED } from '../view.ts';
import { writeShortLatin } from '../wire.ts';

/** Hexadecimal digits, or bytes, of an HMAC-SHA256. */
export const HASH_TEXT_LENGTH = 64;
export const HASH_LENGTH = 32;
const LENGTH_BYTES = 5;
const SCRATCH = 1024;
const MOST_KEPT = 16 * 1024;

/** The same mask for every value, so that nothing of it shows, its length neither. */
export function maskWith(encode: Encode): Encode {
  const aside = new Aside(encode);
  return (column, value, out) => {
    const fault = aside.encode(column, value, out);
    aside.wipe();
    if (fault === undefined) writeShortLatin(out, MASKED.slice(0, column.maxLength));
    return fault;
  };
}

/** HMAC-SHA256 of the UTF-8 or the bytes: equal values stay equal, and joins go on working. */
export function hashWith(encode: Encode, key: Uint8Array): Encode {
  const aside = new Aside(encode);
  return (column, value, out) => {
    const fault = aside.encode(column, value, out);
    if (fault === undefined) {
      const digest = createHmac('sha256', key).update(aside.content).digest();
      writeShortLatin(out, digest.toString(column.field.type === 'BYTES' ? 'latin1' : 'hex'));
    }
    aside.wipe();
    return fault;
  };
}

/** Memory of its own, in which a value is checked and encoded, and which is wiped afterwards. */
class Aside {
  readonly #encode: Encode;
  #scratch = new RowBuffer(SCRATCH);

  constructor(encode: Encode) {
    this.#encode = encode;
  }

  encode(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
    const scratch = this.#scratch;
    scratch.rowLimit = out.rowLimit;
    scratch.position = 0;
    scratch.reserve(LENGTH_BYTES);
    return this.#encode(column, value, scratch);
  }

  /** The encoded value without its length prefix. */
  get content(): Uint8Array {
    const { bytes, position } = this.#scratch;
    let at = 0;
    while ((bytes[at] as number) > 0x7f) at += 1;
    return bytes.subarray(at + 1, position);
  }

  /** Memory that a long value took is given back: to wipe it for every short one would cost more than the row. */
  wipe(): void {
    this.#scratch.bytes.fill(0);
    if (this.#scratch.bytes.length > MOST_KEPT) this.#scratch = new RowBuffer(SCRATCH);
  }
}
