/**
 * A row as JSON text, for the two ways into BigQuery that take JSON. It was encoded by the codec before, so that every
 * output mode accepts and rejects the same messages; what is left is the spelling. `tabledata.insertAll` wants JSON and GeoJSON
 * as text; a load job wants GeoJSON as text and JSON as it is, for there a text is a JSON string.
 */

import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import type { Field, TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { columnsOf } from './coerce.ts';
import { isRawNumber, parseExactly, rawNumber } from './exact-json.ts';

export interface JsonSpelling {
  readonly jsonColumns: 'text' | 'inline';
  readonly unknownFields: UnknownFields;
}

/** The text of a row that the codec has accepted, so it is nested no deeper than the codec allows. */
export function jsonTextOf(row: JsonRow, schema: TableSchema, spelling: JsonSpelling): string {
  const { unknownFields } = spelling;
  const unknown: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const out = spellObject(row, schema.fields, spelling, { path: '', unknown });
  const into = typeof unknownFields === 'object' ? unknownFields.collectInto : undefined;
  if (into !== undefined && Object.keys(unknown).length > 0) out[into] = spellJson(unknown, spelling);
  return JSON.stringify(out);
}

interface Place {
  readonly path: string;
  readonly unknown: Record<string, unknown>;
}

function spellObject(
  row: JsonRow,
  fields: readonly Field[],
  spelling: JsonSpelling,
  at: Place,
): Record<string, unknown> {
  const columns = columnsOf(fields);
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) {
    const field = columns.get(key.toLowerCase());
    const path = at.path === '' ? key : `${at.path}.${key}`;
    if (field === undefined) at.unknown[path] = value;
    else if (value !== undefined) out[key] = spellValue(value, field, spelling, { path, unknown: at.unknown });
  }
  return out;
}

function spellValue(value: unknown, field: Field, spelling: JsonSpelling, at: Place): unknown {
  if (value === null) return null;
  if (field.mode !== 'REPEATED') return spellOne(value, field, spelling, at);
  const items = value as readonly unknown[];
  return items.map((item, index) => spellOne(item, field, spelling, { ...at, path: `${at.path}[${index}]` }));
}

function spellOne(value: unknown, field: Field, spelling: JsonSpelling, at: Place): unknown {
  switch (field.type) {
    case 'JSON':
      return spellJson(value, spelling);
    case 'GEOGRAPHY':
      return isJsonObject(value) ? JSON.stringify(value) : value;
    case 'STRUCT':
      return spellObject(value as JsonRow, field.fields as readonly Field[], spelling, at);
    default:
      return Object.is(value, -0) ? MINUS_ZERO : value;
  }
}

/** `JSON.stringify` writes no sign before a zero, and a FLOAT64 has one. */
const MINUS_ZERO = rawNumber('-0');

/** A text in a JSON column is JSON text already, as everywhere in the sink. */
function spellJson(value: unknown, { jsonColumns }: JsonSpelling): unknown {
  if (jsonColumns === 'text') return typeof value === 'string' ? value : JSON.stringify(withRaw(value));
  return typeof value === 'string' ? parseExactly(value) : withRaw(value);
}

/** JSON has no BigInt: its digits are written as they are. */
function withRaw(value: unknown): unknown {
  if (Object.is(value, -0)) return MINUS_ZERO;
  if (typeof value === 'bigint') return rawNumber(value.toString());
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return value;
  if (Array.isArray(value)) return value.map(withRaw);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withRaw(item)]));
}
