/** Messages of a protocol buffer schema (proto2 or proto3), in the binary encoding or in proto3's JSON. */

import protobuf, { type Field, type Type } from 'protobufjs';
import { type Form, kindOf, parseJson, wholeNumber } from './form.ts';

const MAX_DEPTH = 100;

export function protoForm(definition: string): Form {
  const root = new protobuf.Root();
  const { imports = [], weakImports = [] } = protobuf.parse(definition, root, { keepCase: true });
  if (imports.length + weakImports.length > 0) throw new Error('imports are not supported');
  root.resolveAll();
  const [type, ...others] = messagesOf(root);
  if (type === undefined) throw new Error('it has no message');
  if (others.length > 0) throw new Error('it has more than one top-level message');
  return {
    fields: type.fieldsArray.map((field) => ({ name: field.name, columns: columnTypes(field) })),
    read: (data, encoding) => (encoding === 'JSON' ? fromJson(type, parseJson(data), 0) : fromBinary(type, data)),
  };
}

/** The messages that lie in no other message, in whatever package. */
function messagesOf(namespace: protobuf.Namespace): readonly Type[] {
  return namespace.nestedArray.flatMap((nested) => {
    if (nested instanceof protobuf.Type) return [nested];
    return nested instanceof protobuf.Namespace ? messagesOf(nested) : [];
  });
}

type JsonObject = Readonly<Record<string, unknown>>;

function fromJson(type: Type, value: unknown, depth: number): JsonObject {
  if (depth > MAX_DEPTH) throw new Error(`the message is nested more than ${MAX_DEPTH} deep`);
  if (kindOf(value) !== 'object') throw new Error(`${type.name} is ${kindOf(value)}, and no object`);
  const row: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value as JsonObject)) {
    const field = type.fieldsArray.find(({ name }) => name === key || jsonName(name) === key);
    if (field === undefined) throw new Error(`the field ${key.slice(0, 100)} is not in ${type.name}`);
    if (field.name in row) throw new Error(`the field ${field.name} of ${type.name} is there twice`);
    if (item !== null) row[field.name] = fieldFromJson(field, item, depth);
  }
  return completed(type, row);
}

/** A oneof has one value, a required field has one, and what proto3 leaves out has its type's zero. */
function completed(type: Type, row: Record<string, unknown>): JsonObject {
  for (const oneof of type.oneofsArray) {
    if (oneof.fieldsArray.filter(({ name }) => name in row).length > 1)
      throw new Error(`more than one field of ${oneof.name} of ${type.name} is set`);
  }
  const whole: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    if (field.name in row) whole[field.name] = row[field.name];
    else if (field.required) throw new Error(`the required field ${field.name} of ${type.name} is missing`);
    else if (!field.hasPresence && !field.repeated && !field.map) whole[field.name] = zeroOf(field);
  }
  return whole;
}

function zeroOf(field: Field): unknown {
  if (field.resolvedType instanceof protobuf.Enum) return 0;
  if (field.type === 'string' || field.type === 'bytes') return '';
  if (field.type === 'bool') return false;
  return isFloat(field) ? 0 : '0';
}

function fieldFromJson(field: Field, value: unknown, depth: number): unknown {
  if (field instanceof protobuf.MapField) {
    if (kindOf(value) !== 'object') throw mismatch(field, value);
    const key = (text: string): unknown =>
      keyFromJson(field.keyType, text) ?? fail(`${JSON.stringify(text.slice(0, 100))} is no key of ${field.name}`);
    return Object.entries(value as JsonObject).map(([name, item]) => ({
      key: key(name),
      value: single(field, item, depth),
    }));
  }
  if (!field.repeated) return single(field, value, depth);
  if (!Array.isArray(value)) throw mismatch(field, value);
  return value.map((item) => single(field, item, depth));
}

function keyFromJson(type: string, text: string): unknown {
  if (type === 'string') return text;
  if (type === 'bool') return text === 'true' ? true : text === 'false' ? false : undefined;
  return wholeOf(type, text);
}

function single(field: Field, value: unknown, depth: number): unknown {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Type) return fromJson(resolvedType, value, depth + 1);
  if (resolvedType instanceof protobuf.Enum) {
    const number = typeof value === 'string' ? resolvedType.values[value] : value;
    if (typeof number === 'number' && Number.isInteger(number)) return number;
    throw mismatch(field, value);
  }
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'bytes' && typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value))
    return Buffer.from(value, 'base64').toString('base64');
  if (isFloat(field)) {
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value;
    if (typeof value === 'string' && value.trim() === value && value !== '' && Number.isFinite(Number(value)))
      return Number(value);
  }
  const whole = wholeOf(type, value);
  if (whole === undefined) throw mismatch(field, value);
  return whole;
}

/** As text: a column of 64 bits takes it exactly. */
function wholeOf(type: string, value: unknown): string | undefined {
  const found = /^(u|s)?(?:int|fixed)(32|64)$/.exec(type);
  if (found === null) return undefined;
  const isUnsigned = found[1] === 'u' || type.startsWith('fixed');
  return wholeNumber(value, found[2] === '32' ? 32 : 64, !isUnsigned)?.toString();
}

function isFloat({ type, resolvedType }: Field): boolean {
  return resolvedType === null && (type === 'double' || type === 'float');
}

/** protobufjs reads within the message's length and ends with an error where a required field is missing. */
function fromBinary(type: Type, data: Buffer): JsonObject {
  const plain = type.toObject(type.decode(data), { longs: String, bytes: String }) as JsonObject;
  return rowOf(type, plain);
}

function rowOf(type: Type, plain: JsonObject): JsonObject {
  const row: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = plain[field.name];
    if (value === undefined) continue;
    const item = (one: unknown): unknown => {
      if (field.resolvedType instanceof protobuf.Type) return rowOf(field.resolvedType, one as JsonObject);
      if (isFloat(field) && !Number.isFinite(one)) return String(one);
      return /32$/.test(field.type) ? String(one) : one;
    };
    if (field instanceof protobuf.MapField)
      row[field.name] = Object.entries(value as JsonObject).map(([key, one]) => ({ key, value: item(one) }));
    else row[field.name] = Array.isArray(value) ? value.map(item) : item(value);
  }
  return completed(type, row);
}

function columnTypes(field: Field): readonly string[] {
  if (field.resolvedType instanceof protobuf.Type || field.map) return ['STRUCT', 'RECORD'];
  if (isFloat(field)) return ['FLOAT64', 'FLOAT'];
  if (field.type === 'bool') return ['BOOL', 'BOOLEAN'];
  if (field.type === 'bytes') return ['BYTES'];
  if (field.type === 'string')
    return ['STRING', 'JSON', 'TIMESTAMP', 'DATETIME', 'DATE', 'TIME', 'NUMERIC', 'BIGNUMERIC'];
  return ['INTEGER', 'INT64', 'NUMERIC', 'BIGNUMERIC', ...(/^u?int64$/.test(field.type) ? ['TIMESTAMP'] : [])];
}

function jsonName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

function mismatch({ name, type }: Field, value: unknown): Error {
  return new Error(
    `the field ${name} of type ${type} is ${kindOf(value)} ${String(JSON.stringify(value, bigints)).slice(0, 60)}`,
  );
}

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function fail(message: string): never {
  throw new Error(message);
}
