/** Numbering and navigation functions: what only stands with OVER. */

import { type AggregateDefinition, type Argument, CallRefused, type Expression } from '../signature.ts';
import {
  type AggregateOverload,
  aggregate,
  over,
  refusingNaN,
  requireComparable,
  UNORDERED,
} from './aggregate-call.ts';
import { decimalPercentile } from './percentile-decimal.ts';

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

/** The fraction, as a literal from 0 to 1. */
function fraction(name: string, argument: Argument | undefined): string {
  const literal = argument !== undefined && 'literal' in argument ? argument.literal : undefined;
  const value = Number(literal ?? Number.NaN);
  if (!(value >= 0 && value <= 1))
    throw new CallRefused('invalid', `The second argument of ${name} must be a literal between 0 and 1`);
  return String(value);
}

function decimalPercentiles(kind: 'NUMERIC' | 'BIGNUMERIC'): AggregateOverload {
  return over(`${kind}, ${kind} -> ${kind}`, (apply, { call, sql: [value = '', share = ''] }) => {
    fraction('PERCENTILE_CONT', call.args[1]);
    return decimalPercentile[kind].of(apply('list', [value]), share, call.nulls === 'RESPECT' ? 'TRUE' : 'FALSE');
  });
}

function percentile(name: 'PERCENTILE_CONT' | 'PERCENTILE_DISC'): AggregateDefinition {
  const [signature, duck] =
    name === 'PERCENTILE_CONT'
      ? ['FLOAT64, FLOAT64 -> FLOAT64', 'quantile_cont']
      : ['T, FLOAT64 -> T', 'quantile_disc'];
  return aggregate(
    name,
    [
      over(signature, (apply, bound) => {
        const { call } = bound;
        requireComparable(bound, 0, UNORDERED);
        const value = bound.args[0];
        if (value === undefined) return '';
        const share = fraction(name, call.args[1]);
        const found =
          call.nulls === 'RESPECT' ? among(name, apply('list', [value.sql]), share) : apply(duck, [value.sql, share]);
        return refusingNaN(apply, bound, value, found, value.type);
      }),
      ...(name === 'PERCENTILE_CONT' ? (['NUMERIC', 'BIGNUMERIC'] as const).map(decimalPercentiles) : []),
    ],
    { ...ANALYTIC, nulls: true, frameless: true },
  );
}

/** NULL is a value like others, before all of them. The fraction is a decimal, so that its product is exact. */
function among(name: 'PERCENTILE_CONT' | 'PERCENTILE_DISC', list: string, share: string): string {
  const sorted = `list_sort(${list}, 'ASC', 'NULLS FIRST')`;
  const part = `CAST('${share}' AS DECIMAL(20, 18))`;
  if (name === 'PERCENTILE_DISC')
    return `list_transform([${sorted}], lambda l: l[greatest(CAST(ceil(${part} * CAST(len(l) AS DECIMAL(18, 0))) AS BIGINT), 1)])[1]`;
  const rank = `(${part} * CAST(len(l) - 1 AS DECIMAL(18, 0)))`;
  const [low, high] = [`l[CAST(floor(${rank}) AS BIGINT) + 1]`, `l[CAST(ceil(${rank}) AS BIGINT) + 1]`];
  const between = `${low} + (${high} - ${low}) * CAST(${rank} - floor(${rank}) AS DOUBLE)`;
  return `list_transform([${sorted}], lambda l: CASE WHEN ${low} IS NULL THEN ${high} ELSE ${between} END)[1]`;
}

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
  percentile('PERCENTILE_CONT'),
  percentile('PERCENTILE_DISC'),
];
