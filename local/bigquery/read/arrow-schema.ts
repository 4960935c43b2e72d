/** BigQuery's columns as Arrow's (cloud.google.com/bigquery/docs/reference/storage#arrow_schema_details). */

import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float64,
  Int64,
  IntervalMonthDayNano,
  List,
  Schema,
  Struct,
  TimeMicrosecond,
  TimestampMicrosecond,
  Utf8,
} from 'apache-arrow';
import type { Column, ColumnType } from '../schema.ts';
import type { Picked } from './picked.ts';

export function arrowSchema(columns: readonly Picked[]): Schema {
  return new Schema(columns.map(arrowField));
}

/** Every field is nullable, whatever its mode (docs/assumptions/storage-read.md). */
export function arrowField(picked: Picked): Field {
  const { column } = picked;
  const element = elementType(picked);
  if (column.mode !== 'REPEATED') return new Field(column.name, element, true, extension(column.type));
  return new Field(column.name, new List(new Field('item', element, true, extension(column.type))), true);
}

export function elementType({ column, fields }: Picked): DataType {
  if (column.type === 'STRUCT') return new Struct(fields.map(arrowField));
  if (column.type === 'RANGE') {
    const bound = scalarType(column.rangeElementType ?? 'DATE');
    return new Struct([new Field('start', bound, true), new Field('end', bound, true)]);
  }
  return scalarType(column.type);
}

function scalarType(type: ColumnType): DataType {
  switch (type) {
    case 'INT64':
      return new Int64();
    case 'FLOAT64':
      return new Float64();
    case 'BOOL':
      return new Bool();
    case 'NUMERIC':
      return new Decimal(9, 38, 128);
    case 'BIGNUMERIC':
      return new Decimal(38, 76, 256);
    case 'BYTES':
      return new Binary();
    case 'DATE':
      return new DateDay();
    case 'TIME':
      return new TimeMicrosecond();
    case 'DATETIME':
      return new TimestampMicrosecond();
    case 'TIMESTAMP':
      return new TimestampMicrosecond('UTC');
    case 'INTERVAL':
      return new IntervalMonthDayNano();
    default:
      return new Utf8();
  }
}

/** The types that Arrow has no type of its own for. */
function extension(type: Column['type']): Map<string, string> | undefined {
  if (type !== 'DATETIME' && type !== 'JSON' && type !== 'GEOGRAPHY' && type !== 'INTERVAL') return undefined;
  return new Map([
    ['ARROW:extension:name', `google:sqlType:${type.toLowerCase()}`],
    ['ARROW:extension:metadata', type === 'GEOGRAPHY' ? '{"encoding": "WKT"}' : ''],
  ]);
}
