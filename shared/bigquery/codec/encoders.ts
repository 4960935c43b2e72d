/** Every type with its wire form and its encoder: write-api.md, Types. */

import type { ColumnType, Field } from '../schema/table-schema.ts';
import type { Encode, WireType } from './column.ts';
import { FIELD_DESCRIPTOR_PROTO_TYPE as TYPE } from './descriptor.generated.ts';
import { encodeStruct } from './message.ts';
import { encodeBytes } from './types/bytes.ts';
import { encodeDecimal } from './types/decimal.ts';
import { encodeGeography } from './types/geography.ts';
import { encodeInterval } from './types/interval.ts';
import { encodeJson } from './types/json.ts';
import { encodeBool, encodeFloat64, encodeInt64 } from './types/numbers.ts';
import { encodeRange } from './types/range.ts';
import { encodeString } from './types/string.ts';
import { encodeDate, encodeDatetime, encodePicoseconds, encodeTime, encodeTimestamp } from './types/temporal.ts';

export interface Encoder {
  readonly wire: WireType;
  readonly encode: Encode;
}

/** Numbers of `FieldDescriptorProto.Type`. */
const DOUBLE: WireType = { descriptorType: TYPE.TYPE_DOUBLE, wireType: 1 };
const INT64: WireType = { descriptorType: TYPE.TYPE_INT64, wireType: 0 };
const INT32: WireType = { descriptorType: TYPE.TYPE_INT32, wireType: 0 };
const BOOL: WireType = { descriptorType: TYPE.TYPE_BOOL, wireType: 0 };
export const STRING: WireType = { descriptorType: TYPE.TYPE_STRING, wireType: 2 };
const MESSAGE: WireType = { descriptorType: TYPE.TYPE_MESSAGE, wireType: 2 };
const BYTES: WireType = { descriptorType: TYPE.TYPE_BYTES, wireType: 2 };

const ENCODERS: Readonly<Record<ColumnType, Encoder>> = {
  STRING: { wire: STRING, encode: encodeString },
  BYTES: { wire: BYTES, encode: encodeBytes },
  INT64: { wire: INT64, encode: encodeInt64 },
  FLOAT64: { wire: DOUBLE, encode: encodeFloat64 },
  BOOL: { wire: BOOL, encode: encodeBool },
  NUMERIC: { wire: STRING, encode: encodeDecimal },
  BIGNUMERIC: { wire: STRING, encode: encodeDecimal },
  TIMESTAMP: { wire: INT64, encode: encodeTimestamp },
  DATE: { wire: INT32, encode: encodeDate },
  TIME: { wire: INT64, encode: encodeTime },
  DATETIME: { wire: INT64, encode: encodeDatetime },
  INTERVAL: { wire: STRING, encode: encodeInterval },
  GEOGRAPHY: { wire: STRING, encode: encodeGeography },
  JSON: { wire: STRING, encode: encodeJson },
  RANGE: { wire: MESSAGE, encode: encodeRange },
  STRUCT: { wire: MESSAGE, encode: encodeStruct },
};

const PICOSECONDS: Encoder = { wire: STRING, encode: encodePicoseconds };

export function encoderOf(field: Field): Encoder {
  return field.timestampPrecision === 12 ? PICOSECONDS : ENCODERS[field.type];
}
