/**
 * Sensitive values, treated before anything is serialized: the raw value reaches neither the row's bytes, nor a view,
 * nor a message. What is no valid value of its column is rejected as anywhere else, with its view masked.
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

/** The same mask for every value, so that nothing of it shows, its length neither. */
export function maskWith(encode: Encode): Encode {
  const scratch = new RowBuffer(SCRATCH);
  return (column, value, out) => {
    const fault = encodeAside(encode, column, value, out, scratch);
    scratch.bytes.fill(0);
    if (fault === undefined) writeShortLatin(out, MASKED.slice(0, column.maxLength));
    return fault;
  };
}

/** HMAC-SHA256 of the UTF-8 or the bytes: equal values stay equal, and joins go on working. */
export function hashWith(encode: Encode, key: Uint8Array): Encode {
  const scratch = new RowBuffer(SCRATCH);
  return (column, value, out) => {
    const fault = encodeAside(encode, column, value, out, scratch);
    if (fault === undefined) {
      const digest = createHmac('sha256', key).update(withoutLength(scratch)).digest();
      writeShortLatin(out, digest.toString(column.field.type === 'BYTES' ? 'latin1' : 'hex'));
    }
    scratch.bytes.fill(0);
    return fault;
  };
}

function encodeAside(
  encode: Encode,
  column: Column,
  value: unknown,
  out: RowBuffer,
  scratch: RowBuffer,
): Fault | undefined {
  scratch.rowLimit = out.rowLimit;
  scratch.position = 0;
  scratch.reserve(LENGTH_BYTES);
  return encode(column, value, scratch);
}

function withoutLength(scratch: RowBuffer): Uint8Array {
  let at = 0;
  while ((scratch.bytes[at] as number) > 0x7f) at += 1;
  return scratch.bytes.subarray(at + 1, scratch.position);
}
