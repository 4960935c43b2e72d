/** Statistical aggregates. */

import type { AggregateDefinition } from '../signature.ts';
import { aggregate, over } from './aggregate-call.ts';
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

export const aggregates: readonly AggregateDefinition[] = [
  one(['STDDEV', 'STDDEV_SAMP'], 'stddev_samp', { name: 'STDDEV_SAMP', sample: true }),
  one(['STDDEV_POP'], 'stddev_pop', { name: 'STDDEV_POP', sample: false }),
  one(['VARIANCE', 'VAR_SAMP'], 'var_samp', { name: 'VAR_SAMP', sample: true }),
  one(['VAR_POP'], 'var_pop', { name: 'VAR_POP', sample: false }),
  two('COVAR_POP', 'covar_pop', { name: 'VAR_POP', sample: false }),
  two('COVAR_SAMP', 'covar_samp', { name: 'VAR_SAMP', sample: true }),
  two('CORR', 'corr', { name: 'CORR', sample: true }),
];
