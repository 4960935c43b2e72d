/** The fraction of a percentile by its exact value, and PERCENTILE_CONT of FLOAT64 among NULLs. */

import { native } from '../../emit/native.ts';
import { exactParts } from '../numbers/decimal.ts';

/** So many parts make 1, as a scale of DuckDB's DECIMAL: products with a count stay within 128 bits. */
export const SHARE_SCALE = 28;

/** The double's exact value in parts of 10^28, rounded up: for a count, no whole number lies between the two. */
export function partsOf(share: number): bigint {
  const [mantissa, exponent] = exactParts(share);
  const unit = 10n ** BigInt(SHARE_SCALE);
  if (exponent >= 0) return mantissa * 2n ** BigInt(exponent) * unit;
  const divisor = 2n ** BigInt(-exponent);
  return (mantissa * unit + divisor - 1n) / divisor;
}

/** Parts of 10^28 as a DECIMAL of DuckDB. */
export function partsText(parts: bigint): string {
  const digits = parts.toString().padStart(SHARE_SCALE + 1, '0');
  return `CAST('${digits.slice(0, -SHARE_SCALE)}.${digits.slice(-SHARE_SCALE)}' AS DECIMAL(${SHARE_SCALE + 1}, ${SHARE_SCALE}))`;
}

/** The place in `last + 1` values, and the weights of the value there and of the next one. */
function placeOf(share: number, last: number): readonly [place: number, left: number, right: number] {
  const [mantissa, exponent] = exactParts(share);
  const scale = 2n ** BigInt(-exponent);
  const product = mantissa * BigInt(last);
  const [place, rest] = [Number(product / scale), product % scale];
  // The smaller weight is exact, the larger one what is left of 1.
  if (rest > scale / 2n) {
    const left = Number(scale - rest) * 2 ** exponent;
    return [place, left, 1 - left];
  }
  const right = Number(rest) * 2 ** exponent;
  return [place, 1 - right, right];
}

/** NaN stands before all numbers and behind the NULLs. */
const inOrder = (a: number, b: number) => (Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : Number.isNaN(b) ? 1 : a - b);

/** The value at the share of the way through the NULLs and the values; between a NULL and a value is the value. */
export function percentileAmongNulls(values: readonly (number | null)[], share: number): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => (a === b ? 0 : inOrder(a, b)));
  const nulls = values.length - known.length;
  if (known.length === 0) return null;
  const [place, left, right] = placeOf(share, values.length - 1);
  const [low, high] = [known[place - nulls], known[place - nulls + 1]];
  if (low === undefined) return right === 0 ? null : (high ?? null);
  return right === 0 || high === undefined ? low : low * left + high * right;
}

export const percentileContAmongNulls = native(
  'bq_percentile_cont_among_nulls',
  { takes: ['FLOAT64[]', 'FLOAT64'], returns: 'FLOAT64' },
  percentileAmongNulls,
);

export const natives = [percentileContAmongNulls];
