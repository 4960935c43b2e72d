/** The kinds of config files over all doors, and which of them a file is. */

import { readFile } from 'node:fs/promises';
import type { ConfigFileKind } from '@penstock/shared/config/door-configuration.ts';
import type { RootSchema } from '@penstock/shared/config/explain.ts';
import { readConfigFile } from '@penstock/shared/config/files.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { allConfigurations } from '../../doors.ts';
import { volumesSchema } from '../cost/volumes.schema.generated.js';

/** Keys at the root that a file must share with a schema to be of its kind, where nothing else tells. */
const SHARED_KEYS = 3;

const VOLUMES: ConfigFileKind = {
  name: 'volumes',
  about: 'the volumes of penstock cost',
  schema: new URL('../cost/volumes.schema.json', import.meta.url),
  recognises: (_name, keys) => keys.includes('warehouse') || (keys.includes('intake') && keys.includes('peak')),
  read: (text, name) =>
    readConfigFile(volumesSchema as unknown as CompiledSchema<unknown>, text, { name, partial: true }),
};

export interface Kind extends ConfigFileKind {
  readonly document: RootSchema;
}

export async function allKinds(): Promise<readonly Kind[]> {
  const kinds = [...(await allConfigurations()).flatMap(({ files }) => files), VOLUMES];
  return Promise.all(
    kinds.map(async (kind) => ({ ...kind, document: JSON.parse(await readFile(kind.schema, 'utf8')) as RootSchema })),
  );
}

/** Undefined where the file is of no kind, or could be of several. */
export function kindOf(kinds: readonly Kind[], name: string, text: string): Kind | undefined {
  const keys = rootKeys(name, text);
  const known = kinds.find(({ recognises }) => recognises(name, keys));
  if (known !== undefined) return known;
  // A misspelt key hides the kind, and the check is there to find it.
  const shared = kinds
    .map((kind) => ({ kind, count: keys.filter((key) => key in (kind.document.properties ?? {})).length }))
    .filter(({ count }) => count >= SHARED_KEYS)
    .toSorted((a, b) => b.count - a.count);
  return shared[0]?.kind;
}

/** Good enough for a guess, also in a file that cannot be parsed. */
function rootKeys(name: string, text: string): readonly string[] {
  if (!/\.json$/i.test(name))
    return [...text.matchAll(/^["']?([\w$-]+)["']?\s*:/gm)].map((match) => match[1] as string);
  try {
    return Object.keys(JSON.parse(text));
  } catch {
    return [...text.matchAll(/"([\w$-]+)"\s*:/g)].map((match) => match[1] as string);
  }
}
