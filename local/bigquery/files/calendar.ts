/** Files may hold dates and times that BigQuery's calendar does not: years 1 to 9999, a day of 24 hours. */

import { type Column, quote, type Schema } from '../schema.ts';

const BOUNDS: Partial<Record<Column['type'], readonly [first: string, last: string]>> = {
  DATE: ["DATE '0001-01-01'", "DATE '9999-12-31'"],
  DATETIME: ["TIMESTAMP '0001-01-01 00:00:00'", "TIMESTAMP '9999-12-31 23:59:59.999999'"],
  TIMESTAMP: ["TIMESTAMPTZ '0001-01-01 00:00:00+00'", "TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'"],
  TIME: ["TIME '00:00:00'", "TIME '23:59:59.999999'"],
};

/** DuckDB text that is true where the column holds such a value at any depth; undefined where it cannot. */
export function outsideCalendar(column: Column, sql = quote(column.name), depth = 0): string | undefined {
  if (column.mode === 'REPEATED') {
    const item = `x${depth}`;
    const one = outsideCalendar({ ...column, mode: 'NULLABLE' }, item, depth + 1);
    return one === undefined ? undefined : `len(list_filter(${sql}, lambda ${item}: coalesce(${one}, false))) > 0`;
  }
  if (column.type === 'STRUCT') return anyOf(column.fields ?? [], (name) => `(${sql}).${quote(name)}`, depth);
  const bounds = BOUNDS[column.type];
  return bounds === undefined ? undefined : `${sql} NOT BETWEEN ${bounds[0]} AND ${bounds[1]}`;
}

function anyOf(fields: Schema, member: (name: string) => string, depth: number): string | undefined {
  const parts = fields.flatMap((field) => outsideCalendar(field, member(field.name), depth) ?? []);
  return parts.length === 0 ? undefined : parts.map((part) => `coalesce(${part}, false)`).join(' OR ');
}
