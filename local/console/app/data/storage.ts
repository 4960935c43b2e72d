/** Buckets and objects by the storage API. */

import { call, get, getBytes, part, send, withQuery } from '../http.ts';
import { meta } from '../meta.ts';

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

export interface Listing {
  readonly items: readonly ObjectInfo[];
  readonly prefixes: readonly string[];
  readonly more: boolean;
}

export async function buckets(): Promise<readonly BucketInfo[]> {
  const { items = [] } = await get<{ items?: BucketInfo[] }>(BASE, { project: meta.project });
  return items;
}

export function createBucket(name: string): Promise<unknown> {
  return send('POST', withQuery(BASE, { project: meta.project }), { name });
}

export function deleteBucket(name: string): Promise<unknown> {
  return send('DELETE', `${BASE}/${part(name)}`);
}

const MOST_LISTED = 1_000;

export async function listing(bucket: string, prefix: string): Promise<Listing> {
  const answer = await get<{ items?: ObjectInfo[]; prefixes?: string[]; nextPageToken?: string }>(
    `${BASE}/${part(bucket)}/o`,
    { prefix, delimiter: '/', maxResults: MOST_LISTED },
  );
  const { items = [], prefixes = [], nextPageToken } = answer;
  return { items: items.filter(({ name }) => name !== prefix), prefixes, more: nextPageToken !== undefined };
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
