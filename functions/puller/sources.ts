/** The sources of a deployment: every file of the folder, whole and checked before the first window is pulled. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { loadSourceFile } from './source-file/load.ts';
import type { SourceFile } from './source-file/source-file.ts';

const FILE = /\.(?:json|ya?ml)$/;

/** Throws one CONFIG_INVALID that lists the problems of all files. */
export async function loadSourceFiles(folder: string): Promise<readonly SourceFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new PenstockError(
      'CONFIG_INVALID',
      `The folder of sources ${folder} cannot be read (PULLER_SOURCES of the function, --sources of a command): ${messageOf(error)}`,
      { cause: error },
    );
  });
  const files: SourceFile[] = [];
  const problems: string[] = [];
  for (const name of names.filter((one) => FILE.test(one)).toSorted()) {
    const path = join(folder, name);
    await loadSourceFile(await readFile(path), path).then(
      (file) => files.push(file),
      (error: unknown) => problems.push(messageOf(error)),
    );
  }
  const twice = files.find(({ name }, index) => files.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) problems.push(`${folder}: two files have the name ${twice.name}`);
  if (problems.length > 0) throw new PenstockError('CONFIG_INVALID', problems.join('\n'));
  return files;
}
