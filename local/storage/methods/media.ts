/** The content of an object as a download: ranges, checksums in headers, and gzip undone for who does not take it. */

import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Answer, Call } from '../api/call.ts';
import { ApiError } from '../api/errors.ts';
import { type ByteRange, parseRange } from '../api/range.ts';
import { etagOf } from '../rules/etag.ts';
import type { ObjectVersion } from '../state/model.ts';
import type { Context } from './context.ts';

export async function answerMedia(context: Context, call: Call, version: ObjectVersion): Promise<Answer> {
  const { size } = version;
  const { blobs } = context.store;
  blobs.retain(version.blob);
  try {
    await context.store.durable();
    if (await mustGunzip(context, call, version)) {
      return { status: 200, headers: gunzippedHeaders(version), body: gunzip(read(context, version, whole(size))) };
    }
    const range = parseRange(call.headers.range, size);
    if (range === 'unsatisfiable') throw new RangeNotSatisfiable(size);
    const part = range ?? whole(size);
    const headers = {
      ...mediaHeaders(version),
      'accept-ranges': 'bytes',
      'content-length': String(part.to - part.from),
      ...(version.settings.contentEncoding === undefined
        ? {}
        : { 'content-encoding': version.settings.contentEncoding }),
      ...(range === undefined ? {} : { 'content-range': `bytes ${part.from}-${part.to - 1}/${size}` }),
    };
    // A HEAD is answered without reading; the server never sends its body.
    const body = call.method === 'HEAD' ? undefined : read(context, version, part);
    return { status: range === undefined ? 200 : 206, headers, body };
  } finally {
    // The stream has a hold of its own.
    blobs.release(version.blob);
  }
}

export class RangeNotSatisfiable extends ApiError {
  readonly size: number;

  constructor(size: number) {
    super(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
    this.size = size;
  }
}

function read(context: Context, version: ObjectVersion, range: ByteRange): Readable {
  return context.store.blobs.read(version.blob, range);
}

function whole(size: number): ByteRange {
  return { from: 0, to: size };
}

/**
 * Decompressive transcoding (cloud.google.com/storage/docs/transcoding): what is stored with gzip encoding is sent
 * inflated, whole and without a length, unless the caller takes gzip or the object forbids it.
 */
async function mustGunzip(context: Context, call: Call, version: ObjectVersion): Promise<boolean> {
  const { contentEncoding, cacheControl } = version.settings;
  if (contentEncoding?.toLowerCase() !== 'gzip') return false;
  if (/\bgzip\b/i.test(call.headers['accept-encoding'] ?? '')) return false;
  if (/\bno-transform\b/i.test(cacheControl ?? '')) return false;
  return startsLikeGzip(context, version);
}

/** Content that claims to be gzip and is not is sent unchanged. */
async function startsLikeGzip(context: Context, version: ObjectVersion): Promise<boolean> {
  if (version.size < 2) return false;
  const start: Buffer[] = [];
  for await (const chunk of read(context, version, { from: 0, to: 2 })) start.push(chunk as Buffer);
  return Buffer.concat(start).equals(Buffer.from([0x1f, 0x8b]));
}

function gunzip(source: Readable): Readable {
  const inflated = createGunzip();
  // An error on either side ends the answer in the middle, which is what its reader must notice.
  pipeline(source, inflated, () => undefined);
  return inflated;
}

function gunzippedHeaders(version: ObjectVersion): Record<string, string> {
  return { ...mediaHeaders(version), warning: '214 UploadServer gunzipped', vary: 'Accept-Encoding' };
}

function mediaHeaders(version: ObjectVersion): Record<string, string> {
  const { settings } = version;
  const hashes = [`crc32c=${version.crc32c}`, ...(version.md5 === undefined ? [] : [`md5=${version.md5}`])];
  return {
    'content-type': settings.contentType ?? 'application/octet-stream',
    etag: etagOf(version),
    'last-modified': new Date(version.updated).toUTCString(),
    'x-goog-generation': String(version.generation),
    'x-goog-metageneration': String(version.metageneration),
    'x-goog-storage-class': settings.storageClass ?? 'STANDARD',
    'x-goog-stored-content-encoding': settings.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': String(version.size),
    'x-goog-hash': hashes.join(','),
    'cache-control': settings.cacheControl ?? 'private, max-age=0',
    ...(settings.contentDisposition === undefined ? {} : { 'content-disposition': settings.contentDisposition }),
    ...(settings.contentLanguage === undefined ? {} : { 'content-language': settings.contentLanguage }),
  };
}
