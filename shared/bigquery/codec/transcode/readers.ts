/**
 * One reader a type: from a value of JSON to the value of its column. A reader takes what sources write most; anything else it
 * leaves to the codec, which takes it or says why not.
 */

import type { ColumnType } from '../../schema/table-schema.ts';
import type { CivilError } from '../civil.ts';
import type { Column } from '../column.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { varintSize } from '../row-buffer.ts';
import { decodeBase64 } from '../types/bytes.ts';
import {
  LONGEST_TEXT,
  readWholeDate,
  readWholeDatetime,
  readWholeTime,
  readZoned,
  writeDatetime,
  writeTime,
  writeTimestamp,
} from '../types/temporal.ts';
import { writeBigInt64, writeInt64, writeVarint } from '../wire.ts';
import { type Cursor, isFalse, isTrue, MINUS, QUOTE } from './cursor.ts';
import { readJson } from './json-column.ts';
import { EXACT_DIGITS, numberText, scanNumber } from './number.ts';
import { copyText, plainEnd, putBytes } from './text.ts';

/** As `Encode`, for the value at the cursor. False where the codec must decide; then what was written is given up. */
export type Read = (column: Column, cursor: Cursor, out: RowBuffer) => boolean;

/** A number of so many digits is within 64 bits. */
const INT64_DIGITS = 18;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);
const PAD = 61;

const READERS: Readonly<Record<Exclude<ColumnType, 'STRUCT'>, Read>> = {
  STRING: (column, cursor, out) => copyText(cursor, out, column.maxLength),
  BYTES: readBytes,
  INT64: readInt64,
  FLOAT64: readFloat64,
  BOOL: readBool,
  NUMERIC: readNumeric,
  BIGNUMERIC: readNumeric,
  TIMESTAMP: readTimestamp,
  DATE: readDate,
  TIME: readTime,
  DATETIME: readDatetime,
  INTERVAL: readByCodec,
  GEOGRAPHY: readByCodec,
  JSON: readJson,
  RANGE: readByCodec,
};

/** The reader of one value of a column that is no STRUCT. */
export function readerOf({ field }: Column): Read {
  if (field.enumNames !== undefined || field.timestampPrecision === 12) return readByCodec;
  return READERS[field.type as Exclude<ColumnType, 'STRUCT'>];
}

/** The end of a string of ASCII without escapes, or -1. */
function asciiEnd({ bytes, at }: Cursor): number {
  if (bytes[at] !== QUOTE) return -1;
  let end = at + 1;
  for (; bytes[end] !== QUOTE; end += 1) {
    const code = bytes[end] as number;
    if (!(code >= 32 && code < 127) || code === 92) return -1;
  }
  return end;
}

/** The types whose text is short and seldom: the codec's own encoder reads it. */
function readByCodec(column: Column, cursor: Cursor, out: RowBuffer): boolean {
  const end = asciiEnd(cursor);
  if (end < 0) return false;
  const text = cursor.bytes.toString('latin1', cursor.at + 1, end);
  cursor.at = end + 1;
  return column.element(column, text, out) === undefined;
}

/** Digits count here, and the text has them all. */
function readNumeric(column: Column, cursor: Cursor, out: RowBuffer): boolean {
  if (cursor.bytes[cursor.at] === QUOTE) return readByCodec(column, cursor, out);
  if (!scanNumber(cursor)) return false;
  const text = numberText(cursor);
  cursor.at = cursor.end;
  return column.element(column, text, out) === undefined;
}

function readInt64(column: Column, cursor: Cursor, out: RowBuffer): boolean {
  if (cursor.bytes[cursor.at] === QUOTE) return readByCodec(column, cursor, out);
  if (!scanNumber(cursor) || cursor.fraction > 0 || cursor.scientific || cursor.digits > INT64_DIGITS) return false;
  if (cursor.digits > EXACT_DIGITS) writeBigInt64(out, BigInt(numberText(cursor)));
  else writeInt64(out, cursor.bytes[cursor.at] === MINUS ? -cursor.value : cursor.value);
  cursor.at = cursor.end;
  return true;
}

