/** The schema of exported Avro files, with or without `useAvroLogicalTypes`. */

import { type Avro, avroField, avroScalar } from '../read/avro-schema.ts';
import type { Column, Schema } from '../schema.ts';

export function exportSchema(schema: Schema, logical: boolean): object {
  return { type: 'record', name: 'Root', fields: fieldsOf(schema, logical, 'root') };
}

function fieldsOf(schema: Schema, logical: boolean, namespace: string): readonly object[] {
  return schema.map((column) => avroField(column, element(column, logical, namespace)));
}

function element(column: Column, logical: boolean, namespace: string): Avro {
  if (column.type === 'STRUCT') {
    // The path makes the name of each record its own.
    const inner = `${namespace}.${column.name.toLowerCase()}`;
    const name = `${column.name.charAt(0).toUpperCase()}${column.name.slice(1)}`;
    return { type: 'record', namespace, name, fields: fieldsOf(column.fields ?? [], logical, inner) };
  }
  if (column.type === 'RANGE') {
    const bound = ['null', avroScalar(column.rangeElementType ?? 'DATE', logical)];
    const bounds = ['start', 'end'].map((side) => ({ name: side, type: bound }));
    return { type: 'record', namespace, name: `${column.name}_range`, sqlType: 'RANGE', fields: bounds };
  }
  return avroScalar(column.type, logical);
}
