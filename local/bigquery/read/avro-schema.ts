/** BigQuery's columns as Avro's (cloud.google.com/bigquery/docs/reference/storage#avro_schema_details). */

import type { Column, ColumnType } from '../schema.ts';
import type { Picked } from './picked.ts';

export type Avro = string | readonly Avro[] | Readonly<Record<string, unknown>>;

export function avroSchema(columns: readonly Picked[]): string {
  // Names of records are counted, so that no two are the same.
  const names = { next: 0 };
  return JSON.stringify({ type: 'record', name: '__root__', fields: columns.map((column) => field(column, names)) });
}

function field(picked: Picked, names: { next: number }): object {
  const { column } = picked;
  return avroField(column, element(picked, names));
}

function element({ column, fields }: Picked, names: { next: number }): Avro {
  if (column.type === 'STRUCT') {
    const name = `__s_${names.next++}`;
    return { type: 'record', name, fields: fields.map((one) => field(one, names)) };
  }
  if (column.type === 'RANGE') {
    const bound = ['null', avroScalar(column.rangeElementType ?? 'DATE')];
    const name = `__s_${names.next++}`;
    const bounds = ['start', 'end'].map((side) => ({ name: side, type: bound }));
    return { type: 'record', name, sqlType: 'RANGE', fields: bounds };
  }
  return avroScalar(column.type);
}

/** A field of this type, which may be repeated or NULL as its column may. */
export function avroField({ name, mode }: Column, one: Avro): object {
  if (mode === 'REPEATED') return { name, type: { type: 'array', items: one } };
  return { name, type: mode === 'REQUIRED' ? one : ['null', one] };
}

/** Without `logical` a TIMESTAMP is a plain long, and DATE and TIME are strings that say their type in `sqlType`. */
export function avroScalar(type: ColumnType, logical = true): Avro {
  switch (type) {
    case 'INT64':
      return 'long';
    case 'FLOAT64':
      return 'double';
    case 'BOOL':
      return 'boolean';
    case 'BYTES':
      return 'bytes';
    case 'NUMERIC':
      return { type: 'bytes', logicalType: 'decimal', precision: 38, scale: 9 };
    case 'BIGNUMERIC':
      return { type: 'bytes', logicalType: 'decimal', precision: 77, scale: 38 };
    case 'DATE':
      return logical ? { type: 'int', logicalType: 'date' } : { type: 'string', sqlType: 'DATE' };
    case 'TIME':
      return logical ? { type: 'long', logicalType: 'time-micros' } : { type: 'string', sqlType: 'TIME' };
    case 'TIMESTAMP':
      return logical ? { type: 'long', logicalType: 'timestamp-micros' } : 'long';
    case 'DATETIME':
      return { type: 'string', ...(logical && { logicalType: 'datetime' }), sqlType: 'DATETIME' };
    case 'JSON':
    case 'GEOGRAPHY':
    case 'INTERVAL':
      return { type: 'string', sqlType: type };
    default:
      return 'string';
  }
}

/** Whether a value is preceded by the branch of its union. */
export function isUnion({ mode }: Column): boolean {
  return mode === 'NULLABLE';
}
