/** PERCENTILE_CONT of NUMERIC and BIGNUMERIC: exact, and rounded once. */

import { native } from '../../emit/native.ts';
import { BIGNUMERIC, type DecimalKind, NUMERIC } from '../../values/decimal.ts';
import { divideRounded } from '../numbers/decimal.ts';
import type { DecimalName } from '../numbers/numeric.ts';

/**
 * The value at the share of the way from the smallest to the largest, between two of them in proportion. NULLs stand
 * before all values; between a NULL and a value is the value.
 */
function between(kind: DecimalKind, values: readonly bigint[], nulls: number, share: bigint): bigint | null {
  const unit = 10n ** BigInt(kind.scale);
  const count = nulls + values.length;
  if (count === 0) return null;
  const way = share * BigInt(count - 1);
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = Number(way / unit) - nulls;
  const rest = way % unit;
  const [low, high] = [sorted[at], sorted[at + 1]];
  if (low === undefined) return rest === 0n ? null : (high ?? null);
  if (rest === 0n || high === undefined) return low;
  return divideRounded(low * (unit - rest) + high * rest, unit);
}

function percentile<K extends DecimalName>(name: K, kind: DecimalKind) {
  return native(
    `bq_percentile_cont_${name.toLowerCase()}`,
    { takes: [`${name as 'NUMERIC'}[]`, name as 'NUMERIC', 'BOOL'], returns: name as 'NUMERIC' },
    (list, share, withNulls) => {
      const values = list.filter((value) => value !== null);
      return between(kind, values, withNulls ? list.length - values.length : 0, share);
    },
  );
}

export const decimalPercentile = {
  NUMERIC: percentile('NUMERIC', NUMERIC),
  BIGNUMERIC: percentile('BIGNUMERIC', BIGNUMERIC),
};

export const natives = Object.values(decimalPercentile);
