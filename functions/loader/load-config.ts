/** The configuration of a batch: `load.json` of every level merged and checked, or the external table of a transform. */

import { createHash } from 'node:crypto';
import { type ConfigFile, loadConfigFile } from '@penstock/shared/config/files.ts';
import { checkMerged, type Merged, mergeLevels } from '@penstock/shared/config/merge.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { ConfigText } from './config-files.ts';
import { externalSchema } from './external.schema.generated.js';
import { legalityProblems } from './legality.ts';
import { loadSchema } from './load.schema.generated.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface LoadConfig {
  /** BigQuery's keys and ours, as merged. */
  readonly value: JsonObject;
  /** The file that set a key. */
  readonly originOf: (...path: readonly string[]) => string;
  /** The digest of the merged value: two loads with the same digest were configured alike. */
  readonly digest: string;
}

/** The origin of a key that no file sets. */
export const DEFAULTS = 'defaults';

const BASE: JsonObject = { writeDisposition: 'WRITE_APPEND' };

/** Throws one CONFIG_INVALID with every problem of every file: its name, line, key, what is allowed, the nearest match. */
export async function mergeLoadConfig(files: readonly ConfigText[]): Promise<LoadConfig> {
  const merged = mergedOf(await Promise.all(files.map((file) => readLevel(loadSchema, file))));
  const value = checkMerged<JsonObject>(loadSchema as CompiledSchema<JsonObject>, merged, {
    name: 'The merged load.json',
  });
  return { value, originOf: origins(merged), digest: digestOf(value) };
}

/** The levels over the loader's own defaults. */
export function mergedOf(levels: readonly ConfigFile<JsonObject>[]): Merged {
  return mergeLevels([{ origin: DEFAULTS, value: BASE }, ...levels.map((level) => ({ ...level, origin: level.name }))]);
}

/** Told before any job runs: keys that BigQuery refuses together. */
export function checkLegality({ value, originOf }: LoadConfig, hasDecorator: boolean): void {
  const problems = legalityProblems({ value, originOf }, hasDecorator);
  if (problems.length > 0) {
    throw new PenstockError(
      'CONFIG_INVALID',
      `The merged load.json is refused by BigQuery:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
  }
}

/** The nearest `external.json`, or PARQUET where there is none (seed 004). */
export async function readExternal(file: ConfigText | undefined): Promise<JsonObject> {
  if (file === undefined) return { sourceFormat: 'PARQUET' };
  return { sourceFormat: 'PARQUET', ...(await readLevel(externalSchema, file)).value };
}

async function readLevel(schema: unknown, { origin, bytes }: ConfigText) {
  return loadConfigFile<JsonObject>(schema as CompiledSchema<JsonObject>, bytes, { name: origin, partial: true });
}

function origins({ originOf }: Merged): LoadConfig['originOf'] {
  return (...path) => originOf(path) ?? DEFAULTS;
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, DIGEST_DIGITS);
}

const DIGEST_DIGITS = 16;
