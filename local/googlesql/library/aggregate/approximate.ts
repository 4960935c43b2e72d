/** Approximate aggregates, answered exactly. */

import type { SqlType } from '../../types/type.ts';
import { refuse } from '../define.ts';
import { type AggregateDefinition, CallRefused, type Expression } from '../signature.ts';
import {
  type AggregateBound,
  type Apply,
  aggregate,
  over,
  requireComparable,
  UNGROUPABLE,
  UNORDERED,
} from './aggregate-call.ts';
import { leastForNaN, sortedWithNulls } from './order-of-nan.ts';
import { partsText, SHARE_SCALE } from './percentile-float.ts';
import { topSums, type Weight } from './top-sum.ts';

/** Reads a number argument that must be a literal: `APPROX_QUANTILES(x, 4)`. */
function countOf({ call, args }: AggregateBound, index: number): number {
  const literal: Expression['literal'] = args[index]?.literal;
  const count = typeof literal === 'bigint' ? Number(literal) : typeof literal === 'number' ? literal : 0;
  if (!Number.isInteger(count) || count < 1 || count > 100_000) {
    throw new CallRefused('invalid', `The number argument of ${call.name} must be a positive literal`);
  }
  return count;
}

/** A share as a decimal, rounded down: DuckDB multiplies it exactly, and takes the next whole place. */
const shareText = (index: number, count: number) =>
  partsText((BigInt(index) * 10n ** BigInt(SHARE_SCALE)) / BigInt(count));

const quantiles = aggregate(
  'APPROX_QUANTILES',
  [
    over('T, INT64 -> T[]', (apply, bound) => {
      requireComparable(bound, 0, UNORDERED);
      const count = countOf(bound, 1);
      const value = bound.args[0];
      if (value === undefined) return '';
      const isFloat = value.type.kind === 'FLOAT64';
      if (bound.call.nulls === 'RESPECT') return amongNulls(apply, value.sql, isFloat, count);
      const shares = `[${Array.from({ length: count + 1 }, (_, index) => shareText(index, count)).join(', ')}]`;
      if (!isFloat) return apply('quantile_disc', [value.sql, shares]);
      // NaN stands before all numbers: it has the first places.
      const nans = apply('count', ['*'], { filter: `isnan(${value.sql})` });
      const found = apply('quantile_disc', [leastForNaN(value.sql), shares]);
      const among = `${nans} > 0 AND ${apply('count', [value.sql])} * (gsql_at - 1) <= ${nans} * ${count}`;
      return `list_transform(${found}, lambda gsql_value, gsql_at: CASE WHEN ${among} THEN CAST('NaN' AS DOUBLE) ELSE gsql_value END)`;
    }),
  ],
  { distinct: true, nulls: true },
);

/** NULL is a value like others, before all of them. */
function amongNulls(apply: Apply, value: string, isFloat: boolean, count: number): string {
  const sorted = sortedWithNulls(apply, value, isFloat);
  const place = `greatest((len(gsql_all) * gsql_at + ${count - 1}) // ${count}, 1)`;
  const found = `list_transform(range(${count + 1}), lambda gsql_at: gsql_all[CAST(${place} AS BIGINT)].v)`;
  return `list_transform(list_filter([${sorted}], lambda gsql_some: len(gsql_some) > 0), lambda gsql_all: ${found})[1]`;
}

/** The type of what the most frequent or heaviest values are given as. */
function ranked(type: SqlType, name: 'count' | 'sum', by: SqlType): SqlType {
  const fields = [
    { name: 'value', type },
    { name, type: by },
  ];
  return { kind: 'ARRAY', element: { kind: 'STRUCT', fields } };
}

/** The value to count, and how many of them to give. */
function topOf(bound: AggregateBound, place: number): readonly [value: Expression, limit: number] {
  requireComparable(bound, 0, UNGROUPABLE);
  const { name, over } = bound.call;
  if (over !== undefined)
    throw new CallRefused('unsupported', `${name} with OVER is not supported by the local BigQuery`);
  const [value] = bound.args;
  // Intervals of other parts may be equal, and which of them stands for all is not known.
  if (value === undefined || value.type.kind === 'INTERVAL')
    throw new CallRefused('unsupported', `${name} of INTERVAL is not supported by the local BigQuery`);
  return [value, countOf(bound, place)];
}

/** The most frequent first; NULL counts as a value. */
const topCount = aggregate('APPROX_TOP_COUNT', [
  over('T, INT64 -> T', (apply, bound) => {
    const [value, limit] = topOf(bound, 1);
    const seen = `map_entries(${apply('histogram', [value.sql])})`;
    const nulls = apply('count', ['*'], { filter: `${value.sql} IS NULL` });
    const known = `list_transform(coalesce(${seen}, []), lambda e: {'n': -CAST(e.value AS BIGINT), 'v': e.key})`;
    const ofNull = `CASE WHEN ${nulls} > 0 THEN [{'n': -${nulls}, 'v': NULL}] ELSE [] END`;
    const ordered = `list_slice(list_sort(list_concat(${known}, ${ofNull})), 1, ${limit})`;
    return {
      type: ranked(value.type, 'count', { kind: 'INT64' }),
      sql: `list_transform(${ordered}, lambda e: {'value': e.v, 'count': -e.n})`,
    };
  }),
]);

const topSum = aggregate(
  'APPROX_TOP_SUM',
  (['INT64', 'NUMERIC', 'BIGNUMERIC', 'FLOAT64'] as const).map((weight: Weight) =>
    over(`T, ${weight}, INT64 -> T`, (apply, bound) => {
      const [value, limit] = topOf(bound, 2);
      const [, by = ''] = bound.sql;
      const sorted = `list_sort(${apply('list', [`{'v': ${value.sql}, 'w': ${by}}`])})`;
      return {
        type: ranked(value.type, 'sum', { kind: weight }),
        sql: `list_transform([${sorted}], lambda gsql_all: ${topSums(weight, 'gsql_all', limit)})[1]`,
      };
    }),
  ),
);

export const aggregates: readonly AggregateDefinition[] = [
  aggregate('APPROX_COUNT_DISTINCT', [
    over('ANY -> INT64', (apply, bound) => {
      requireComparable(bound, 0, UNGROUPABLE);
      return apply('count', [`DISTINCT ${bound.sql[0]}`]);
    }),
  ]),
  quantiles,
  topCount,
  topSum,
  ...refuse(['KLL_QUANTILES.INIT_INT64', 'KLL_QUANTILES.INIT_FLOAT64', 'KLL_QUANTILES.MERGE_PARTIAL']),
  ...refuse(['KLL_QUANTILES.MERGE_INT64', 'KLL_QUANTILES.MERGE_FLOAT64']),
  ...refuse(['KLL_QUANTILES.MERGE_POINT_INT64', 'KLL_QUANTILES.MERGE_POINT_FLOAT64']),
  ...refuse(['KLL_QUANTILES.EXTRACT_INT64', 'KLL_QUANTILES.EXTRACT_FLOAT64']),
  ...refuse(['KLL_QUANTILES.EXTRACT_POINT_INT64', 'KLL_QUANTILES.EXTRACT_POINT_FLOAT64']),
  ...refuse(['ST_UNION_AGG', 'ST_CENTROID_AGG', 'ST_EXTENT']),
];
