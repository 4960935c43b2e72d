/** The configuration that holds for one directory, with the file and line of each value; for commands. Runs nothing. */

import type { SettledTree, TreeFiles } from '@penstock/shared/config/door-configuration.ts';
import type { ExplainedValue } from '@penstock/shared/config/explain.ts';
import { type ConfigFile, readConfigFile } from '@penstock/shared/config/files.ts';
import { type Merged, mergedProblems } from '@penstock/shared/config/merge.ts';
import { type ConfigProblem, placeText } from '@penstock/shared/config/problem.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { messageOf } from '@penstock/shared/runtime/errors.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { SETTINGS } from './config.ts';
import { type ConfigText, readConfigFiles } from './config-files.ts';
import { resolveDestination } from './destination.ts';
import { externalSchema } from './external.schema.generated.js';
import { legalityProblems } from './legality.ts';
import { loadSchema } from './load.schema.generated.js';
import { DEFAULTS, type JsonObject, mergedOf } from './load-config.ts';

const LOAD = loadSchema as unknown as CompiledSchema<JsonObject>;
const EXTERNAL = externalSchema as unknown as CompiledSchema<JsonObject>;

/** Reads one level. */
export function readLoadFile(text: string | Uint8Array, name: string) {
  return readConfigFile(LOAD, text, { name, partial: true });
}

export function readExternalFile(text: string | Uint8Array, name: string) {
  return readConfigFile(EXTERNAL, text, { name, partial: true });
}

/** `name` is a success file, or anything else in its directory. */
export async function settleTree(
  { objects, bucket, shown }: TreeFiles,
  name: string,
  env: Environment,
): Promise<SettledTree> {
  const files = await readConfigFiles(objects, bucket, name, shown);
  const levels = await Promise.all(files.load.map(({ bytes, origin }) => readLoadFile(bytes, origin)));
  const external = files.external && (await readExternalFile(files.external.bytes, files.external.origin));
  const broken = [...levels, ...(external === undefined ? [] : [external])].flatMap(problemsOf);
  if (broken.length > 0) return { problems: broken, notes: [], values: [] };
  const merged = mergedOf(levels as readonly ConfigFile<JsonObject>[]);
  const problems = mergedProblems(LOAD, merged);
  const value = merged.value as JsonObject;
  const from = (path: ExplainedValue['path']): string => originText(merged, path);
  const values: ExplainedValue[] = [
    ...leaves(value).map(({ path, value: leaf }) => ({ path: ['load', ...path], value: leaf, from: from(path) })),
    ...externalValues(external as ConfigFile<JsonObject> | undefined),
    ...textValue('sql', files.sql),
  ];
  if (problems.length > 0) return { problems, notes: [], values };
  const { destination, problem } = destinationOf(name, value, env);
  const partition = destination?.includes('$') ?? false;
  const legal = files.sql === undefined ? legalityProblems({ value, originOf: (key) => from([key]) }, partition) : [];
  const first = { path: ['destination'], value: destination, from: `the path ${shown(name)}` };
  return {
    problems,
    notes: [...(problem === undefined ? [] : [problem]), ...legal],
    values: [...(destination === undefined ? [] : [first]), ...values],
  };
}

function problemsOf(read: ConfigFile<JsonObject> | { readonly problems: readonly ConfigProblem[] }) {
  return 'problems' in read ? read.problems : [];
}

/** The project of a destination that names none is known to the function alone, so it is left out. */
function destinationOf(
  name: string,
  value: JsonObject,
  env: Environment,
): { readonly destination?: string; readonly problem?: string } {
  const regex = env[SETTINGS.regex.variable] ?? '';
  const storageProject = env[SETTINGS.storageProject.variable] ?? '';
  try {
    const { projectId, datasetId, tableId, decorator } = resolveDestination(name, value, { regex, storageProject });
    const table = [...(projectId === '' ? [] : [projectId]), datasetId, tableId].join('.');
    return { destination: decorator === undefined ? table : `${table}$${decorator}` };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function externalValues(external: ConfigFile<JsonObject> | undefined): readonly ExplainedValue[] {
  if (external === undefined) return [];
  return leaves(external.value).map(({ path, value }) => ({
    path: ['external', ...path],
    value,
    from: placeText(external.placeOf(path)),
  }));
}

function textValue(key: string, file: ConfigText | undefined): readonly ExplainedValue[] {
  return file === undefined ? [] : [{ path: [key], value: `${file.bytes.length} bytes`, from: file.origin }];
}

function originText({ levelOf }: Merged, path: ExplainedValue['path']): string {
  const level = levelOf(path);
  return level?.placeOf === undefined ? DEFAULTS : placeText(level.placeOf(path));
}

/** Leaves of an object; lists are leaves. */
export function leaves(
  value: unknown,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly value: unknown }[] {
  if (!isJsonObject(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
