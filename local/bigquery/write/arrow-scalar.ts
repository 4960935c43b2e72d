/** Which Arrow type a column takes, and how a value of it is read. */

import type { DuckDBValue } from '@duckdb/node-api';
import type { Data, DataType, Decimal, Float, Timestamp } from 'apache-arrow';
import type { Column } from '../schema.ts';
import { arrow } from './arrow-library.ts';
import { offsetsOf } from './arrow-offsets.ts';
import { decimalConversions } from './convert-decimal.ts';
import { bytesValue, geographyValue, jsonValue, stringValue } from './convert-text.ts';
import { dateOfDays, datetimeOfMicros, intervalOfParts, timeOfMicros, timestampOfMicros } from './convert-time.ts';
import { FieldProblem } from './field-problem.ts';
import { Malformed } from './wire.ts';

type Open = (data: Data) => (place: number) => DuckDBValue;

/** Undefined where the column does not take the type. */
export function arrowScalar(type: DataType, column: Column): Open | undefined {
  const { DateUnit, IntervalUnit, Type } = arrow();
  switch (column.type) {
    case 'BOOL':
      return type.typeId === Type.Bool ? bools : undefined;
    case 'INT64':
      return integers(type, (value) => value);
    case 'FLOAT64':
      return type.typeId === Type.Float && (type as Float).precision > 0 ? floats : undefined;
    case 'STRING':
      return texts(type, stringValue(column));
    case 'JSON':
      return texts(type, jsonValue);
    case 'GEOGRAPHY':
      return texts(type, geographyValue);
    case 'BYTES':
      return type.typeId === Type.Binary ? bytes(bytesValue(column)) : undefined;
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return decimals(type, column);
    case 'DATE':
      return type.typeId === Type.Date && 'unit' in type && type.unit === DateUnit.DAY ? days : undefined;
    case 'TIME':
      return type.typeId === Type.Time ? moments(type, timeOfMicros) : undefined;
    case 'DATETIME':
      return isTimestamp(type) && (type.timezone ?? '') === '' ? moments(type, datetimeOfMicros) : undefined;
    case 'TIMESTAMP':
      return isTimestamp(type) && (type.timezone ?? '') !== '' ? moments(type, timestampOfMicros) : undefined;
    case 'INTERVAL':
      return type.typeId === Type.Interval && 'unit' in type && type.unit === IntervalUnit.MONTH_DAY_NANO
        ? intervals
        : undefined;
    default:
      return undefined;
  }
}

function isTimestamp(type: DataType): type is Timestamp {
  return type.typeId === arrow().Type.Timestamp;
}

/** The values of a field, one for each place; `each` is how many array elements a value has. */
function valuesOf<T extends { readonly length: number }>({ values, length }: Data, each = 1): T {
  const found = values as T;
  if (found.length < length * each) throw new Malformed('values are missing');
  return found;
}

const bools: Open = ({ values, length }) => {
  const bits = values as Uint8Array;
  if (bits.length * 8 < length) throw new Malformed('values are missing');
  return (place) => (((bits[place >> 3] ?? 0) >> (place & 7)) & 1) === 1;
};

const floats: Open = (data) => {
  const values = valuesOf<Float64Array>(data);
  return (place) => values[place] ?? 0;
};

const days: Open = (data) => {
  const values = valuesOf<Int32Array>(data);
  return (place) => dateOfDays(BigInt(values[place] ?? 0));
};

function integers(type: DataType, convert: (value: bigint) => DuckDBValue): Open | undefined {
  if (type.typeId !== arrow().Type.Int) return undefined;
  const { isSigned, bitWidth } = type as DataType & { readonly isSigned: boolean; readonly bitWidth: number };
  if (!isSigned && bitWidth === 64) return undefined;
  return (data) => {
    const values = valuesOf<BigInt64Array | Int32Array>(data);
    return (place) => convert(BigInt(values[place] ?? 0));
  };
}

function bytes(convert: (value: Uint8Array) => DuckDBValue): Open {
  return (data) => {
    const values = data.values as Uint8Array;
    const offsets = offsetsOf(data, values.length);
    return (place) => convert(values.subarray(offsets[place], offsets[place + 1]));
  };
}

function texts(type: DataType, convert: (text: string) => DuckDBValue): Open | undefined {
  if (type.typeId !== arrow().Type.Utf8) return undefined;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return bytes((value) => {
    let text: string;
    try {
      text = decoder.decode(value);
    } catch {
      throw new FieldProblem('The text is not valid UTF-8');
    }
    return convert(text);
  });
}

function decimals(type: DataType, column: Column): Open | undefined {
  const { ofBytes, ofInteger } = decimalConversions(column);
  const { Type } = arrow();
  if (type.typeId === Type.Int) return integers(type, ofInteger);
  if (type.typeId !== Type.Decimal) return undefined;
  const { scale, bitWidth } = type as Decimal;
  const digits = (column.type === 'NUMERIC' ? 9 : 38) - scale;
  if (scale < 0 || digits < 0) return undefined;
  const factor = 10n ** BigInt(digits);
  const width = bitWidth / 8;
  return (data) => {
    const words = valuesOf<Uint32Array>(data, width / 4);
    const memory = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
    return (place) => {
      const value = memory.subarray(place * width, (place + 1) * width);
      return ofBytes(
        factor === 1n && value.length <= (column.type === 'NUMERIC' ? 16 : 32) ? value : scaled(value, factor),
      );
    };
  };
}

/** Little-endian two's complement, times a factor, in 32 bytes; a number that is larger stays out of any column's range. */
function scaled(value: Uint8Array, factor: bigint): Uint8Array {
  const number = BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).reverse().toString('hex')}`)) * factor;
  let left = number;
  const out: number[] = [];
  while (left !== 0n && left !== -1n) {
    out.push(Number(left & 0xffn));
    left >>= 8n;
  }
  // One byte more for the sign.
  out.push(number < 0n ? 0xff : 0);
  return Uint8Array.from(out);
}

/** Times of any unit as microseconds; nanoseconds are cut. */
function moments(type: DataType, convert: (micros: bigint) => DuckDBValue): Open {
  const { TimeUnit } = arrow();
  const { unit } = type as Timestamp;
  const factor = unit === TimeUnit.SECOND ? 1_000_000n : unit === TimeUnit.MILLISECOND ? 1_000n : 1n;
  return (data) => {
    const values = valuesOf<BigInt64Array | Int32Array>(data);
    return (place) => {
      const value = BigInt(values[place] ?? 0);
      return convert(unit === TimeUnit.NANOSECOND ? floorDiv(value, 1_000n) : value * factor);
    };
  };
}

const intervals: Open = (data) => {
  const words = valuesOf<Int32Array>(data, 4);
  return (place) => {
    const [months = 0, days = 0, low = 0, high = 0] = words.subarray(place * 4, place * 4 + 4);
    const nanos = (BigInt(high) << 32n) | BigInt(low >>> 0);
    return intervalOfParts(months, days, nanos / 1_000n);
  };
};

function floorDiv(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n);
}
