/** Sources that are small TypeScript modules: a file that exports `createSource` with the interface of `source.ts`. */

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { SecretReader } from '@penstock/shared/runtime/secrets.ts';
import type { Source } from './source.ts';
import type { SourceFile } from './source-file/source-file.ts';

/** The input of a module. */
export interface ModuleParts {
  readonly clock: Clock;
  readonly secrets: Pick<SecretReader, 'read'>;
}

export type CreateSource = (file: SourceFile, parts: ModuleParts) => Source | Promise<Source>;

/** Throws CONFIG_INVALID where the module has no `createSource`. */
export async function loadModuleSource(file: SourceFile, folder: string, parts: ModuleParts): Promise<Source> {
  const path = resolve(join(folder, file.module as string));
  const module = (await import(pathToFileURL(path).href)) as { readonly createSource?: unknown };
  if (typeof module.createSource !== 'function') {
    throw new PenstockError(
      'CONFIG_INVALID',
      `${path} exports no function createSource(file, parts) that returns a Source.`,
    );
  }
  return (module.createSource as CreateSource)(file, parts);
}
