/**
 * Rows as lines of JSON. INT64 and decimals are strings, so that a reader with doubles keeps their digits; NULL is left out;
 * `<`, `>` and `&` are written as `\\u003c` and its like (cloud.google.com/bigquery/docs/exporting-data, "Export limitations").
 */

import type { DuckDBListValue, DuckDBStructValue, DuckDBValue } from '@duckdb/node-api';
import type { Column, Schema } from '../schema.ts';
import { fileText } from './file-text.ts';

export function ndjsonLine(schema: Schema, row: readonly DuckDBValue[]): string {
  return `${members(schema, row)}\n`;
}

function members(schema: Schema, values: readonly (DuckDBValue | undefined)[]): string {
  const parts = schema.flatMap((column, place) => {
    const text = columnText(column, values[place] ?? null);
    return text === undefined ? [] : [`${stringText(column.name)}:${text}`];
  });
  return `{${parts.join(',')}}`;
}

function columnText(column: Column, value: DuckDBValue): string | undefined {
  if (column.mode === 'REPEATED') {
    const items = value === null ? [] : (value as DuckDBListValue).items;
    return `[${items.map((item) => (item === null ? 'null' : elementText(column, item))).join(',')}]`;
  }
  return value === null ? undefined : elementText(column, value);
}

function elementText(column: Column, value: Exclude<DuckDBValue, null>): string {
  switch (column.type) {
    case 'STRUCT': {
      const { entries } = value as DuckDBStructValue;
      const fields = column.fields ?? [];
      return members(
        fields,
        fields.map(({ name }) => entries[name]),
      );
    }
    case 'BOOL':
      return String(value);
    case 'FLOAT64':
      return Number.isFinite(value) ? fileText(column, value) : stringText(fileText(column, value));
    case 'JSON':
      return escaped(String(value));
    default:
      return stringText(fileText(column, value));
  }
}

function stringText(text: string): string {
  return escaped(JSON.stringify(text));
}

/** In JSON these stand inside of strings only. */
function escaped(json: string): string {
  return json.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
