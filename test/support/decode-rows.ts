/**
 * Rows decoded by two protobuf libraries that are not ours, from nothing but the writer schema's bytes: what a server
 * would read. Values stay in their wire form; `column-model.ts` says what each should be.
 */

import assert from 'node:assert/strict';
import { create, createFileRegistry, fromBinary, type Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type FieldDescriptorProto,
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Type as T,
} from '@bufbuild/protobuf/wkt';
import protobuf from 'protobufjs';
import descriptorExtension from 'protobufjs/ext/descriptor/index.js';

export type Decoded = { readonly [column: string]: unknown };

const PACKAGE = 'test';
/** FieldOptions extension 454943157 with wire type 2. */
const COLUMN_NAME = 454_943_157;

export function readDescriptor(bytes: Uint8Array): DescriptorProto {
  return fromBinary(DescriptorProtoSchema, bytes);
}

/** The column that a field stands for: its own name, or the annotation's. */
export function columnName(field: FieldDescriptorProto): string {
  const unknown = field.options?.$unknown?.find(({ no }) => no === COLUMN_NAME);
  return unknown === undefined ? field.name : new protobuf.Reader(unknown.data).string();
}

/** A decoder by @bufbuild/protobuf. Checks on the way that the descriptor stands for itself. */
export function bufDecoder(descriptorBytes: Uint8Array): (row: Uint8Array) => Decoded {
  const row = readDescriptor(descriptorBytes);
  absolute(row, `.${PACKAGE}`);
  const file = create(FileDescriptorProtoSchema, {
    name: 'row.proto',
    package: PACKAGE,
    syntax: 'proto2',
    messageType: [row],
  });
  const registry = createFileRegistry(file, () => undefined);
  const type = registry.getMessage(`${PACKAGE}.${row.name}`);
  assert(type !== undefined);
  const read = (message: Message, proto: DescriptorProto): Decoded => {
    const view = reflect(registry.getMessage(message.$typeName) as NonNullable<typeof type>, message);
    assert.equal(message.$unknown, undefined, 'every byte belongs to a field of the descriptor');
    const values: Record<string, unknown> = Object.create(null);
    for (const field of view.fields) {
      if (!view.isSet(field)) continue;
      const protoField = proto.field.find(({ number }) => number === field.number) as FieldDescriptorProto;
      const nested = proto.nestedType.find(({ name }) => protoField.typeName.endsWith(`.${name}`));
      const one = (value: unknown): unknown =>
        nested === undefined ? value : read((value as { message: Message }).message, nested);
      const value: unknown = view.get(field);
      values[columnName(protoField)] =
        field.fieldKind === 'list' ? [...(value as Iterable<unknown>)].map(one) : one(value);
    }
    return values;
  };
  return (bytes) => read(fromBinary(type, bytes), row);
}

/** The same by protobufjs, as Google's own Node client reads descriptors. */
export function pbjsDecoder(descriptorBytes: Uint8Array): (row: Uint8Array) => Decoded {
  const proto = readDescriptor(descriptorBytes);
  const type = (
    protobuf.Type as unknown as { fromDescriptor(d: unknown, syntax?: string): protobuf.Type }
  ).fromDescriptor(descriptorExtension.DescriptorProto.decode(descriptorBytes));
  new protobuf.Root().add(type);
  const read = (message: Record<string, unknown>, from: DescriptorProto): Decoded => {
    const values: Record<string, unknown> = Object.create(null);
    for (const field of from.field) {
      // protobufjs puts absent fields on the prototype, and names them in lower camel case only when it parses text.
      if (!Object.hasOwn(message, field.name)) continue;
      const nested = from.nestedType.find(({ name }) => name === field.typeName);
      const one = (value: unknown): unknown => {
        if (nested !== undefined) return read(value as Record<string, unknown>, nested);
        if (field.type === T.INT64) return longToBigInt(value);
        return value instanceof Uint8Array ? new Uint8Array(value) : value;
      };
      const value = message[field.name];
      values[columnName(field)] = Array.isArray(value) ? value.map(one) : one(value);
    }
    return values;
  };
  return (bytes) => read(type.decode(bytes) as unknown as Record<string, unknown>, proto);
}

function longToBigInt(value: unknown): bigint {
  if (typeof value === 'number') return BigInt(value);
  const { low, high } = value as { low: number; high: number };
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** Relative type names become absolute ones, by the scoping rules that protoc applies. */
function absolute(message: DescriptorProto, scope: string): void {
  const own = `${scope}.${message.name}`;
  for (const field of message.field) {
    if (field.typeName === '') continue;
    assert(!field.typeName.includes('.'), 'the descriptor names nothing outside itself');
    assert(
      message.nestedType.some(({ name }) => name === field.typeName),
      `${field.typeName} is nested in ${own}`,
    );
    field.typeName = `${own}.${field.typeName}`;
  }
  for (const nested of message.nestedType) absolute(nested, own);
}
