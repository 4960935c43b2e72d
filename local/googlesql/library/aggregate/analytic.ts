/** Numbering and navigation functions: what only stands with OVER. */

import { type AggregateDefinition, CallRefused, type Expression } from '../signature.ts';
import { aggregate, over } from './aggregate-call.ts';
import { percentiles } from './percentile.ts';

const ANALYTIC = { analyticOnly: true };

const RANKING = { ...ANALYTIC, ordered: true, frameless: true };

const numbering = (name: string, returns: string): AggregateDefinition =>
  aggregate(name, [over(` -> ${returns}`, (apply) => apply(name.toLowerCase(), []))], RANKING);

/** A whole number that must be known and not less than `least`. */
function checkCount(argument: Expression | undefined, least: bigint, what: string): void {
  const literal = argument?.literal;
  if (literal === null) throw new CallRefused('invalid', `${what} must not be NULL`);
  if ((typeof literal === 'bigint' || typeof literal === 'number') && BigInt(literal) < least) {
    throw new CallRefused('invalid', `${what} must be at least ${least}`);
  }
  if (literal === undefined) throw new CallRefused('unsupported', `${what} must be a literal in the local BigQuery`);
}

function shifted(name: 'LAG' | 'LEAD'): AggregateDefinition {
  const duck = name.toLowerCase();
  const offset = `The offset of ${name}`;
  return aggregate(
    name,
    [
      over('T -> T', (apply, { sql }) => apply(duck, [...sql])),
      over('T, INT64 -> T', (apply, { args, sql }) => {
        checkCount(args[1], 0n, offset);
        return apply(duck, [...sql]);
      }),
      over('T, INT64, T -> T', (apply, { args, sql, call }) => {
        checkCount(args[1], 0n, offset);
        if ((call.args[2] as Expression).columns?.length)
          throw new CallRefused('invalid', `The third argument (the default expression) to ${name} must be constant`);
        return apply(duck, [...sql]);
      }),
    ],
    RANKING,
  );
}

const edge = (name: string): AggregateDefinition =>
  aggregate(name, [over('T -> T', (apply, { sql }) => apply(name.toLowerCase(), [...sql], { nulls: true }))], {
    ...ANALYTIC,
    nulls: true,
  });

const nth = aggregate(
  'NTH_VALUE',
  [
    over('T, INT64 -> T', (apply, { args, sql }) => {
      checkCount(args[1], 1n, 'The second argument of NTH_VALUE');
      return apply('nth_value', [...sql], { nulls: true });
    }),
  ],
  { ...ANALYTIC, nulls: true },
);

const ntile = aggregate(
  'NTILE',
  [
    over('INT64 -> INT64', (apply, { args, sql }) => {
      checkCount(args[0], 1n, 'The argument of NTILE');
      return apply('ntile', [...sql]);
    }),
  ],
  RANKING,
);

export const aggregates: readonly AggregateDefinition[] = [
  aggregate('ROW_NUMBER', [over(' -> INT64', (apply) => apply('row_number', []))], { ...ANALYTIC, frameless: true }),
  numbering('RANK', 'INT64'),
  numbering('DENSE_RANK', 'INT64'),
  numbering('PERCENT_RANK', 'FLOAT64'),
  numbering('CUME_DIST', 'FLOAT64'),
  ntile,
  shifted('LAG'),
  shifted('LEAD'),
  edge('FIRST_VALUE'),
  edge('LAST_VALUE'),
  nth,
  ...percentiles,
];
