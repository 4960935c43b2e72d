/** DuckDB values as REST cells: `{"f": [{"v": …}]}`, every scalar a string. */

import type { DuckDBListValue, DuckDBStructValue, DuckDBValue } from '@duckdb/node-api';
import { formatFloat } from '../../googlesql/values/float.ts';
import { formatDatetime } from '../../googlesql/values/time.ts';
import type { Column, Schema } from '../schema.ts';
import { type TimestampText, valueText } from './value-text.ts';

/** The formats of timestamps. FLOAT64 (seconds) is the API's default; the Node client asks for INT64 (microseconds). */
export type TimestampFormat = 'FLOAT64' | 'INT64' | 'ISO8601_STRING';

export type Cell = string | null | CellRow | readonly { readonly v: Cell }[];
export interface CellRow {
  readonly f: readonly { readonly v: Cell }[];
}

export function cellRow(schema: Schema, values: readonly DuckDBValue[], timestamps: TimestampFormat): CellRow {
  return { f: schema.map((column, place) => ({ v: cell(column, values[place] ?? null, timestamps) })) };
}

function cell(column: Column, value: DuckDBValue, timestamps: TimestampFormat): Cell {
  // Never null for an array: a NULL array is shown empty.
  if (column.mode === 'REPEATED') {
    const items = value === null ? [] : (value as DuckDBListValue).items;
    return items.map((item) => ({ v: element(column, item, timestamps) }));
  }
  return element(column, value, timestamps);
}

function element(column: Column, value: DuckDBValue, timestamps: TimestampFormat): Cell {
  if (value === null) return null;
  if (column.type === 'STRUCT') {
    const fields = column.fields ?? [];
    const { entries } = value as DuckDBStructValue;
    // By name where the names are the schema's, else by place: results may have fields without a name, or twice the same.
    const named =
      fields.every((field) => field.name in entries) && new Set(fields.map(({ name }) => name)).size === fields.length;
    const values = named ? fields.map((field) => entries[field.name] ?? null) : Object.values(entries);
    return cellRow(fields, values, timestamps);
  }
  return valueText(column, value, TIMESTAMPS[timestamps]);
}

const TIMESTAMPS: Readonly<Record<TimestampFormat, TimestampText>> = {
  INT64: (micros) => micros.toString(),
  ISO8601_STRING: (micros) => `${formatDatetime(micros)}Z`,
  FLOAT64: (micros) => formatFloat(Number(micros) / 1e6),
};
