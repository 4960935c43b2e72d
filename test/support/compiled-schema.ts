/** Compiles a schema of a test as the tool does for the tree, and loads what came of it. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { compileSchema } from '../../tools/config-schemas/compile.ts';

export async function compiledSchema<T>(schema: Readonly<Record<string, unknown>>): Promise<CompiledSchema<T>> {
  const folder = await mkdtemp(join(tmpdir(), 'schema-'));
  try {
    const file = join(folder, 'check.mjs');
    await writeFile(file, await compileSchema('test', schema));
    const { testSchema } = (await import(pathToFileURL(file).href)) as { testSchema: CompiledSchema<T> };
    return testSchema;
  } finally {
    await rm(folder, { recursive: true });
  }
}
