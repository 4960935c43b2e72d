/** A relation's rows as files in Cloud Storage: one, or as many as their size asks for. */

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from '@duckdb/node-api';
import { BigQueryError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import { measureRelation } from '../tables/physical.ts';
import type { Warehouse } from '../warehouse.ts';
import { avroBytes } from './avro.ts';
import { checkFlat, csvHeader, csvLine } from './csv.ts';
import { checkPlaces, type DestinationUri, fileOf } from './destination.ts';
import { ndjsonLine } from './ndjson.ts';
import type { ExtractFormat, ExtractOptions } from './options.ts';
import { checkParquet, columnList, writeParquet } from './parquet.ts';

export interface Extraction {
  readonly schema: Schema;
  /** DuckDB text for FROM, with the schema's columns by name. */
  readonly relation: string;
  readonly options: ExtractOptions;
  readonly uris: readonly DestinationUri[];
  /** Whether files that are there may be replaced. */
  readonly overwrite: boolean;
  readonly checkCancelled: () => void;
}

export interface Extracted {
  /** The number of files written for each URI, in their order. */
  readonly files: readonly number[];
  readonly rows: bigint;
  readonly bytes: bigint;
}

const CONTENT_TYPES: Readonly<Record<ExtractFormat, string>> = {
  CSV: 'text/csv',
  NEWLINE_DELIMITED_JSON: 'application/json',
  AVRO: 'application/octet-stream',
  PARQUET: 'application/octet-stream',
};

/** Reads on one connection that nothing else uses meanwhile, and that sees one state of the relation. */
export async function writeFiles(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  extraction: Extraction,
): Promise<Extracted> {
  const { schema, relation, options, uris, overwrite, checkCancelled } = extraction;
  if (options.format === 'CSV') checkFlat(schema);
  if (options.format === 'PARQUET') checkParquet(schema);
  await checkPlaces(warehouse.objects, uris, overwrite);
  const { rows, bytes } = await measureRelation(connection, schema, relation);
  const count = fileCount(uris, bytes, warehouse.limits.extractFileBytes);
  const share = rows / BigInt(count) + (rows % BigInt(count) === 0n ? 0n : 1n);
  const files = uris.map(() => 0);
  for (let index = 0; index < count; index += 1) {
    checkCancelled();
    const at = index % uris.length;
    const { bucket, name } = fileOf(uris[at] as DestinationUri, Math.floor(index / uris.length));
    const query = `SELECT ${columnList(schema)} FROM ${relation} LIMIT ${share} OFFSET ${share * BigInt(index)}`;
    const path = join(warehouse.scratchDir, `${randomUUID()}.output`);
    try {
      if (options.format === 'PARQUET') await writeParquet(connection, path, query, schema, options.compression);
      else await writeStreamed(connection, path, query, extraction);
      const packed = options.compression === 'GZIP' && options.format !== 'PARQUET';
      await warehouse.objects.write(bucket, name, path, packed ? 'application/gzip' : CONTENT_TYPES[options.format]);
    } finally {
      await rm(path, { force: true });
    }
    files[at] = (files[at] ?? 0) + 1;
  }
  return { files, rows, bytes };
}

/** One for each URI at least, and no file with more than the limit of logical bytes. */
function fileCount(uris: readonly DestinationUri[], bytes: bigint, limit: number): number {
  const count = Math.max(uris.length, Math.ceil(Number(bytes) / limit));
  const single = uris.find(({ suffix }) => suffix === undefined);
  if (single !== undefined && count > uris.length) {
    throw new BigQueryError(
      'invalid',
      `Table is too large to be exported to a single file: ${single.uri}. Specify a uri including a * to shard export.`,
      { location: single.uri },
    );
  }
  return count;
}

async function writeStreamed(
  connection: DuckDBConnection,
  path: string,
  query: string,
  { schema, options, checkCancelled }: Extraction,
): Promise<void> {
  const chunks = chunksOf(connection, query, checkCancelled);
  const bytes = options.format === 'AVRO' ? avroBytes(schema, chunks, options) : textBytes(schema, chunks, options);
  const packing = options.compression === 'GZIP' ? [createGzip()] : [];
  await pipeline([Readable.from(bytes), ...packing, createWriteStream(path)]);
}

async function* chunksOf(
  connection: DuckDBConnection,
  query: string,
  checkCancelled: () => void,
): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(query);
  for (;;) {
    checkCancelled();
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}

async function* textBytes(
  schema: Schema,
  chunks: AsyncIterable<DuckDBDataChunk>,
  options: ExtractOptions,
): AsyncGenerator<Uint8Array> {
  const line =
    options.format === 'CSV'
      ? (row: readonly DuckDBValue[]) => csvLine(schema, row, options)
      : (row: readonly DuckDBValue[]) => ndjsonLine(schema, row);
  if (options.format === 'CSV') yield Buffer.from(csvHeader(schema, options));
  for await (const chunk of chunks) yield Buffer.from(chunk.getRows().map(line).join(''));
}
