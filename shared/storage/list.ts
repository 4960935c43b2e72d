/** Listing objects. */

import type { Storage } from '@google-cloud/storage';
import { connectStorage } from './client.ts';

/** Names of the objects directly below `prefix`, folders below it left out. */
export function listBelow(projectId: string): (bucket: string, prefix: string) => Promise<readonly string[]> {
  let client: Promise<Storage> | undefined;
  return async (bucket, prefix) => {
    client ??= connectStorage(projectId);
    const [files] = await (await client)
      .bucket(bucket)
      .getFiles({ prefix, delimiter: '/', fields: 'items/name,nextPageToken' });
    return files.map((file) => file.name);
  };
}
