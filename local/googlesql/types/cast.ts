/** CAST and SAFE_CAST between all types (the table of GoogleSQL's conversion rules). */

import { type Choice, chosen, plainUnless, utcReading } from '../emit/plain.ts';
import { bigNumericText, nullText, numericText } from '../emit/text.ts';
import { BIGNUMERIC_KIND, NUMERIC_KIND, parseDecimal } from '../library/numbers/decimal.ts';
import { decimals, numericToBigNumeric } from '../library/numbers/numeric.ts';
import { CallRefused, type Expression } from '../library/signature.ts';
import { type CastNative, casts } from './cast-natives.ts';
import { rangeToString, stringToRange } from './cast-range.ts';
import { quote } from './schema.ts';
import type { ScalarKind, SqlType, StructField } from './type.ts';
import { duckTypeOf, physicalFieldNames, sameType, typeName } from './type-text.ts';

type Emit = (sql: string, safe: boolean) => string | Choice;

const by = (natives: () => CastNative): Emit => {
  return (sql, safe) => (safe ? natives().safe : natives().strict).of(sql);
};
/** DuckDB's own cast: cannot fail, or fails as BigQuery's does. */
const own =
  (to: ScalarKind): Emit =>
  (sql, safe) =>
    `${safe ? 'TRY_CAST' : 'CAST'}(${sql} AS ${duckTypeOf({ kind: to })})`;

const always =
  (text: (sql: string) => string): Emit =>
  (sql) =>
    text(sql);

const INTO: Readonly<Partial<Record<ScalarKind, Readonly<Partial<Record<ScalarKind, Emit>>>>>> = {
  INT64: {
    FLOAT64: own('FLOAT64'),
    NUMERIC: own('NUMERIC'),
    BIGNUMERIC: always((sql) => decimals.BIGNUMERIC.fromInt64.of(sql)),
    BOOL: always((sql) => `(${sql} <> 0)`),
    STRING: own('STRING'),
  },
  FLOAT64: {
    INT64: by(() => casts.float64ToInt64),
    NUMERIC: by(() => casts.float64ToNumeric),
    BIGNUMERIC: by(() => casts.float64ToBigNumeric),
    STRING: by(() => casts.float64ToString),
  },
  NUMERIC: {
    INT64: by(() => casts.numericToInt64),
    FLOAT64: always((sql) => decimals.NUMERIC.toFloat64.of(sql)),
    BIGNUMERIC: always((sql) => numericToBigNumeric.of(sql)),
    STRING: always((sql) => decimals.NUMERIC.toText.of(sql)),
  },
  BIGNUMERIC: {
    INT64: by(() => casts.bigNumericToInt64),
    FLOAT64: always((sql) => decimals.BIGNUMERIC.toFloat64.of(sql)),
    NUMERIC: by(() => casts.bigNumericToNumeric),
    STRING: always((sql) => decimals.BIGNUMERIC.toText.of(sql)),
  },
  BOOL: { INT64: own('INT64'), STRING: own('STRING') },
  STRING: {
    // A few plain digits DuckDB reads alike.
    INT64: (sql, safe) =>
      plainUnless(
        `NOT regexp_full_match(${sql}, '-?[0-9]{1,18}')`,
        // DuckDB may cast a field before it asks whether it should.
        `TRY_CAST(${sql} AS BIGINT)`,
        (safe ? casts.stringToInt64.safe : casts.stringToInt64.strict).of(sql),
        [sql],
      ),
    FLOAT64: by(() => casts.stringToFloat64),
    NUMERIC: by(() => casts.stringToNumeric),
    BIGNUMERIC: by(() => casts.stringToBigNumeric),
    BOOL: by(() => casts.stringToBool),
    BYTES: always((sql) => `encode(${sql})`),
    DATE: by(() => casts.stringToDate),
    TIME: by(() => casts.stringToTime),
    DATETIME: by(() => casts.stringToDatetime),
    TIMESTAMP: by(() => casts.stringToTimestamp),
    INTERVAL: by(() => casts.stringToInterval),
  },
  BYTES: { STRING: by(() => casts.bytesToString) },
  DATE: {
    STRING: own('STRING'),
    DATETIME: own('DATETIME'),
    TIMESTAMP: always((sql) => `(CAST(${sql} AS TIMESTAMP) AT TIME ZONE 'UTC')`),
  },
  DATETIME: {
    STRING: by(() => casts.datetimeToString),
    DATE: own('DATE'),
    TIME: own('TIME'),
    TIMESTAMP: always((sql) => `(${sql} AT TIME ZONE 'UTC')`),
  },
  TIME: { STRING: by(() => casts.timeToString) },
  TIMESTAMP: {
    STRING: by(() => casts.timestampToString),
    DATE: always((sql) => `CAST(${utcReading(sql)} AS DATE)`),
    TIME: always((sql) => `CAST(${utcReading(sql)} AS TIME)`),
    DATETIME: always(utcReading),
  },
  INTERVAL: { STRING: by(() => casts.intervalToString) },
};

