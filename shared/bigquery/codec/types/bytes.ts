/** BYTES: the bytes themselves, or base64 (RFC 4648 section 4) held to the letter: padded, nothing but the alphabet. */

import type { Column } from '../column.ts';
import { Fault, rowTooLarge } from '../fault.ts';
import { type RowBuffer, varintSize } from '../row-buffer.ts';
import { putAscii, writeVarint } from '../wire.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;
/** Up to so many bytes a loop is faster than a call. */
const SHORT_BYTES = 64;
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
  const at = out.position;
  if (value.length > SHORT_BYTES) out.bytes.set(value, at);
  else for (let index = 0; index < value.length; index += 1) out.bytes[at + index] = value[index] as number;
  out.position = at + value.length;
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
  const left = varintSize(size);
  out.reserve(left + length * 3);
  // The text goes where its bytes will be, and is decoded in place: no byte is written before the characters that
  // it comes from have been read.
  const start = out.position + left;
  if (!putAscii(out.bytes, start, text)) return malformed();
  const end = decodeBase64(out.bytes, start, length - pads);
  if (end < 0) return malformed();
  writeVarint(out, size);
  out.position = end;
  return undefined;
}

/** Decodes base64 in place. Returns the end of the bytes, or -1. `length` is without padding. */
export function decodeBase64(bytes: Uint8Array, start: number, length: number): number {
  let at = start;
  let index = start;
  for (const whole = start + length - (length % 4); index < whole; index += 4) {
    const a = SIX_BITS[bytes[index] as number] as number;
    const b = SIX_BITS[bytes[index + 1] as number] as number;
    const c = SIX_BITS[bytes[index + 2] as number] as number;
    const d = SIX_BITS[bytes[index + 3] as number] as number;
    if ((a | b | c | d) > 63) return -1;
    bytes[at] = (a << 2) | (b >> 4);
    bytes[at + 1] = (b << 4) | (c >> 2);
    bytes[at + 2] = (c << 6) | d;
    at += 3;
  }
  const rest = length % 4;
  if (rest === 0) return at;
  // One or two bytes are left in two or three characters; the bits beyond them are zero in canonical base64.
  const a = SIX_BITS[bytes[index] as number] as number;
  const b = SIX_BITS[bytes[index + 1] as number] as number;
  const c = rest === 3 ? (SIX_BITS[bytes[index + 2] as number] as number) : 0;
  if ((a | b | c) > 63 || ((rest === 3 ? c << 6 : b << 4) & 0xff) !== 0) return -1;
  bytes[at] = (a << 2) | (b >> 4);
  if (rest === 2) return at + 1;
  bytes[at + 1] = (b << 4) | (c >> 2);
  return at + 2;
}

function malformed(): Fault {
  return new Fault('MALFORMED', 'not base64 with its padding (RFC 4648 section 4)');
}

function tooLong(column: Column): Fault {
  return new Fault('TOO_LONG', `longer than ${column.maxLength} bytes`);
}
