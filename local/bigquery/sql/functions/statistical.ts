/** Statistical and approximate aggregates. The approximate ones are answered exactly. */

import {
  type AggregateBound,
  aggregate,
  over,
  refusingNaN,
  requireComparable,
  UNGROUPABLE,
  UNORDERED,
} from './aggregate-call.ts';
import { refuse } from './define.ts';
import { type AggregateDefinition, CallRefused, type Expression } from './signature.ts';

function one(names: readonly string[], duck: string): AggregateDefinition {
  return aggregate(names, [over('FLOAT64 -> FLOAT64', (apply, { sql }) => apply(duck, [sql[0] ?? '']))], {
    distinct: true,
  });
}

function two(name: string, duck: string): AggregateDefinition {
  return aggregate(name, [over('FLOAT64, FLOAT64 -> FLOAT64', (apply, { sql }) => apply(duck, [...sql]))]);
}

/** Of fewer than two pairs there is none; DuckDB says NaN. */
const correlation = aggregate('CORR', [
  over('FLOAT64, FLOAT64 -> FLOAT64', (apply, { sql: [x = '', y = ''] }) => {
    const pairs = apply('count', ['*'], { filter: `${x} IS NOT NULL AND ${y} IS NOT NULL` });
    return `CASE WHEN ${pairs} < 2 THEN NULL ELSE ${apply('corr', [x, y])} END`;
  }),
]);

/** How many, as a literal: `APPROX_QUANTILES(x, 4)`. */
function countOf({ call, args }: AggregateBound, index: number): number {
  const literal: Expression['literal'] = args[index]?.literal;
  const count = typeof literal === 'bigint' ? Number(literal) : typeof literal === 'number' ? literal : 0;
  if (!Number.isInteger(count) || count < 1 || count > 100_000) {
    throw new CallRefused('invalid', `The number argument of ${call.name} must be a positive literal`);
  }
  return count;
}

const quantiles = aggregate(
  'APPROX_QUANTILES',
  [
    over('T, INT64 -> T[]', (apply, bound) => {
      requireComparable(bound, 0, UNORDERED);
      if (bound.call.nulls === 'RESPECT') {
        throw new CallRefused(
          'unsupported',
          'APPROX_QUANTILES with RESPECT NULLS is not supported by the local BigQuery',
        );
      }
      const count = countOf(bound, 1);
      const at = Array.from({ length: count + 1 }, (_, index) => index / count);
      const value = bound.args[0];
      if (value === undefined) return '';
      const found = apply('quantile_disc', [value.sql, `[${at.join(', ')}]`]);
      return refusingNaN(apply, bound, value, found, { kind: 'ARRAY', element: value.type });
    }),
  ],
  { distinct: true, nulls: true },
);

/** The most frequent first; NULL counts as a value. */
const topCount = aggregate('APPROX_TOP_COUNT', [
  over('T, INT64 -> T', (apply, bound) => {
    requireComparable(bound, 0, UNGROUPABLE);
    if (bound.call.over !== undefined) {
      throw new CallRefused('unsupported', 'APPROX_TOP_COUNT with OVER is not supported by the local BigQuery');
    }
    const value = bound.args[0];
    const limit = countOf(bound, 1);
    const type = value?.type ?? { kind: 'INT64' as const };
    const seen = `map_entries(${apply('histogram', [value?.sql ?? ''])})`;
    const nulls = apply('count', ['*'], { filter: `${value?.sql} IS NULL` });
    const known = `list_transform(coalesce(${seen}, []), lambda e: {'n': -CAST(e.value AS BIGINT), 'v': e.key})`;
    const ofNull = `CASE WHEN ${nulls} > 0 THEN [{'n': -${nulls}, 'v': NULL}] ELSE [] END`;
    const ordered = `list_slice(list_sort(list_concat(${known}, ${ofNull})), 1, ${limit})`;
    return {
      type: {
        kind: 'ARRAY',
        element: {
          kind: 'STRUCT',
          fields: [
            { name: 'value', type },
            { name: 'count', type: { kind: 'INT64' } },
          ],
        },
      },
      sql: `list_transform(${ordered}, lambda e: {'value': e.v, 'count': -e.n})`,
    };
  }),
]);

export const aggregates: readonly AggregateDefinition[] = [
  one(['STDDEV', 'STDDEV_SAMP'], 'stddev_samp'),
  one(['STDDEV_POP'], 'stddev_pop'),
  one(['VARIANCE', 'VAR_SAMP'], 'var_samp'),
  one(['VAR_POP'], 'var_pop'),
  two('COVAR_POP', 'covar_pop'),
  two('COVAR_SAMP', 'covar_samp'),
  correlation,
  aggregate('APPROX_COUNT_DISTINCT', [
    over('ANY -> INT64', (apply, bound) => {
      requireComparable(bound, 0, UNGROUPABLE);
      return apply('count', [`DISTINCT ${bound.sql[0]}`]);
    }),
  ]),
  quantiles,
  topCount,
  ...refuse(['APPROX_TOP_SUM', 'HLL_COUNT.INIT', 'HLL_COUNT.MERGE', 'HLL_COUNT.MERGE_PARTIAL']),
  ...refuse(['KLL_QUANTILES.INIT_INT64', 'KLL_QUANTILES.INIT_FLOAT64', 'ST_UNION_AGG', 'ST_CENTROID_AGG', 'ST_EXTENT']),
];

export const functions = refuse(['HLL_COUNT.EXTRACT']);
