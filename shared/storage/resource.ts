/** Objects as the JSON API writes them, and as this suite reads them. */

import { PenstockError } from '../runtime/errors.ts';

export interface ObjectInfo {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  readonly size: number;
  /** The service's own time of the last write. */
  readonly updatedMs: number;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** Base64 of the big-endian checksum. */
  readonly crc32c?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The metadata key that holds the id of a write: by it a sender recognises its own write after a lost answer. */
export const WRITE_ID = 'penstock-write';

const FIELDS = 'bucket,name,generation,size,updated,contentType,contentEncoding,crc32c,metadata';

/** For the answers that are one object. */
export const OBJECT_FIELDS = `fields=${FIELDS}`;

/** For pages of a listing. */
export const LIST_FIELDS = `fields=nextPageToken,prefixes,items(${FIELDS})`;

/** The path of a bucket's objects in the JSON API. */
export function bucketPath(bucket: string): string {
  return `/storage/v1/b/${encodeURIComponent(bucket)}/o`;
}

/** The path of one object. */
export function objectPath(bucket: string, name: string): string {
  return `${bucketPath(bucket)}/${encodeURIComponent(name)}`;
}

interface Resource extends Partial<Record<'contentType' | 'contentEncoding' | 'crc32c', string>> {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string | number;
  readonly size: string | number;
  readonly updated: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Reads an answer's JSON. */
export function parseBody<T>(body: Buffer): T {
  try {
    return JSON.parse(body.toString('utf8')) as T;
  } catch (error) {
    throw new PenstockError('UNAVAILABLE', 'Cloud Storage answered something that is not JSON', { cause: error });
  }
}

/** Reads an object of an answer. */
export function infoOf(resource: unknown): ObjectInfo {
  const { bucket, name, generation, size, updated, contentType, contentEncoding, crc32c, metadata } =
    resource as Resource;
  return {
    bucket,
    name,
    generation: String(generation),
    size: Number(size),
    updatedMs: Date.parse(updated),
    ...(contentType === undefined ? {} : { contentType }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(crc32c === undefined ? {} : { crc32c }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}
