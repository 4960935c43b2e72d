/**
 * What a tree of `.proto` files promises to whoever reads or writes its messages, as plain data: the baseline that is
 * committed and compared with. Comments, file layout and the order of declarations promise nothing and are not in it.
 */

import protobuf from 'protobufjs';
import { fieldOptions } from './field-options.ts';
import { declared, type ParsedProtos } from './parse.ts';

export interface Reserved {
  /** Inclusive. */
  readonly numbers: readonly (readonly [number, number])[];
  readonly names: readonly string[];
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
  const numbers: [number, number][] = [];
  const names: string[] = [];
  for (const entry of reserved ?? []) {
    if (typeof entry === 'string') names.push(entry);
    else numbers.push([entry[0] as number, entry[1] as number]);
  }
  return { numbers: numbers.sort((a, b) => a[0] - b[0]), names: names.sort() };
}

export function reservesNumber(reserved: Reserved, number: number): boolean {
  return reserved.numbers.some(([from, to]) => number >= from && number <= to);
}
