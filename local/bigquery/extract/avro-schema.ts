/**
 * The schema of exported Avro files. Without `useAvroLogicalTypes` a TIMESTAMP is a plain long, and DATE and TIME are
 * strings that say their type in `sqlType`.
 */

import type { Column, Schema } from '../schema.ts';

type Avro = string | readonly Avro[] | Readonly<Record<string, unknown>>;

export function exportSchema(schema: Schema, logical: boolean): object {
  return { type: 'record', name: 'Root', fields: fieldsOf(schema, logical, 'root') };
}

function fieldsOf(schema: Schema, logical: boolean, namespace: string): readonly object[] {
  return schema.map((column) => {
    const one = element(column, logical, namespace);
    if (column.mode === 'REPEATED') return { name: column.name, type: { type: 'array', items: one } };
    return { name: column.name, type: column.mode === 'REQUIRED' ? one : ['null', one] };
  });
}

function element(column: Column, logical: boolean, namespace: string): Avro {
  if (column.type === 'STRUCT') {
    // The path makes the name of each record its own.
    const inner = `${namespace}.${column.name.toLowerCase()}`;
    const name = `${column.name.charAt(0).toUpperCase()}${column.name.slice(1)}`;
    return { type: 'record', namespace, name, fields: fieldsOf(column.fields ?? [], logical, inner) };
  }
  if (column.type === 'RANGE') {
    const bound = ['null', scalar({ ...column, type: column.rangeElementType ?? 'DATE' }, logical)];
    const bounds = ['start', 'end'].map((side) => ({ name: side, type: bound }));
    return { type: 'record', namespace, name: `${column.name}_range`, sqlType: 'RANGE', fields: bounds };
  }
  return scalar(column, logical);
}

function scalar({ type }: Pick<Column, 'type'>, logical: boolean): Avro {
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
