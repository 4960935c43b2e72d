/** Column defaults: GoogleSQL text checked when it is set and compiled when a row leaves the column out. */

import type { SqlType } from '../../googlesql/types/type.ts';
import { BigQueryError } from '../errors.ts';
import type { Column, Schema } from '../schema.ts';
import type { Warehouse } from '../warehouse.ts';

export function sqlTypeOf(column: Column): SqlType {
  const element = elementType(column);
  return column.mode === 'REPEATED' ? { kind: 'ARRAY', element } : element;
}

function elementType(column: Column): SqlType {
  if (column.type === 'STRUCT') {
    return {
      kind: 'STRUCT',
      fields: (column.fields ?? []).map((field) => ({ name: field.name, type: sqlTypeOf(field) })),
    };
  }
  if (column.type === 'RANGE')
    return {
      kind: 'RANGE',
      element: {
        kind:
          column.rangeElementType === 'DATETIME' || column.rangeElementType === 'TIMESTAMP'
            ? column.rangeElementType
            : 'DATE',
      },
    };
  return { kind: column.type };
}

/** DuckDB text of the column's default, or undefined where it has none. */
export function defaultSql(warehouse: Warehouse, column: Column): string | undefined {
  const { defaultValueExpression: expression } = column;
  if (expression === undefined || /^\s*null\s*$/i.test(expression)) return undefined;
  return warehouse.sql.compileDefault(expression, sqlTypeOf(column));
}

export function checkDefaults(warehouse: Warehouse, schema: Schema): void {
  for (const column of schema) {
    try {
      defaultSql(warehouse, column);
    } catch (error) {
      throw new BigQueryError(
        'invalid',
        `Invalid default value expression for column ${column.name}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
}
