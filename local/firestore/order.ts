/** The order of values: by their types, then within a type (firebase.google.com/docs/firestore/manage-data/data-types). */

import type { Fields, Value } from './value.ts';

const TYPES = [
  'nullValue',
  'booleanValue',
  'number',
  'timestampValue',
  'stringValue',
  'bytesValue',
  'referenceValue',
  'geoPointValue',
  'arrayValue',
  'mapValue',
];

/** The place of a value's type among the types; whole numbers and doubles are one. */
export function typePlace(value: Value): number {
  const [type = ''] = Object.keys(value);
  return TYPES.indexOf(type === 'integerValue' || type === 'doubleValue' ? 'number' : type);
}

export function isNaNValue(value: Value): boolean {
  return 'doubleValue' in value && Number.isNaN(Number(value.doubleValue));
}

export function compareValues(one: Value, other: Value): number {
  const types = typePlace(one) - typePlace(other);
  if (types !== 0) return types;
  if ('nullValue' in one) return 0;
  if ('booleanValue' in one && 'booleanValue' in other) return Number(one.booleanValue) - Number(other.booleanValue);
  if ('timestampValue' in one && 'timestampValue' in other)
    return compareTimes(one.timestampValue, other.timestampValue);
  if ('stringValue' in one && 'stringValue' in other)
    return compareBytes(Buffer.from(one.stringValue), Buffer.from(other.stringValue));
  if ('bytesValue' in one && 'bytesValue' in other)
    return compareBytes(Buffer.from(one.bytesValue, 'base64'), Buffer.from(other.bytesValue, 'base64'));
  if ('referenceValue' in one && 'referenceValue' in other)
    return compareNames(one.referenceValue, other.referenceValue);
  if ('geoPointValue' in one && 'geoPointValue' in other) {
    const [a, b] = [one.geoPointValue, other.geoPointValue];
    return (a.latitude ?? 0) - (b.latitude ?? 0) || (a.longitude ?? 0) - (b.longitude ?? 0);
  }
  if ('arrayValue' in one && 'arrayValue' in other)
    return compareLists(one.arrayValue.values ?? [], other.arrayValue.values ?? []);
  if ('mapValue' in one && 'mapValue' in other)
    return compareMaps(one.mapValue.fields ?? {}, other.mapValue.fields ?? {});
  return compareNumbers(one, other);
}

/** Names of documents, segment by segment in the order of their UTF-8 bytes. */
export function compareNames(one: string, other: string): number {
  const [a, b] = [one.split('/'), other.split('/')];
  for (let place = 0; place < Math.min(a.length, b.length); place += 1) {
    const order = compareBytes(Buffer.from(a[place] as string), Buffer.from(b[place] as string));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareBytes(one: Buffer, other: Buffer): number {
  return Buffer.compare(one, other);
}

/** Fractions of a second differ in length, so texts do not compare by themselves. */
function compareTimes(one: string, other: string): number {
  const key = (text: string): string => `${text.slice(0, 19)}.${(/\.(\d+)Z$/.exec(text)?.[1] ?? '').padEnd(9, '0')}`;
  const [a, b] = [key(one), key(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** NaN comes before every other number. Two whole numbers compare exactly. */
function compareNumbers(one: Value, other: Value): number {
  if ('integerValue' in one && 'integerValue' in other) {
    const difference = BigInt(one.integerValue) - BigInt(other.integerValue);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  const [a, b] = [numberOf(one), numberOf(other)];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a - b;
}

function numberOf(value: Value): number {
  return Number('integerValue' in value ? value.integerValue : 'doubleValue' in value ? value.doubleValue : Number.NaN);
}

function compareLists(one: readonly Value[], other: readonly Value[]): number {
  for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
    const order = compareValues(one[place] as Value, other[place] as Value);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Maps compare entry by entry in the order of their keys: the key first, then the value. */
function compareMaps(one: Fields, other: Fields): number {
  const [a, b] = [sortedEntries(one), sortedEntries(other)];
  for (let place = 0; place < Math.min(a.length, b.length); place += 1) {
    const [[key, value], [otherKey, otherValue]] = [a[place] as [string, Value], b[place] as [string, Value]];
    const order = compareBytes(Buffer.from(key), Buffer.from(otherKey)) || compareValues(value, otherValue);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function sortedEntries(fields: Fields): readonly (readonly [string, Value])[] {
  return Object.entries(fields).sort(([a], [b]) => compareBytes(Buffer.from(a), Buffer.from(b)));
}
