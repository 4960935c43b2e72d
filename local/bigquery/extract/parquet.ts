/** Rows as a Parquet file, written by DuckDB. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { BigQueryError } from '../errors.ts';
import { type Column, quote, type Schema } from '../schema.ts';
import type { Compression } from './options.ts';

/** DuckDB has no Parquet form for these that a reader would take for the same values. */
const UNWRITTEN = ['BIGNUMERIC', 'INTERVAL', 'RANGE'];

export function checkParquet(schema: Schema, path = ''): void {
  for (const column of schema) {
    const name = `${path}${column.name}`;
    if (UNWRITTEN.includes(column.type)) {
      throw new BigQueryError(
        'notImplemented',
        `The local BigQuery does not support ${column.type} columns in Parquet files: leave ${name} out or choose Avro or JSON`,
        { status: 400 },
      );
    }
    checkParquet(column.fields ?? [], `${name}.`);
  }
}

const CODECS: Readonly<Record<Exclude<Compression, 'DEFLATE'>, string>> = {
  NONE: 'uncompressed',
  SNAPPY: 'snappy',
  GZIP: 'gzip',
  ZSTD: 'zstd',
};

export async function writeParquet(
  connection: DuckDBConnection,
  path: string,
  query: string,
  schema: Schema,
  compression: Compression,
): Promise<void> {
  const codec = compression === 'DEFLATE' ? CODECS.NONE : CODECS[compression];
  const source = schema.length === 0 ? 'SELECT NULL::BOOLEAN AS none WHERE false' : query;
  await connection.run(`COPY (${source}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION ${codec})`);
}

/** The columns by name, for SELECT. */
export function columnList(schema: Schema): string {
  return schema.length === 0 ? 'NULL' : schema.map((column: Column) => quote(column.name)).join(', ');
}
