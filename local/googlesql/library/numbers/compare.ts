/** The order of values, kind by kind, as BigQuery's comparisons and ORDER BY have it. NaN is left to the caller. */

import { type Native, native, type PlainKind, variadicNative } from '../../emit/native.ts';
import { compareStrings } from '../../values/compare-strings.ts';

/** Kinds that have an order (INTERVAL and JSON are left out: BigQuery compares the first only loosely, the other never). */
export const ORDERED_KINDS = [
  ...(['INT64', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC', 'STRING', 'BYTES', 'BOOL', 'DATE'] as const),
  ...(['TIME', 'DATETIME', 'TIMESTAMP'] as const),
];

type Ordered = bigint | number | string | boolean | Uint8Array;

export function compareValues(a: Ordered, b: Ordered): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

export const isNaNValue = (value: unknown) => typeof value === 'number' && Number.isNaN(value);

/** One native for each kind, made by the same maker. */
export function forEachKind<K extends PlainKind>(
  kinds: readonly K[],
  make: (kind: K) => Native,
): ReadonlyMap<string, Native> {
  return new Map(kinds.map((kind) => [kind as string, make(kind)]));
}

function extreme(name: 'GREATEST' | 'LEAST', sign: number): ReadonlyMap<string, Native> {
  return forEachKind(ORDERED_KINDS, (kind) =>
    variadicNative(
      `bq_${name.toLowerCase()}_${kind.toLowerCase()}`,
      { takes: [], rest: kind as 'INT64', returns: kind as 'INT64' },
      (_, values) => {
        let best: Ordered | undefined;
        for (const value of values as readonly (Ordered | null)[]) {
          if (value === null) return null;
          if (isNaNValue(best)) continue;
          if (best === undefined || isNaNValue(value) || compareValues(value, best) * sign > 0) best = value;
        }
        return (best ?? null) as bigint | null;
      },
    ),
  );
}

export const greatest = extreme('GREATEST', 1);
export const least = extreme('LEAST', -1);

/** Counts the sorted bounds at or below the point. */
export const rangeBucket = forEachKind(ORDERED_KINDS, (kind) =>
  native(
    `bq_range_bucket_${kind.toLowerCase()}`,
    { takes: [kind as 'INT64', `${kind as 'INT64'}[]`], returns: 'INT64' },
    (point, bounds) => {
      const sorted = bounds as readonly (Ordered | null)[];
      let count = 0;
      for (const [index, bound] of sorted.entries()) {
        if (bound === null) throw new Error('Elements in input array to RANGE_BUCKET should not be null');
        if (isNaNValue(bound)) throw new Error('Elements in input array to RANGE_BUCKET should not be NaN');
        const before = sorted[index - 1];
        if (before !== undefined && before !== null && compareValues(before, bound) > 0) {
          throw new Error('Elements in input array to RANGE_BUCKET must be in ascending order');
        }
        if (isNaNValue(point)) continue;
        if (compareValues(bound, point as Ordered) <= 0) count = index + 1;
      }
      return isNaNValue(point) ? null : BigInt(count);
    },
  ),
);
