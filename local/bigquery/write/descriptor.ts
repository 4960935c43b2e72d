/**
 * A writer schema: google.protobuf.DescriptorProto, read by hand because the one option that matters here, the
 * extension `google.cloud.bigquery.storage.v1.column_name`, is not part of descriptor.proto.
 */

import { eachField } from './request.ts';
import { WIRE_BYTES, WIRE_VARINT, type Wire } from './wire.ts';

/** FieldDescriptorProto.Type by number. */
export const PROTO_TYPES = [
  '',
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed64',
  'fixed32',
  'bool',
  'string',
  'group',
  'message',
  'bytes',
  'uint32',
  'enum',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
] as const;

export type ProtoType = Exclude<(typeof PROTO_TYPES)[number], ''>;

export interface FieldDescriptor {
  readonly name: string;
  readonly number: number;
  readonly label: 'optional' | 'required' | 'repeated';
  readonly type: ProtoType;
  readonly typeName: string;
  /** The column that the field stands for: the annotation, or the field's own name. */
  readonly column: string;
}

type UntypedField = Omit<FieldDescriptor, 'type'> & { readonly type: ProtoType | undefined };

export interface EnumDescriptor {
  readonly name: string;
  readonly values: ReadonlyMap<number, string>;
}

export interface MessageDescriptor {
  readonly name: string;
  readonly fields: readonly FieldDescriptor[];
  readonly nested: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
}

/** Thrown for a descriptor that cannot be one, whatever the table is. */
export class BadDescriptor extends Error {}

const COLUMN_NAME_OPTION = 454943157;
const MAX_FIELD_NUMBER = 536_870_911;
const MAX_DEPTH = 64;
const LABELS = { 1: 'optional', 2: 'required', 3: 'repeated' } as const;

export function readDescriptor(bytes: Buffer, depth = 0): MessageDescriptor {
  // BigQuery itself nests no deeper than 15; this only keeps a hostile descriptor from exhausting the stack.
  if (depth > MAX_DEPTH) throw new BadDescriptor('Proto descriptor nests too deeply');
  let name = '';
  const fields: UntypedField[] = [];
  const nested: MessageDescriptor[] = [];
  const enums: EnumDescriptor[] = [];
  eachField(bytes, (field, wireType, wire) => {
    if (wireType !== WIRE_BYTES) wire.skip(wireType);
    else if (field === 1) name = wire.text();
    else if (field === 2) fields.push(readField(wire.slice()));
    else if (field === 3) nested.push(readDescriptor(wire.slice(), depth + 1));
    else if (field === 4) enums.push(readEnum(wire.slice()));
    else wire.span();
  });
  checkNumbers(fields);
  return { name, fields: fields.map((field) => typed(field, enums)), nested, enums };
}

/** A field may name its type and leave out whether that is a message or an enum (descriptor.proto); Java's writer does. */
function typed({ type, ...field }: UntypedField, enums: readonly EnumDescriptor[]): FieldDescriptor {
  if (type !== undefined) return { ...field, type };
  const named = field.typeName.slice(field.typeName.lastIndexOf('.') + 1);
  return { ...field, type: enums.some(({ name }) => name === named) ? 'enum' : 'message' };
}

function checkNumbers(fields: readonly UntypedField[]): void {
  const numbers = new Set<number>();
  for (const { number, name: fieldName } of fields) {
    if (numbers.has(number)) throw new BadDescriptor(`Field number ${number} is used twice, last by ${fieldName}`);
    numbers.add(number);
  }
}

function readField(bytes: Buffer): UntypedField {
  let name = '';
  let number = 0;
  let label = 1;
  let type = 0;
  let typeName = '';
  let column: string | undefined;
  eachField(bytes, (field, wireType, wire) => {
    if (wireType === WIRE_VARINT && field === 3) number = wire.int32();
    else if (wireType === WIRE_VARINT && field === 4) label = wire.int32();
    else if (wireType === WIRE_VARINT && field === 5) type = wire.int32();
    else if (wireType !== WIRE_BYTES) wire.skip(wireType);
    else if (field === 1) name = wire.text();
    else if (field === 6) typeName = wire.text();
    else if (field === 8) column = readColumnName(wire.slice()) ?? column;
    else wire.span();
  });
  const typeText = type === 0 && typeName !== '' ? undefined : PROTO_TYPES[type];
  if (name === '') throw new BadDescriptor('A field of the proto descriptor has no name');
  if (typeText === '' || (typeText === undefined && type !== 0))
    throw new BadDescriptor(`Field ${name} has no valid type`);
  if (label !== 1 && label !== 2 && label !== 3) throw new BadDescriptor(`Field ${name} has no valid label`);
  if (number < 1 || number > MAX_FIELD_NUMBER || (number >= 19_000 && number <= 19_999)) {
    throw new BadDescriptor(`Field ${name} has the invalid number ${number}`);
  }
  return { name, number, label: LABELS[label], type: typeText, typeName, column: column ?? name };
}

function readColumnName(bytes: Buffer): string | undefined {
  let column: string | undefined;
  eachField(bytes, (field, wireType, wire) => {
    if (field === COLUMN_NAME_OPTION && wireType === WIRE_BYTES) column = wire.text();
    else wire.skip(wireType);
  });
  return column;
}

function readEnum(bytes: Buffer): EnumDescriptor {
  let name = '';
  const values = new Map<number, string>();
  eachField(bytes, (field, wireType, wire) => {
    if (wireType !== WIRE_BYTES) wire.skip(wireType);
    else if (field === 1) name = wire.text();
    else if (field === 2) readEnumValue(wire, values);
    else wire.span();
  });
  return { name, values };
}

function readEnumValue(outer: Wire, values: Map<number, string>): void {
  let name = '';
  let number = 0;
  eachField(outer.slice(), (field, wireType, wire) => {
    if (field === 1 && wireType === WIRE_BYTES) name = wire.text();
    else if (field === 2 && wireType === WIRE_VARINT) number = wire.int32();
    else wire.skip(wireType);
  });
  // With allow_alias the first name of a number is its canonical one.
  if (!values.has(number)) values.set(number, name);
}