function readFloat64(_column: Column, cursor: Cursor, out: RowBuffer): boolean {
  if (!scanNumber(cursor)) return false;
  const { value, digits, fraction, scientific } = cursor;
  let float: number;
  if (digits <= EXACT_DIGITS && !scientific) {
    // Both are doubles without a fault, so the quotient is the double nearest to the text.
    const size = value / (POWERS[fraction] as number);
    float = cursor.bytes[cursor.at] === MINUS ? -size : size;
  } else {
    float = Number(numberText(cursor));
    if (!Number.isFinite(float)) return false;
  }
  out.view.setFloat64(out.position, float, true);
  out.position += 8;
  cursor.at = cursor.end;
  return true;
}

function readBool(_column: Column, cursor: Cursor, out: RowBuffer): boolean {
  const { bytes, at } = cursor;
  const yes = isTrue(bytes, at);
  if (!yes && !isFalse(bytes, at)) return false;
  out.bytes[out.position] = yes ? 1 : 0;
  cursor.at = at + (yes ? 4 : 5);
  out.position += 1;
  return true;
}

/** Base64 without escapes: it goes where its bytes will be, and is decoded in place. */
function readBytes({ maxLength }: Column, cursor: Cursor, out: RowBuffer): boolean {
  const { bytes } = cursor;
  const from = cursor.at + 1;
  const end = plainEnd(bytes, from);
  if (bytes[cursor.at] !== QUOTE || bytes[end] !== QUOTE || (end - from) % 4 !== 0) return false;
  let pads = 0;
  if (end > from && bytes[end - 1] === PAD) pads = bytes[end - 2] === PAD ? 2 : 1;
  const size = ((end - from) / 4) * 3 - pads;
  if (size > maxLength) return false;
  out.reserve(end - from + 5);
  const lengthAt = out.position;
  const start = lengthAt + varintSize(size);
  out.position = start;
  putBytes(bytes, from, end, out);
  const behind = decodeBase64(out.bytes, start, end - from - pads);
  if (behind < 0) return false;
  out.position = lengthAt;
  writeVarint(out, size);
  out.position = behind;
  cursor.at = end + 1;
  return true;
}

/** The end of the text of a date or time, or -1: longer text is none. */
function civilEnd(cursor: Cursor): number {
  const end = asciiEnd(cursor);
  return end - cursor.at <= LONGEST_TEXT ? end : -1;
}

type ReadCivil = (civil: Column['civil'], bytes: Buffer, at: number, end: number) => CivilError;

function isCivil({ civil }: Column, cursor: Cursor, end: number, read: ReadCivil): boolean {
  const from = cursor.at + 1;
  cursor.at = end + 1;
  return end > 0 && read(civil, cursor.bytes, from, end) === undefined;
}

function readDate(column: Column, cursor: Cursor, out: RowBuffer): boolean {
  if (!isCivil(column, cursor, civilEnd(cursor), readWholeDate)) return false;
  writeInt64(out, column.civil.days);
  return true;
}

function readTime(column: Column, cursor: Cursor, out: RowBuffer): boolean {
  if (!isCivil(column, cursor, civilEnd(cursor), readWholeTime)) return false;
  writeTime(column.civil, out);
  return true;
}

function readDatetime(column: Column, cursor: Cursor, out: RowBuffer): boolean {
  if (!isCivil(column, cursor, civilEnd(cursor), readWholeDatetime)) return false;
  writeDatetime(column.civil, out);
  return true;
}

function readTimestamp({ civil }: Column, cursor: Cursor, out: RowBuffer): boolean {
  const end = civilEnd(cursor);
  if (end < 0 || readZoned(civil, cursor.bytes, cursor.at + 1, end, 6) !== undefined) return false;
  writeTimestamp(civil, out);
  cursor.at = end + 1;
  return true;
}
