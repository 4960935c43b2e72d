/** APPROX_TOP_SUM: the values with the largest sums of weights, from rows that are sorted by their values. */

import { type Native, native } from '../../emit/native.ts';
import { float64ToText } from '../../types/cast-natives.ts';
import { BIGNUMERIC_KIND, type DecimalKind, decimalText, inRange, NUMERIC_KIND } from '../numbers/decimal.ts';

export type Weight = 'INT64' | 'NUMERIC' | 'BIGNUMERIC' | 'FLOAT64';

type Sum = bigint | number | null;

/** The row at which a value begins, and the sum of its weights: NULL where it has none. */
interface Group {
  readonly at: number;
  sum: Sum;
}

type Add = (a: bigint | number, b: bigint | number) => bigint | number;

/** The heaviest first, a sum of NULL last, and of equal ones the value that is sorted first. */
function heaviest(
  starts: readonly (boolean | null)[],
  weights: readonly Sum[],
  limit: number,
  add: Add,
  text: (weight: bigint | number) => string,
): readonly Group[] {
  const groups: Group[] = [];
  for (const [row, weight] of weights.entries()) {
    if (starts[row] !== false) groups.push({ at: row + 1, sum: null });
    const group = groups.at(-1);
    if (weight === null || group === undefined) continue;
    if (!(weight >= 0)) {
      throw new Error(
        `APPROX_TOP_SUM does not support negative or NaN weights in the second argument; got ${text(weight)}`,
      );
    }
    group.sum = group.sum === null ? weight : add(group.sum, weight);
  }
  const before = (a: Group, b: Group) => {
    if (a.sum === b.sum) return a.at - b.at;
    if (a.sum === null || b.sum === null) return a.sum === null ? 1 : -1;
    return a.sum > b.sum ? -1 : 1;
  };
  return groups.sort(before).slice(0, limit);
}

const decimalSum =
  (kind: DecimalKind): Add =>
  (a, b) =>
    inRange(
      kind,
      (a as bigint) + (b as bigint),
      `${decimalText(kind, a as bigint)} + ${decimalText(kind, b as bigint)}`,
    );

const addInt64: Add = (a, b) => {
  const sum = (a as bigint) + (b as bigint);
  if (sum !== BigInt.asIntN(64, sum)) throw new Error(`int64 overflow: ${a} + ${b}`);
  return sum;
};

const ADD: Readonly<Record<Weight, Add>> = {
  INT64: addInt64,
  NUMERIC: decimalSum(NUMERIC_KIND),
  BIGNUMERIC: decimalSum(BIGNUMERIC_KIND),
  FLOAT64: (a, b) => (a as number) + (b as number),
};

const TEXT: Readonly<Record<Weight, (weight: bigint | number) => string>> = {
  INT64: String,
  NUMERIC: (weight) => decimalText(NUMERIC_KIND, weight as bigint),
  BIGNUMERIC: (weight) => decimalText(BIGNUMERIC_KIND, weight as bigint),
  FLOAT64: (weight) => float64ToText(weight as number),
};

interface Pair {
  readonly places: Native;
  readonly sums: Native;
}

function nativesOf<W extends Weight>(weight: W): Pair {
  const name = `bq_top_sum_${weight.toLowerCase()}`;
  const takes = ['BOOL[]', `${weight as 'INT64'}[]`, 'INT64'] as const;
  const found = (starts: readonly (boolean | null)[], weights: readonly Sum[], limit: bigint) =>
    heaviest(starts, weights, Number(limit), ADD[weight], TEXT[weight]);
  return {
    places: native(`${name}_places`, { takes, returns: 'INT64[]' }, (...args) =>
      found(...args).map(({ at }) => BigInt(at)),
    ),
    sums: native(`${name}_sums`, { takes, returns: `${weight as 'INT64'}[]` }, (...args) =>
      found(...args).map(({ sum }) => sum as bigint | null),
    ),
  };
}

const NATIVES: Readonly<Record<Weight, Pair>> = {
  INT64: nativesOf('INT64'),
  NUMERIC: nativesOf('NUMERIC'),
  BIGNUMERIC: nativesOf('BIGNUMERIC'),
  FLOAT64: nativesOf('FLOAT64'),
};

export const natives: readonly Native[] = Object.values(NATIVES).flatMap(({ places, sums }) => [places, sums]);

/** DuckDB text of the values and their sums; `all` is the sorted list of `{v, w}`. */
export function topSums(weight: Weight, all: string, limit: number): string {
  const { places, sums } = NATIVES[weight];
  const starts = `list_transform(${all}, lambda gsql_row, gsql_at: gsql_at = 1 OR gsql_row.v IS DISTINCT FROM ${all}[gsql_at - 1].v)`;
  const weights = `list_transform(${all}, lambda gsql_row: gsql_row.w)`;
  const args = [starts, weights, String(limit)];
  return `list_transform(${places.of(...args)}, lambda gsql_place, gsql_at: {'value': ${all}[gsql_place].v, 'sum': ${sums.of(...args)}[gsql_at]})`;
}
