/**
 * The `plain` encoding: a document as people expect to query it. Numbers are numbers where JSON can hold them, everything
 * else that JSON has no type for is text, so the types cannot all be told from it; `typed` is for that (`value.ts`).
 */

import { setOwn } from '@penstock/shared/runtime/json-object.ts';
import type { Fields, Value } from './value.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** `root` is the document's own `projects/P/databases/D/documents`: references below it are told by their path. */
export function plainFields(fields: Fields, root: string): { readonly [name: string]: Plain } {
  const plain: Record<string, Plain> = {};
  for (const [name, value] of Object.entries(fields)) setOwn(plain, name, plainValue(value, root));
  return plain;
}

function plainValue(value: Value, root: string): Plain {
  if ('stringValue' in value) return value.stringValue;
  if ('integerValue' in value) return plainInteger(value.integerValue);
  if ('doubleValue' in value) return value.doubleValue === '-0' ? 0 : value.doubleValue;
  if ('booleanValue' in value) return value.booleanValue;
  if ('timestampValue' in value) return value.timestampValue;
  if ('bytesValue' in value) return value.bytesValue;
  if ('geoPointValue' in value) return value.geoPointValue;
  if ('referenceValue' in value) return plainReference(value.referenceValue, root);
  if ('arrayValue' in value) return value.arrayValue.values.map((one) => plainValue(one, root));
  if ('mapValue' in value) {
    const vector = vectorOf(value.mapValue.fields);
    return vector === undefined ? plainFields(value.mapValue.fields, root) : vector.map((one) => plainValue(one, root));
  }
  return null;
}

/** An int64 beyond 2^53 would lose digits as a JSON number: it stays text. */
function plainInteger(digits: string): number | string {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

function plainReference(name: string, root: string): string {
  return name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name;
}

/** A vector is a map with this type and a list of doubles. */
function vectorOf(fields: Fields): readonly Value[] | undefined {
  const { __type__: type, value } = fields;
  const isVector = type !== undefined && 'stringValue' in type && type.stringValue === '__vector__';
  return isVector && value !== undefined && 'arrayValue' in value ? value.arrayValue.values : undefined;
}
