/** Values on their way into a JavaScript function and out of it (BigQuery's table of type encodings). */

import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { plainValue } from '../emit/native.ts';
import { elementType, fieldsOf, itemsOf } from '../library/json/json-render.ts';
import { BIGNUMERIC_KIND, decimalText, NUMERIC_KIND } from '../library/numbers/decimal.ts';
import { CallRefused } from '../library/signature.ts';
import { dateText, datetimeText } from '../library/time/civil.ts';
import type { SqlType } from '../types/type.ts';
import { typeName } from '../types/type-text.ts';

/** A value from the sandbox, tagged with its kind. */
export type Tagged =
  | null
  | { readonly b: boolean }
  | { readonly n: string }
  | { readonly s: string }
  | { readonly d: number | null }
  | { readonly a: readonly Tagged[] }
  | { readonly o: readonly (readonly [string, Tagged])[]; readonly j: string };

const SCALARS_IN = [
  'BOOL',
  'FLOAT64',
  'NUMERIC',
  'BIGNUMERIC',
  'STRING',
  'BYTES',
  'DATE',
  'DATETIME',
  'TIMESTAMP',
  'JSON',
];
const SCALARS_OUT = [
  'BOOL',
  'INT64',
  'FLOAT64',
  'NUMERIC',
  'BIGNUMERIC',
  'STRING',
  'BYTES',
  'DATE',
  'TIMESTAMP',
  'JSON',
];
/** Inside of arrays and structs the way back is by text, which these have. */
const NESTED_OUT = SCALARS_OUT.filter((kind) => kind !== 'BYTES' && kind !== 'JSON');

/** Throws where a type has no encoding. JavaScript has no 64-bit integer: BigQuery takes FLOAT64 or STRING instead. */
export function checkTypes(parameters: readonly SqlType[], returns: SqlType): void {
  for (const type of parameters) {
    if (!encodes(type, SCALARS_IN, SCALARS_IN))
      throw new CallRefused(
        'invalid',
        `Type ${typeName(type)} is not supported as an argument of a JavaScript function`,
      );
  }
  if (!encodes(returns, SCALARS_OUT, NESTED_OUT))
    throw new CallRefused(
      'unsupported',
      `The local BigQuery does not support JavaScript functions that return ${typeName(returns)}`,
    );
}

function encodes(type: SqlType, own: readonly string[], nested: readonly string[]): boolean {
  if (type.kind === 'ARRAY') return encodes(type.element, nested, nested);
  if (type.kind === 'STRUCT')
    return type.fields.every((field) => field.name !== undefined && encodes(field.type, nested, nested));
  return own.includes(type.kind);
}

/** JavaScript source of a value. */
export function sourceOf(value: DuckDBValue, duck: DuckDBType, type: SqlType): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'ARRAY':
      return `[${itemsOf(value)
        .map((item) => sourceOf(item, elementType(duck), type.element))
        .join(',')}]`;
    case 'STRUCT': {
      const fields = fieldsOf(value, duck).map(([inner, innerType], index) => {
        const field = type.fields[index];
        return `[${JSON.stringify(field?.name ?? '')}]:${sourceOf(inner, innerType, field?.type ?? type)}`;
      });
      return `{${fields.join(',')}}`;
    }
    default:
      return scalarSource(type.kind, plainValue(value));
  }
}

function scalarSource(kind: SqlType['kind'], value: unknown): string {
  switch (kind) {
    case 'BOOL':
      return String(value);
    case 'FLOAT64':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'NUMERIC':
      return decimalSource(decimalText(NUMERIC_KIND, value as bigint));
    case 'BIGNUMERIC':
      return decimalSource(decimalText(BIGNUMERIC_KIND, value as bigint));
    case 'BYTES':
      return JSON.stringify(Buffer.from(value as Uint8Array).toString('base64'));
    case 'DATE':
      return `new Date(${(value as number) * 86_400_000})`;
    case 'DATETIME':
    case 'TIMESTAMP':
      return `new Date(${Number((value as bigint) / 1000n)})`;
    case 'JSON':
      return `JSON.parse(${JSON.stringify(value)})`;
    default:
      return JSON.stringify(value);
  }
}

/** A whole number that a double holds is a number, any other decimal is text. */
function decimalSource(text: string): string {
  return /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? text : JSON.stringify(text);
}

/** The result as text that SQL casts to the type, or as JSON text of such texts for arrays and structs. */
export function resultText(value: Tagged, type: SqlType): string | null {
  if (value === null) return null;
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') return JSON.stringify(nested(value, type));
  return scalarText(value, type);
}

function nested(value: Tagged, type: SqlType): unknown {
  if (value === null) return null;
  if (type.kind === 'ARRAY') {
    if (!('a' in value)) throw wrong(value, type);
    return value.a.map((item) => nested(item, type.element));
  }
  if (type.kind === 'STRUCT') {
    if (!('o' in value)) throw wrong(value, type);
    const members = new Map(value.o);
    return Object.fromEntries(
      type.fields.map((field) => [field.name ?? '', nested(members.get(field.name ?? '') ?? null, field.type)]),
    );
  }
  return scalarText(value, type);
}

function scalarText(value: Exclude<Tagged, null>, type: SqlType): string | null {
  const micros = 'd' in value && value.d !== null ? BigInt(value.d) * 1000n : undefined;
  switch (type.kind) {
    case 'BOOL':
      if ('b' in value) return String(value.b);
      break;
    case 'STRING':
      if ('s' in value) return value.s;
      if ('n' in value) return value.n;
      if ('b' in value) return String(value.b);
      break;
    case 'BYTES':
      if ('s' in value) return value.s;
      break;
    case 'JSON':
      return jsonText(value);
    case 'DATE':
      if (micros !== undefined)
        return dateText(Number(micros / 86_400_000_000n - (micros % 86_400_000_000n < 0n ? 1n : 0n)));
      break;
    case 'TIMESTAMP':
      if (micros !== undefined) return `${datetimeText(micros)}+00`;
      break;
    default:
      // Numbers, also as text.
      if ('n' in value) return value.n;
      if ('s' in value) return value.s;
  }
  throw wrong(value, type);
}

function jsonText(value: Exclude<Tagged, null>): string {
  if ('b' in value) return String(value.b);
  if ('s' in value) return JSON.stringify(value.s);
  if ('n' in value && Number.isFinite(Number(value.n))) return value.n;
  if ('a' in value) return `[${value.a.map((item) => (item === null ? 'null' : jsonText(item))).join(',')}]`;
  if ('o' in value) return value.j;
  throw wrong(value, { kind: 'JSON' });
}

function wrong(value: Exclude<Tagged, null>, type: SqlType): Error {
  const names = { b: 'a boolean', n: 'a number', s: 'a string', d: 'a date', a: 'an array', o: 'an object', j: '' };
  const [tag = 'o'] = Object.keys(value) as (keyof typeof names)[];
  return new Error(`JavaScript function returned ${names[tag]}, which is not a ${typeName(type)}`);
}
