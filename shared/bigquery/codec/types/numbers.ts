/** INT64, FLOAT64 and BOOL. */

import type { Column } from '../column.ts';
import { ExactNumber } from '../exact-json.ts';
import { Fault } from '../fault.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { writeBigInt64, writeInt64 } from '../wire.ts';

const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
/** So many digits always make a safe integer. */
const SAFE_DIGITS = 15;
const INTEGER = /^[+-]?\d+$/;
/** Text of 20 significant digits is beyond int64 whatever they are. */
const LONGEST_INTEGER = 19;
const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export function encodeInt64(_column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  switch (typeof value) {
    case 'number':
      if (Number.isSafeInteger(value)) {
        writeInt64(out, value);
        return undefined;
      }
      return integerFault(value);
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) return outOfRange();
      writeBigInt64(out, value);
      return undefined;
    case 'string':
      return encodeIntegerText(value, out);
    default:
      if (value instanceof ExactNumber) return encodeExactInteger(value, out);
      return new Fault('TYPE_MISMATCH', 'INT64 takes a whole number, a BigInt or decimal digits');
  }
}

const WHOLE = /^(-?\d+)(?:\.0*)?$/;

function encodeExactInteger({ text }: ExactNumber, out: RowBuffer): Fault | undefined {
  const digits = WHOLE.exec(text)?.[1];
  if (digits !== undefined) return encodeIntegerText(digits, out);
  const value = Number(text);
  if (Math.abs(value) >= 2 ** 63) return outOfRange();
  if (Number.isInteger(value))
    return new Fault('TOO_PRECISE', 'INT64 takes a long number without exponent or fraction');
  return new Fault('TOO_PRECISE', 'INT64 keeps no fraction');
}

function integerFault(value: number): Fault {
  if (Number.isInteger(value)) {
    return new Fault('OUT_OF_RANGE', 'beyond 2^53 a number has lost its last digits; give a BigInt or text');
  }
  return Number.isFinite(value)
    ? new Fault('TOO_PRECISE', 'INT64 keeps no fraction')
    : new Fault('OUT_OF_RANGE', 'INT64 has neither NaN nor infinity');
}

function encodeIntegerText(text: string, out: RowBuffer): Fault | undefined {
  const length = text.length;
  const first = text.charCodeAt(0);
  const signed = first === MINUS || first === PLUS ? 1 : 0;
  if (length - signed > SAFE_DIGITS) return encodeLongInteger(text, out);
  let value = 0;
  for (let index = signed; index < length; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return notDigits();
    value = value * 10 + digit;
  }
  if (length === signed) return notDigits();
  writeInt64(out, first === MINUS ? -value : value);
  return undefined;
}

function encodeLongInteger(text: string, out: RowBuffer): Fault | undefined {
  if (!INTEGER.test(text)) return notDigits();
  const digits = text.replace(/^[+-]?0*/, '');
  if (digits.length > LONGEST_INTEGER) return outOfRange();
  // No digits are left of zeros: BigInt('') is zero.
  const magnitude = BigInt(digits);
  const value = text.startsWith('-') ? -magnitude : magnitude;
  if (BigInt.asIntN(64, value) !== value) return outOfRange();
  writeBigInt64(out, value);
  return undefined;
}

function notDigits(): Fault {
  return new Fault('MALFORMED', 'not a whole number in decimal digits');
}

function outOfRange(): Fault {
  return new Fault('OUT_OF_RANGE', 'beyond the 64 bits of INT64');
}

export function encodeFloat64(_column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (typeof value === 'number') {
    out.view.setFloat64(out.position, value, true);
    out.position += 8;
    return undefined;
  }
  const float = floatOf(value);
  if (typeof float !== 'number') return float;
  out.view.setFloat64(out.position, float, true);
  out.position += 8;
  return undefined;
}

function floatOf(value: unknown): number | Fault {
  if (typeof value === 'string') return floatOfText(value);
  return value instanceof ExactNumber ? floatOfText(value.text) : floatOfBigInt(value);
}

/** Decimal text becomes the nearest double, as it does in JSON. */
function floatOfText(text: string): number | Fault {
  if (FLOAT.test(text)) {
    const float = Number(text);
    return Number.isFinite(float) ? float : new Fault('OUT_OF_RANGE', 'beyond the largest FLOAT64');
  }
  if (text === 'NaN') return Number.NaN;
  if (text === 'Infinity') return Number.POSITIVE_INFINITY;
  if (text === '-Infinity') return Number.NEGATIVE_INFINITY;
  return new Fault('MALFORMED', 'not a decimal number, "NaN", "Infinity" or "-Infinity"');
}

/** A BigInt says that every digit counts. */
function floatOfBigInt(value: unknown): number | Fault {
  if (typeof value !== 'bigint') return new Fault('TYPE_MISMATCH', 'FLOAT64 takes a number, a BigInt or decimal text');
  const float = Number(value);
  if (Number.isFinite(float) && BigInt(float) === value) return float;
  return new Fault('TOO_PRECISE', 'no FLOAT64 is exactly this BigInt');
}

/** Truthiness is no boolean: only `true`, `false` and their text. */
export function encodeBool(_column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (value === true || value === 'true') out.bytes[out.position] = 1;
  else if (value === false || value === 'false') out.bytes[out.position] = 0;
  else if (typeof value === 'string') return new Fault('MALFORMED', 'neither "true" nor "false"');
  else return new Fault('TYPE_MISMATCH', 'BOOL takes true or false');
  out.position += 1;
  return undefined;
}
