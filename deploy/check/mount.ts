/** The configuration files that Terraform uploads, as a folder that takes the place of the volume that functions see them in. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Resource, textOf } from './resources.ts';

/** Every function has its files there. */
const VOLUME = '/config';

export interface Mount {
  /** The environment with paths of the folder in place of those of the volume. */
  env(env: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** A text that names paths of the volume again. */
  shown(text: string): string;
  close(): void;
}

export function mountFiles(resources: readonly Resource[]): Mount {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-config-'));
  for (const { type, values } of resources) {
    if (type !== 'google_storage_bucket_object' || typeof values.content !== 'string') continue;
    const path = join(folder, textOf(values.name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, values.content);
  }
  const moved = (value: string): string =>
    value.startsWith(`${VOLUME}/`) ? folder + value.slice(VOLUME.length) : value;
  return {
    env: (env) => Object.fromEntries(Object.entries(env).map(([name, value]) => [name, moved(value)])),
    shown: (text) => text.replaceAll(folder, VOLUME),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
