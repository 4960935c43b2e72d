/** Reads the text of a config file against the schema and the rules. */

import { loadConfigFile, readConfigFile } from '@penstock/shared/config/files.ts';
import { sinkSchema } from '../sink.schema.generated.js';
import type { SinkFile } from './file.ts';
import { checkFile } from './rules.ts';

/** Throws one CONFIG_INVALID that lists every problem with its place. */
export async function parseSinkFile(name: string, text: string | Uint8Array): Promise<SinkFile> {
  const { value } = await loadConfigFile(sinkSchema, text, { name, rules: checkFile });
  return value;
}

/** As `parseSinkFile`, but returns the problems, for commands that check files. */
export function readSinkFile(text: string | Uint8Array, name: string) {
  return readConfigFile<SinkFile>(sinkSchema, text, { name, rules: checkFile });
}
