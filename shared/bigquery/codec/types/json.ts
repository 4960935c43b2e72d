/**
 * JSON: text that is JSON already, or any value that JSON can hold. A value is written as text in one pass, straight
 * into the row, so that what is checked is what is sent: a getter is read once, and nothing is bent on the way as
 * `JSON.stringify` would bend NaN to null or a Map to `{}`.
 */

import { millisecondsOf } from '../civil.ts';
import type { Column } from '../column.ts';
import { ExactNumber } from '../exact-json.ts';
import { badUnicode, Fault, rowTooLarge, step } from '../fault.ts';
import { hasOwn } from '../own.ts';
import { isPlainObject } from '../plain-object.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { SHORT_TEXT, writeText } from '../wire.ts';
import { checkJsonText, DEEPEST_JSON } from './json-text.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const MOST_DIGITS = 1_000_000_000;
const LEAST_INT64 = -(2n ** 63n);
const MOST_UINT64 = 2n ** 64n - 1n;

export function encodeJson(_column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (typeof value === 'string') {
    return encodeJsonText(value, out);
  }
  // Most JSON values are shorter than 128 bytes: their length takes one.
  const start = out.position + 1;
  out.position = start;
  const fault = writeJson(value, 0, out);
  if (fault !== undefined) return fault;
  out.closeLength(start, 1);
  return undefined;
}

/** Written first, and then checked as bytes, which are read several times as fast as a string. */
export function encodeJsonText(text: string, out: RowBuffer): Fault | undefined {
  const before = out.position;
  const fault = writeText(out, text);
  if (fault !== undefined) return fault;
  let start = before;
  while ((out.bytes[start] as number) > 0x7f) start += 1;
  return checkJsonText(out.bytes, start + 1, out.position);
}

/** Appends the JSON text of a value. */
export function writeJson(value: unknown, depth: number, out: RowBuffer): Fault | undefined {
  out.reserve(32);
  switch (typeof value) {
    case 'string':
      return writeJsonString(value, out);
    case 'number':
      return writeJsonNumber(value, out);
    case 'boolean':
      writeAscii(value ? 'true' : 'false', out);
      return undefined;
    case 'object':
      if (value === null) {
        writeAscii('null', out);
        return undefined;
      }
      if (depth >= DEEPEST_JSON) return tooDeep();
      if (out.position - out.rowStart > out.rowLimit) return rowTooLarge(out.rowLimit);
      if (Array.isArray(value)) return writeJsonArray(value, depth + 1, out);
      if (isPlainObject(value)) return writeJsonObject(value, depth + 1, out);
      return writeJsonDate(value, out);
    case 'bigint':
      if (value < LEAST_INT64 || value > MOST_UINT64)
        return new Fault('OUT_OF_RANGE', 'JSON keeps integers of 64 bits');
      writeAscii(value.toString(), out);
      return undefined;
    default:
      return new Fault('TYPE_MISMATCH', `JSON has no ${typeof value}`);
  }
}

function writeJsonObject(value: Readonly<Record<string, unknown>>, depth: number, out: RowBuffer): Fault | undefined {
  out.bytes[out.position++] = 123;
  let first = true;
  for (const key in value) {
    if (!hasOwn.call(value, key)) continue;
    const item = value[key];
    // As in a row, a key without a value is not there.
    if (item === undefined) continue;
    out.reserve(2);
    if (first) first = false;
    else out.bytes[out.position++] = 44;
    const fault = writeJsonString(key, out);
    if (fault !== undefined) return fault.under(step(key));
    out.bytes[out.position++] = 58;
    const within = writeJson(item, depth, out);
    if (within !== undefined) return within.under(step(key));
  }
  out.reserve(2);
  out.bytes[out.position++] = 125;
  return undefined;
}

