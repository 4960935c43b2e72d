/**
 * NUMERIC and BIGNUMERIC as plain decimal text on the wire, one of the forms in write-api.md, Types:
 * exact, and readable by every peer. Nothing is rounded: digits that the column does not keep are a rejection.
 */

import type { Column } from '../column.ts';
import { ExactNumber } from '../exact-json.ts';
import { Fault } from '../fault.ts';
import type { RowBuffer } from '../row-buffer.ts';

const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
/** BIGNUMERIC is an integer of 256 bits over 10^38. */
const BIG_SCALE = 38;
const BIG_WHOLE_DIGITS = 39;
/** More digits than any column keeps, on either side of the point. */
const BEYOND = 80;
/** Up to so many characters no number comes near the 39 digits of BIGNUMERIC. */
const SHORT_DECIMAL = 30;

export function encodeDecimal(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  switch (typeof value) {
    case 'string':
      return encodeDecimalText(column, value, out);
    case 'number':
      // The shortest text that reads back as this number is what JSON had: 0.1 stays 0.1.
      if (Number.isFinite(value)) return encodeDecimalText(column, String(value), out);
      return new Fault('OUT_OF_RANGE', `${column.field.type} has neither NaN nor infinity`);
    case 'bigint':
      // Before it is made text: that takes long for a BigInt of a million digits.
      if (BigInt.asIntN(256, value) !== value) return outOfRange(column);
      return encodeDecimalText(column, value.toString(), out);
    default:
      if (value instanceof ExactNumber) return encodeDecimalText(column, value.text, out);
      return new Fault('TYPE_MISMATCH', `${column.field.type} takes a number, a BigInt or decimal text`);
  }
}

/**
 * Short text as it mostly is, digits with or without a fraction, is written while it is read. False where it is anything
 * else, or does not fit: then nothing is written.
 */
function writePlain(column: Column, text: string, out: RowBuffer): boolean {
  const length = text.length;
  if (length > SHORT_DECIMAL) return false;
  out.reserve(SHORT_DECIMAL + 1);
  const bytes = out.bytes;
  const from = out.position + 1;
  const sign = text.charCodeAt(0) === MINUS ? 1 : 0;
  const first = text.charCodeAt(sign);
  // Leading zeros and the sign of a zero are not canonical: take the slow path.
  if (first === ZERO && (sign === 1 || isDigit(text.charCodeAt(1)))) return false;
  if (sign === 1) bytes[from] = MINUS;
  const wholeEnd = copyDigits(text, sign, bytes, from);
  if (wholeEnd === sign || wholeEnd - sign > column.wholeDigits) return false;
  let end = wholeEnd;
  if (wholeEnd < length) {
    if (text.charCodeAt(wholeEnd) !== POINT) return false;
    bytes[from + wholeEnd] = POINT;
    end = copyDigits(text, wholeEnd + 1, bytes, from);
    if (end < length) return false;
    while (bytes[from + end - 1] === ZERO) end -= 1;
    const fraction = end - wholeEnd - 1;
    if (fraction > column.scaleDigits) return false;
    if (fraction === 0) end = wholeEnd;
  }
  bytes[from - 1] = end;
  out.position = from + end;
  return true;
}

/** Returns where the digits end. */
function copyDigits(text: string, start: number, bytes: Uint8Array, from: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) break;
    bytes[from + at] = code;
  }
  return at;
}

