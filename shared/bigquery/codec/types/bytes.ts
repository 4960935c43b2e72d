/** BYTES: the bytes themselves, or base64 (RFC 4648 section 4) held to the letter: padded, nothing but the alphabet. */

import type { Column } from '../column.ts';
import { Fault, rowTooLarge } from '../fault.ts';
import { type RowBuffer, varintSize } from '../row-buffer.ts';
import { writeVarint } from '../wire.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;
/** Character code to six bits; 64 for whatever is not in the alphabet. */
const SIX_BITS = new Uint8Array(128).fill(64);
for (let index = 0; index < 64; index += 1) SIX_BITS[ALPHABET.charCodeAt(index)] = index;

export function encodeBytes(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (typeof value === 'string') return encodeBase64(column, value, out);
  if (!(value instanceof Uint8Array)) return new Fault('TYPE_MISMATCH', 'BYTES takes base64 text or a Uint8Array');
  if (value.length > column.maxLength) return tooLong(column);
  if (value.length > out.rowLimit) return rowTooLarge(out.rowLimit);
  out.reserve(value.length + 5);
  writeVarint(out, value.length);
  out.bytes.set(value, out.position);
  out.position += value.length;
  return undefined;
}

function encodeBase64(column: Column, text: string, out: RowBuffer): Fault | undefined {
  const length = text.length;
  if (length % 4 !== 0) return malformed();
  let pads = 0;
  if (length > 0 && text.charCodeAt(length - 1) === PAD) pads = text.charCodeAt(length - 2) === PAD ? 2 : 1;
  const size = (length / 4) * 3 - pads;
  if (size > column.maxLength) return tooLong(column);
  if (size > out.rowLimit) return rowTooLarge(out.rowLimit);
  out.reserve(size + varintSize(size) + 2);
  writeVarint(out, size);
  const end = decode(text, length - pads, out.bytes, out.position);
  if (end < 0) return malformed();
  out.position = end;
  return undefined;
}

/** Where the bytes end, or -1. `length` is without padding. */
function decode(text: string, length: number, bytes: Uint8Array, start: number): number {
  let at = start;
  let index = 0;
  for (const whole = length - (length % 4); index < whole; index += 4) {
    const a = sixBits(text, index);
    const b = sixBits(text, index + 1);
    const c = sixBits(text, index + 2);
    const d = sixBits(text, index + 3);
    if ((a | b | c | d) > 63) return -1;
    bytes[at++] = (a << 2) | (b >> 4);
    bytes[at++] = (b << 4) | (c >> 2);
    bytes[at++] = (c << 6) | d;
  }
  const rest = length - index;
  if (rest === 0) return at;
  // One or two bytes are left in two or three characters; the bits beyond them are zero in canonical base64.
  const a = sixBits(text, index);
  const b = sixBits(text, index + 1);
  const c = rest === 3 ? sixBits(text, index + 2) : 0;
  if ((a | b | c) > 63 || ((rest === 3 ? c << 6 : b << 4) & 0xff) !== 0) return -1;
  bytes[at++] = (a << 2) | (b >> 4);
  if (rest === 3) bytes[at++] = (b << 4) | (c >> 2);
  return at;
}

function sixBits(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (SIX_BITS[code] as number) : 64;
}

function malformed(): Fault {
  return new Fault('MALFORMED', 'not base64 with its padding (RFC 4648 section 4)');
}

function tooLong(column: Column): Fault {
  return new Fault('TOO_LONG', `longer than ${column.maxLength} bytes`);
}
