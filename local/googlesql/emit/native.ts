/**
 * Functions that DuckDB has no equal of, written in TypeScript and registered with the instance.
 *
 * A native sees plain values: bigint for INT64, for NUMERIC (×10^9), BIGNUMERIC (×10^38), TIMESTAMP, DATETIME and TIME
 * (microseconds), a day number for DATE, bytes for BYTES. It is not called with NULL unless it says `takesNull`.
 * An error that it throws becomes the query's error, so its message is the one BigQuery gives.
 */

import type { DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBValue, DuckDBVector } from '@duckdb/node-api';
import {
  ANY,
  BIGINT,
  BIGNUM,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBScalarFunction,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  INTERVAL,
  LIST,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';

export interface Interval {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

/** The TypeScript type of a value of each kind. */
export interface Plain {
  INT64: bigint;
  FLOAT64: number;
  NUMERIC: bigint;
  BIGNUMERIC: bigint;
  BOOL: boolean;
  STRING: string;
  /** JSON goes in and out as its text. */
  JSON: string;
  BYTES: Uint8Array;
  DATE: number;
  TIME: bigint;
  DATETIME: bigint;
  TIMESTAMP: bigint;
  INTERVAL: Interval;
}

export type PlainKind = keyof Plain;
/** `ANY` hands the value on as DuckDB gives it, with its type in `NativeInfo`. */
export type NativeType = PlainKind | `${PlainKind}[]` | 'ANY';

type PlainOf<T extends NativeType> = T extends PlainKind
  ? Plain[T]
  : T extends `${infer K extends PlainKind}[]`
    ? readonly (Plain[K] | null)[]
    : AnyValue;

export interface AnyValue {
  readonly value: DuckDBValue;
  readonly type: DuckDBType;
}

type Arguments<P extends readonly NativeType[]> = { -readonly [I in keyof P]: PlainOf<P[I]> };
type NullableArguments<P extends readonly NativeType[]> = { -readonly [I in keyof P]: PlainOf<P[I]> | null };

export interface Native {
  readonly name: string;
  /** The call's DuckDB text. */
  readonly of: (...args: readonly string[]) => string;
  readonly register: (connection: DuckDBConnection) => void;
}

interface Shape<P extends readonly NativeType[], R extends Exclude<NativeType, 'ANY'>> {
  readonly takes: P;
  readonly returns: R;
  /** A different answer each time: never folded, never reused. */
  readonly volatile?: boolean;
}

const TYPES: Readonly<Record<PlainKind, DuckDBType>> = {
  INT64: BIGINT,
  FLOAT64: DOUBLE,
  NUMERIC: DECIMAL(38, 9),
  BIGNUMERIC: BIGNUM,
  BOOL: BOOLEAN,
  STRING: VARCHAR,
  JSON: VARCHAR,
  BYTES: BLOB,
  DATE,
  TIME,
  DATETIME: TIMESTAMP,
  TIMESTAMP: TIMESTAMPTZ,
  INTERVAL,
};

/** A native that is NULL as soon as one argument is. */
export function native<const P extends readonly NativeType[], R extends Exclude<NativeType, 'ANY'>>(
  name: string,
  shape: Shape<P, R>,
  compute: (...args: Arguments<P>) => PlainOf<R> | null,
): Native {
  return build(name, shape, undefined, (args) =>
    args.some((arg) => arg === null || arg === undefined) ? null : compute(...(args as Arguments<P>)),
  );
}

/** A native that is given its NULLs. */
export function nativeTakingNull<const P extends readonly NativeType[], R extends Exclude<NativeType, 'ANY'>>(
  name: string,
  shape: Shape<P, R>,
  compute: (...args: NullableArguments<P>) => PlainOf<R> | null,
): Native {
  return build(name, shape, undefined, (args) => compute(...(args as NullableArguments<P>)));
}

/** A native with any number of arguments of one type after the first ones, NULLs included. */
export function variadicNative<
  const P extends readonly NativeType[],
  V extends NativeType,
  R extends Exclude<NativeType, 'ANY'>,
>(
  name: string,
  shape: Shape<P, R> & { readonly rest: V },
  compute: (first: NullableArguments<P>, rest: readonly (PlainOf<V> | null)[]) => PlainOf<R> | null,
): Native {
  const fixed = shape.takes.length;
  return build(name, shape, shape.rest, (args) =>
    compute(args.slice(0, fixed) as NullableArguments<P>, args.slice(fixed) as readonly (PlainOf<V> | null)[]),
  );
}

function build(
  name: string,
  shape: Shape<readonly NativeType[], Exclude<NativeType, 'ANY'>>,
  rest: NativeType | undefined,
  compute: (args: readonly unknown[]) => unknown,
): Native {
  const typeAt = (index: number) => shape.takes[index] ?? rest ?? 'ANY';
  const returns = shape.returns;
  const mainFunction = (_: unknown, input: DuckDBDataChunk, output: DuckDBVector) => {
    const columns = Array.from({ length: input.columnCount }, (_unused, index) => {
      const vector = input.getColumnVector(index);
      return { vector, read: reader(typeAt(index), vector) };
    });
    const rows = input.rowCount;
    for (let row = 0; row < rows; row++) {
      const args = columns.map(({ vector, read }) => {
        const value = vector.getItem(row);
        return value === null ? null : read(value);
      });
      const result = bounded(compute, args);
      output.setItem(row, result === null || result === undefined ? null : toDuck(returns, result));
    }
    output.flush();
  };
  return {
    name,
    of: (...args) => {
      const text = `${name}(${args.join(', ')})`;
      // JSON travels as text; the cast gives the result its type back.
      return returns === 'JSON' ? `CAST(${text} AS JSON)` : returns === 'JSON[]' ? `CAST(${text} AS JSON[])` : text;
    },
    register: (connection) =>
      connection.registerScalarFunction(
        DuckDBScalarFunction.create({
          name,
          parameterTypes: shape.takes.map(duckParameter),
          ...(rest === undefined ? {} : { varArgsType: duckParameter(rest) }),
          returnType: duckParameter(returns),
          specialHandling: true,
          volatile: shape.volatile ?? false,
          mainFunction,
        }),
      ),
  };
}

/** A message may quote the value it is about; a value may be megabytes. */
const MAX_MESSAGE = 2000;

function bounded(compute: (args: readonly unknown[]) => unknown, args: readonly unknown[]): unknown {
  try {
    return compute(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw message.length <= MAX_MESSAGE ? error : new Error(`${message.slice(0, MAX_MESSAGE)}…`);
  }
}

function duckParameter(type: NativeType): DuckDBType {
  if (type === 'ANY') return ANY;
  return isList(type) ? LIST(TYPES[elementOf(type)]) : TYPES[type];
}

const isList = (type: PlainKind | `${PlainKind}[]`): type is `${PlainKind}[]` => type.endsWith('[]');
const elementOf = (type: `${PlainKind}[]`): PlainKind => type.slice(0, -2) as PlainKind;

function reader(type: NativeType, vector: DuckDBVector): (value: DuckDBValue) => unknown {
  if (type === 'ANY') return (value) => ({ value, type: vector.type });
  return plainValue;
}

/** A DuckDB value as the plain one that natives compute with. */
export function plainValue(value: DuckDBValue): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof DuckDBDecimalValue) return value.value;
  if (value instanceof DuckDBBlobValue) return value.bytes;
  if (value instanceof DuckDBDateValue) return value.days;
  if (
    value instanceof DuckDBTimeValue ||
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampTZValue
  ) {
    return value.micros;
  }
  if (value instanceof DuckDBIntervalValue) return { months: value.months, days: value.days, micros: value.micros };
  if (value instanceof DuckDBListValue) return value.items.map(plainValue);
  return value;
}

function toDuck(type: Exclude<NativeType, 'ANY'>, value: unknown): DuckDBValue {
  if (isList(type)) {
    const element = elementOf(type);
    return new DuckDBListValue(
      (value as readonly unknown[]).map((item) => (item === null ? null : toDuck(element, item))),
    );
  }
  switch (type) {
    case 'NUMERIC':
      return new DuckDBDecimalValue(value as bigint, 38, 9);
    case 'BYTES':
      return new DuckDBBlobValue(value as Uint8Array);
    case 'DATE':
      return new DuckDBDateValue(value as number);
    case 'TIME':
      return new DuckDBTimeValue(value as bigint);
    case 'DATETIME':
      return new DuckDBTimestampValue(value as bigint);
    case 'TIMESTAMP':
      return new DuckDBTimestampTZValue(value as bigint);
    case 'INTERVAL': {
      const { months, days, micros } = value as Interval;
      return new DuckDBIntervalValue(months, days, micros);
    }
    default:
      return value as DuckDBValue;
  }
}
