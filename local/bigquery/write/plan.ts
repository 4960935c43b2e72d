/**
 * A writer schema matched against a table's schema, once per connection: which field fills which column and how it is
 * read. The rules are those of write-api.md, Types and Descriptors.
 */

import { DuckDBListValue, DuckDBStructValue, type DuckDBValue } from '@duckdb/node-api';
import { type Column, findColumn, restTypeName, type Schema } from '../schema.ts';
import { type Accepted, acceptScalar, acceptWellKnown, type Read } from './accept.ts';
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor } from './descriptor.ts';
import { BadDescriptor } from './descriptor.ts';
import { FieldProblem } from './field-problem.ts';
import { readMessage } from './message.ts';
import { WIRE_BYTES } from './wire.ts';

export interface PlannedField {
  readonly path: string;
  /** The place of the value in the message's row of values. */
  readonly slot: number;
  readonly wireType: number;
  readonly read: Read;
  readonly isRepeated: boolean;
  /** `label: required` of the descriptor: proto2 itself refuses a message without it. */
  readonly isRequired: boolean;
  /** For messages: reads into what an earlier part of the same field left, as protobuf merges them. */
  readonly merge: ((wire: Parameters<Read>[0], earlier: DuckDBValue) => DuckDBValue) | undefined;
}

export interface MessagePlan {
  /** By field number. */
  readonly fields: ReadonlyMap<number, PlannedField>;
  /** The meaning of each slot: a column, or one of the two CDC pseudo-columns. */
  readonly slots: readonly Column[];
  readonly required: readonly PlannedField[];
}

/** The columns that CDC adds to a writer schema without the table having them (write-api.md, CDC). */
export const CHANGE_TYPE: Column = { name: '_CHANGE_TYPE', type: 'STRING', mode: 'NULLABLE' };
export const CHANGE_SEQUENCE: Column = { name: '_CHANGE_SEQUENCE_NUMBER', type: 'STRING', mode: 'NULLABLE' };

/** The writer schema has fields that the table has not. */
export class ExtraFields extends Error {
  readonly fields: readonly string[];

  constructor(fields: readonly string[]) {
    super('Schema mismatch due to extra fields in user schema');
    this.fields = fields;
  }
}

interface Scope {
  /** From the root to the message being planned. */
  readonly messages: readonly MessageDescriptor[];
  readonly path: string;
  readonly extra: string[];
}

/** Throws `BadDescriptor` or `ExtraFields`. */
export function planRows(root: MessageDescriptor, schema: Schema): MessagePlan {
  const extra: string[] = [];
  const plan = planMessage([...schema, CHANGE_TYPE, CHANGE_SEQUENCE], { messages: [root], path: '', extra });
  if (extra.length > 0) throw new ExtraFields(extra);
  return plan;
}

function planMessage(schema: Schema, scope: Scope): MessagePlan {
  const message = scope.messages.at(-1);
  const fields = new Map<number, PlannedField>();
  const slots: Column[] = [];
  for (const field of message?.fields ?? []) {
    const column = findColumn(schema, field.column);
    const path = scope.path === '' ? field.column : `${scope.path}.${field.column}`;
    if (column === undefined) {
      scope.extra.push(path);
      continue;
    }
    if (slots.includes(column))
      throw new BadDescriptor(`Column ${path} is filled by two fields of the proto descriptor`);
    fields.set(field.number, planField(field, column, slots.push(column) - 1, { ...scope, path }));
  }
  return { fields, slots, required: [...fields.values()].filter(({ isRequired }) => isRequired) };
}

function planField(field: FieldDescriptor, column: Column, slot: number, scope: Scope): PlannedField {
  const isRepeated = column.mode === 'REPEATED';
  if (isRepeated !== (field.label === 'repeated')) {
    throw mismatch(scope.path, `${field.label} ${field.type}`, `${column.mode} ${restTypeName(column.type)}`);
  }
  const { accepted, merge } = acceptField(field, column, scope);
  return {
    path: scope.path,
    slot,
    wireType: accepted.wireType,
    read: accepted.read,
    isRepeated,
    isRequired: field.label === 'required',
    merge,
  };
}

interface AcceptedField {
  readonly accepted: Accepted;
  readonly merge?: PlannedField['merge'];
}

function acceptField(field: FieldDescriptor, column: Column, scope: Scope): AcceptedField {
  if (field.type !== 'message') {
    const enumeration = field.type === 'enum' ? findEnum(field, scope) : undefined;
    const accepted = acceptScalar(column, field.type, enumeration);
    if (accepted !== undefined) return { accepted };
    throw mismatch(scope.path, field.type, restTypeName(column.type));
  }
  const wellKnown = wellKnownName(field.typeName);
  const simple = wellKnown === undefined ? undefined : acceptWellKnown(column, wellKnown);
  if (simple !== undefined) return { accepted: simple };
  const members = memberColumns(column);
  if (members === undefined) throw mismatch(scope.path, field.typeName || field.type, restTypeName(column.type));
  return acceptMessage(column, members, findMessage(field, scope), scope);
}

