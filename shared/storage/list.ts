/** Listings of objects, a page in memory at a time. */

import type { StorageClient } from './client.ts';
import { bucketPath, infoOf, LIST_FIELDS, type ObjectInfo, parseBody } from './resource.ts';

export interface ListOptions {
  readonly prefix: string;
  /** `/` leaves out what lies in folders below the prefix. Default: none. */
  readonly delimiter?: string;
  /** The first name, inclusive. */
  readonly startOffset?: string;
  /** Objects a page, at most 1,000. Default 1,000. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * Pages of objects in the order of their names. A page may be empty.
 *
 * @example
 * for await (const page of listPages(storage, 'uploads', { prefix: 'orders/' })) count += page.length;
 */
export async function* listPages(
  client: StorageClient,
  bucket: string,
  { prefix, delimiter, startOffset, pageSize = 1_000, signal }: ListOptions,
): AsyncGenerator<readonly ObjectInfo[]> {
  const fixed = new URLSearchParams({
    prefix,
    maxResults: String(pageSize),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(startOffset === undefined ? {} : { startOffset }),
  });
  let token: string | undefined = '';
  while (token !== undefined) {
    const next: string = token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`;
    const path = `${bucketPath(bucket)}?${fixed}${next}&${LIST_FIELDS}`;
    const { body } = await client.call({ method: 'GET', path, signal });
    const page: Page = parseBody(body);
    yield (page.items ?? []).map(infoOf);
    token = page.nextPageToken;
  }
}

interface Page {
  readonly items?: readonly unknown[];
  readonly nextPageToken?: string;
}
