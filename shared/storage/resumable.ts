/**
 * Writes an object of any length from a stream, a chunk in memory at a time. After a lost answer the service says how many
 * bytes it has, and the upload goes on there.
 */

import { PenstockError } from '../runtime/errors.ts';
import type { StorageAnswer, StorageClient } from './client.ts';
import { bucketPath } from './resource.ts';
import { readBack, resourceOf, seenIn, targetOf, type Upload, type UploadResult } from './upload.ts';

/** All chunks but the last must be a multiple of 256 KiB. */
const CHUNK_BYTES = 8 * 1024 * 1024;
/** The number of times in a row that the service may take none of a chunk's bytes. */
const MAX_STALLS = 5;

export interface StreamUpload extends Omit<Upload, 'data'> {
  readonly data: AsyncIterable<Uint8Array>;
}

/** Writes the object where it is still at the given generation. The stream is read once. */
export async function uploadStream(
  client: StorageClient,
  asked: StreamUpload,
  chunkBytes: number = CHUNK_BYTES,
): Promise<UploadResult> {
  const writeId = client.newId();
  const session = await begin(client, asked, writeId);
  if (session === undefined) return readBack(client, asked, writeId);
  const chunks = chunksOf(asked.data, chunkBytes);
  let begun = 0;
  let answer: StorageAnswer;
  let last: boolean;
  do {
    // The generator's last chunk is its return value, so that there always is one.
    const { value: bytes, done = false } = await chunks.next();
    last = done;
    answer = await put(client, session, bytes, begun, last, asked.signal);
    begun += bytes.length;
  } while (!last && answer.status === 308);
  if (answer.status === 412) return readBack(client, asked, writeId);
  return { state: 'written', seen: seenIn(answer) };
}

async function begin(client: StorageClient, asked: StreamUpload, writeId: string): Promise<string | undefined> {
  const { bucket, name, signal } = asked;
  const answer = await client.call({
    method: 'POST',
    path: `/upload${bucketPath(bucket)}?uploadType=resumable&${targetOf(asked)}`,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: [Buffer.from(JSON.stringify({ name, ...resourceOf(asked, writeId) }))],
    accept: [412],
    signal,
  });
  if (answer.status === 412) return undefined;
  const { pathname, search } = new URL(String(answer.headers.location));
  return pathname + search;
}

/** Sends one chunk until the service has it whole, and returns the answer that says so. */
async function put(
  client: StorageClient,
  session: string,
  bytes: Buffer,
  begun: number,
  last: boolean,
  signal: AbortSignal | undefined,
): Promise<StorageAnswer> {
  const end = begun + bytes.length;
  const send = (from: number): Promise<StorageAnswer> => {
    const range = from === end ? '*' : `${from}-${end - 1}`;
    return client.call({
      method: 'PUT',
      path: session,
      headers: { 'content-range': `bytes ${range}/${last ? end : '*'}` },
      body: from === end ? [] : [bytes.subarray(from - begun)],
      accept: [308, 412],
      signal,
    });
  };
  let from = begun;
  let stalls = 0;
  let answer = await send(from);
  while (answer.status === 308 && (last || heldIn(answer) !== end)) {
    const held = heldIn(answer);
    stalls = held === from ? stalls + 1 : 0;
    if (held < begun || held > end || stalls > MAX_STALLS) {
      const message = `Cloud Storage holds ${held} bytes of an upload that stands between ${begun} and ${end}: upload it anew`;
      throw new PenstockError('ABORTED', message, { stage: 'sending' });
    }
    from = held;
    answer = await send(from);
  }
  return answer;
}

/** `bytes=0-<last>`; no header where it has none. */
function heldIn({ headers }: StorageAnswer): number {
  const last = /^bytes=0-(\d+)$/.exec(String(headers.range))?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}

/** Cuts a stream into chunks of one size. Returns the last one, which is shorter and may be empty. */
async function* chunksOf(data: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer, Buffer> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (let part of data) {
    while (held + part.length > size) {
      const room = size - held;
      yield Buffer.concat([...parts, part.subarray(0, room)]);
      part = part.subarray(room);
      parts = [];
      held = 0;
    }
    parts.push(part);
    held += part.length;
  }
  return Buffer.concat(parts);
}
