/** Numbers of JSON, read by the grammar of RFC 8259 section 6. */

import { type Cursor, MINUS, POINT } from './cursor.ts';

/** A whole number of so many digits is exactly a double, and so is a decimal of as many, within a power of ten that is. */
export const EXACT_DIGITS = 15;

/** Reads the number at the cursor into its fields; the cursor stays where it is. False where there is none. */
export function scanNumber(cursor: Cursor): boolean {
  const { bytes } = cursor;
  let at = bytes[cursor.at] === MINUS ? cursor.at + 1 : cursor.at;
  const first = at;
  let value = 0;
  let digit = (bytes[at] as number) - 48;
  while (digit >= 0 && digit <= 9) {
    value = value * 10 + digit;
    at += 1;
    digit = (bytes[at] as number) - 48;
  }
  const whole = at - first;
  if (whole === 0 || (whole > 1 && bytes[first] === 48)) return false;
  let fraction = 0;
  if (bytes[at] === POINT) {
    const from = at + 1;
    at = from;
    digit = (bytes[at] as number) - 48;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      at += 1;
      digit = (bytes[at] as number) - 48;
    }
    fraction = at - from;
    if (fraction === 0) return false;
  }
  // With the bit of lower case set, "E" is "e".
  const scientific = ((bytes[at] as number) | 32) === 101;
  if (scientific) {
    at = behindExponent(bytes, at + 1);
    if (at < 0) return false;
  }
  cursor.value = value;
  cursor.digits = whole + fraction;
  cursor.fraction = fraction;
  cursor.scientific = scientific;
  cursor.end = at;
  return true;
}

function behindExponent(bytes: Buffer, from: number): number {
  const start = bytes[from] === 43 || bytes[from] === MINUS ? from + 1 : from;
  let at = start;
  while ((bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) at += 1;
  return at > start ? at : -1;
}

/** The text of the number that was scanned last. */
export function numberText(cursor: Cursor): string {
  return cursor.bytes.toString('latin1', cursor.at, cursor.end);
}
