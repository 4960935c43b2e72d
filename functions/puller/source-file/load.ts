/** Reads a source file: JSON or YAML, checked by its schema and by the rules that a schema cannot say, every problem at once. */

import { loadConfigFile, readConfigFile } from '@penstock/shared/config/files.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { sourceFileRules } from './rules.ts';
import { sourceSchema } from './source.schema.generated.js';
import type { SourceFile } from './source-file.ts';

const SCHEMA = sourceSchema as unknown as CompiledSchema<SourceFile>;

/** Throws CONFIG_INVALID that lists every problem with its place, what was found and what is allowed. */
export async function loadSourceFile(text: string | Uint8Array, name: string): Promise<SourceFile> {
  const { value } = await loadConfigFile(SCHEMA, text, { name, rules: sourceFileRules });
  return value;
}

/** As `loadSourceFile`, but returns the problems, for commands that check files. */
export function readSourceFile(text: string | Uint8Array, name: string) {
  return readConfigFile(SCHEMA, text, { name, rules: sourceFileRules });
}
