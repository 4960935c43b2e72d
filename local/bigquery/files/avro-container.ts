/** Avro object container files, block by block: magic, metadata, sync marker, blocks. Anything cut short is an error. */

import { promisify } from 'node:util';
import { inflateRaw, zstdDecompress } from 'node:zlib';
import { unsnappy } from './snappy.ts';

export interface AvroBlock {
  readonly count: number;
  /** The block's records, unpacked. */
  readonly data: Buffer;
}

export interface AvroContainer {
  /** The writer's schema, as JSON text. */
  readonly schema: string;
  readonly blocks: AsyncGenerator<AvroBlock>;
}

const MAGIC = Buffer.from('Obj\x01', 'latin1');
/** A block larger than this, packed or not, is taken for damage. */
const MAX_BLOCK = 512 * 1024 * 1024;

const inflateRawAsync = promisify(inflateRaw);
const zstdAsync = promisify(zstdDecompress);

const CODECS: Readonly<Record<string, (data: Buffer) => Buffer | Promise<Buffer>>> = {
  null: (data) => data,
  deflate: (data) => inflateRawAsync(data, { maxOutputLength: MAX_BLOCK }),
  // Four bytes of checksum follow the block.
  snappy: (data) => unsnappy(data.subarray(0, -4)),
  zstandard: (data) => zstdAsync(data, { maxOutputLength: MAX_BLOCK }),
};

export async function openAvro(bytes: AsyncIterable<Uint8Array>): Promise<AvroContainer> {
  const reader = new ByteReader(bytes);
  const magic = await reader.take(4);
  if (!magic.equals(MAGIC)) throw new Error('not an Avro object container file');
  const meta = await readMeta(reader);
  const schema = meta.get('avro.schema');
  if (schema === undefined) throw new Error('the header has no avro.schema');
  const codec = meta.get('avro.codec')?.toString() ?? 'null';
  const unpack = CODECS[codec];
  if (unpack === undefined) throw new Error(`the codec ${codec} is not supported`);
  const sync = Buffer.from(await reader.take(16));
  return { schema: schema.toString(), blocks: readBlocks(reader, unpack, sync) };
}

async function readMeta(reader: ByteReader): Promise<Map<string, Buffer>> {
  const meta = new Map<string, Buffer>();
  for (;;) {
    let count = await reader.long();
    if (count === 0) return meta;
    if (count < 0) {
      count = -count;
      await reader.long();
    }
    for (; count > 0; count -= 1) {
      const key = (await reader.bytes()).toString();
      meta.set(key, Buffer.from(await reader.bytes()));
    }
  }
}

async function* readBlocks(
  reader: ByteReader,
  unpack: (data: Buffer) => Buffer | Promise<Buffer>,
  sync: Buffer,
): AsyncGenerator<AvroBlock> {
  while (!(await reader.isAtEnd())) {
    const count = await reader.long();
    if (count < 0) throw new Error('a block has a negative count');
    const data = await unpack(Buffer.from(await reader.bytes()));
    const marker = await reader.take(16);
    if (!marker.equals(sync)) throw new Error('a block does not end with the sync marker');
    yield { count, data };
  }
}

class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#fill(1));
  }

  async take(count: number): Promise<Buffer> {
    if (!(await this.#fill(count))) throw new Error('the file is cut short');
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  async bytes(): Promise<Buffer> {
    const length = await this.long();
    if (length < 0 || length > MAX_BLOCK) throw new Error('implausible length');
    return this.take(length);
  }

  /** A zigzag varint; counts and lengths fit a double. */
  async long(): Promise<number> {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = (await this.take(1))[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
    throw new Error('a number is too long');
  }

  async #fill(count: number): Promise<boolean> {
    const chunks = [this.#buffer];
    let length = this.#buffer.length;
    while (length < count) {
      const next = await this.#source.next();
      if (next.done === true) break;
      chunks.push(Buffer.from(next.value));
      length += next.value.length;
    }
    if (chunks.length > 1) this.#buffer = Buffer.concat(chunks);
    return length >= count;
  }
}
