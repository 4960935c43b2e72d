/**
 * A Firestore value as Firestore's own REST API writes it. One key says the type, so nothing is lost: this is what is
 * decoded into, what the `typed` encoding is, and what the backfill reads.
 */

import { setOwn } from '@penstock/shared/runtime/json-object.ts';

export type Value =
  | { readonly nullValue: null }
  | { readonly booleanValue: boolean }
  /** Decimal digits: an int64 does not fit a JSON number. */
  | { readonly integerValue: string }
  /** JSON has no number for those that are written as text. */
  | { readonly doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  /** RFC 3339 in UTC, see `shared/events/timestamp.ts`. */
  | { readonly timestampValue: string }
  | { readonly stringValue: string }
  /** Base64. */
  | { readonly bytesValue: string }
  /** The full name of a document. */
  | { readonly referenceValue: string }
  | { readonly geoPointValue: { readonly latitude: number; readonly longitude: number } }
  | { readonly arrayValue: { readonly values: readonly Value[] } }
  | { readonly mapValue: { readonly fields: Fields } };

/** Own properties only, in the order of their names: two documents that are equal read alike as text. */
export type Fields = Readonly<Record<string, Value>>;

export interface Document {
  /** `projects/P/databases/D/documents/users/alice` */
  readonly name: string;
  readonly fields: Fields;
  readonly createTime: string | undefined;
  readonly updateTime: string | undefined;
}

/** The deepest nesting of a value. Firestore stores 20 levels, so a deeper value does not come from Firestore. */
export const MAX_DEPTH = 100;

/** Names come in any order (a protobuf map has none) and may be `__proto__`: own properties, sorted, the last one wins. */
export function fieldsOf(entries: readonly (readonly [string, Value])[]): Fields {
  const fields: Record<string, Value> = {};
  for (const [name, value] of isSorted(entries) ? entries : entries.toSorted(byName)) setOwn(fields, name, value);
  return fields;
}

function isSorted(entries: readonly (readonly [string, Value])[]): boolean {
  for (let at = 1; at < entries.length; at += 1) {
    if ((entries[at - 1] as readonly [string, Value])[0] > (entries[at] as readonly [string, Value])[0]) return false;
  }
  return true;
}

export function doubleValue(value: number): Value {
  if (Number.isFinite(value)) return { doubleValue: Object.is(value, -0) ? '-0' : value };
  return { doubleValue: String(value) as 'NaN' | 'Infinity' | '-Infinity' };
}

function byName([a]: readonly [string, Value], [b]: readonly [string, Value]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
