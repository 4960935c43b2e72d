/** The Storage API's TableSchema on the wire: google/cloud/bigquery/storage/v1/table.proto. */

import protobuf from 'protobufjs/minimal.js';
import type { StorageField, StorageSchema } from '../schema/from-storage.ts';

export type { StorageSchema };

/** TableSchema { repeated TableFieldSchema fields = 1 } */
export function decodeTableSchema(bytes: Uint8Array): StorageSchema {
  const list: StorageField[] = [];
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) list.push(decodeField(reader.bytes()));
    else reader.skipType(tag & 7);
  }
  return { fields: list };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function decodeField(bytes: Uint8Array): StorageField {
  const field: Mutable<StorageField> = {};
  const nested: StorageField[] = [];
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1:
        field.name = reader.string();
        break;
      case 2:
        field.type = reader.int32();
        break;
      case 3:
        field.mode = reader.int32();
        break;
      case 4:
        nested.push(decodeField(reader.bytes()));
        break;
      case 6:
        field.description = reader.string();
        break;
      case 7:
        field.maxLength = Number(reader.int64());
        break;
      case 8:
        field.precision = Number(reader.int64());
        break;
      case 9:
        field.scale = Number(reader.int64());
        break;
      case 10:
        field.defaultValueExpression = reader.string();
        break;
      case 11:
        field.rangeElementType = { type: firstVarint(reader.bytes()) };
        break;
      case 27:
        field.timestampPrecision = firstVarint(reader.bytes());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return nested.length === 0 ? field : { ...field, fields: nested };
}

/** FieldElementType.type = 1 and Int64Value.value = 1 alike. */
function firstVarint(bytes: Uint8Array): number {
  let value = 0;
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) value = Number(reader.int64());
    else reader.skipType(tag & 7);
  }
  return value;
}
