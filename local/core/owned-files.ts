/** Removes the files that a service wrote, and no other: people keep files of their own wherever a folder is. */

import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Matches paths below the folder, with `/`. */
export type Patterns = readonly RegExp[];

/** Removes what matches, and then the folders that are empty; a folder that is not there is fine. */
export async function removeOwned(folder: string, patterns: Patterns): Promise<void> {
  await removeBelow(folder, '', patterns);
}

async function removeBelow(folder: string, path: string, patterns: Patterns): Promise<void> {
  const here = join(folder, path);
  const entries = await readdir(here, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (entries === undefined) return;
  for (const entry of entries) {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    // A link is removed as a link, because its target is not ours.
    if (entry.isDirectory()) await removeBelow(folder, below, patterns);
    else if (patterns.some((pattern) => pattern.test(below))) await rm(join(folder, below), { force: true });
  }
  await rmdir(here).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
      throw error;
  });
}
