/**
 * The slow way of a row: values brought to the kinds that their columns take, and only where nothing is lost. A row goes
 * this way when the codec has refused it as it came, or when it may hold numbers that no double holds.
 */

import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import type { Field, TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { isJsonObject, setOwn } from '@penstock/shared/runtime/json-object.ts';
import { isRawNumber, type RawNumber } from './exact-json.ts';
import { RowFailure } from './failure.ts';

type Columns = ReadonlyMap<string, Field>;

const COLUMNS = new WeakMap<readonly Field[], Columns>();

/** Maps names in lower case to columns: BigQuery matches columns without regard to case. */
export function columnsOf(fields: readonly Field[]): Columns {
  const known = COLUMNS.get(fields);
  if (known !== undefined) return known;
  const columns = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  COLUMNS.set(fields, columns);
  return columns;
}

/** The row for the codec, or why one of its numbers cannot be written exactly. */
export function coerceRow(row: JsonRow, schema: TableSchema, unknownFields: UnknownFields): JsonRow | RowFailure {
  // Fields that are dropped or refused anyway are not checked.
  const unknown = typeof unknownFields === 'object' ? withoutRaw : (value: unknown) => value;
  try {
    return coerceObject(row, schema.fields, unknown);
  } catch (error) {
    if (error instanceof Inexact) return new RowFailure('TOO_PRECISE', error.message);
    // Nothing else is thrown here but the end of the stack.
    return new RowFailure('TOO_DEEP', 'the row is nested too deeply');
  }
}

class Inexact extends Error {}

type Unknown = (value: unknown) => unknown;

function coerceObject(row: JsonRow, fields: readonly Field[], unknown: Unknown): JsonRow {
  const columns = columnsOf(fields);
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) {
    const field = columns.get(key.toLowerCase());
    setOwn(out, key, field === undefined ? unknown(value) : coerceValue(value, field, unknown));
  }
  return out;
}

function coerceValue(value: unknown, field: Field, unknown: Unknown): unknown {
  if (field.mode !== 'REPEATED') return coerceOne(value, field, unknown);
  return Array.isArray(value) ? value.map((item: unknown) => coerceOne(item, field, unknown)) : value;
}

function coerceOne(value: unknown, field: Field, unknown: Unknown): unknown {
  switch (field.type) {
    case 'JSON':
      return withoutRaw(value);
    case 'STRUCT':
      if (isRawNumber(value)) return value.rawJSON;
      return isJsonObject(value) ? coerceObject(value, field.fields as readonly Field[], unknown) : value;
    case 'STRING':
      return asText(value);
    case 'GEOGRAPHY':
      return isRawNumber(value) ? value.rawJSON : asDoubles(value);
    case 'INT64':
      if (typeof value === 'boolean') return value ? 1 : 0;
      // Whole, and printed with the very digits that it was written with: 9007199254740992 is one.
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value as number) < BEYOND_INT64)
        return String(value);
      return isRawNumber(value) ? value.rawJSON : value;
    default:
      return isRawNumber(value) ? value.rawJSON : value;
  }
}

const BEYOND_INT64 = 2 ** 64;

/** Numbers, booleans, objects and lists have one JSON text each; NULL stays NULL. */
function asText(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** Coordinates are doubles: a number of more digits is the nearest one, as in a row that went the fast way. */
function asDoubles(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isRawNumber(value)) return Number(value.rawJSON);
  if (Array.isArray(value)) return value.map(asDoubles);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asDoubles(item)]));
}

/** JSON holds doubles and integers of 64 bits. Another number is refused: rounding it would alter the value silently. */
function withoutRaw(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isRawNumber(value)) return integerOf(value);
  if (Array.isArray(value)) return value.map(withoutRaw);
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) setOwn(out, key, withoutRaw(item));
  return out;
}

const LEAST = -(2n ** 63n);
const MOST = 2n ** 64n - 1n;

function integerOf({ rawJSON }: RawNumber): bigint {
  const whole = /^-?\d{1,20}$/.test(rawJSON) ? BigInt(rawJSON) : undefined;
  if (whole !== undefined && whole >= LEAST && whole <= MOST) return whole;
  throw new Inexact('JSON keeps doubles and integers of 64 bits, and a number here is neither');
}
