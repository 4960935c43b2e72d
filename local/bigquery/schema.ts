/** Table schemas as the SQL library has them, and the names that the REST API has for the same types. */

import type { ColumnType } from '../googlesql/types/schema.ts';

export * from '../googlesql/types/schema.ts';

/** The name that REST answers carry: the API keeps answering INTEGER, FLOAT, BOOLEAN and RECORD. */
export function restTypeName(type: ColumnType): string {
  const legacy: Partial<Record<ColumnType, string>> = {
    INT64: 'INTEGER',
    FLOAT64: 'FLOAT',
    BOOL: 'BOOLEAN',
    STRUCT: 'RECORD',
  };
  return legacy[type] ?? type;
}
