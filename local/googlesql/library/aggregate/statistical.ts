/** Statistical and approximate aggregates. The approximate ones are answered exactly. */

import { refuse } from '../define.ts';
import { type AggregateDefinition, CallRefused, type Expression } from '../signature.ts';
import {
  type AggregateBound,
  aggregate,
  over,
  refusingNaN,
  requireComparable,
  UNGROUPABLE,
  UNORDERED,
} from './aggregate-call.ts';
import { DECIMALS, type Moment, moments } from './moments.ts';

const NAN = "CAST('NaN' AS DOUBLE)";

/** `VAR_POP` and its like. An infinity or NaN among the values makes the result NaN; DuckDB refuses it or ignores it. */
function one(names: readonly string[], duck: string, moment: Moment): AggregateDefinition {
  return aggregate(
    names,
    [
      over('FLOAT64 -> FLOAT64', (apply, { sql: [x = ''] }) => {
        const odd = apply('bool_or', [`NOT isfinite(${x})`]);
        const finite = apply(duck, [x], { filter: `isfinite(${x})` });
        const few = moment.sample ? `WHEN ${apply('count', [x])} < 2 THEN NULL ` : '';
        return `CASE ${few}WHEN ${odd} THEN ${NAN} ELSE ${finite} END`;
      }),
      ...DECIMALS.map((kind) =>
        over(`${kind} -> FLOAT64`, (apply, { sql: [x = ''] }) =>
          moments[kind].of(
            apply('list', [x], { filter: `${x} IS NOT NULL` }),
            apply('list', [x], { filter: `${x} IS NOT NULL` }),
            `'${moment.name}'`,
          ),
        ),
      ),
    ],
    { distinct: true },
  );
}

/** An aggregate of pairs. A value that is not finite makes the result NaN; decimal types are computed exactly. */
function two(name: string, duck: string, moment: Moment): AggregateDefinition {
  return aggregate(name, [
    over('FLOAT64, FLOAT64 -> FLOAT64', (apply, { sql: [y = '', x = ''] }) => {
      const both = `${x} IS NOT NULL AND ${y} IS NOT NULL`;
      const odd = apply('bool_or', [`${both} AND NOT (isfinite(${x}) AND isfinite(${y}))`]);
      const finite = apply(duck, [y, x], { filter: `isfinite(${x}) AND isfinite(${y})` });
      const few = moment.sample ? `WHEN ${apply('count', ['*'], { filter: both })} < 2 THEN NULL ` : '';
      return `CASE ${few}WHEN ${odd} THEN ${NAN} ELSE ${finite} END`;
    }),
    ...DECIMALS.map((kind) =>
      over(`${kind}, ${kind} -> FLOAT64`, (apply, { sql: [y = '', x = ''] }) => {
        const filter = `${x} IS NOT NULL AND ${y} IS NOT NULL`;
        return moments[kind].of(apply('list', [y], { filter }), apply('list', [x], { filter }), `'${moment.name}'`);
      }),
    ),
  ]);
}

/** Reads a number argument that must be a literal: `APPROX_QUANTILES(x, 4)`. */
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
    // Intervals of other parts may be equal, and which of them stands for all is not known.
    if (value?.type.kind === 'INTERVAL')
      throw new CallRefused('unsupported', 'APPROX_TOP_COUNT of INTERVAL is not supported by the local BigQuery');
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
  one(['STDDEV', 'STDDEV_SAMP'], 'stddev_samp', { name: 'STDDEV_SAMP', sample: true }),
  one(['STDDEV_POP'], 'stddev_pop', { name: 'STDDEV_POP', sample: false }),
  one(['VARIANCE', 'VAR_SAMP'], 'var_samp', { name: 'VAR_SAMP', sample: true }),
  one(['VAR_POP'], 'var_pop', { name: 'VAR_POP', sample: false }),
  two('COVAR_POP', 'covar_pop', { name: 'VAR_POP', sample: false }),
  two('COVAR_SAMP', 'covar_samp', { name: 'VAR_SAMP', sample: true }),
  two('CORR', 'corr', { name: 'CORR', sample: true }),
  aggregate('APPROX_COUNT_DISTINCT', [
    over('ANY -> INT64', (apply, bound) => {
      requireComparable(bound, 0, UNGROUPABLE);
      return apply('count', [`DISTINCT ${bound.sql[0]}`]);
    }),
  ]),
  quantiles,
  topCount,
  ...refuse(['APPROX_TOP_SUM']),
  ...refuse(['KLL_QUANTILES.INIT_INT64', 'KLL_QUANTILES.INIT_FLOAT64', 'ST_UNION_AGG', 'ST_CENTROID_AGG', 'ST_EXTENT']),
];
