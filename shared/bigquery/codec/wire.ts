/** The wire format of protocol buffers: varints and text, straight into the row buffer. Room is the caller's duty. */

import { badUnicode, type Fault, rowTooLarge } from './fault.ts';
import type { RowBuffer } from './row-buffer.ts';
import { varintSize } from './row-buffer.ts';

/** The longest varint: 64 bits at seven a byte. */
export const VARINT_BYTES = 10;

/** Text up to so many characters is faster to write by a loop than by a call into C++. Measured: `docs/performance.md`. */
export const SHORT_TEXT = 12;
/** The distance at which `stage` puts text: beyond any number that is read from it. */
const STAGED = 16;

/** An unsigned number below 2^32: tags and lengths. */
export function writeVarint(out: RowBuffer, value: number): void {
  const bytes = out.bytes;
  let at = out.position;
  let rest = value;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  out.position = at;
}

/** A 64-bit number in two unsigned halves. */
export function writeVarint64(out: RowBuffer, low: number, high: number): void {
  const bytes = out.bytes;
  let at = out.position;
  let lo = low;
  let hi = high;
  while (hi > 0) {
    bytes[at++] = (lo & 0x7f) | 0x80;
    lo = ((lo >>> 7) | (hi << 25)) >>> 0;
    hi >>>= 7;
  }
  while (lo > 0x7f) {
    bytes[at++] = (lo & 0x7f) | 0x80;
    lo >>>= 7;
  }
  bytes[at++] = lo;
  out.position = at;
}

/** A safe integer as int64: negative numbers in two's complement, without a BigInt. */
export function writeInt64(out: RowBuffer, value: number): void {
  if (value >= 0 && value <= 0x7fff_ffff) writeVarint(out, value);
  else writeVarint64(out, value >>> 0, Math.floor(value / 0x1_0000_0000) >>> 0);
}

export function writeBigInt64(out: RowBuffer, value: bigint): void {
  writeVarint64(out, Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)));
}

/** Less than 128 characters, each one byte: length and characters. */
export function writeShortLatin(out: RowBuffer, text: string): void {
  const length = text.length;
  out.reserve(length + 1);
  const bytes = out.bytes;
  const at = out.position;
  bytes[at] = length;
  for (let index = 0; index < length; index += 1) bytes[at + 1 + index] = text.charCodeAt(index);
  out.position = at + 1 + length;
}

/** Length-prefixed UTF-8. */
export function writeText(out: RowBuffer, text: string): Fault | undefined {
  const length = text.length;
  if (length > SHORT_TEXT) return writeLongText(out, text);
  // UTF-8 takes at most three bytes for a UTF-16 unit, so the length stays one byte up to SHORT_TEXT.
  out.reserve(length * 3 + 1);
  const bytes = out.bytes;
  const start = out.position;
  let at = start + 1;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return writeWideText(out, text, index);
    bytes[at++] = code;
  }
  bytes[start] = length;
  out.position = at;
  return undefined;
}

/** Goes on at the first character that is not ASCII. */
function writeWideText(out: RowBuffer, text: string, from: number): Fault | undefined {
  const bytes = out.bytes;
  const start = out.position;
  let at = start + 1 + from;
  for (let index = from; index < text.length; index += 1) {
    const code = text.codePointAt(index) as number;
    if (code < 0x80) {
      bytes[at++] = code;
    } else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else if (code < 0x1_0000) {
      if (code >= 0xd800 && code <= 0xdfff) return badUnicode();
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
      index += 1;
    }
  }
  bytes[start] = at - start - 1;
  out.position = at;
  return undefined;
}

function writeLongText(out: RowBuffer, text: string): Fault | undefined {
  const length = text.length;
  // Before room is made for three bytes a character.
  if (length > out.rowLimit) return rowTooLarge(out.rowLimit);
  const left = varintSize(length);
  out.reserve(length * 3 + 5);
  const start = out.position + left;
  const written = out.bytes.write(text, start, 'utf8');
  // As many bytes as characters: it is ASCII. Otherwise a lone surrogate has become U+FFFD.
  if (written !== length && !text.isWellFormed()) return badUnicode();
  out.position = start + written;
  out.closeLength(start, left);
  return undefined;
}

/**
 * Puts the text into the memory behind the position, to be read there: reading bytes is several times as fast as reading
 * characters of a string. Returns where it begins, or -1 if it is not ASCII or longer than `most`. Nothing is written
 * as far as the row is concerned.
 */
export function stage(out: RowBuffer, text: string, most: number): number {
  const length = text.length;
  if (length > most) return -1;
  out.reserve(STAGED + length * 3);
  const start = out.position + STAGED;
  return putAscii(out.bytes, start, text) ? start : -1;
}

/** False where a character is not ASCII. The caller has made room for three bytes a character. */
export function putAscii(bytes: Buffer, start: number, text: string): boolean {
  const length = text.length;
  if (length > SHORT_TEXT) return bytes.write(text, start, 'utf8') === length;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return false;
    bytes[start + index] = code;
  }
  return true;
}
