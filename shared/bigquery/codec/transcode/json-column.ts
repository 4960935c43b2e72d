/**
 * Values of JSON columns: their text is copied, in the one spelling that the codec writes. A value whose spelling would change
 * in a way that is not read off at once is left to the codec: then nothing is decided here.
 *
 * As in `json-text.ts` each reader takes the place where its part begins and returns the one behind it, or LEFT. Text that was read and
 * is not copied yet begins at `cursor.copied`, so that text without white space and escapes is copied at one go.
 */

import type { Column } from '../column.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { checkJsonText } from '../types/json-text.ts';
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  type Cursor,
  isFalse,
  isNull,
  isTrue,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  skipSpace,
} from './cursor.ts';
import { EXACT_DIGITS, numberText, scanNumber } from './number.ts';
import { copyText, escapedPoint, escapeLength, isPlain, plainEnd, putBytes, putPoint } from './text.ts';

const LEFT = -1;
/** Deeper values are the codec's, which keeps BigQuery's own bound. */
const DEEPEST = 64;
/** Keys of one object that are compared with each other; objects of more are the codec's. */
const MOST_KEYS = 64;
/** A whole number of so many digits is within 64 bits, and stands as it is. */
const LONG_DIGITS = 18;
/** `String` writes smaller numbers with an exponent. */
const SMALLEST_PLAIN = 1e-6;

export function readJson(_column: Column, cursor: Cursor, out: RowBuffer): boolean {
  const { bytes, at } = cursor;
  if (bytes[at] === QUOTE) return readText(cursor, out);
  // Most JSON values are shorter than 128 bytes: their length takes one.
  const start = out.position + 1;
  out.reserve(bytes.length - at + 5);
  out.position = start;
  cursor.copied = at;
  const end = behindValue(cursor, out, at, 0);
  if (end < 0) return false;
  copyUpTo(cursor, out, end);
  out.closeLength(start, 1);
  cursor.at = end;
  return true;
}

/** A text in a JSON column is JSON text. */
function readText(cursor: Cursor, out: RowBuffer): boolean {
  let start = out.position;
  if (!copyText(cursor, out, Number.POSITIVE_INFINITY)) return false;
  while ((out.bytes[start] as number) > 0x7f) start += 1;
  return checkJsonText(out.bytes, start + 1, out.position) === undefined;
}

function copyUpTo(cursor: Cursor, out: RowBuffer, end: number): void {
  putBytes(cursor.bytes, cursor.copied, end, out);
  cursor.copied = end;
}

/** White space is left out. */
function behindSpace(cursor: Cursor, out: RowBuffer, at: number): number {
  if ((cursor.bytes[at] as number) > 32) return at;
  const end = skipSpace(cursor.bytes, at);
  copyUpTo(cursor, out, at);
  cursor.copied = end;
  return end;
}

function behindValue(cursor: Cursor, out: RowBuffer, at: number, depth: number): number {
  const { bytes } = cursor;
  switch (bytes[at]) {
    case QUOTE:
      return behindString(cursor, out, at);
    case OPEN_OBJECT:
      return depth < DEEPEST ? behindObject(cursor, out, at, depth + 1) : LEFT;
    case OPEN_LIST:
      return depth < DEEPEST ? behindList(cursor, out, at, depth + 1) : LEFT;
    case 116:
      return isTrue(bytes, at) ? at + 4 : LEFT;
    case 102:
      return isFalse(bytes, at) ? at + 5 : LEFT;
    case 110:
      return isNull(bytes, at) ? at + 4 : LEFT;
    default:
      return behindNumber(cursor, at);
  }
}

function behindList(cursor: Cursor, out: RowBuffer, from: number, depth: number): number {
  const { bytes } = cursor;
  let at = behindSpace(cursor, out, from + 1);
  if (bytes[at] === CLOSE_LIST) return at + 1;
  for (;;) {
    at = behindValue(cursor, out, at, depth);
    if (at < 0) return LEFT;
    at = behindSpace(cursor, out, at);
    if (bytes[at] !== COMMA) return bytes[at] === CLOSE_LIST ? at + 1 : LEFT;
    at = behindSpace(cursor, out, at + 1);
  }
}

