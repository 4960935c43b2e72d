/** Numbers as printf writes them, from their exact value. */

import { abs, exactParts } from './decimal.ts';

/** `digits` × 10^-`scale`. */
export interface Exact {
  readonly digits: bigint;
  readonly scale: number;
  /** Doubles round halves to even, as C does; decimals away from zero. */
  readonly halfEven: boolean;
}

export function exactOfDouble(value: number): Exact {
  const [mantissa, exponent] = exactParts(Math.abs(value));
  if (exponent >= 0) return { digits: mantissa << BigInt(exponent), scale: 0, halfEven: true };
  return { digits: mantissa * 5n ** BigInt(-exponent), scale: -exponent, halfEven: true };
}

export function exactOfDecimal(value: bigint, scale: number): Exact {
  return { digits: abs(value), scale, halfEven: false };
}

/** The digits at another scale, rounded where it is smaller. */
function atScale({ digits, scale, halfEven }: Exact, to: number): bigint {
  // A scale below zero counts tens, hundreds, …; the arithmetic is the same.
  if (to >= scale) return digits * 10n ** BigInt(to - scale);
  const unit = 10n ** BigInt(scale - to);
  const quotient = digits / unit;
  const twice = (digits % unit) * 2n;
  const up = twice > unit || (twice === unit && (!halfEven || quotient % 2n === 1n));
  return up ? quotient + 1n : quotient;
}

/** `123.457` with `precision` digits after the point. */
export function fixedText(value: Exact, precision: number): string {
  const text = atScale(value, precision)
    .toString()
    .padStart(precision + 1, '0');
  return precision === 0 ? text : `${text.slice(0, -precision)}.${text.slice(-precision)}`;
}

/** The mantissa's digits and the power of ten, with `precision` digits after the first. */
function scientific(value: Exact, precision: number): { readonly digits: string; readonly exponent: number } {
  if (value.digits === 0n) return { digits: '0'.repeat(precision + 1), exponent: 0 };
  const exponent = value.digits.toString().length - 1 - value.scale;
  const digits = atScale(value, precision - exponent).toString();
  // Rounding may have carried into one more digit.
  if (digits.length > precision + 1) return { digits: digits.slice(0, -1), exponent: exponent + 1 };
  return { digits, exponent };
}

function withExponent(digits: string, exponent: number): string {
  const mantissa = digits.length === 1 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`;
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `1.234560e+02`. */
export function scientificText(value: Exact, precision: number): string {
  const { digits, exponent } = scientific(value, precision);
  return withExponent(digits, exponent);
}

/** The shorter of the two, `precision` digits in all; zeros at the end go unless `keepZeros`. */
export function generalText(value: Exact, precision: number, keepZeros: boolean): string {
  const count = Math.max(1, precision);
  const { digits, exponent } = scientific(value, count - 1);
  if (exponent < -4 || exponent >= count)
    return withExponent(keepZeros ? digits : digits.replace(/(?<=.)0+$/, ''), exponent);
  const text = fixedText(value, count - 1 - exponent);
  return keepZeros || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
}

/** Thousands parted by commas. */
export function grouped(text: string): string {
  const end = text.search(/[.e]|$/);
  const groups: string[] = [];
  for (let to = end; to > 0; to -= 3) groups.unshift(text.slice(Math.max(0, to - 3), to));
  return groups.join(',') + text.slice(end);
}
