/**
 * The one form in which JSON values are stored, whatever door they came by: compact, members in order of name, the first
 * of members with one name, whole numbers of 64 bits as they are, every other number a double that shows that it is one.
 */

import { withoutEndingZeros } from './decimal.ts';
import { isArray, isObject, type Json, JsonNumber, normalText, parseJson, wholeNumber } from './json-value.ts';

/** `exact` refuses numbers that a double would change, `round` takes the nearest double. */
export type WideNumbers = 'exact' | 'round';

export function normalJson(value: Json, wide: WideNumbers = 'round'): string {
  checkNumbers(value, wide);
  return normalText(value);
}

/** Throws where the text is no JSON, or holds a number that cannot be kept. */
export function normalJsonText(text: string, wide: WideNumbers = 'round'): string {
  return normalJson(parseJson(text), wide);
}

function checkNumbers(value: Json, wide: WideNumbers): void {
  if (value instanceof JsonNumber) checkNumber(value.raw, wide);
  else if (isObject(value)) for (const member of value.values()) checkNumbers(member, wide);
  else if (isArray(value)) for (const item of value) checkNumbers(item, wide);
}

function checkNumber(raw: string, wide: WideNumbers): void {
  if (!Number.isFinite(Number(raw))) throw new Error(`number overflow parsing '${raw}'`);
  if (wide === 'round' || isExactNumber(raw)) return;
  throw new Error(`Input number: ${raw} cannot round-trip through string representation`);
}

/** Whether JSON keeps the number as it is: whole numbers of 64 bits, and those whose nearest double has their very digits. */
export function isExactNumber(raw: string): boolean {
  return wholeNumber(raw) !== undefined || digitsOf(raw) === digitsOf(String(Number(raw)));
}

/** Digits and power of ten, so that `1.50e1` and `15` are one number. */
function digitsOf(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().replace('-', '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutEndingZeros(digits);
  return `${significant}e${significant === '' ? 0 : Number(exponent) - fraction.length + digits.length - significant.length}`;
}