function behindObject(cursor: Cursor, out: RowBuffer, from: number, depth: number): number {
  const { bytes } = cursor;
  const firstKey = cursor.hashCount;
  let at = behindSpace(cursor, out, from + 1);
  if (bytes[at] === CLOSE_OBJECT) return at + 1;
  for (;;) {
    at = behindKey(cursor, at, firstKey);
    if (at < 0) return LEFT;
    at = behindSpace(cursor, out, at);
    if (bytes[at] !== COLON) return LEFT;
    at = behindValue(cursor, out, behindSpace(cursor, out, at + 1), depth);
    if (at < 0) return LEFT;
    at = behindSpace(cursor, out, at);
    if (bytes[at] !== COMMA) break;
    at = behindSpace(cursor, out, at + 1);
  }
  cursor.hashCount = firstKey;
  return bytes[at] === CLOSE_OBJECT ? at + 1 : LEFT;
}

/**
 * A key, unless the object that a parser makes of this text would have other keys, or in another order: it keeps the last value of a
 * repeated key at the place of the first, and whole numbers before all other keys.
 */
function behindKey(cursor: Cursor, from: number, firstKey: number): number {
  const { bytes, hashes, hashCount } = cursor;
  if (bytes[from] !== QUOTE) return LEFT;
  let hash = 0;
  let end = from + 1;
  for (let code = bytes[end] as number; isPlain(code); code = bytes[end] as number) {
    hash = (Math.imul(hash, 31) + code) | 0;
    end += 1;
  }
  if (bytes[end] !== QUOTE) return LEFT;
  if (isDigit(bytes[from + 1] as number) && isDigit(bytes[end - 1] as number)) return LEFT;
  for (let index = firstKey; index < hashCount; index += 1) if (hashes[index] === hash) return LEFT;
  if (hashCount - firstKey === MOST_KEYS || hashCount === hashes.length) return LEFT;
  hashes[hashCount] = hash;
  cursor.hashCount = hashCount + 1;
  return end + 1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Escapes that JSON does not need are taken out. */
function behindString(cursor: Cursor, out: RowBuffer, from: number): number {
  const { bytes } = cursor;
  let at = plainEnd(bytes, from + 1);
  while (bytes[at] === BACKSLASH) {
    const point = escapedPoint(bytes, at);
    if (point < 0) return LEFT;
    const length = escapeLength(bytes, at, point);
    if (!staysEscaped(point)) {
      copyUpTo(cursor, out, at);
      out.position = putPoint(out.bytes, out.position, point);
      cursor.copied = at + length;
    } else if (length !== 2) {
      // The codec writes one spelling of such a character, and this may be another.
      return LEFT;
    }
    at = plainEnd(bytes, at + length);
  }
  return bytes[at] === QUOTE ? at + 1 : LEFT;
}

function staysEscaped(point: number): boolean {
  return point < 32 || point === QUOTE || point === BACKSLASH;
}

/** A number, unless it would be written otherwise. */
function behindNumber(cursor: Cursor, at: number): number {
  cursor.at = at;
  return scanNumber(cursor) && staysSo(cursor) ? cursor.end : LEFT;
}

function staysSo(cursor: Cursor): boolean {
  const { digits, fraction, scientific } = cursor;
  if (scientific) return asPrinted(cursor);
  if (fraction === 0) return digits <= LONG_DIGITS || asPrinted(cursor);
  if (digits > EXACT_DIGITS || cursor.value < SMALLEST_PLAIN * 10 ** fraction) return asPrinted(cursor);
  return cursor.bytes[cursor.end - 1] !== 48;
}

/** Whether the shortest text of the double is this very text. */
function asPrinted(cursor: Cursor): boolean {
  const text = numberText(cursor);
  return String(Number(text)) === text;
}