function writeJsonArray(items: readonly unknown[], depth: number, out: RowBuffer): Fault | undefined {
  out.bytes[out.position++] = 91;
  for (let index = 0; index < items.length; index += 1) {
    out.reserve(2);
    if (index > 0) out.bytes[out.position++] = 44;
    const fault = writeJson(items[index], depth, out);
    if (fault !== undefined) return fault.under(`[${index}]`);
  }
  out.reserve(2);
  out.bytes[out.position++] = 93;
  return undefined;
}

/** A string and its quotes, with one byte left free behind it. */
function writeJsonString(text: string, out: RowBuffer): Fault | undefined {
  const length = text.length;
  if (length > out.rowLimit) return rowTooLarge(out.rowLimit);
  out.reserve(length * 3 + 3);
  const bytes = out.bytes;
  const start = out.position + 1;
  if (length > SHORT_TEXT) {
    const written = bytes.write(text, start, 'utf8');
    if (written !== length && !text.isWellFormed()) return badUnicode();
    for (let at = start; at < start + written; at += 1) {
      if (isEscaped(bytes[at] as number)) return writeEscaped(text, out);
    }
    bytes[start - 1] = QUOTE;
    bytes[start + written] = QUOTE;
    out.position = start + written + 1;
    return undefined;
  }
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 126 || isEscaped(code)) return writeEscaped(text, out);
    bytes[start + index] = code;
  }
  bytes[start - 1] = QUOTE;
  bytes[start + length] = QUOTE;
  out.position = start + length + 1;
  return undefined;
}

function isEscaped(code: number): boolean {
  return code < 32 || code === QUOTE || code === BACKSLASH;
}

function writeEscaped(text: string, out: RowBuffer): Fault | undefined {
  if (!text.isWellFormed()) return badUnicode();
  const escaped = JSON.stringify(text);
  out.reserve(escaped.length * 3 + 1);
  out.position += out.bytes.write(escaped, out.position, 'utf8');
  return undefined;
}

function writeJsonNumber(value: number, out: RowBuffer): Fault | undefined {
  if (!Number.isFinite(value)) return new Fault('OUT_OF_RANGE', 'JSON has neither NaN nor infinity');
  if (Number.isInteger(value) && value > 0 && value < MOST_DIGITS) writeDigits(value, out);
  else writeAscii(Object.is(value, -0) ? '-0' : String(value), out);
  return undefined;
}

/** A positive integer of up to nine digits, without a string on the way. */
function writeDigits(value: number, out: RowBuffer): void {
  let count = 1;
  for (let power = 10; power <= value; power *= 10) count += 1;
  const bytes = out.bytes;
  const end = out.position + count;
  let rest = value | 0;
  for (let at = end - 1; at >= out.position; at -= 1) {
    const tenth = (rest / 10) | 0;
    bytes[at] = 48 + rest - tenth * 10;
    rest = tenth;
  }
  out.position = end;
}

/** A Date is its ISO text, as everywhere in JavaScript; any other object that is not plain data is refused. */
function writeJsonDate(value: object, out: RowBuffer): Fault | undefined {
  if (value instanceof ExactNumber) {
    out.reserve(value.text.length + 32);
    writeAscii(value.text, out);
    return undefined;
  }
  if (!(value instanceof Date)) {
    return new Fault('TYPE_MISMATCH', 'JSON takes plain objects and arrays, not an object of another kind');
  }
  if (Number.isNaN(millisecondsOf(value))) return new Fault('MALFORMED', 'an invalid Date');
  return writeJsonString(Date.prototype.toISOString.call(value), out);
}

/** At most 32 characters, for which room has been made. */
function writeAscii(text: string, out: RowBuffer): void {
  const bytes = out.bytes;
  const start = out.position;
  for (let index = 0; index < text.length; index += 1) bytes[start + index] = text.charCodeAt(index);
  out.position = start + text.length;
}

function tooDeep(): Fault {
  return new Fault('TOO_DEEP', `nested deeper than ${DEEPEST_JSON} levels, or a cycle`);
}
