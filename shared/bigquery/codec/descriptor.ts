/**
 * The writer schema: one proto2 `DescriptorProto` that names nothing outside itself (write-api.md, Descriptors).
 */

import protobuf from 'protobufjs/minimal.js';
import type { Column } from './column.ts';
import {
  FIELD_DESCRIPTOR_PROTO_TAGS as FIELD,
  FIELD_DESCRIPTOR_PROTO_LABEL as LABEL,
  DESCRIPTOR_PROTO_TAGS as MESSAGE,
  FIELD_OPTIONS_TAGS as OPTIONS,
} from './descriptor.generated.ts';
import { STRING } from './encoders.ts';

const LENGTH_DELIMITED = 2;

/** A legal name in protocol buffers. Any other column goes under a placeholder and is named by annotation. */
const PROTO_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Two optional text fields behind the columns: every row then says what it changes. */
export interface ChangeFields {
  readonly type: number;
  readonly sequence: number;
}

export interface DescriptorInput {
  readonly columns: readonly Column[];
  readonly change: ChangeFields | undefined;
  readonly changeNames: readonly [string, string];
}

export function encodeDescriptor(input: DescriptorInput): Uint8Array {
  return new DescriptorWriter().row(input);
}

class DescriptorWriter {
  /** Nested types are numbered across the whole descriptor: a relative name then means the same in every scope. */
  #types = 0;

  row({ columns, change, changeNames }: DescriptorInput): Uint8Array {
    const names = new Names(columns);
    // A DELETE leaves out every column but the key, so nothing can be required by the label; the codec sees to UPSERTs.
    const fields = this.#fields('Row', columns, names, change === undefined);
    if (change !== undefined) {
      this.#text(fields, changeNames[0], change.type);
      this.#text(fields, changeNames[1], change.sequence);
    }
    return fields.finish();
  }

  #fields(name: string, columns: readonly Column[], names: Names, labels: boolean): protobuf.Writer {
    const message = protobuf.Writer.create();
    message.uint32(MESSAGE.name).string(name);
    for (const column of columns) this.#field(message, column, names, labels);
    return message;
  }

  #field(message: protobuf.Writer, column: Column, names: Names, labels: boolean): void {
    const typeName = this.#nested(message, column, names);
    const field = message.uint32(MESSAGE.field).fork();
    const { name, annotated } = names.of(column);
    field.uint32(FIELD.name).string(name);
    field.uint32(FIELD.number).uint32(column.number);
    const required = labels && column.mustBePresent;
    const label = column.list ? LABEL.LABEL_REPEATED : required ? LABEL.LABEL_REQUIRED : LABEL.LABEL_OPTIONAL;
    field.uint32(FIELD.label).uint32(label);
    field.uint32(FIELD.type).uint32(column.wire.descriptorType);
    if (typeName !== undefined) field.uint32(FIELD.typeName).string(typeName);
    const packed = column.list && column.wire.wireType !== LENGTH_DELIMITED;
    if (packed || annotated) {
      const options = field.uint32(FIELD.options).fork();
      if (packed) options.uint32(OPTIONS.packed).bool(true);
      if (annotated) options.uint32(OPTIONS.columnName).string(column.name);
      options.ldelim();
    }
    field.ldelim();
  }

  #nested(message: protobuf.Writer, column: Column, names: Names): string | undefined {
    const columns = column.message?.columns ?? column.bounds;
    if (columns.length === 0) return undefined;
    this.#types += 1;
    const name = names.free(`Type${this.#types}`);
    message.uint32(MESSAGE.nestedType).bytes(this.#fields(name, columns, new Names(columns), true).finish());
    return name;
  }

  #text(message: protobuf.Writer, name: string, number: number): void {
    const field = message.uint32(MESSAGE.field).fork();
    field.uint32(FIELD.name).string(name);
    field.uint32(FIELD.number).uint32(number);
    field.uint32(FIELD.label).uint32(LABEL.LABEL_OPTIONAL);
    field.uint32(FIELD.type).uint32(STRING.descriptorType);
    field.ldelim();
  }
}

/** The proto names of the columns of one message. */
class Names {
  readonly #taken: Set<string>;
  readonly #placeholders = new Map<Column, string>();

  constructor(columns: readonly Column[]) {
    this.#taken = new Set(columns.map((column) => jsonName(column.name)));
    for (const column of columns) {
      if (!PROTO_NAME.test(column.name)) this.#placeholders.set(column, this.free(`column${column.number}`));
    }
  }

  of(column: Column): { readonly name: string; readonly annotated: boolean } {
    const placeholder = this.#placeholders.get(column);
    return { name: placeholder ?? column.name, annotated: placeholder !== undefined };
  }

  /** The name, lengthened until no other field has it, neither as its name nor as its JSON name. */
  free(wanted: string): string {
    let name = wanted;
    while (this.#taken.has(jsonName(name))) name += 'x';
    this.#taken.add(jsonName(name));
    return name;
  }
}

/** JSON names of fields are their names without underscores, in camel case: what is equal in neither is safe. */
function jsonName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
