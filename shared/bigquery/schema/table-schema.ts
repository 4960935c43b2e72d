/**
 * The schema of a table in one canonical form. The REST API and the Storage API name the same types differently
 * (`INTEGER`/`INT64`, `RECORD`/`STRUCT`); `from-rest.ts` and `from-storage.ts` read both into this one.
 */

/** The names of GoogleSQL, one a type. */
export const COLUMN_TYPES = [
  'STRING',
  'BYTES',
  'INT64',
  'FLOAT64',
  'BOOL',
  'NUMERIC',
  'BIGNUMERIC',
  'TIMESTAMP',
  'DATE',
  'TIME',
  'DATETIME',
  'INTERVAL',
  'GEOGRAPHY',
  'JSON',
  'RANGE',
  'STRUCT',
] as const;

export type ColumnType = (typeof COLUMN_TYPES)[number];
export type RangeElementType = 'DATE' | 'DATETIME' | 'TIMESTAMP';
export const MODES = ['NULLABLE', 'REQUIRED', 'REPEATED'] as const;
export type Mode = (typeof MODES)[number];

export interface Field {
  readonly name: string;
  readonly type: ColumnType;
  readonly mode: Mode;
  /** The columns of a STRUCT, in order. */
  readonly fields?: readonly Field[];
  readonly description?: string;
  /** STRING(n) counts Unicode characters, BYTES(n) bytes. */
  readonly maxLength?: number;
  /** NUMERIC and BIGNUMERIC only; `scale` is 0 where only a precision is given. */
  readonly precision?: number;
  readonly scale?: number;
  readonly defaultValueExpression?: string;
  /** 12 for a TIMESTAMP of picoseconds; 6, microseconds, where absent. */
  readonly timestampPrecision?: 6 | 12;
  readonly rangeElementType?: RangeElementType;
  /** For a schema that comes from a `.proto`: the field's number, and the names of its enum. */
  readonly number?: number;
  readonly enumNames?: readonly string[];
}

export interface TableSchema {
  readonly fields: readonly Field[];
}

/** The type of a column as people write it: `NUMERIC(10, 2)`, `ARRAY<STRING(3)>`, `RANGE<DATE>`. */
export function columnTypeName(field: Field): string {
  const name = elementTypeName(field);
  return field.mode === 'REPEATED' ? `ARRAY<${name}>` : name;
}

function elementTypeName(field: Field): string {
  if (field.maxLength !== undefined) return `${field.type}(${field.maxLength})`;
  if (field.precision !== undefined) {
    return `${field.type}(${field.precision}${field.scale === undefined ? '' : `, ${field.scale}`})`;
  }
  if (field.timestampPrecision === 12) return 'TIMESTAMP(12)';
  if (field.rangeElementType !== undefined) return `RANGE<${field.rangeElementType}>`;
  return field.type;
}
