/** Reads documents as Firestore's REST API sends them, which is the `typed` encoding too; checks and normalises them. */

import { readTimestamp } from '@penstock/shared/events/timestamp.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { type Document, doubleValue, type Fields, fieldsOf, MAX_DEPTH, type Value } from './value.ts';

export function readDocument(given: unknown): Document {
  const { name, fields, createTime, updateTime } = asObject(given, 'the document');
  if (typeof name !== 'string') throw invalid('name', 'text');
  return {
    name,
    fields: readFields(fields ?? {}, 'fields'),
    createTime: createTime === undefined ? undefined : readTime(createTime, 'createTime'),
    updateTime: updateTime === undefined ? undefined : readTime(updateTime, 'updateTime'),
  };
}

export function readFields(given: unknown, path: string, depth = 0): Fields {
  return fieldsOf(
    Object.entries(asObject(given, path)).map(([name, value]) => [name, readValue(value, `${path}.${name}`, depth)]),
  );
}

const READERS: Readonly<Record<string, (value: unknown, path: string, depth: number) => Value>> = {
  nullValue: () => ({ nullValue: null }),
  booleanValue: (value, path) => ({ booleanValue: as('boolean', value, path) }),
  integerValue: (value, path) => ({ integerValue: readInteger(value, path) }),
  doubleValue: (value, path) => readDouble(value, path),
  timestampValue: (value, path) => ({ timestampValue: readTime(value, path) }),
  stringValue: (value, path) => ({ stringValue: as('string', value, path) }),
  bytesValue: (value, path) => ({ bytesValue: Buffer.from(as('string', value, path), 'base64').toString('base64') }),
  referenceValue: (value, path) => ({ referenceValue: as('string', value, path) }),
  geoPointValue: (value, path) => {
    // Proto JSON leaves out what is zero.
    const { latitude = 0, longitude = 0 } = asObject(value, path);
    return {
      geoPointValue: {
        latitude: as('number', latitude, `${path}.latitude`),
        longitude: as('number', longitude, `${path}.longitude`),
      },
    };
  },
  arrayValue: (value, path, depth) => {
    const { values = [] } = asObject(value, path);
    if (!Array.isArray(values)) throw invalid(path, 'a list of values');
    return { arrayValue: { values: values.map((one, at) => readValue(one, `${path}[${at}]`, depth + 1)) } };
  },
  mapValue: (value, path, depth) => {
    const { fields = {} } = asObject(value, path);
    return { mapValue: { fields: readFields(fields, path, depth + 1) } };
  },
};

function readValue(given: unknown, path: string, depth: number): Value {
  if (depth >= MAX_DEPTH) throw invalid(path, `nested less deeply than ${MAX_DEPTH} levels`);
  const entries = Object.entries(asObject(given, path));
  const [type, value] = entries[0] ?? [''];
  const reader = entries.length === 1 && Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (reader === undefined) throw invalid(path, `an object with one of ${Object.keys(READERS).join(', ')}`);
  return reader(value, path, depth);
}

function readInteger(value: unknown, path: string): string {
  const text = String(value);
  if (!/^-?\d{1,19}$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text))
    throw invalid(path, 'a 64-bit whole number');
  return String(BigInt(text));
}

/** Proto JSON writes the numbers that JSON has not as text, and reads any number from text. */
function readDouble(value: unknown, path: string): Value {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || (Number.isNaN(number) && value !== 'NaN')) throw invalid(path, 'a number');
  return doubleValue(number);
}

function readTime(value: unknown, path: string): string {
  const text = typeof value === 'string' ? readTimestamp(value) : undefined;
  if (text === undefined) throw invalid(path, 'an RFC 3339 time');
  return text;
}

interface Primitives {
  readonly boolean: boolean;
  readonly number: number;
  readonly string: string;
}

function as<T extends keyof Primitives>(type: T, value: unknown, path: string): Primitives[T] {
  if (typeof value !== type) throw invalid(path, `a ${type}`);
  return value as Primitives[T];
}

function asObject(given: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isJsonObject(given)) throw invalid(path, 'an object');
  return given as Readonly<Record<string, unknown>>;
}

function invalid(path: string, what: string): PenstockError {
  return new PenstockError('INPUT_MALFORMED', `Not a Firestore document: ${path} must be ${what}`, {
    stage: 'receiving',
  });
}
