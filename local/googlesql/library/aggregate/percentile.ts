/** PERCENTILE_CONT and PERCENTILE_DISC. NaN stands before all numbers, and NULL before NaN where it counts. */

import { float64Text } from '../../emit/text.ts';
import { BIGNUMERIC_KIND, NUMERIC_KIND } from '../numbers/decimal.ts';
import { type AggregateDefinition, type Argument, CallRefused } from '../signature.ts';
import { type AggregateOverload, type Apply, aggregate, over, requireComparable, UNORDERED } from './aggregate-call.ts';
import { leastForNaN, sortedWithNulls } from './order-of-nan.ts';
import { decimalPercentile } from './percentile-decimal.ts';
import { partsOf, partsText, percentileContAmongNulls, SHARE_SCALE } from './percentile-float.ts';

const MODIFIERS = { analyticOnly: true, nulls: true, frameless: true };

/** A share of all values: the fraction, and its exact value in parts of 10^28. */
interface Share {
  readonly value: number;
  readonly parts: bigint;
}

const UNIT = 10n ** BigInt(SHARE_SCALE);

/** The fraction, as a literal or parameter from 0 to 1. */
function shareOf(name: string, argument: Argument | undefined): Share {
  const { literal, scaled, type } =
    argument === undefined || 'keyword' in argument ? { literal: null, scaled: undefined, type: undefined } : argument;
  const { one } = type?.kind === 'NUMERIC' ? NUMERIC_KIND : BIGNUMERIC_KIND;
  // Rounded up: no whole number is passed over.
  const decimal = scaled === undefined ? undefined : (scaled * UNIT + one - 1n) / one;
  const value = decimal === undefined ? Number(literal ?? Number.NaN) : Number(decimal) / 10 ** SHARE_SCALE;
  if (!(value >= 0 && value <= 1) || (decimal ?? 0n) > UNIT)
    throw new CallRefused('invalid', `The second argument of ${name} must be a literal between 0 and 1`);
  return { value, parts: decimal ?? partsOf(value) };
}

const huge = (value: bigint) => `CAST('${value}' AS HUGEINT)`;

/** A FLOAT64 that DuckDB sorts where BigQuery does; `isAmongNaN` says by the counts whether the result is one of the NaN. */
function behindNaN(
  apply: Apply,
  value: string,
  isAmongNaN: (count: string, nans: string) => string,
  found: string,
): string {
  const count = `CAST(${apply('count', [value])} AS HUGEINT)`;
  const nans = `CAST(${apply('count', ['*'], { filter: `isnan(${value})` })} AS HUGEINT)`;
  return `CASE WHEN ${nans} > 0 AND ${isAmongNaN(count, nans)} THEN CAST('NaN' AS DOUBLE) ELSE ${found} END`;
}

const continuous = over('FLOAT64, FLOAT64 -> FLOAT64', (apply, { call, sql: [value = ''] }) => {
  const share = shareOf('PERCENTILE_CONT', call.args[1]);
  if (call.nulls === 'RESPECT') return percentileContAmongNulls.of(apply('list', [value]), float64Text(share.value));
  const found = apply('quantile_cont', [leastForNaN(value), float64Text(share.value)]);
  const isAmongNaN = (count: string, nans: string) => `(${count} - 1) * ${huge(share.parts)} < ${nans} * ${huge(UNIT)}`;
  return behindNaN(apply, value, isAmongNaN, found);
});

const discrete = over('T, FLOAT64 -> T', (apply, bound) => {
  requireComparable(bound, 0, UNORDERED);
  const { call, args } = bound;
  const [value = ''] = bound.sql;
  const { parts } = shareOf('PERCENTILE_DISC', call.args[1]);
  const isFloat = args[0]?.type.kind === 'FLOAT64';
  if (call.nulls === 'RESPECT') return amongNulls(apply, value, parts, isFloat);
  const share = partsText(parts);
  if (!isFloat) return apply('quantile_disc', [value, share]);
  const isAmongNaN = (count: string, nans: string) => `${count} * ${huge(parts)} <= ${nans} * ${huge(UNIT)}`;
  return behindNaN(apply, value, isAmongNaN, apply('quantile_disc', [leastForNaN(value), share]));
});

/** NULL is a value like others, before all of them. */
function amongNulls(apply: Apply, value: string, parts: bigint, isFloat: boolean): string {
  const sorted = sortedWithNulls(apply, value, isFloat);
  const place = `CAST((CAST(len(gsql_all) AS HUGEINT) * ${huge(parts)} + ${huge(UNIT - 1n)}) // ${huge(UNIT)} AS BIGINT)`;
  return `list_transform([${sorted}], lambda gsql_all: gsql_all[greatest(${place}, 1)].v)[1]`;
}

function decimal(kind: 'NUMERIC' | 'BIGNUMERIC'): AggregateOverload {
  return over(`${kind}, ${kind} -> ${kind}`, (apply, { call, sql: [value = '', share = ''] }) => {
    shareOf('PERCENTILE_CONT', call.args[1]);
    return decimalPercentile[kind].of(apply('list', [value]), share, call.nulls === 'RESPECT' ? 'TRUE' : 'FALSE');
  });
}

export const percentiles: readonly AggregateDefinition[] = [
  aggregate('PERCENTILE_CONT', [continuous, decimal('NUMERIC'), decimal('BIGNUMERIC')], MODIFIERS),
  aggregate('PERCENTILE_DISC', [discrete], MODIFIERS),
];
