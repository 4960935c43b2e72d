/**
 * Finds the configuration of a batch: `_config/` at every level from the bucket's root to the success file's own
 * directory (upstream, see docs/origins.md, began one level too high). `load.json` counts at every level,
 * `external.json`, `*.sql` and the files of a directory by the nearest level that has one.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { ObjectInfo, Objects } from '@penstock/shared/storage/objects.ts';

export interface ConfigText {
  /** `gs://bucket/ds/_config/load.json`. */
  readonly origin: string;
  readonly bytes: Buffer;
}

export interface ConfigFiles {
  /** From the bucket's root to the nearest. */
  readonly load: readonly ConfigText[];
  readonly external: ConfigText | undefined;
  readonly sql: ConfigText | undefined;
  /** Whether a file `ORDERME` is at any level. */
  readonly ordered: boolean;
}

/** Reading alone: a folder of this machine can be read like a bucket. */
export type ConfigObjects = Pick<Objects, 'list' | 'read'>;

/** The name of an object as messages say it. */
export type Shown = (name: string) => string;

/** `''`, `ds/`, `ds/t/`: every directory above and at the object. */
export function levelsOf(name: string): readonly string[] {
  const directories = name.split('/').slice(0, -1);
  return [...directories.keys(), directories.length].map((depth) =>
    directories
      .slice(0, depth)
      .map((part) => `${part}/`)
      .join(''),
  );
}

/** Reads the files at one generation each. Throws CONFIG_INVALID where one directory has two `*.sql`. */
export async function readConfigFiles(
  objects: ConfigObjects,
  bucket: string,
  name: string,
  shown: Shown = (object) => `gs://${bucket}/${object}`,
): Promise<ConfigFiles> {
  const levels = await Promise.all(levelsOf(name).map((level) => listConfig(objects, bucket, level)));
  const nearest = [...levels].reverse();
  const read = (object: ObjectInfo | undefined): Promise<ConfigText | undefined> =>
    readText(objects, bucket, object, shown);
  const named = (file: string) => (level: readonly ObjectInfo[]) =>
    level.find((object) => baseName(object.name) === file);
  const sql =
    nearest.map((level) => level.filter((object) => object.name.endsWith('.sql'))).find(({ length }) => length > 0) ??
    [];
  if (sql.length > 1) {
    const all = sql.map((object) => shown(object.name)).join(' and ');
    throw new PenstockError(
      'CONFIG_INVALID',
      `${all} are in one directory, and a batch has one transform: remove all but one`,
    );
  }
  const [load, external, transform] = await Promise.all([
    Promise.all(levels.map((level) => read(level.find((object) => baseName(object.name) === 'load.json')))),
    read(nearest.map(named('external.json')).find((found) => found !== undefined)),
    read(sql[0]),
  ]);
  return {
    load: load.filter((file) => file !== undefined),
    external,
    sql: transform,
    ordered: levels.some((level) => named('ORDERME')(level) !== undefined),
  };
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

async function listConfig(objects: ConfigObjects, bucket: string, level: string): Promise<readonly ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const page of objects.list(bucket, { prefix: `${level}_config/`, delimiter: '/' })) found.push(...page);
  return found;
}

/** One that was replaced or removed between the listing and the reading is looked at again. */
async function readText(
  objects: ConfigObjects,
  bucket: string,
  object: ObjectInfo | undefined,
  shown: Shown,
): Promise<ConfigText | undefined> {
  if (object === undefined) return undefined;
  const origin = shown(object.name);
  if (object.size > MOST_BYTES) {
    throw new PenstockError('CONFIG_INVALID', `${origin} has ${object.size} bytes: at most ${MOST_BYTES} are read`);
  }
  try {
    return { origin, bytes: await objects.read(bucket, object.name, { generation: object.generation }) };
  } catch (error) {
    if (!(error instanceof PenstockError) || error.code !== 'NOT_FOUND') throw error;
    throw new PenstockError('ABORTED', `${origin} was changed while it was read`, { cause: error });
  }
}

const MOST_BYTES = 1_048_576;
