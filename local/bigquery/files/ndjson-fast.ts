/**
 * Newline-delimited JSON read by DuckDB: for flat schemas, and only when every row of the file is beyond doubt (no
 * unknown or repeated key, every value in the plain form of its type). One row that is not, and the strict reader
 * (ndjson.ts) reads the file from its start: it decides, and it knows the position. So both answer alike.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { type Column, type ColumnType, duckType, quote, type Schema } from '../schema.ts';

/**
 * DuckDB hands each thread a buffer of twice this: small ones keep all of them busy. A longer row is left to the strict
 * reader, which knows the real limit: DuckDB would read it, and mix up the order of the rows.
 */
const OBJECT_BYTES = 2 * 1024 * 1024;

interface Plain {
  /** The pattern of JSON text whose value is beyond doubt. */
  readonly pattern: string;
  /** DuckDB text that converts it; NULL means doubt. */
  readonly convert: (text: string) => string;
}

const STRING_CONTENT = (text: string): string => `substring(${text}, 2, length(${text}) - 2)`;
const DAY = '[12][0-9]{3}-[0-9]{2}-[0-9]{2}';
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?';

const PLAIN: Partial<Record<ColumnType, Plain>> = {
  INT64: { pattern: '-?[0-9]{1,18}', convert: (text) => `TRY_CAST(${text} AS BIGINT)` },
  FLOAT64: {
    pattern: '-?[0-9]{1,17}(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?',
    convert: (text) => `TRY_CAST(${text} AS DOUBLE)`,
  },
  // DuckDB's JSON passes numbers through a double: only so many digits are the ones that were written.
  NUMERIC: {
    pattern: '-?[0-9]{1,6}(\\.[0-9]{1,9})?|-?[0-9]{1,15}',
    convert: (text) => `TRY_CAST(${text} AS DECIMAL(38,9))`,
  },
  BOOL: { pattern: 'true|false', convert: (text) => `${text} = 'true'` },
  DATE: { pattern: `"${DAY}"`, convert: (text) => `TRY_CAST(${STRING_CONTENT(text)} AS DATE)` },
  DATETIME: { pattern: `"${DAY}[T ]${CLOCK}"`, convert: (text) => `TRY_CAST(${STRING_CONTENT(text)} AS TIMESTAMP)` },
  TIMESTAMP: {
    pattern: `"${DAY}[T ]${CLOCK}Z"`,
    // Civil time first: DuckDB parses it several times faster than a zoned one.
    convert: (text) => `make_timestamptz(epoch_us(TRY_CAST(substring(${text}, 2, length(${text}) - 3) AS TIMESTAMP)))`,
  },
};

/** Wider rows are read strictly: DuckDB plans the thousands of checks of ten thousand columns for minutes. */
const MAX_COLUMNS = 300;

export function isFlat(schema: Schema): boolean {
  return schema.length > 0 && schema.length <= MAX_COLUMNS && schema.every(isPlain);
}

function isPlain(column: Column): boolean {
  const known = column.type === 'STRING' || PLAIN[column.type] !== undefined;
  return known && column.mode !== 'REPEATED' && column.maxLength === undefined && column.precision === undefined;
}

/** Adds the file's rows to a new table `relation`, or returns undefined and leaves nothing behind. */
export async function readNdjsonFast(
  connection: DuckDBConnection,
  relation: string,
  path: string,
  schema: Schema,
  maxRowBytes: number,
): Promise<number | undefined> {
  const maxBytes = Math.min(maxRowBytes, OBJECT_BYTES);
  const structure = JSON.stringify(Object.fromEntries(schema.map(({ name }) => [name, 'JSON'])));
  const names = schema.map(({ name }) => literal(name)).join(', ');
  const columns = schema.map((column) => `${converted(column)}::${duckType(column)} AS ${quote(column.name)}`);
  const sure = schema.map(sureOf);
  // The reader itself forgives a comma before the closing brace; values are flat, so only there can one hide.
  // (contains, not IN: a long IN becomes a join, and the rows would come in any order.)
  const tidy = `starts_with(j, '{') AND strlen(j) <= ${maxBytes} AND contains('"{0123456789el', right(j, 2)[1])`;
  // Most files spell every row's keys alike; only other rows pay for the sets.
  const keys = `CASE WHEN k = [${names}] THEN true ELSE len(k) = len(list_distinct(k)) AND list_has_all([${names}], k) END`;
  const source = `read_ndjson_objects(${literal(path)}, maximum_object_size = ${maxBytes})`;
  try {
    await connection.run(`
      CREATE TABLE ${relation} AS
      SELECT ${columns.join(', ')}, coalesce(${[tidy, keys, ...sure].join(' AND ')}, false) AS __sure
      FROM (SELECT json::VARCHAR AS j, json_keys(json) AS k, json_transform(json, ${literal(structure)}) AS t FROM ${source})`);
    const reader = await connection.runAndReadAll(
      `SELECT count(*), count(*) FILTER (WHERE NOT __sure) FROM ${relation}`,
    );
    const [rows, doubts] = reader.getRows()[0] as [bigint, bigint];
    if (doubts === 0n) return Number(rows);
  } catch {
    // Malformed somewhere: the strict reader will say where.
  }
  await connection.run(`DROP TABLE IF EXISTS ${relation}`);
  return undefined;
}

function member(column: Column): string {
  return `t.${quote(column.name)}::VARCHAR`;
}

function converted(column: Column): string {
  const text = member(column);
  if (column.type === 'STRING') {
    return `CASE WHEN contains(${text}, '\\') THEN json_extract_string(t.${quote(column.name)}, '$') ELSE ${STRING_CONTENT(text)} END`;
  }
  return (PLAIN[column.type] as Plain).convert(text);
}

function sureOf(column: Column): string {
  const text = member(column);
  const sure =
    column.type === 'STRING'
      ? `starts_with(${text}, '"')`
      : `(regexp_full_match(${text}, ${literal((PLAIN[column.type] as Plain).pattern)}) AND ${converted(column)} IS NOT NULL)`;
  return column.mode === 'REQUIRED' ? `(${text} IS NOT NULL AND ${sure})` : `(${text} IS NULL OR ${sure})`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
