/** The wire types that a column takes, with the reader of each: the table in write-api.md, Types. */

import type { DuckDBValue } from '@duckdb/node-api';
import type { Column, ColumnType } from '../schema.ts';
import { decimalConversions } from './convert-decimal.ts';
import { bytesValue, geographyValue, jsonValue, stringValue } from './convert-text.ts';
import {
  dateOfDays,
  dateOfText,
  datetimeOfPacked,
  datetimeOfText,
  intervalOfDuration,
  intervalOfText,
  timeOfPacked,
  timeOfText,
  timestampOfMicros,
  timestampOfParts,
  timestampOfText,
} from './convert-time.ts';
import type { EnumDescriptor, ProtoType } from './descriptor.ts';
import { FieldProblem } from './field-problem.ts';
import { WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT, Wire } from './wire.ts';

export type Read = (wire: Wire) => DuckDBValue;

export interface Accepted {
  readonly wireType: number;
  readonly read: Read;
}

/** The wire type of a scalar: what protobuf writes for one unpacked value. */
function wireTypeOf(type: ProtoType): number {
  if (type === 'double' || type === 'fixed64' || type === 'sfixed64') return WIRE_FIXED64;
  if (type === 'float' || type === 'fixed32' || type === 'sfixed32') return WIRE_FIXED32;
  return type === 'string' || type === 'bytes' || type === 'message' ? WIRE_BYTES : WIRE_VARINT;
}

const integer: Partial<Record<ProtoType, (wire: Wire) => bigint>> = {
  int32: (wire) => BigInt(wire.int32()),
  int64: (wire) => wire.int64(),
  uint32: (wire) => BigInt(wire.uint32()),
  uint64: (wire) => wire.uint64(),
};

/** Encodings that an INT64 column takes besides: Google's own validation suite writes them, its table does not name them. */
const otherInteger: Partial<Record<ProtoType, (wire: Wire) => bigint>> = {
  sint32: (wire) => BigInt.asIntN(32, zigzag(BigInt(wire.uint32()))),
  sint64: (wire) => zigzag(wire.uint64()),
  fixed32: (wire) => BigInt(wire.fixed32()),
  sfixed32: (wire) => BigInt(wire.fixed32() | 0),
  sfixed64: (wire) => wire.sfixed64(),
};

/** Small negative numbers as small varints: 0, -1, 1, -2, … are 0, 1, 2, 3, … */
function zigzag(encoded: bigint): bigint {
  return (encoded >> 1n) ^ -(encoded & 1n);
}

/** The reader of a scalar field for a column; undefined if the column does not take that type. `enumeration` is given for enums. */
export function acceptScalar(column: Column, type: ProtoType, enumeration?: EnumDescriptor): Accepted | undefined {
  const read = scalarReader(column, type, enumeration);
  return read === undefined ? undefined : { wireType: wireTypeOf(type), read };
}

function scalarReader(column: Column, type: ProtoType, enumeration?: EnumDescriptor): Read | undefined {
  const int = integer[type];
  switch (column.type) {
    case 'BOOL':
      return type === 'bool' || int !== undefined ? (wire) => wire.bool() : undefined;
    case 'INT64':
      if (type === 'enum') return (wire) => BigInt(enumNumber(wire, enumeration));
      return type === 'uint64' ? undefined : (int ?? otherInteger[type]);
    case 'FLOAT64':
      if (type === 'double') return (wire) => wire.double();
      return type === 'float' ? (wire) => wire.float() : undefined;
    case 'STRING':
      if (type === 'enum') return (wire) => enumName(wire, enumeration);
      return ofText(type, stringValue(column));
    case 'BYTES': {
      const convert = bytesValue(column);
      if (type === 'bytes') return (wire) => convert(wire.slice());
      return ofText(type, (text) => convert(Buffer.from(text)));
    }
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return decimalReader(column, type);
    case 'DATE':
      if (type === 'int32' || type === 'int64') return int === undefined ? undefined : (wire) => dateOfDays(int(wire));
      return ofText(type, dateOfText);
    case 'TIME':
      return type === 'int64' ? (wire) => timeOfPacked(wire.int64()) : ofText(type, timeOfText);
    case 'DATETIME':
      return type === 'int64' ? (wire) => datetimeOfPacked(wire.int64()) : ofText(type, datetimeOfText);
    case 'TIMESTAMP':
      if (type === 'string') return (wire) => timestampOfText(wire.text());
      return int === undefined || type === 'uint64' ? undefined : (wire) => timestampOfMicros(int(wire));
    case 'INTERVAL':
      return ofText(type, intervalOfText);
    case 'JSON':
      return ofText(type, jsonValue);
    case 'GEOGRAPHY':
      return ofText(type, geographyValue);
    default:
      return undefined;
  }
}

