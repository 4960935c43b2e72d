/** A table's schema as the Write API shows it (google/cloud/bigquery/storage/v1/table.proto). */

import type { Column, ColumnType, Schema } from '../schema.ts';

/** Every type has its own name there but FLOAT64. */
function typeName(type: ColumnType): string {
  return type === 'FLOAT64' ? 'DOUBLE' : type;
}

export function tableSchema(schema: Schema): object {
  return { fields: schema.map(field) };
}

function field(column: Column): object {
  return {
    name: column.name,
    type: typeName(column.type),
    mode: column.mode,
    ...(column.fields === undefined ? {} : { fields: column.fields.map(field) }),
    ...(column.description === undefined ? {} : { description: column.description }),
    ...(column.maxLength === undefined ? {} : { maxLength: column.maxLength }),
    ...(column.precision === undefined ? {} : { precision: column.precision }),
    ...(column.scale === undefined ? {} : { scale: column.scale }),
    ...(column.defaultValueExpression === undefined ? {} : { defaultValueExpression: column.defaultValueExpression }),
    ...(column.timestampPrecision === undefined ? {} : { timestampPrecision: { value: column.timestampPrecision } }),
    ...(column.rangeElementType === undefined ? {} : { rangeElementType: { type: typeName(column.rangeElementType) } }),
  };
}
