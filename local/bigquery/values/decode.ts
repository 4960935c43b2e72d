/**
 * JSON rows to DuckDB rows, strictly: every value fits its column or the row carries an issue that names the place.
 * A decoder is compiled once for a schema and used for many rows.
 */

import { type DuckDBValue, listValue, structValue } from '@duckdb/node-api';
import type { Column, ColumnType, Schema } from '../schema.ts';
import { badValue, type Issue, missingRequired, nullNotAllowed, unknownField } from './issue.ts';
import { ExactNumber, JsonDocument } from './json.ts';
import { type Convert, converterOf, type JsonStrings } from './scalars.ts';

export interface DecodeOptions {
  readonly ignoreUnknownValues: boolean;
  readonly jsonStrings: JsonStrings;
  /** The digits of a TIMESTAMP past the microsecond: insertAll cuts them, a load refuses them. */
  readonly nanoseconds?: 'cut' | 'refused';
  /** The conversion of a column's element, in place of the usual one. */
  readonly converter?: (column: Column) => Convert;
}

/** One value a column, in the schema's order; `undefined` where the row does not mention the column. */
export type DecodedRow = (DuckDBValue | undefined)[];

export interface RowDecoder {
  /** Pushes what is wrong to `issues`; the row is good when nothing was pushed. */
  decode(row: unknown, issues: Issue[]): DecodedRow;
}

type Decode = (value: unknown, path: string, issues: Issue[]) => DuckDBValue;

/** The names of types in messages. */
const WORDS: Readonly<Record<ColumnType, string>> = {
  INT64: 'integer',
  FLOAT64: 'floating point',
  NUMERIC: 'numeric',
  BIGNUMERIC: 'bignumeric',
  BOOL: 'boolean',
  STRING: 'string',
  BYTES: 'bytes',
  DATE: 'date',
  TIME: 'time',
  DATETIME: 'datetime',
  TIMESTAMP: 'timestamp',
  INTERVAL: 'interval',
  JSON: 'json',
  GEOGRAPHY: 'geography',
  RANGE: 'range',
  STRUCT: 'record',
};

export function rowDecoder(schema: Schema, options: DecodeOptions): RowDecoder {
  const members = memberDecoder(schema, options);
  return {
    decode: (row, issues) => {
      if (isRecord(row)) return members(row, '', issues);
      issues.push({ location: '', message: 'JSON map is expected for a row.' });
      return [];
    },
  };
}

function memberDecoder(
  schema: Schema,
  options: DecodeOptions,
): (record: Readonly<Record<string, unknown>>, path: string, issues: Issue[]) => DecodedRow {
  const decoders = schema.map((column) => columnDecoder(column, options));
  const places = new Map(schema.map((column, place) => [asciiLower(column.name), place]));
  const exact = new Map(schema.map((column, place) => [column.name, place]));
  return (record, path, issues) => {
    const values: DecodedRow = new Array(schema.length).fill(undefined);
    for (const name in record) {
      const place = exact.get(name) ?? places.get(asciiLower(name));
      if (place === undefined) {
        if (!options.ignoreUnknownValues) issues.push(unknownField(`${path}${name}`));
        continue;
      }
      const column = schema[place] as Column;
      if (values[place] !== undefined) {
        issues.push({ location: `${path}${name}`, message: `Duplicate field: ${path}${name}.` });
        continue;
      }
      values[place] = (decoders[place] as Decode)(record[name], `${path}${column.name}`, issues);
    }
    for (let place = 0; place < schema.length; place += 1) {
      const column = schema[place] as Column;
      if (values[place] !== undefined || column.mode !== 'REQUIRED') continue;
      // A default stands in for what is missing, and only for that.
      if (column.defaultValueExpression === undefined) issues.push(missingRequired(`${path}${column.name}`));
    }
    return values;
  };
}

/** Column names differ in nothing but the case of ASCII letters: `\u212a` is no `k`. */
function asciiLower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function columnDecoder(column: Column, options: DecodeOptions): Decode {
  const one = elementDecoder(column, options);
  if (column.mode === 'REPEATED') return (value, path, issues) => decodeArray(one, value, path, issues);
  return (value, path, issues) => {
    // `null` in a JSON column of a load is SQL NULL, as everywhere else.
    if (value === null || value === undefined) {
      if (column.mode === 'REQUIRED') issues.push(missingRequired(path));
      return null;
    }
    if (Array.isArray(value)) {
      issues.push({ location: path, message: `Array specified for non-repeated field: ${path}.` });
      return null;
    }
    return one(value, path, issues);
  };
}

/** NULL for a repeated column is the empty array; NULL inside of one is refused. */
function decodeArray(one: Decode, value: unknown, path: string, issues: Issue[]): DuckDBValue {
  if (value === null || value === undefined) return listValue([]);
  if (!Array.isArray(value)) {
    issues.push({ location: path, message: `Repeated field must be imported as a JSON array: ${path}.` });
    return listValue([]);
  }
  return listValue(
    value.map((element, index) => {
      const place = `${path}[${index}]`;
      if (element === null) issues.push(nullNotAllowed(place));
      else if (Array.isArray(element))
        issues.push({ location: place, message: `Nested arrays are not allowed: ${place}.` });
      else return one(element, place, issues);
      return null;
    }),
  );
}

function elementDecoder(column: Column, options: DecodeOptions): Decode {
  if (column.type === 'STRUCT') return structDecoder(column.fields ?? [], options);
  const exact = options.converter?.(column) ?? converterOf(column, options.jsonStrings);
  const cuts = options.nanoseconds === 'cut' && column.type === 'TIMESTAMP';
  const convert: Convert = cuts ? (value) => exact(toMicroseconds(value)) : exact;
  return (value, path, issues) => {
    if (column.type !== 'RANGE' && isRecord(value)) {
      issues.push({ location: path, message: `This field: ${path} is not a record.` });
      return null;
    }
    const converted = convert(value);
    if (converted !== undefined) return converted;
    issues.push(badValue(path, WORDS[column.type], value));
    return null;
  };
}

function toMicroseconds(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(:\d{1,2}\.\d{6})\d{1,3}(?!\d)/, '$1') : value;
}

function structDecoder(fields: Schema, options: DecodeOptions): Decode {
  const members = memberDecoder(fields, options);
  return (value, path, issues) => {
    if (!isRecord(value)) {
      issues.push({ location: path, message: `This field: ${path} is not a record.` });
      return null;
    }
    const values = members(value, `${path}.`, issues);
    return structValue(Object.fromEntries(fields.map((field, place) => [field.name, values[place] ?? emptyOf(field)])));
  };
}

/** The value of a column that a row does not give. */
export function emptyOf(column: Column): DuckDBValue {
  return column.mode === 'REPEATED' ? listValue([]) : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber || value instanceof JsonDocument)
  );
}
