/** Variance, covariance and correlation of NUMERIC and BIGNUMERIC, from exact sums: rounding happens once, at the end. */

import { type Native, native } from '../../emit/native.ts';
import type { DecimalName } from '../numbers/numeric.ts';

export interface Moment {
  readonly name: 'VAR_POP' | 'VAR_SAMP' | 'STDDEV_POP' | 'STDDEV_SAMP' | 'CORR';
  /** Whether it is the moment of a sample: fewer than two values, or pairs, have none. */
  readonly sample: boolean;
}

export const DECIMALS: readonly DecimalName[] = ['NUMERIC', 'BIGNUMERIC'];

/** The double nearest to a fraction of whole numbers. */
export function ratio(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  // 80 bits of the quotient are more than a double keeps; the rest decides nothing but exact halves.
  const shift = 80 - (size.toString(2).length - denominator.toString(2).length);
  const quotient = shift >= 0 ? (size << BigInt(shift)) / denominator : size / (denominator << BigInt(-shift));
  const value = Number(quotient | 1n) * 2 ** -shift;
  return negative ? -value : value;
}

/** n·Σxy − Σx·Σy, which is n² times the covariance. */
function spread(x: readonly bigint[], y: readonly bigint[]): bigint {
  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
  const products = x.reduce((total, value, index) => total + value * (y[index] ?? 0n), 0n);
  return BigInt(x.length) * products - sum(x) * sum(y);
}

function compute(y: readonly bigint[], x: readonly bigint[], one: bigint, moment: string): number | null {
  const n = BigInt(x.length);
  const sample = moment !== 'VAR_POP' && moment !== 'STDDEV_POP';
  if (n === 0n || (sample && n < 2n)) return null;
  const covariance = spread(y, x);
  if (moment === 'CORR') {
    const product = spread(x, x) * spread(y, y);
    // A side without any spread correlates with nothing.
    return product === 0n ? Number.NaN : ratio(covariance, 1n) / Math.sqrt(ratio(product, 1n));
  }
  const value = ratio(covariance, n * (sample ? n - 1n : n) * one * one);
  return moment.startsWith('STDDEV') ? Math.sqrt(value) : value;
}

function nativeOf(kind: DecimalName, one: bigint): Native {
  const list = `${kind}[]` as const;
  return native(
    `bq_moment_${kind.toLowerCase()}`,
    { takes: [list, list, 'STRING'], returns: 'FLOAT64' },
    (y, x, moment) => {
      const known = (values: readonly (bigint | null)[]) => values.map((value) => value ?? 0n);
      return compute(known(y), known(x), one, moment);
    },
  );
}

export const moments: Readonly<Record<DecimalName, Native>> = {
  NUMERIC: nativeOf('NUMERIC', 10n ** 9n),
  BIGNUMERIC: nativeOf('BIGNUMERIC', 10n ** 38n),
};

export const natives: readonly Native[] = Object.values(moments);
