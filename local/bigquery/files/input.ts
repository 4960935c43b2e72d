/** A file to be read, wherever it lies: an object of Cloud Storage or an upload; its bytes, or a local copy for DuckDB. */

import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BigQueryError } from '../errors.ts';
import { type ObjectSource, type StoredObject, uriOf } from '../objects.ts';

export interface InputFile {
  /** `gs://…`, or the upload's name: what messages call it. */
  readonly uri: string;
  readonly size: number;
  /** The bytes as they lie there. */
  bytes(): AsyncIterable<Uint8Array>;
  /** A local file with those bytes, and how to be rid of it. */
  local(): Promise<{ readonly path: string; release(): Promise<void> }>;
}

export function objectInput(source: ObjectSource, object: StoredObject, scratchDir: string): InputFile {
  const bytes = (): AsyncIterable<Uint8Array> => source.read(object);
  return {
    uri: uriOf(object),
    size: object.size,
    bytes,
    local: async () => {
      const path = await source.file?.(object);
      if (path !== undefined) return { path, release: async () => undefined };
      const copy = join(scratchDir, `${randomUUID()}.input`);
      await pipeline(Readable.from(bytes()), createWriteStream(copy));
      return { path: copy, release: () => rm(copy, { force: true }) };
    },
  };
}

export function localInput(path: string, uri: string, size: number): InputFile {
  return {
    uri,
    size,
    bytes: () => createReadStream(path),
    local: async () => ({ path, release: async () => undefined }),
  };
}

/** The bytes, unpacked where they are gzip: told by their first two, not by the name. */
export async function* unpacked(input: InputFile): AsyncGenerator<Buffer> {
  const source = input.bytes()[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let done = false;
  while (head.length < 2 && !done) {
    const next = await source.next();
    done = next.done === true;
    if (!next.done) head = Buffer.concat([head, next.value]);
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    if (done) return;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield Buffer.from(next.value);
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* rest();
    return;
  }
  const gunzip = createGunzip();
  const feeding = pipeline(Readable.from(rest()), gunzip).catch(() => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    throw new BigQueryError(
      'invalid',
      `Error while reading data, error message: Failed to decompress gzip data. File: ${input.uri}`,
      { location: input.uri, cause: error },
    );
  }
  await feeding;
}

/** Whether the bytes begin as gzip does. */
export async function isGzip(input: InputFile): Promise<boolean> {
  for await (const chunk of input.bytes()) return chunk[0] === 0x1f && chunk[1] === 0x8b;
  return false;
}
