/**
 * Merges the same config file from several levels. The nearest level wins, objects are merged key by key, lists and
 * plain values are replaced whole, and null removes what a farther level set (RFC 7396, JSON Merge Patch).
 */

import { isJsonObject } from '../runtime/json-object.ts';
import { type ConfigFileOptions, rulesProblems } from './files.ts';
import type { Path } from './path.ts';
import { type ConfigProblem, configError, type Place } from './problem.ts';
import type { CompiledSchema } from './schema.ts';
import { schemaProblems } from './validate.ts';

export interface Level {
  /** The source of the level: a file's name, `defaults`, a variable. */
  readonly origin: string;
  readonly value: unknown;
  /** A ConfigFile brings it along. */
  readonly placeOf?: (path: Path) => Place;
}

export interface Merged {
  readonly value: unknown;
  /** The level that set the value at the path; for an object the nearest level that set anything in it. */
  readonly levelOf: (path: Path) => Level | undefined;
  readonly originOf: (path: Path) => string | undefined;
}

/**
 * `levels` from the farthest to the nearest.
 *
 * @example
 * const { value, originOf } = mergeLevels([
 *   { origin: 'defaults', value: { sourceFormat: 'CSV', csv: { skip: 1 } } },
 *   { origin: 'ds/t/load.json', value: { csv: { quote: '"' } } },
 * ]);
 * // value: { sourceFormat: 'CSV', csv: { skip: 1, quote: '"' } }
 * originOf(['csv', 'quote']); // 'ds/t/load.json'
 */
export function mergeLevels(levels: readonly Level[]): Merged {
  let merged: Sourced | undefined;
  for (const level of levels) merged = over(merged, sourced(level.value, level));
  const levelOf = (path: Path): Level | undefined => {
    let at = merged;
    for (const key of path) {
      // All entries of a list come from the list's level.
      if (at?.members === undefined) return at?.level;
      at = at.members.get(String(key));
    }
    return at?.level;
  };
  return { value: merged && plain(merged), levelOf, originOf: (path) => levelOf(path)?.origin };
}

/**
 * Checks a merged value as a whole and returns it typed. Throws one CONFIG_INVALID that lists every problem with the file
 * and line that set the wrong value.
 */
export function checkMerged<T>(schema: CompiledSchema<T>, merged: Merged, options: ConfigFileOptions<T>): T {
  const problems = mergedProblems(schema, merged, options);
  if (problems.length === 0) return merged.value as T;
  throw configError(options.name, problems);
}

/** As `checkMerged`, but returns the problems, for commands that check files. */
export function mergedProblems<T>(
  schema: CompiledSchema<T>,
  { value, levelOf }: Merged,
  { rules }: Pick<ConfigFileOptions<T>, 'rules'> = {},
): readonly ConfigProblem[] {
  const broken = schemaProblems(schema, value);
  const problems = broken.length > 0 ? broken : rulesProblems(value as T, rules);
  return problems.map((problem) => placed(problem, setterOf(levelOf, problem.path)));
}

/** The origin of a value that no level has, such as a removed one, is the file that set the object around it. */
function setterOf(levelOf: Merged['levelOf'], path: Path): Level | undefined {
  const level = levelOf(path);
  if (level !== undefined) return level;
  const around = path.map((_, at) => levelOf(path.slice(0, at))).findLast((found) => found !== undefined);
  return around?.placeOf === undefined ? undefined : around;
}

function placed(problem: ConfigProblem, level: Level | undefined): ConfigProblem {
  if (level === undefined) return problem;
  if (level.placeOf !== undefined) return { ...problem, place: level.placeOf(problem.path) };
  return { ...problem, found: `${problem.found} (from ${level.origin})` };
}

/** A value with the level that set it; an object keeps its members apart. */
interface Sourced {
  readonly level: Level;
  readonly value: unknown;
  readonly members?: ReadonlyMap<string, Sourced>;
}

function sourced(value: unknown, level: Level): Sourced {
  if (!isJsonObject(value)) return { level, value };
  const members = Object.entries(value).map(([key, member]) => [key, sourced(member, level)] as const);
  return { level, value, members: new Map(members) };
}

function over(far: Sourced | undefined, near: Sourced): Sourced {
  if (near.members === undefined) return near;
  const members = new Map(far?.members);
  for (const [key, member] of near.members) {
    if (member.value === null) members.delete(key);
    else members.set(key, over(members.get(key), member));
  }
  return { ...near, members };
}

function plain({ value, members }: Sourced): unknown {
  return members === undefined ? value : Object.fromEntries([...members].map(([key, member]) => [key, plain(member)]));
}
