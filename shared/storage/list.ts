/** Listing objects. */

import { Storage } from '@google-cloud/storage';
import { projectOf } from '../runtime/project.ts';

/** Names of the objects directly below `prefix`, folders below it left out. */
export function listBelow(projectId: string): (bucket: string, prefix: string) => Promise<readonly string[]> {
  const client = new Storage(projectOf(projectId));
  return async (bucket, prefix) => {
    const [files] = await client
      .bucket(bucket)
      .getFiles({ prefix, delimiter: '/', fields: 'items/name,nextPageToken' });
    return files.map((file) => file.name);
  };
}
