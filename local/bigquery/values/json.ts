/** JSON text as JavaScript values without losing a digit, and rows whose JSON columns keep what was written. */

import { withoutEndingZeros } from '../../googlesql/values/decimal.ts';
import { isArray, isObject, type Json, JsonNumber, parseJson } from '../../googlesql/values/json-value.ts';
import { normalJson } from '../../googlesql/values/normal-json.ts';
import type { Column, Schema } from '../schema.ts';

/** A number that a double cannot hold as it was written; its digits are kept. */
export class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toJSON(): number {
    return Number(this.source);
  }
}

/** Shorter numbers always survive a double. */
const LONG_NUMBERS = /\d[\d.]{15,}(?:[eE][+-]?\d+)?/g;

interface ReviverContext {
  readonly source?: string;
}

/** JSON.parse, except that a number a double would change becomes an `ExactNumber`. */
export function parseExact(text: string): unknown {
  // A reviver makes parsing several times slower: only where a double would really change a digit.
  const long = text.match(LONG_NUMBERS);
  if (long === null || long.every((source) => sameNumber(Number(source), source))) return JSON.parse(text);
  const revive = (_key: string, value: unknown, context?: ReviverContext): unknown => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
    return sameNumber(value, source) ? value : new ExactNumber(source);
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

function sameNumber(value: number, source: string): boolean {
  return Number.isFinite(value) && significant(String(value)) === significant(source);
}

/** The digits that matter, so that `1.50` and `1.5` compare equal; the exponent's size is the double's own business. */
function significant(text: string): string {
  const [digits = ''] = text.toLowerCase().split('e');
  return withoutEndingZeros(digits.replace(/[-+.]/g, '').replace(/^0+/, ''));
}

/** The text of a JSON column in its normal form. As a JavaScript value it would lose `1.0` and repeated names. */
export class JsonDocument {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Returns a parser of JSON text for rows of a schema. */
export function rowParser(schema: Schema): (text: string) => unknown {
  return hasJson(schema) ? (text) => plainRow(parseJson(text), schema) : parseExact;
}

function hasJson(schema: Schema): boolean {
  return schema.some(({ type, fields }) => type === 'JSON' || hasJson(fields ?? []));
}

function plainRow(value: Json, schema: Schema): unknown {
  if (!isObject(value)) return plainValue(value, undefined);
  const columns = new Map(schema.map((column) => [column.name.toLowerCase(), column]));
  return Object.fromEntries(
    [...value].map(([name, member]) => [name, plainValue(member, columns.get(name.toLowerCase()))]),
  );
}

function plainValue(value: Json, column: Column | undefined): unknown {
  if (column?.mode === 'REPEATED' && isArray(value)) {
    return value.map((item) => plainValue(item, { ...column, mode: 'NULLABLE' }));
  }
  if (value === null) return null;
  if (column?.type === 'JSON') return new JsonDocument(normalJson(value));
  if (value instanceof JsonNumber) {
    const number = Number(value.raw);
    return sameNumber(number, value.raw) ? number : new ExactNumber(value.raw);
  }
  if (isArray(value)) return value.map((item) => plainValue(item, undefined));
  return isObject(value) ? plainRow(value, column?.fields ?? []) : value;
}
