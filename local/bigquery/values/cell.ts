/** DuckDB values as REST cells: `{"f": [{"v": …}]}`, every scalar a string. */

import type {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimeValue,
  DuckDBValue,
} from '@duckdb/node-api';
import { BIGNUMERIC, formatDecimal } from '../../googlesql/values/decimal.ts';
import { formatFloat } from '../../googlesql/values/float.ts';
import { formatInterval } from '../../googlesql/values/interval.ts';
import { formatDate, formatDatetime, formatTime } from '../../googlesql/values/time.ts';
import type { Column, ColumnType, Schema } from '../schema.ts';

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
  if (column.type === 'RANGE') return range(column, value as DuckDBStructValue, timestamps);
  return scalar(column.type, value, timestamps);
}

function range(column: Column, value: DuckDBStructValue, timestamps: TimestampFormat): string {
  const bound = (side: DuckDBValue | undefined): string =>
    side === null || side === undefined ? 'UNBOUNDED' : scalar(column.rangeElementType ?? 'DATE', side, timestamps);
  return `[${bound(value.entries.start)}, ${bound(value.entries.end)})`;
}

function scalar(type: ColumnType, value: Exclude<DuckDBValue, null>, timestamps: TimestampFormat): string {
  switch (type) {
    case 'FLOAT64':
      return formatFloat(Number(value));
    case 'NUMERIC': {
      const { value: scaled, scale } = value as DuckDBDecimalValue;
      return formatDecimal(scaled, scale);
    }
    case 'BIGNUMERIC':
      return formatDecimal(value as bigint, BIGNUMERIC.scale);
    case 'BYTES':
      return Buffer.from((value as DuckDBBlobValue).bytes).toString('base64');
    case 'DATE':
      return formatDate((value as DuckDBDateValue).days);
    case 'TIME':
      return formatTime((value as DuckDBTimeValue).micros);
    case 'DATETIME':
      return formatDatetime((value as { readonly micros: bigint }).micros);
    case 'TIMESTAMP':
      return timestamp((value as DuckDBTimestampTZValue).micros, timestamps);
    case 'INTERVAL':
      return formatInterval(value as DuckDBIntervalValue);
    default:
      return String(value);
  }
}

function timestamp(micros: bigint, format: TimestampFormat): string {
  if (format === 'INT64') return micros.toString();
  if (format === 'ISO8601_STRING') return `${formatDatetime(micros)}Z`;
  return formatFloat(Number(micros) / 1e6);
}
