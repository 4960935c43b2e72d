/** proto3 JSON, strict where Google's front end is strict (https://protobuf.dev/programming-guides/json), by the proto types. */

import protobuf, { type Field, type Type } from 'protobufjs';
import { invalid } from '../errors.ts';
import type { Plain } from '../resources/fields.ts';
import { type Duration, durationText } from '../resources/shapes.ts';

/** A request body as the plain object that `Type.fromObject` takes. */
export function fromJson(type: Type, value: unknown, path = ''): Plain {
  const special = fromSpecial(type, value, path);
  if (special !== undefined) return special;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badValue(path, type.name, value);
  const plain: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const field = fieldNamed(type, key);
    if (field === undefined) throw unknownName(key, path);
    if (item === null) continue;
    plain[field.name] = fieldFromJson(
      field,
      item,
      path === '' ? snakeCase(field.name) : `${path}.${snakeCase(field.name)}`,
    );
  }
  return plain;
}

/** An answer, from what `Type.toObject` gives: fields at their default are left out, as the service leaves them out. */
export function toJson(type: Type, plain: Plain): unknown {
  const special = toSpecial(type, plain);
  if (special !== undefined) return special;
  const json: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(plain)) {
    const field = type.fields[key];
    if (field === undefined || isDefault(value)) continue;
    if (field instanceof protobuf.MapField) json[key] = value;
    else if (Array.isArray(value)) json[key] = value.map((item: unknown) => valueToJson(field, item));
    else json[key] = valueToJson(field, value);
  }
  return json;
}

function isDefault(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === '' || value === 0 || value === false || (Buffer.isBuffer(value) && value.length === 0);
}

function valueToJson(field: Field, value: unknown): unknown {
  const resolved = field.resolve().resolvedType;
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (resolved !== null && !(resolved instanceof protobuf.Enum)) return toJson(resolved, value as Plain);
  return /^(u?int64|sint64|s?fixed64)$/.test(field.type) ? String(value) : value;
}

function fieldFromJson(field: Field, value: unknown, path: string): unknown {
  field.resolve();
  if (field instanceof protobuf.MapField) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badValue(path, 'Map', value);
    const entries = Object.entries(value).map(([key, item]) => [key, scalar('string', item, `${path}[${key}]`)]);
    return Object.fromEntries(entries);
  }
  if (!field.repeated) return single(field, value, path);
  if (!Array.isArray(value)) throw badValue(path, field.type, value);
  return value.map((item: unknown, at) => single(field, item, `${path}[${at}]`));
}

function single(field: Field, value: unknown, path: string): unknown {
  const { resolvedType } = field;
  if (resolvedType === null) return scalar(field.type, value, path);
  if (!(resolvedType instanceof protobuf.Enum)) return fromJson(resolvedType, value, path);
  const number = typeof value === 'string' ? resolvedType.values[value] : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw badValue(path, resolvedType.name, value);
  return number;
}

const INT = /^-?\d{1,19}$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

function scalar(type: string, value: unknown, path: string): unknown {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 'false') return value === 'true';
      break;
    case 'bytes':
      if (typeof value === 'string' && BASE64.test(value)) return Buffer.from(value, 'base64');
      break;
    case 'int32':
    case 'int64': {
      const number = typeof value === 'string' && INT.test(value) ? Number(value) : value;
      const bound = type === 'int32' ? 2 ** 31 : 2 ** 63;
      if (typeof number === 'number' && Number.isInteger(number) && number >= -bound && number < bound) return number;
      break;
    }
    case 'double':
      if (typeof value === 'number') return value;
      break;
  }
  throw badValue(path, `TYPE_${type.toUpperCase()}`, value);
}

const DURATION = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** The well-known types that JSON writes as one string. */
function fromSpecial(type: Type, value: unknown, path: string): Plain | undefined {
  const name = type.fullName;
  if (name === '.google.protobuf.Duration') {
    const parts = typeof value === 'string' ? DURATION.exec(value) : null;
    if (parts === null) throw badValue(path, 'Duration', value);
    const sign = parts[1] === '-' ? -1 : 1;
    return { seconds: sign * Number(parts[2]), nanos: sign * Number((parts[3] ?? '').padEnd(9, '0')) };
  }
  if (name === '.google.protobuf.Timestamp') {
    const parts = typeof value === 'string' ? TIMESTAMP.exec(value) : null;
    const time = parts === null ? Number.NaN : Date.parse(`${parts[1]}${parts[3]}`);
    if (parts === null || Number.isNaN(time)) throw badValue(path, 'Timestamp', value);
    return { seconds: time / 1000, nanos: Number((parts[2] ?? '').padEnd(9, '0')) };
  }
  if (name === '.google.protobuf.FieldMask') {
    if (typeof value !== 'string') throw badValue(path, 'FieldMask', value);
    return { paths: value === '' ? [] : value.split(',').map((one) => snakeCase(one)) };
  }
  return undefined;
}

function toSpecial(type: Type, plain: Plain): string | undefined {
  const duration = plain as Duration;
  if (type.fullName === '.google.protobuf.Duration') return durationText(duration);
  if (type.fullName !== '.google.protobuf.Timestamp') return undefined;
  const base = new Date((duration.seconds ?? 0) * 1000).toISOString().slice(0, 19);
  const fraction = durationText({ seconds: 0, nanos: duration.nanos ?? 0 }).slice(1, -1);
  return `${base}${fraction}Z`;
}

/** Both spellings are taken, as proto3 JSON asks. */
export function fieldNamed(type: Type, key: string): Field | undefined {
  const own = (name: string): Field | undefined => (Object.hasOwn(type.fields, name) ? type.fields[name] : undefined);
  return own(key) ?? own(key.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase()));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function unknownName(key: string, path: string) {
  const where = path === '' ? '' : ` at '${path}'`;
  return invalid(`Invalid JSON payload received. Unknown name "${key.slice(0, 100)}"${where}: Cannot find field.`);
}

function badValue(path: string, type: string, value: unknown) {
  const shown = (JSON.stringify(value) ?? 'undefined').slice(0, 100);
  return invalid(`Invalid value at '${path}' (${type}), ${shown}`);
}
