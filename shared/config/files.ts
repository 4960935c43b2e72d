/** Reads one config file, JSON or YAML, against its schema. */

import { isJsonObject } from '../runtime/json-object.ts';
import { parseJson } from './json.ts';
import type { Parsed } from './parsed.ts';
import { type Path, valueAt } from './path.ts';
import { type ConfigProblem, configError, foundText, type Place } from './problem.ts';
import type { CompiledSchema } from './schema.ts';
import { type CheckOptions, schemaProblems } from './validate.ts';
import { parseYaml } from './yaml.ts';

/** Bytes. YAML costs about four microseconds a byte at its worst, JSON a tenth of that. */
const LARGEST = { json: 1_048_576, yaml: 262_144 } as const;

export interface ConfigFileOptions<T> extends CheckOptions {
  /** The file's name in messages, a path or a URL. Its ending tells JSON (`.json`) from YAML (`.yaml`, `.yml`). */
  readonly name: string;
  /** Rules that a schema cannot say; called only where the schema is met. */
  readonly rules?: (value: T, report: ReportProblem) => void;
}

export type ReportProblem = (path: Path, allowed: string, found?: string) => void;

export interface ConfigFile<T> {
  readonly name: string;
  readonly value: T;
  /** The place of the value at the path; of a missing value, the place of the object that lacks it. */
  readonly placeOf: (path: Path) => Place;
}

export type ReadConfigFile<T> = ConfigFile<T> | { readonly problems: readonly ConfigProblem[] };

/**
 * Reads a config file and throws one CONFIG_INVALID that lists every problem with its line, what was found and what is
 * allowed. A `$schema` at the root is for editors, and is not part of the value.
 *
 * @example
 * const { value } = await loadConfigFile(loadConfigSchema, text, { name: 'gs://bucket/_config/load.json' });
 */
export async function loadConfigFile<T>(
  schema: CompiledSchema<T>,
  text: string | Uint8Array,
  options: ConfigFileOptions<T>,
): Promise<ConfigFile<T>> {
  const read = await readConfigFile(schema, text, options);
  if ('problems' in read) throw configError(options.name, read.problems);
  return read;
}

/** As `loadConfigFile`, but returns the problems, for commands that check files. */
export async function readConfigFile<T>(
  schema: CompiledSchema<T>,
  text: string | Uint8Array,
  options: ConfigFileOptions<T>,
): Promise<ReadConfigFile<T>> {
  const { name } = options;
  const parsed = await parse(name, text);
  if ('problems' in parsed) return parsed;
  const { value: whole, positions } = parsed;
  const value = withoutSchemaKey(whole);
  const placed = (problem: ConfigProblem): ConfigProblem => ({
    ...problem,
    place: positions.placeOf(whole, problem.path),
  });
  const problems = schemaProblems(schema, value, options);
  if (problems.length > 0) return { problems: problems.map(placed) };
  const broken = rulesProblems(value as T, options.rules);
  if (broken.length > 0) return { problems: broken.map(placed) };
  return { name, value: value as T, placeOf: (path) => positions.placeOf(whole, path) };
}

/** Runs the rules and returns what they report. */
export function rulesProblems<T>(value: T, rules: ConfigFileOptions<T>['rules']): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  rules?.(value, (path, allowed, found) => {
    problems.push({ path, found: found ?? foundText(valueAt(value, path)), allowed });
  });
  return problems;
}

async function parse(name: string, given: string | Uint8Array): Promise<Parsed> {
  const ending = /\.(json|ya?ml)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined) return whole('a name with another ending', 'a name that ends in .json, .yaml or .yml');
  const format = ending === 'json' ? 'json' : 'yaml';
  const bytes = typeof given === 'string' ? Buffer.byteLength(given) : given.byteLength;
  if (bytes > LARGEST[format])
    return whole(`${bytes} bytes`, `at most ${LARGEST[format]} bytes of ${format.toUpperCase()}`);
  const text = typeof given === 'string' ? withoutMark(given) : decoded(given);
  if (text === undefined) return whole('bytes that are not UTF-8', 'text in UTF-8');
  return format === 'json' ? parseJson(name, text) : parseYaml(name, text);
}

function whole(found: string, allowed: string): Parsed {
  return { problems: [{ path: [], found, allowed }] };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Editors on Windows put a byte order mark in front; TextDecoder removes it by itself. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The containers stay the same objects, because their places are known by identity. */
function withoutSchemaKey(value: unknown): unknown {
  if (isJsonObject(value)) {
    delete (value as Record<string, unknown>).$schema;
  }
  return value;
}
