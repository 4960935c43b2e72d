/**
 * Table schemas in canonical form, and how each column lies in DuckDB.
 *
 * | BigQuery | DuckDB | note |
 * |---|---|---|
 * | INT64, FLOAT64, BOOL, STRING, BYTES | BIGINT, DOUBLE, BOOLEAN, VARCHAR, BLOB | |
 * | DATE, TIME, DATETIME, TIMESTAMP | DATE, TIME, TIMESTAMP, TIMESTAMPTZ | sessions run in UTC |
 * | NUMERIC | DECIMAL(38,9) | exact |
 * | BIGNUMERIC | BIGNUM | the value times 10^38, an integer: exact, ordered and groupable natively |
 * | JSON | JSON | text, normalised on the way in |
 * | GEOGRAPHY | VARCHAR | WKT as given; geography functions are refused |
 * | INTERVAL | INTERVAL | |
 * | RANGE<T> | STRUCT("start" T, "end" T) | an unbounded side is NULL |
 * | STRUCT, ARRAY<T> | STRUCT(…), T[] | a stored array is never NULL: NULL becomes empty, as in BigQuery |
 */

export const COLUMN_TYPES = [
  'INT64',
  'FLOAT64',
  'NUMERIC',
  'BIGNUMERIC',
  'BOOL',
  'STRING',
  'BYTES',
  'DATE',
  'TIME',
  'DATETIME',
  'TIMESTAMP',
  'INTERVAL',
  'JSON',
  'GEOGRAPHY',
  'RANGE',
  'STRUCT',
] as const;

export type ColumnType = (typeof COLUMN_TYPES)[number];
export type Mode = 'NULLABLE' | 'REQUIRED' | 'REPEATED';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly mode: Mode;
  /** The mode NULLABLE was not named, and is not named in answers either: clients compare schemas. */
  readonly modeOmitted?: true;
  /** For STRUCT. */
  readonly fields?: readonly Column[];
  /** For RANGE: DATE, DATETIME or TIMESTAMP. */
  readonly rangeElementType?: ColumnType;
  readonly description?: string;
  /** GoogleSQL text. */
  readonly defaultValueExpression?: string;
  /** For STRING (characters) and BYTES. */
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly roundingMode?: string;
  /** 12 where the column keeps picoseconds; the local cloud refuses it by name until it can. */
  readonly timestampPrecision?: number;
}

export type Schema = readonly Column[];

/** Other names of the same types. */
const LEGACY_NAMES: Readonly<Record<string, ColumnType>> = {
  INTEGER: 'INT64',
  FLOAT: 'FLOAT64',
  BOOLEAN: 'BOOL',
  RECORD: 'STRUCT',
  DECIMAL: 'NUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
};

/** Either name of a type becomes its canonical one; undefined where there is no such type. */
export function columnType(name: string): ColumnType | undefined {
  const upper = name.toUpperCase();
  return LEGACY_NAMES[upper] ?? COLUMN_TYPES.find((type) => type === upper);
}

/** DuckDB's type for the values of each scalar type. */
export const DUCK_TYPES: Readonly<Record<Exclude<ColumnType, 'RANGE' | 'STRUCT'>, string>> = {
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  NUMERIC: 'DECIMAL(38,9)',
  BIGNUMERIC: 'BIGNUM',
  BOOL: 'BOOLEAN',
  STRING: 'VARCHAR',
  BYTES: 'BLOB',
  DATE: 'DATE',
  TIME: 'TIME',
  DATETIME: 'TIMESTAMP',
  TIMESTAMP: 'TIMESTAMPTZ',
  INTERVAL: 'INTERVAL',
  JSON: 'JSON',
  GEOGRAPHY: 'VARCHAR',
};

/** The DuckDB type of a whole column, its mode included. */
export function duckType(column: Column): string {
  const one = duckElementType(column);
  return column.mode === 'REPEATED' ? `${one}[]` : one;
}

function duckElementType(column: Column): string {
  if (column.type === 'STRUCT') {
    return `STRUCT(${(column.fields ?? []).map((field) => `${quote(field.name)} ${duckType(field)}`).join(', ')})`;
  }
  if (column.type === 'RANGE') {
    const element = duckElementType({ name: '', mode: 'NULLABLE', type: column.rangeElementType ?? 'DATE' });
    return `STRUCT("start" ${element}, "end" ${element})`;
  }
  return DUCK_TYPES[column.type];
}

/** Quotes any text as a DuckDB identifier. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Wide schemas are asked for each of their columns: by a map, or ten thousand of them cost a hundred million comparisons. */
const WIDE = 32;
const indexes = new WeakMap<Schema, ReadonlyMap<string, Column>>();

/** Column names match without regard to case, as in BigQuery. */
export function findColumn(schema: Schema, name: string): Column | undefined {
  const lower = name.toLowerCase();
  if (schema.length < WIDE) return schema.find((column) => column.name.toLowerCase() === lower);
  let index = indexes.get(schema);
  if (index === undefined) {
    // From the last to the first: of two columns with one name the first counts.
    index = new Map(schema.toReversed().map((column) => [column.name.toLowerCase(), column]));
    indexes.set(schema, index);
  }
  return index.get(lower);
}
