/** Rows as an Avro object container file, a chunk of DuckDB a block. */

import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { AvroWriter } from '../../core/avro/avro-writer.ts';
import { avroHead } from '../../core/avro/container.ts';
import { avroRows } from '../read/avro-encoder.ts';
import { pick } from '../read/picked.ts';
import type { Schema } from '../schema.ts';
import { exportSchema } from './avro-schema.ts';
import type { Compression } from './options.ts';
import { snappy } from './snappy.ts';

const deflated = promisify(deflateRaw);

const CODECS: Partial<Record<Compression, readonly [string, (block: Uint8Array) => Promise<Uint8Array>]>> = {
  DEFLATE: ['deflate', (block) => deflated(block)],
  SNAPPY: ['snappy', async (block) => Buffer.concat([snappy(block), checksum(block)])],
};

/** The bytes of the block before it was packed, big-endian (avro.apache.org/docs/1.11.1/specification, "snappy"). */
function checksum(block: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(block));
  return bytes;
}

export async function* avroBytes(
  schema: Schema,
  chunks: AsyncIterable<DuckDBDataChunk>,
  options: { readonly compression: Compression; readonly useAvroLogicalTypes: boolean },
): AsyncGenerator<Uint8Array> {
  const [codec, pack] = CODECS[options.compression] ?? ['null', async (block: Uint8Array) => block];
  const sync = randomBytes(16);
  const columns = pick(schema, []);
  if ('unknown' in columns) throw new Error('a whole schema lacks no column');
  yield avroHead(exportSchema(schema, options.useAvroLogicalTypes), codec, sync);
  for await (const chunk of chunks) {
    const rows = avroRows(columns, chunk, 0, chunk.rowCount, options.useAvroLogicalTypes ? 'numbers' : 'texts');
    const block = new AvroWriter();
    block.long(BigInt(chunk.rowCount));
    block.bytes(await pack(rows));
    block.raw(sync);
    yield block.taken();
  }
}
