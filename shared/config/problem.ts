/** One thing that is wrong with a config file, and how all of them are told in one error. */

import { PenstockError } from '../runtime/errors.ts';
import { type Path, pathText } from './path.ts';

/** A place in a text: lines and columns count from 1, as editors do. */
export interface Place {
  /** The file's name, as the caller gave it. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

export interface ConfigProblem {
  /** Empty for the file as a whole. */
  readonly path: Path;
  /** `"WRTITE_TRUNCATE"`, `a list of 3`, `nothing`. */
  readonly found: string;
  /** The remedy in words: `one of WRITE_APPEND, WRITE_TRUNCATE`. */
  readonly allowed: string;
  /** The allowed key or value that was probably meant. */
  readonly nearest?: string;
  readonly place?: Place;
}

/** More problems than this are not told, so that a message stays readable. */
export const MOST_PROBLEMS = 50;

/**
 * The problem in one line.
 *
 * @example
 * problemText({ path: ['mode'], found: '"CSW"', allowed: 'one of CSV, AVRO', nearest: 'CSV', place });
 * // load.json:3:5: mode: found "CSW", allowed is one of CSV, AVRO; did you mean CSV?
 */
export function problemText({ path, found, allowed, nearest, place }: ConfigProblem): string {
  const where = place === undefined ? '' : `${placeText(place)}: `;
  const what = path.length === 0 ? '' : `${pathText(path)}: `;
  return `${where}${what}found ${found}, allowed is ${allowed}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}

/** `load.json:3:5`, which editors and terminals turn into a link. */
export function placeText({ name, line, column }: Place): string {
  return `${name}:${line}:${column}`;
}

/** CONFIG_INVALID that lists every problem. */
export function configError(name: string, problems: readonly ConfigProblem[]): PenstockError {
  const told = problems.slice(0, MOST_PROBLEMS).map((problem) => `  - ${problemText(problem)}`);
  if (problems.length > MOST_PROBLEMS) told.push('  - and more');
  return new PenstockError('CONFIG_INVALID', `${name} is wrong:\n${told.join('\n')}`, {
    context: { file: name, problems: problems.length },
    stage: 'receiving',
  });
}

const SHOWN_TEXT = 60;

/** A found value in a few words; long text is cut, and lists and objects are told by their size. */
export function foundText(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > SHOWN_TEXT ? `${value.slice(0, SHOWN_TEXT)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).length;
    return keys === 0 ? 'an empty object' : `an object with ${keys} ${keys === 1 ? 'key' : 'keys'}`;
  }
  return value === undefined ? 'nothing' : String(value);
}
