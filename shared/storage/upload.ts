/** Writes a small object in one request, and recognises its own write when the answer to it was lost. */

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { StorageAnswer, StorageClient } from './client.ts';
import { bucketPath, infoOf, OBJECT_FIELDS, type ObjectInfo, objectPath, parseBody, WRITE_ID } from './resource.ts';

export interface ObjectSettings {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export interface Upload extends ObjectSettings {
  readonly bucket: string;
  readonly name: string;
  readonly data: Buffer;
  /** The generation that this write replaces; `0` for none. */
  readonly ifGenerationMatch: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Seen {
  readonly info: ObjectInfo;
  /** The service's own time of the answer, and never before the object's last write. */
  readonly nowMs: number;
}

/** `written` by this call; `lost` to another write, whose object is `seen` unless it was deleted since. */
export type UploadResult =
  | { readonly state: 'written'; readonly seen: Seen }
  | { readonly state: 'lost'; readonly seen: Seen | undefined };

/** Writes the object where it is still at the given generation. */
export async function upload(client: StorageClient, asked: Upload): Promise<UploadResult> {
  const { bucket, name, data, signal } = asked;
  const writeId = client.newId();
  const boundary = `penstock-${writeId}`;
  const resource = { name, ...resourceOf(asked, writeId), md5Hash: await md5Of(data) };
  const answer = await client.call({
    method: 'POST',
    path: `/upload${bucketPath(bucket)}?uploadType=multipart&${targetOf(asked)}`,
    headers: { 'content-type': `multipart/related; boundary=${boundary}` },
    body: [
      Buffer.from(
        `--${boundary}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(resource)}\r\n`,
      ),
      Buffer.from(`--${boundary}\r\ncontent-type: ${asked.contentType ?? OCTETS}\r\n\r\n`),
      data,
      Buffer.from(`\r\n--${boundary}--`),
    ],
    accept: [404, 412],
    signal,
  });
  if (answer.status === 200) return { state: 'written', seen: seenIn(answer) };
  // An update of an object that is gone; a missing bucket answers alike and is told apart by reading.
  return readBack(client, asked, writeId);
}

/** Bytes that are hashed before the event loop turns, in about 2 ms: 32 MB at one go would hold everything up for 60 ms. */
const SLICE = 1024 * 1024;

async function md5Of(data: Buffer): Promise<string> {
  const hash = createHash('md5');
  for (let at = 0; at < data.length; at += SLICE) {
    if (at > 0) await setImmediate();
    hash.update(data.subarray(at, at + SLICE));
  }
  return hash.digest('base64');
}

/** The object that an upload writes, and its condition. The name is in the query, so the URL of a request shows it. */
export function targetOf({ name, ifGenerationMatch }: Pick<Upload, 'name' | 'ifGenerationMatch'>): string {
  return `name=${encodeURIComponent(name)}&ifGenerationMatch=${ifGenerationMatch}&${OBJECT_FIELDS}`;
}

/** Reads an object's description; undefined where there is none. */
export async function stat(
  client: StorageClient,
  bucket: string,
  name: string,
  signal?: AbortSignal,
): Promise<Seen | undefined> {
  const path = `${objectPath(bucket, name)}?${OBJECT_FIELDS}`;
  const answer = await client.call({ method: 'GET', path, accept: [404], signal });
  return answer.status === 404 ? undefined : seenIn(answer);
}

/** Says whose write the object holds, after the precondition of ours failed. */
export async function readBack(
  client: StorageClient,
  { bucket, name, signal }: Pick<Upload, 'bucket' | 'name' | 'signal'>,
  writeId: string,
): Promise<UploadResult> {
  const seen = await stat(client, bucket, name, signal);
  return seen?.info.metadata?.[WRITE_ID] === writeId ? { state: 'written', seen } : { state: 'lost', seen };
}

/** The part of an object's description that its writer chooses. */
export function resourceOf(
  { contentType = OCTETS, contentEncoding, metadata }: ObjectSettings,
  writeId: string,
): object {
  return {
    contentType,
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    metadata: { ...metadata, [WRITE_ID]: writeId },
  };
}

/** Reads an answer that is one object. */
export function seenIn({ body, dateMs }: StorageAnswer): Seen {
  const info = infoOf(parseBody(body));
  return { info, nowMs: Math.max(dateMs, info.updatedMs) };
}

const OCTETS = 'application/octet-stream';