function ofText(type: ProtoType, convert: (text: string) => DuckDBValue): Read | undefined {
  return type === 'string' ? (wire) => convert(wire.text()) : undefined;
}

function decimalReader(column: Column, type: ProtoType): Read | undefined {
  const decimal = decimalConversions(column);
  const int = integer[type];
  if (int !== undefined) return (wire) => decimal.ofInteger(int(wire));
  if (type === 'bytes') return (wire) => decimal.ofBytes(wire.slice());
  if (type === 'double') return (wire) => decimal.ofDouble(wire.double());
  if (type === 'float') return (wire) => decimal.ofDouble(wire.float());
  return ofText(type, decimal.ofText);
}

function enumNumber(wire: Wire, enumeration: EnumDescriptor | undefined): number {
  const number = wire.int32();
  if (!enumeration?.values.has(number)) throw new FieldProblem(`Enum value ${number} is not defined`);
  return number;
}

function enumName(wire: Wire, enumeration: EnumDescriptor | undefined): string {
  return enumeration?.values.get(enumNumber(wire, enumeration)) ?? '';
}

/** The well-known wrappers by the scalar that they hold, and the columns that take them. */
const WRAPPERS: Readonly<Record<string, { readonly type: ProtoType; readonly column: ColumnType }>> = {
  BoolValue: { type: 'bool', column: 'BOOL' },
  BytesValue: { type: 'bytes', column: 'BYTES' },
  StringValue: { type: 'string', column: 'STRING' },
  Int32Value: { type: 'int32', column: 'INT64' },
  Int64Value: { type: 'int64', column: 'INT64' },
  UInt32Value: { type: 'uint32', column: 'INT64' },
  DoubleValue: { type: 'double', column: 'FLOAT64' },
  FloatValue: { type: 'float', column: 'FLOAT64' },
};

/** Zero, empty and false of each kind, on the wire: an empty wrapper holds the default of its type. */
const EIGHT_ZEROS = Buffer.alloc(8);

/** The reader of `google.protobuf.<name>` for a column; undefined if the column does not take it. */
export function acceptWellKnown(column: Column, name: string): Accepted | undefined {
  if (name === 'Timestamp' && column.type === 'TIMESTAMP') return secondsAndNanos(timestampOfParts);
  if (name === 'Duration' && column.type === 'INTERVAL') return secondsAndNanos(intervalOfDuration);
  const wrapper = WRAPPERS[name];
  if (wrapper === undefined || wrapper.column !== column.type) return undefined;
  const inner = acceptScalar(column, wrapper.type);
  if (inner === undefined) return undefined;
  return {
    wireType: WIRE_BYTES,
    read: (wire) => {
      let value: DuckDBValue | undefined;
      within(wire, (field, wireType) => {
        if (field === 1 && wireType === inner.wireType) value = inner.read(wire);
        else wire.skip(wireType);
      });
      return value ?? inner.read(new Wire(EIGHT_ZEROS));
    },
  };
}

function secondsAndNanos(convert: (seconds: bigint, nanos: number) => DuckDBValue): Accepted {
  return {
    wireType: WIRE_BYTES,
    read: (wire) => {
      let seconds = 0n;
      let nanos = 0;
      within(wire, (field, wireType) => {
        if (field === 1 && wireType === WIRE_VARINT) seconds = wire.int64();
        else if (field === 2 && wireType === WIRE_VARINT) nanos = wire.int32();
        else wire.skip(wireType);
      });
      return convert(seconds, nanos);
    },
  };
}

/** Reads the fields of an embedded message with the same reader. */
export function within(wire: Wire, visit: (field: number, wireType: number) => void): void {
  const { start, end } = wire.span();
  const outerEnd = wire.end;
  wire.pos = start;
  wire.end = end;
  while (!wire.done) {
    const tag = wire.uint32();
    visit(tag >>> 3, tag & 7);
  }
  wire.end = outerEnd;
}
