/** Avro's scalars as BigQuery's: primitives, logical types where they are asked for, and decimals. */

import {
  blobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
  intervalValue,
} from '@duckdb/node-api';
import { normalJsonText } from '../../googlesql/values/normal-json.ts';
import { MAX_MICROS, MIN_MICROS } from '../../googlesql/values/time.ts';
import { BigQueryError } from '../errors.ts';
import type { Column, ColumnType } from '../schema.ts';
import { BIGNUMERIC, NUMERIC, parseInterval } from '../values.ts';
import type { AvroOptions } from './avro.ts';

/** Turns one decoded Avro value into the column's. */
export type Convert = (value: unknown) => DuckDBValue;

interface Scalar {
  readonly column: Pick<Column, 'type'>;
  readonly convert: Convert;
}

/** The column and conversion of a type that is made of no others; undefined where there is none. */
export function scalarOf(
  type: string,
  logical: string | undefined,
  definition: Readonly<Record<string, unknown>>,
  options: AvroOptions,
): Scalar | undefined {
  // Decimals are read as such with or without useAvroLogicalTypes.
  if (logical === 'decimal' && (type === 'bytes' || type === 'fixed')) return decimal(definition, options);
  if (options.useLogicalTypes && logical !== undefined) {
    const known = LOGICAL[`${type}/${logical}`];
    if (known !== undefined) return { column: { type: known[0] }, convert: known[1] };
  }
  const named = type === 'string' ? NAMED[String(definition.sqlType)] : undefined;
  if (named !== undefined) return { column: { type: named[0] }, convert: named[1] };
  const plain = PLAIN[type];
  return plain === undefined ? undefined : { column: { type: plain[0] }, convert: plain[1] };
}

const toBytes: Convert = (value) => blobValue(value as Buffer);

const PLAIN: Readonly<Record<string, readonly [ColumnType, Convert]>> = {
  boolean: ['BOOL', (value) => value as boolean],
  int: ['INT64', (value) => BigInt(value as number)],
  long: ['INT64', (value) => value as bigint],
  float: ['FLOAT64', (value) => value as number],
  double: ['FLOAT64', (value) => value as number],
  string: ['STRING', (value) => value as string],
  enum: ['STRING', (value) => value as string],
  bytes: ['BYTES', toBytes],
  fixed: ['BYTES', toBytes],
};

/** Strings that name their type in `sqlType`. DATETIME is not among them: BigQuery reads it as a STRING. */
const NAMED: Readonly<Record<string, readonly [ColumnType, Convert]>> = {
  JSON: ['JSON', (value) => normalJsonText(value as string)],
  GEOGRAPHY: ['GEOGRAPHY', (value) => value as string],
  INTERVAL: ['INTERVAL', interval],
};

function interval(value: unknown): DuckDBValue {
  const parts = parseInterval(value as string);
  if (parts === undefined) throw new RangeError(`${String(value)} is no interval`);
  return intervalValue(parts.months, parts.days, parts.micros);
}

const LOGICAL: Readonly<Record<string, readonly [ColumnType, Convert]>> = {
  'int/date': ['DATE', (value) => new DuckDBDateValue(Number(within(BigInt(value as number), MIN_DAY, MAX_DAY)))],
  'int/time-millis': ['TIME', (value) => new DuckDBTimeValue(timeOfDay(BigInt(value as number) * 1000n))],
  'long/time-micros': ['TIME', (value) => new DuckDBTimeValue(timeOfDay(value as bigint))],
  'long/timestamp-millis': ['TIMESTAMP', (value) => new DuckDBTimestampTZValue(pointInTime((value as bigint) * 1000n))],
  'long/timestamp-micros': ['TIMESTAMP', (value) => new DuckDBTimestampTZValue(pointInTime(value as bigint))],
  'long/local-timestamp-millis': [
    'DATETIME',
    (value) => new DuckDBTimestampValue(pointInTime((value as bigint) * 1000n)),
  ],
  'long/local-timestamp-micros': ['DATETIME', (value) => new DuckDBTimestampValue(pointInTime(value as bigint))],
};

function within(value: bigint, least: bigint, most: bigint): bigint {
  if (value < least || value > most) throw new RangeError(`${value} is out of range`);
  return value;
}

const DAY_MICROS = 86_400_000_000n;
const MIN_DAY = MIN_MICROS / DAY_MICROS;
const MAX_DAY = MAX_MICROS / DAY_MICROS;

function timeOfDay(micros: bigint): bigint {
  return within(micros, 0n, DAY_MICROS - 1n);
}

function pointInTime(micros: bigint): bigint {
  return within(micros, MIN_MICROS, MAX_MICROS);
}

/** The first of the target types that holds the precision and scale. */
function decimal(definition: Readonly<Record<string, unknown>>, { decimalTargetTypes }: AvroOptions): Scalar {
  const precision = Number(definition.precision);
  const scale = Number(definition.scale ?? 0);
  if (!Number.isInteger(precision) || !Number.isInteger(scale) || precision < 1 || scale < 0 || scale > precision)
    throw new BigQueryError('invalid', `Decimal(${precision}, ${scale}) is no decimal type`);
  const fits = (type: ColumnType): boolean =>
    type === 'NUMERIC'
      ? scale <= 9 && precision - scale <= 29
      : type === 'BIGNUMERIC'
        ? scale <= 38 && precision - scale <= 38
        : true;
  // Beyond all: the widest is taken, with an error for a value that it does not hold.
  const widest = decimalTargetTypes.at(-1);
  const type = decimalTargetTypes.find(fits) ?? (widest === 'BIGNUMERIC' && scale <= 38 ? widest : undefined);
  if (type === undefined || type === 'STRING')
    throw new BigQueryError(
      'invalid',
      `Decimal(${precision}, ${scale}) does not fit ${decimalTargetTypes.join(', ')}; set decimalTargetTypes`,
    );
  // The bytes may hold more digits than the schema says.
  const most = 10n ** BigInt(precision) - 1n;
  const up = 10n ** BigInt((type === 'NUMERIC' ? 9 : BIGNUMERIC.scale) - scale);
  const limits = type === 'NUMERIC' ? NUMERIC : BIGNUMERIC;
  return {
    column: { type },
    convert: (value) => {
      const scaled = within(within(bigEndian(value as Buffer), -most, most) * up, limits.min, limits.max);
      return type === 'NUMERIC' ? new DuckDBDecimalValue(scaled, 38, 9) : scaled;
    },
  };
}

function bigEndian(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}
