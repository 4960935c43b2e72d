/**
 * `npm run release`: bundles every function and packs each bundle into a zip whose name holds the hash of its content.
 * The same sources give the same bytes on every machine with the same Node: times are fixed and files are sorted.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

export interface Packed {
  readonly name: string;
  /** The file's name in the folder: `intake-0123456789ab.zip`. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the zip, in hex. */
  readonly digest: string;
}

/** The earliest time that a zip can name. */
const FIXED_TIME = new Date(1980, 0, 1);

export function zipFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const content: Zippable = {};
  for (const path of files) content[relative(folder, path).replaceAll('\\', '/')] = readFileSync(path);
  return zipSync(content, { level: 9, mtime: FIXED_TIME });
}

/** Packs `from/<name>` for each name into `into`, and lists what is there in `bundles.json`, which Terraform reads. */
export function packAll(names: readonly string[], from: string, into: string): readonly Packed[] {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const packed = names.map((name) => pack(name, join(from, name), into));
  const listed = Object.fromEntries(packed.map(({ name, file }) => [name, file]));
  writeFileSync(join(into, 'bundles.json'), `${JSON.stringify(listed, null, 2)}\n`);
  return packed;
}

function pack(name: string, folder: string, into: string): Packed {
  const zip = zipFolder(folder);
  const digest = createHash('sha256').update(zip).digest('hex');
  const file = `${name}-${digest.slice(0, 12)}.zip`;
  writeFileSync(join(into, file), zip);
  return { name, file, bytes: zip.length, digest };
}
