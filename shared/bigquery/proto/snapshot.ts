/**
 * The promises of a tree of `.proto` files to readers and writers of its messages, as plain data: the baseline that is
 * committed and compared with. Comments, file layout and the order of declarations promise nothing and are not in it.
 */

import protobuf from 'protobufjs';
import { fieldOptions } from './field-options.ts';
import { declared, type ParsedProtos } from './parse.ts';

export interface Reserved {
  /** First number to last, inclusive. Records and no lists, so that a formatter of JSON leaves the baseline as it is. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly names: Readonly<Record<string, true>>;
}

export interface FieldSnapshot {
  readonly number: number;
  readonly name: string;
  /** As resolved: `string`, `map<string, int64>`, `penstock.x.v1.Order`. */
  readonly type: string;
  readonly label: 'singular' | 'optional' | 'required' | 'repeated';
  readonly oneof?: string;
  readonly columnType?: string;
  readonly requiredColumn?: true;
  readonly sensitive?: string;
}

export interface MessageSnapshot {
  readonly file: string;
  readonly fields: readonly FieldSnapshot[];
  readonly reserved: Reserved;
}

export interface EnumSnapshot {
  readonly file: string;
  readonly values: Readonly<Record<string, number>>;
  readonly reserved: Reserved;
}

export interface ProtoSnapshot {
  readonly messages: Readonly<Record<string, MessageSnapshot>>;
  readonly enums: Readonly<Record<string, EnumSnapshot>>;
}

/** `ours` says of a file whether it is held to the baseline; what Google publishes is not. */
export function snapshotOf({ root, fileOf }: ParsedProtos, ours: (file: string) => boolean): ProtoSnapshot {
  const messages: Record<string, MessageSnapshot> = {};
  const enums: Record<string, EnumSnapshot> = {};
  for (const name of [...declared(root)].sort()) {
    const file = fileOf.get(name);
    if (file === undefined || !ours(file)) continue;
    const item = root.lookup(name);
    if (item instanceof protobuf.Type) messages[name] = messageSnapshot(item, file);
    else if (item instanceof protobuf.Enum) {
      enums[name] = { file, values: { ...item.values }, reserved: reservedOf(item.reserved) };
    }
  }
  return { messages, enums };
}

function messageSnapshot(type: protobuf.Type, file: string): MessageSnapshot {
  const fields = [...type.fieldsArray].sort((a, b) => a.id - b.id).map(fieldSnapshot);
  return { file, fields, reserved: reservedOf(type.reserved) };
}

function fieldSnapshot(field: protobuf.Field): FieldSnapshot {
  const { sensitive, columnType, required } = fieldOptions(field);
  // A proto3 `optional` is a oneof of one field whose name the compiler makes up.
  const optional = field.options?.proto3_optional === true;
  return {
    number: field.id,
    name: field.name,
    type: typeOf(field),
    label: field.repeated || field.map ? 'repeated' : field.required ? 'required' : optional ? 'optional' : 'singular',
    ...(field.partOf === null || optional ? {} : { oneof: field.partOf.name }),
    ...(columnType === undefined ? {} : { columnType }),
    ...(required ? { requiredColumn: true as const } : {}),
    ...(sensitive === undefined ? {} : { sensitive }),
  };
}

function typeOf(field: protobuf.Field): string {
  const type = field.resolvedType === null ? field.type : field.resolvedType.fullName.slice(1);
  return field instanceof protobuf.MapField ? `map<${field.keyType}, ${type}>` : type;
}

function reservedOf(reserved: readonly (readonly number[] | string)[] | undefined): Reserved {
  const numbers: Record<string, number> = {};
  const names: Record<string, true> = {};
  for (const entry of [...(reserved ?? [])].sort()) {
    if (typeof entry === 'string') names[entry] = true;
    else {
      const [from, to] = entry as readonly [number, number];
      numbers[from] = Math.max(to, numbers[from] ?? to);
    }
  }
  return { numbers, names };
}

export function reservesNumber(reserved: Reserved, number: number): boolean {
  return Object.entries(reserved.numbers).some(([from, to]) => number >= Number(from) && number <= to);
}

export function reservesName(reserved: Reserved, name: string): boolean {
  return Object.hasOwn(reserved.names, name);
}
