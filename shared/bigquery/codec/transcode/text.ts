/** Strings of JSON: copied into the row as they stand, or with their escapes taken out. */

import type { RowBuffer } from '../row-buffer.ts';
import { varintSize } from '../row-buffer.ts';
import { codeUnit } from '../types/json-text.ts';
import { writeVarint } from '../wire.ts';
import { BACKSLASH, type Cursor, QUOTE } from './cursor.ts';

/** Up to so many bytes a loop is faster than a call. */
const SHORT = 48;
/** Bytes that end a run of plain characters: the quote, the backslash, and control characters, which stand escaped. */
const STOPS = new Uint8Array(256);
STOPS.fill(1, 0, 32);
STOPS[QUOTE] = 1;
STOPS[BACKSLASH] = 1;
/** The character that each letter behind a backslash stands for, `u` excepted. */
const ESCAPED = new Uint8Array(256);
for (const [letter, character] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  ESCAPED[(letter as string).charCodeAt(0)] = (character as string).charCodeAt(0);
}

/** Whether the byte is itself within a string. Beyond the end there is no byte that is. */
export function isPlain(code: number): boolean {
  return STOPS[code] === 0;
}

/** The first place from `from` on whose byte is not plain. */
export function plainEnd(bytes: Buffer, from: number): number {
  let at = from;
  // Eight at a time, which halves the time of long texts.
  for (const last = bytes.length - 8; at <= last; at += 8) if (stopsWithin8(bytes, at)) break;
  while (isPlain(bytes[at] as number)) at += 1;
  return at;
}

function stopsWithin8(bytes: Buffer, at: number): boolean {
  return (
    (stop(bytes, at) |
      stop(bytes, at + 1) |
      stop(bytes, at + 2) |
      stop(bytes, at + 3) |
      stop(bytes, at + 4) |
      stop(bytes, at + 5) |
      stop(bytes, at + 6) |
      stop(bytes, at + 7)) !==
    0
  );
}

function stop(bytes: Buffer, at: number): number {
  return STOPS[bytes[at] as number] as number;
}

/** Appends the bytes, for which room has been made. */
export function putBytes(bytes: Buffer, from: number, end: number, out: RowBuffer): void {
  const to = out.position;
  const length = end - from;
  if (length > SHORT) bytes.copy(out.bytes, to, from, end);
  else for (let index = 0; index < length; index += 1) out.bytes[to + index] = bytes[from + index] as number;
  out.position = to + length;
}

/** A string as length-prefixed UTF-8. False where there is none, or where it is longer than `most` bytes. */
export function copyText(cursor: Cursor, out: RowBuffer, most: number): boolean {
  const { bytes } = cursor;
  const from = cursor.at + 1;
  if (bytes[cursor.at] !== QUOTE) return false;
  const end = plainEnd(bytes, from);
  if (bytes[end] !== QUOTE) return bytes[end] === BACKSLASH && copyEscaped(cursor, end, out, most);
  const length = end - from;
  if (length > most) return false;
  out.reserve(length + 5);
  writeVarint(out, length);
  putBytes(bytes, from, end, out);
  cursor.at = end + 1;
  return true;
}

/** The same for a string whose first backslash stands at `backslash`. */
function copyEscaped(cursor: Cursor, backslash: number, out: RowBuffer, most: number): boolean {
  const { bytes } = cursor;
  const longest = bytes.length - cursor.at;
  const left = varintSize(longest);
  out.reserve(longest + 10);
  out.position += left;
  const start = out.position;
  putBytes(bytes, cursor.at + 1, backslash, out);
  const target = out.bytes;
  let to = out.position;
  let at = backslash;
  for (;;) {
    let code = bytes[at] as number;
    while (isPlain(code)) {
      target[to++] = code;
      code = bytes[++at] as number;
    }
    if (code !== BACKSLASH) break;
    const short = ESCAPED[bytes[at + 1] as number] as number;
    if (short > 0) {
      target[to++] = short;
      at += 2;
    } else {
      const point = escapedPoint(bytes, at);
      if (point < 0) return false;
      at += escapeLength(bytes, at, point);
      to = putPoint(target, to, point);
    }
  }
  if (bytes[at] !== QUOTE) return false;
  if (to - start > most) return false;
  out.position = to;
  out.closeLength(start, left);
  cursor.at = at + 1;
  return true;
}

/** The character that the escape at this place stands for, or -1 where it is none, or half of a surrogate pair. */
export function escapedPoint(bytes: Buffer, at: number): number {
  const letter = bytes[at + 1] as number;
  if (letter !== 117) return ESCAPED[letter] || -1;
  const unit = codeUnit(bytes, at, bytes.length);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff) return -1;
  const low = codeUnit(bytes, at + 6, bytes.length);
  return low >= 0xdc00 && low <= 0xdfff ? (unit - 0xd800) * 0x400 + (low - 0xdc00) + 0x1_0000 : -1;
}

/** The length of the escape that stands for the character: two escapes for a surrogate pair. */
export function escapeLength(bytes: Buffer, at: number, point: number): number {
  if (bytes[at + 1] !== 117) return 2;
  return point > 0xffff ? 12 : 6;
}

/** Writes a character as UTF-8 and returns the place behind it. Its escape was longer, so there is room. */
export function putPoint(target: Buffer, at: number, point: number): number {
  let to = at;
  if (point < 0x80) {
    target[to++] = point;
    return to;
  }
  if (point < 0x800) {
    target[to++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x1_0000) {
      target[to++] = 0xe0 | (point >> 12);
    } else {
      target[to++] = 0xf0 | (point >> 18);
      target[to++] = 0x80 | ((point >> 12) & 0x3f);
    }
    target[to++] = 0x80 | ((point >> 6) & 0x3f);
  }
  target[to++] = 0x80 | (point & 0x3f);
  return to;
}