/** Throws CallRefused where GoogleSQL has no such cast. `safe` turns a value that fails into NULL. */
export function cast(expression: Expression, to: SqlType, safe: boolean): Expression {
  if (expression.untyped === 'NULL') return { type: to, sql: nullText(to) };
  if (sameType(expression.type, to)) return { type: to, sql: expression.sql };
  if (expression.untyped === 'EMPTY_ARRAY' && to.kind === 'ARRAY') {
    return { type: to, sql: `CAST([] AS ${duckTypeOf(to)})` };
  }
  const from = expression.type;
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT' && from.fields.length === to.fields.length) {
    return { type: to, sql: castStruct(expression, from.fields, to, safe) };
  }
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY' && expression.isLiteral === true) {
    const element = cast({ type: from.element, sql: 'gsql_cast_item' }, to.element, safe);
    return { type: to, sql: `list_transform(${expression.sql}, lambda gsql_cast_item: ${element.sql})` };
  }
  if (from.kind === 'RANGE' && to.kind === 'STRING')
    return { type: to, sql: rangeToString(expression.sql, from, cast) };
  if (from.kind === 'STRING' && to.kind === 'RANGE')
    return { type: to, sql: stringToRange(expression.sql, to, cast, safe) };
  const exact = decimalLiteral(expression, to);
  if (exact !== undefined) return exact;
  if (expression.decimal !== undefined && (to.kind === 'NUMERIC' || to.kind === 'BIGNUMERIC')) {
    if (safe) return { type: to, sql: nullText(to) };
    throw new CallRefused('invalid', `Could not cast literal ${expression.decimal} to type ${to.kind}`);
  }
  const emit = isScalar(from) && isScalar(to) ? INTO[from.kind]?.[to.kind] : undefined;
  if (emit === undefined) throw new CallRefused('invalid', `Invalid cast from ${typeName(from)} to ${typeName(to)}`);
  return { type: to, sql: chosen(emit(expression.sql, safe), expression.once === true) };
}

/** A FLOAT64 literal read as a decimal from its own digits, never through the double; undefined where it does not fit. */
export function decimalLiteral(expression: Expression, to: SqlType): Expression | undefined {
  if (expression.decimal === undefined || (to.kind !== 'NUMERIC' && to.kind !== 'BIGNUMERIC')) return undefined;
  try {
    const scaled = parseDecimal(to.kind === 'NUMERIC' ? NUMERIC_KIND : BIGNUMERIC_KIND, expression.decimal);
    if (scaled === undefined) return undefined;
    return { type: to, sql: to.kind === 'NUMERIC' ? numericText(scaled) : bigNumericText(scaled), isLiteral: true };
  } catch {
    return undefined;
  }
}

function isScalar(type: SqlType): type is { readonly kind: ScalarKind } {
  return type.kind !== 'ARRAY' && type.kind !== 'STRUCT' && type.kind !== 'RANGE';
}

function castStruct(
  expression: Expression,
  from: readonly StructField[],
  to: Extract<SqlType, { kind: 'STRUCT' }>,
  safe: boolean,
): string {
  const names = physicalFieldNames(to.fields);
  const fields = to.fields.map((field, index) => {
    const source = from[index]?.type ?? field.type;
    const part = cast({ type: source, sql: `struct_extract_at(${expression.sql}, ${index + 1})` }, field.type, safe);
    return `${quote(names[index] ?? '')} := ${part.sql}`;
  });
  return `(CASE WHEN ${expression.sql} IS NULL THEN ${nullText(to)} ELSE struct_pack(${fields.join(', ')}) END)`;
}
