/** COUNT, SUM, AVG, MIN, MAX and the aggregates of booleans and bits. */

import type { Native } from '../../emit/native.ts';
import { rangeKey } from '../../emit/range-text.ts';
import { raiseText } from '../../emit/text.ts';
import { isKeyword } from '../define.ts';
import { type DecimalName, decimals } from '../numbers/numeric.ts';
import { type AggregateCall, type AggregateDefinition, CallRefused, type Expression } from '../signature.ts';
import { intervalTotals } from '../time/interval.ts';
import {
  type AggregateBound,
  type Apply,
  aggregate,
  checkDistinct,
  over,
  requireComparable,
  UNORDERED,
} from './aggregate-call.ts';
import { countExtreme } from './having.ts';
import { amongNear } from './near-frame.ts';

const DISTINCT = { distinct: true, having: true };

function totalInterval(total: Native, apply: Apply, { call, sql }: AggregateBound): string {
  // A month and 30 days are equal, and BigQuery does not say which of the two is summed.
  if (call.distinct)
    throw new CallRefused('unsupported', `${call.name} of DISTINCT INTERVAL is not supported by the local BigQuery`);
  return total.of(apply('list', [sql[0] ?? '']));
}

const countOf = aggregate(
  'COUNT',
  [
    over('ANY -> INT64', (apply, bound) => {
      checkDistinct(bound);
      return apply('count', [bound.sql[0] ?? '']);
    }),
  ],
  DISTINCT,
);

/** COUNT(*) comes without arguments, or with the star as a word. */
const count: AggregateDefinition = {
  names: ['COUNT'],
  build: (call: AggregateCall) => {
    const [only] = call.args;
    const star = only === undefined || (isKeyword(only) && only.keyword === '*');
    if (!star) return countOf.build(call);
    if (call.distinct) throw new CallRefused('invalid', 'COUNT(*) cannot be used with DISTINCT');
    if (call.nulls !== undefined || call.orderBy !== undefined || call.limit !== undefined)
      throw new CallRefused('invalid', 'COUNT(*) takes no IGNORE NULLS, ORDER BY or LIMIT');
    if (call.having !== undefined) {
      if (call.over !== undefined) throw new CallRefused('invalid', 'HAVING MAX/MIN is not supported with OVER');
      return { type: { kind: 'INT64' }, sql: countExtreme(call, call.having) };
    }
    const { near } = call.window ?? {};
    if (near !== undefined) return { type: { kind: 'INT64' }, sql: amongNear(call, near, 'count', ['*'], undefined) };
    const sql = call.over === undefined ? 'count(*)' : `count(*) ${call.over}`;
    // DuckDB counts from the frame's start to its end, below 0 where the frame ends before it starts.
    return { type: { kind: 'INT64' }, sql: call.window?.framed === true ? `greatest(${sql}, 0)` : sql };
  },
};

/** DuckDB sums INT64 in 128 bits: what does not come back into 64 is an overflow. */
function sumInt64(apply: Apply, value: string): string {
  const sum = apply('sum', [value]);
  const overflow = raiseText({ kind: 'INT64' }, "'int64 overflow in SUM'");
  return `coalesce(TRY_CAST(${sum} AS BIGINT), CASE WHEN ${sum} IS NULL THEN NULL ELSE ${overflow} END)`;
}

const ZERO: Readonly<Record<DecimalName, string>> = {
  NUMERIC: 'CAST(0 AS DECIMAL(38,9))',
  BIGNUMERIC: "CAST('0' AS BIGNUM)",
};

/** Adding nothing checks that the sum is within the type's range. */
const sumDecimal = (kind: DecimalName, apply: Apply, value: string) =>
  decimals[kind].add.of(apply('sum', [value]), ZERO[kind]);

/** DuckDB's own average of a decimal is a DOUBLE. */
function averageDecimal(kind: DecimalName, apply: Apply, value: string): string {
  const rows = decimals[kind].fromInt64.of(apply('count', [value]));
  const sum = apply('sum', [value]);
  return `CASE WHEN ${sum} IS NULL THEN NULL ELSE ${decimals[kind].divide.of(sum, rows)} END`;
}

/** A sum of finite numbers that is not finite has overflowed. */
function finite(apply: Apply, name: 'sum' | 'avg', value: string): string {
  const result = apply(name, [value]);
  const infinite = apply('bool_or', [`isinf(${value})`]);
  const overflow = raiseText({ kind: 'FLOAT64' }, `'double overflow in ${name.toUpperCase()}'`);
  return `CASE WHEN isinf(${result}) AND NOT ${infinite} THEN ${overflow} ELSE ${result} END`;
}

/** NaN is the result as soon as it is among the values; in DuckDB it is merely the largest. */
function smallestFloat(apply: Apply, value: string): string {
  return `CASE WHEN ${apply('bool_or', [`isnan(${value})`])} THEN CAST('NaN' AS DOUBLE) ELSE ${apply('min', [value])} END`;
}