function encodeDecimalText(column: Column, text: string, out: RowBuffer): Fault | undefined {
  if (writePlain(column, text, out)) return undefined;
  const length = text.length;
  const first = text.charCodeAt(0);
  let at = first === MINUS || first === PLUS ? 1 : 0;
  const digitsFrom = at;
  while (at < length && text.charCodeAt(at) === ZERO) at += 1;
  const wholeFrom = at;
  while (at < length && isDigit(text.charCodeAt(at))) at += 1;
  const wholeEnd = at;
  let fractionFrom = at;
  if (at < length && text.charCodeAt(at) === POINT) {
    fractionFrom = at + 1;
    at = fractionFrom;
    while (at < length && isDigit(text.charCodeAt(at))) at += 1;
  }
  if (wholeEnd - digitsFrom + (at - fractionFrom) === 0) return malformed();
  if (at < length) return encodeScientific(column, text, out);
  while (at > fractionFrom && text.charCodeAt(at - 1) === ZERO) at -= 1;
  const whole = wholeEnd - wholeFrom;
  const fraction = at - fractionFrom;
  if (whole > column.wholeDigits) return outOfRange(column);
  if (fraction > column.scaleDigits) return tooPrecise(column);
  const negative = first === MINUS && whole + fraction > 0;
  if (whole === BIG_WHOLE_DIGITS && !fitsBig(negative, text.slice(wholeFrom, wholeEnd), text.slice(fractionFrom, at))) {
    return outOfRange(column);
  }
  write(text, negative, wholeFrom, whole, fractionFrom, fraction, out);
  return undefined;
}

function write(
  text: string,
  negative: boolean,
  wholeFrom: number,
  whole: number,
  fractionFrom: number,
  fraction: number,
  out: RowBuffer,
): void {
  // At most a sign, 39 digits, a point and 38 digits: the length is one byte.
  out.reserve(BEYOND + 1);
  const bytes = out.bytes;
  const start = out.position;
  let at = start + 1;
  if (negative) bytes[at++] = MINUS;
  if (whole === 0) bytes[at++] = ZERO;
  for (let index = 0; index < whole; index += 1) bytes[at++] = text.charCodeAt(wholeFrom + index);
  if (fraction > 0) {
    bytes[at++] = POINT;
    for (let index = 0; index < fraction; index += 1) bytes[at++] = text.charCodeAt(fractionFrom + index);
  }
  bytes[start] = at - start - 1;
  out.position = at;
}

const SCIENTIFIC = /^([+-]?)(\d*)(?:\.(\d*))?[eE]([+-]?\d+)$/;

/** Moves the point, without ever writing more zeros than a column could keep. */
function encodeScientific(column: Column, text: string, out: RowBuffer): Fault | undefined {
  const parts = SCIENTIFIC.exec(text);
  if (parts === null) return malformed();
  const [, sign, before = '', after = '', exponent] = parts;
  const all = before + after;
  const significant = all.replace(/^0+/, '');
  // Not by a pattern: `0+$` takes quadratic time on long runs of zeros.
  let end = significant.length;
  while (end > 0 && significant.charCodeAt(end - 1) === ZERO) end -= 1;
  const digits = significant.slice(0, end);
  if (digits === '') return encodeDecimalText(column, '0', out);
  const point = before.length - (all.length - significant.length) + Number(exponent);
  if (point > BEYOND) return outOfRange(column);
  if (digits.length - point > BEYOND) return tooPrecise(column);
  const plain =
    point >= digits.length
      ? digits + '0'.repeat(point - digits.length)
      : point > 0
        ? `${digits.slice(0, point)}.${digits.slice(point)}`
        : `0.${'0'.repeat(-point)}${digits}`;
  return encodeDecimalText(column, sign === '-' ? `-${plain}` : plain, out);
}

/** Only a number of 39 digits before the point can lie beyond the 256 bits. */
function fitsBig(negative: boolean, whole: string, fraction: string): boolean {
  const magnitude = BigInt(whole + fraction.padEnd(BIG_SCALE, '0'));
  const scaled = negative ? -magnitude : magnitude;
  return BigInt.asIntN(256, scaled) === scaled;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

function malformed(): Fault {
  return new Fault('MALFORMED', 'not a decimal number');
}

function outOfRange(column: Column): Fault {
  return new Fault(
    'OUT_OF_RANGE',
    `${column.typeName} keeps ${column.wholeDigits} digits before the point and a smaller value`,
  );
}

function tooPrecise(column: Column): Fault {
  return new Fault('TOO_PRECISE', `more than ${column.scaleDigits} digits after the point`);
}
