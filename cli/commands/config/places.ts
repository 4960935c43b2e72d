/** Reads the places that a command names: files, folders and prefixes of Cloud Storage. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import type { TreeFiles } from '@penstock/shared/config/door-configuration.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';

const CONFIG_FILE = /\.(?:json|ya?ml)$/i;
/** A folder that holds more files is none of config files. */
const MOST_FILES = 100_000;
const PASSED_OVER = new Set(['node_modules', '.git', '.terraform']);

export interface Place {
  /** Names of all files at or below the place, relative to its root, with `/`. */
  readonly names: readonly string[];
  readonly files: TreeFiles;
  /** The name that was asked for, relative to the root: empty for the root itself, with a final `/` for a folder. */
  readonly asked: string;
  readonly close: () => Promise<void>;
}

/** Opens a place. With `above`, a folder's own parents belong to it, as far as they hold a folder of that name. */
export async function openPlace(text: string, clock: Clock, above = ''): Promise<Place> {
  return text.startsWith('gs://') ? bucketPlace(text, clock) : folderPlace(text, above);
}

async function bucketPlace(text: string, clock: Clock): Promise<Place> {
  const [, bucket, asked = ''] = /^gs:\/\/([^/]+)\/?(.*)$/s.exec(text) ?? [];
  if (bucket === undefined) throw new PenstockError('INPUT_INVALID', `${text} is no place: write gs://bucket/prefix`);
  const storage = openStorage({ clock });
  const objects = createObjects(storage);
  const names: string[] = [];
  for await (const page of objects.list(bucket, { prefix: asked })) {
    names.push(...page.map(({ name }) => name));
    if (names.length > MOST_FILES) throw tooMany(text);
  }
  const shown = (name: string): string => `gs://${bucket}/${name}`;
  return { names, asked, files: { objects, bucket, shown }, close: () => storage.close() };
}

async function folderPlace(text: string, above: string): Promise<Place> {
  const found = await stat(text).catch(() => undefined);
  const folder = found?.isDirectory() === true;
  // A success file that is not written yet has a directory all the same.
  const directory = folder ? text : posix.dirname(text.replaceAll(sep, '/'));
  const root = above === '' ? directory : await highest(directory, above);
  const inside = relative(root, directory).split(sep).join('/');
  const prefix = inside === '' ? '' : `${inside}/`;
  const asked = folder ? prefix : `${prefix}${posix.basename(text.replaceAll(sep, '/'))}`;
  if (found === undefined && (await stat(directory).catch(() => undefined)) === undefined)
    throw new PenstockError('NOT_FOUND', `${text} is not there`);
  const names = folder ? await walk(directory, prefix) : found === undefined ? [] : [asked];
  if (names.length > MOST_FILES) throw tooMany(text);
  return { names, asked, files: folderFiles(root), close: async () => undefined };
}

/** The farthest parent from which every folder down to this one may hold a level. */
async function highest(directory: string, above: string): Promise<string> {
  let root = directory;
  for (let at = directory; ; at = join(at, '..')) {
    if ((await stat(join(at, above)).catch(() => undefined))?.isDirectory() === true) root = at;
    if (relative(at, join(at, '..')) === '' || at.split('..').length > 40) return root;
  }
}

async function walk(directory: string, prefix: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (PASSED_OVER.has(entry.name)) continue;
    if (entry.isDirectory()) names.push(...(await walk(join(directory, entry.name), `${prefix}${entry.name}/`)));
    else names.push(`${prefix}${entry.name}`);
    if (names.length > MOST_FILES) break;
  }
  return names;
}

/** A folder read like a bucket. */
function folderFiles(root: string): TreeFiles {
  const shown = (name: string): string => join(root, name);
  return {
    bucket: root,
    shown,
    objects: {
      async *list(_bucket, { prefix }) {
        const entries = await readdir(join(root, prefix), { withFileTypes: true }).catch(() => []);
        const files = entries.filter((entry) => entry.isFile()).map(({ name }) => `${prefix}${name}`);
        yield await Promise.all(
          files.toSorted().map(async (name) => {
            const { size, mtimeMs } = await stat(join(root, name));
            return { bucket: root, name, generation: '1', size, updatedMs: mtimeMs };
          }),
        );
      },
      read: async (_bucket, name) => {
        try {
          return await readFile(join(root, name));
        } catch (error) {
          throw new PenstockError('NOT_FOUND', `${shown(name)} cannot be read: ${messageOf(error)}`, { cause: error });
        }
      },
    },
  };
}

export function isConfigFile(name: string): boolean {
  return CONFIG_FILE.test(name);
}

function tooMany(text: string): PenstockError {
  return new PenstockError('INPUT_TOO_LARGE', `${text} has more than ${MOST_FILES} files: name a folder within it`);
}