function extreme(name: 'MIN' | 'MAX'): AggregateDefinition {
  return aggregate(
    name,
    [
      over('T -> T', (apply, bound) => {
        const [value = ''] = bound.sql;
        const { type } = bound.args[0] ?? {};
        if (type?.kind === 'RANGE') return apply(`arg_${name.toLowerCase()}`, [value, rangeKey(value, type)]);
        requireComparable(bound, 0, UNORDERED);
        if (name === 'MIN' && bound.templates.get('T')?.kind === 'FLOAT64') return smallestFloat(apply, value);
        return apply(name.toLowerCase(), [value]);
      }),
    ],
    DISTINCT,
  );
}

/** The row's value where another is largest or smallest; NULLs of the other are passed over. */
function at(which: 'MAX' | 'MIN', bound: AggregateBound, key: Expression, apply: Apply): string {
  if (UNORDERED.includes(key.type.kind)) {
    throw new CallRefused('invalid', `${bound.call.name} by a value of type ${key.type.kind} is not defined`);
  }
  const value = apply(which === 'MAX' ? 'arg_max_null' : 'arg_min_null', [bound.sql[0] ?? '', key.sql]);
  if (key.type.kind !== 'FLOAT64') return value;
  // A NaN is the largest and the smallest, and no row's key is equal to it.
  return `CASE WHEN NOT ${apply('bool_or', [`isnan(${key.sql})`])} THEN ${value} END`;
}

function by(name: 'MAX_BY' | 'MIN_BY'): AggregateDefinition {
  const which = name === 'MAX_BY' ? 'MAX' : 'MIN';
  return aggregate(name, [
    over('T, U -> T', (apply, bound) => {
      const key = bound.args[1];
      return key === undefined ? '' : at(which, bound, key, apply);
    }),
  ]);
}

const anyValue = aggregate(
  'ANY_VALUE',
  [
    over('T -> T', (apply, bound) => {
      const { having } = bound.call;
      return having === undefined
        ? apply('any_value', [bound.sql[0] ?? ''])
        : at(having.which, bound, having.by, apply);
    }),
  ],
  { having: true },
);

const plain = (names: string, signature: string, duck: string, modifiers = {}) =>
  aggregate(names, [over(signature, (apply, { sql }) => apply(duck, [sql[0] ?? '']))], modifiers);

export const aggregates: readonly AggregateDefinition[] = [
  count,
  aggregate('COUNTIF', [
    over('BOOL -> INT64', (apply, { call, sql }) => {
      if (call.distinct)
        throw new CallRefused('unsupported', 'COUNTIF(DISTINCT …) is not supported by the local BigQuery');
      return apply('count', ['*'], { filter: sql[0] });
    }),
  ]),
  aggregate(
    'SUM',
    [
      over('INT64 -> INT64', (apply, { sql }) => sumInt64(apply, sql[0] ?? '')),
      over('FLOAT64 -> FLOAT64', (apply, { sql }) => finite(apply, 'sum', sql[0] ?? '')),
      over('NUMERIC -> NUMERIC', (apply, { sql }) => sumDecimal('NUMERIC', apply, sql[0] ?? '')),
      over('BIGNUMERIC -> BIGNUMERIC', (apply, { sql }) => sumDecimal('BIGNUMERIC', apply, sql[0] ?? '')),
      over('INTERVAL -> INTERVAL', (apply, bound) => totalInterval(intervalTotals.sum, apply, bound)),
    ],
    DISTINCT,
  ),
  aggregate(
    'AVG',
    [
      over('INT64 -> FLOAT64', (apply, { sql }) => apply('avg', [sql[0] ?? ''])),
      over('FLOAT64 -> FLOAT64', (apply, { sql }) => finite(apply, 'avg', sql[0] ?? '')),
      over('NUMERIC -> NUMERIC', (apply, { sql }) => averageDecimal('NUMERIC', apply, sql[0] ?? '')),
      over('BIGNUMERIC -> BIGNUMERIC', (apply, { sql }) => averageDecimal('BIGNUMERIC', apply, sql[0] ?? '')),
      over('INTERVAL -> INTERVAL', (apply, bound) => totalInterval(intervalTotals.average, apply, bound)),
    ],
    DISTINCT,
  ),
  extreme('MIN'),
  extreme('MAX'),
  by('MAX_BY'),
  by('MIN_BY'),
  anyValue,
  plain('LOGICAL_AND', 'BOOL -> BOOL', 'bool_and', { having: true }),
  plain('LOGICAL_OR', 'BOOL -> BOOL', 'bool_or', { having: true }),
  plain('BIT_AND', 'INT64 -> INT64', 'bit_and', DISTINCT),
  plain('BIT_OR', 'INT64 -> INT64', 'bit_or', DISTINCT),
  plain('BIT_XOR', 'INT64 -> INT64', 'bit_xor', DISTINCT),
  aggregate('GROUPING', [over('ANY -> INT64', (_, { sql }) => `CAST(grouping(${sql[0]}) AS BIGINT)`)]),
];
