/** Buckets and objects by the storage API. */

import { call, get, getBytes, part, send, withQuery } from '../http.ts';
import { meta } from '../meta.ts';
import { PAGE_ROWS, type PageOf } from '../paged.ts';

const BASE = '/api/storage/storage/v1/b';
const UPLOAD = '/api/storage/upload/storage/v1/b';

export interface BucketInfo {
  readonly name: string;
  readonly timeCreated?: string;
  readonly location?: string;
  readonly versioning?: { readonly enabled?: boolean };
}

export interface ObjectInfo {
  readonly name: string;
  readonly size: string;
  readonly contentType?: string;
  readonly generation: string;
  readonly updated: string;
  readonly md5Hash?: string;
  readonly crc32c?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A folder or an object of a listing. */
export type ListedLine = { readonly folder: string } | { readonly object: ObjectInfo };

export async function buckets(pageToken: string): Promise<PageOf<BucketInfo>> {
  const { items: rows = [], nextPageToken: next } = await get<{ items?: BucketInfo[]; nextPageToken?: string }>(BASE, {
    project: meta.project,
    maxResults: PAGE_ROWS,
    pageToken,
  });
  return { rows, next };
}

export function createBucket(name: string): Promise<unknown> {
  return send('POST', withQuery(BASE, { project: meta.project }), { name });
}

export function deleteBucket(name: string): Promise<unknown> {
  return send('DELETE', `${BASE}/${part(name)}`);
}

/** The folders and objects below `folder` whose names go on with `begins`. */
export async function listing(
  bucket: string,
  folder: string,
  begins: string,
  pageToken: string,
): Promise<PageOf<ListedLine>> {
  const answer = await get<{ items?: ObjectInfo[]; prefixes?: string[]; nextPageToken?: string }>(
    `${BASE}/${part(bucket)}/o`,
    { prefix: `${folder}${begins}`, delimiter: '/', maxResults: PAGE_ROWS, pageToken },
  );
  const { items = [], prefixes = [], nextPageToken: next } = answer;
  const objects = items.filter(({ name }) => name !== folder).map((object) => ({ object }));
  return { rows: [...prefixes.map((name) => ({ folder: name })), ...objects], next };
}

export function objectInfo(bucket: string, name: string): Promise<ObjectInfo> {
  return get(`${BASE}/${part(bucket)}/o/${part(name)}`);
}

export function objectBytes(bucket: string, name: string, most: number): Promise<Uint8Array> {
  return getBytes(`${BASE}/${part(bucket)}/o/${part(name)}?alt=media`, most);
}

/** The link from which the browser saves an object. */
export function objectHref(bucket: string, name: string): string {
  return `${BASE}/${part(bucket)}/o/${part(name)}?alt=media`;
}

export function deleteObject(bucket: string, name: string): Promise<unknown> {
  return send('DELETE', `${BASE}/${part(bucket)}/o/${part(name)}`);
}

export function upload(bucket: string, name: string, content: Blob): Promise<unknown> {
  const path = withQuery(`${UPLOAD}/${part(bucket)}/o`, { uploadType: 'media', name });
  return call('POST', path, content, content.type || 'application/octet-stream');
}