function acceptMessage(
  column: Column,
  members: Schema,
  message: MessageDescriptor,
  scope: Scope,
): AcceptedField & { merge: NonNullable<PlannedField['merge']> } {
  if (scope.messages.includes(message)) {
    throw new BadDescriptor(
      `Message type ${message.name} is recursive at ${scope.path}: recursive types are not supported`,
    );
  }
  const plan = planMessage(members, { ...scope, messages: [...scope.messages, message] });
  const shape = members.map((member) => ({
    member,
    slot: plan.slots.indexOf(member),
    path: `${scope.path}.${member.name}`,
  }));
  const merge = (wire: Parameters<Read>[0], earlier: DuckDBValue | undefined): DuckDBValue => {
    const values: (DuckDBValue | undefined)[] = new Array(plan.slots.length).fill(undefined);
    if (earlier instanceof DuckDBStructValue) {
      for (const [slot, { name }] of plan.slots.entries()) values[slot] = earlier.entries[name] ?? undefined;
    }
    const { start, end } = wire.span();
    const outerEnd = wire.end;
    wire.pos = start;
    wire.end = end;
    readMessage(plan, wire, values);
    wire.end = outerEnd;
    const value = structValue(shape, values);
    if (column.type === 'RANGE') checkRange(value, scope.path);
    return value;
  };
  return { accepted: { wireType: WIRE_BYTES, read: (wire) => merge(wire, undefined) }, merge };
}

interface Member {
  readonly member: Column;
  /** -1 where the message has no field for it. */
  readonly slot: number;
  readonly path: string;
}

function structValue(shape: readonly Member[], values: readonly (DuckDBValue | undefined)[]): DuckDBStructValue {
  const entries: Record<string, DuckDBValue> = {};
  for (const { member, slot, path } of shape) {
    entries[member.name] = (slot < 0 ? undefined : values[slot]) ?? absent(member, path);
  }
  return new DuckDBStructValue(entries);
}

/** The value of a column that the row leaves out: NULL, no elements, or nothing at all for a REQUIRED one. */
export function absent(column: Column, path: string): DuckDBValue {
  if (column.mode === 'REPEATED') return new DuckDBListValue([]);
  if (column.mode === 'REQUIRED') throw new FieldProblem('Required field is missing', path);
  return null;
}

export function checkRange({ entries: { start, end } }: DuckDBStructValue, path: string): void {
  if (start === null || end === null || start === undefined || end === undefined) return;
  if (position(start) >= position(end)) throw new FieldProblem('Range start must be before its end', path);
}

/** Dates hold days and the others microseconds; both ends of a range are of one kind. */
function position(value: DuckDBValue): bigint | number {
  if (typeof value === 'object' && value !== null) {
    if ('days' in value) return value.days;
    if ('micros' in value) return value.micros;
  }
  return 0;
}

/** The fields of a column that holds others; undefined for every other. */
export function memberColumns(column: Column): Schema | undefined {
  if (column.type === 'STRUCT') return column.fields ?? [];
  if (column.type !== 'RANGE') return undefined;
  const type = column.rangeElementType ?? 'DATE';
  return [
    { name: 'start', type, mode: 'NULLABLE' },
    { name: 'end', type, mode: 'NULLABLE' },
  ];
}

/** `google.protobuf.Int64Value`, or as Google's converters flatten it into a self-contained descriptor. */
function wellKnownName(typeName: string): string | undefined {
  return /(?:^|[._])google[._]protobuf[._]([A-Za-z0-9]+)$/.exec(typeName)?.[1];
}

function findMessage(field: FieldDescriptor, scope: Scope): MessageDescriptor {
  return find(field, scope, (holder, name) => holder.nested.find((nested) => nested.name === name));
}

function findEnum(field: FieldDescriptor, scope: Scope): EnumDescriptor {
  return find(field, scope, (holder, name) => holder.enums.find((one) => one.name === name));
}

/**
 * Names resolve from the innermost message outwards; a leading dot, or the root's own name, starts at the root. Types of
 * other packages and files are not there to be found: a descriptor must be self-contained (write-api.md, Descriptors).
 */
function find<T>(
  field: FieldDescriptor,
  { messages, path }: Scope,
  pick: (holder: MessageDescriptor, name: string) => T | undefined,
): T {
  const isAbsolute = field.typeName.startsWith('.');
  const segments = field.typeName.replace(/^\./, '').split('.');
  const root = messages.slice(0, 1);
  const attempts: [readonly MessageDescriptor[], string[]][] = [
    [isAbsolute ? root : [...messages].reverse(), segments],
  ];
  if (segments[0] === root[0]?.name) attempts.push([root, segments.slice(1)]);
  for (const [holders, names] of attempts) {
    for (const start of holders) {
      const holder = names
        .slice(0, -1)
        .reduce<MessageDescriptor | undefined>((at, name) => at?.nested.find((nested) => nested.name === name), start);
      const found = holder === undefined ? undefined : pick(holder, names.at(-1) ?? '');
      if (found !== undefined) return found;
    }
  }
  // A message that holds itself by its own name.
  const own = messages.find(({ name }) => name === segments.at(-1));
  if (own !== undefined && field.type === 'message') {
    throw new BadDescriptor(`Message type ${own.name} is recursive at ${path}: recursive types are not supported`);
  }
  throw new BadDescriptor(`Invalid proto schema: field ${path}: "${field.typeName}" is not defined in the descriptor`);
}

function mismatch(path: string, proto: string, column: string): BadDescriptor {
  return new BadDescriptor(
    `The proto field mismatched with BigQuery field at ${path}, the proto field type ${proto}, BigQuery field type ${column}`,
  );
}
