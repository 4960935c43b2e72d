/** Small predicates over an answer or a row: data and no expressions. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { exactJsonText } from './decode/exact-json.ts';
import { type Path, type PathText, pathOf, valueAt } from './json-path.ts';

/** The input of a test. `count` is the number of rows of the page, before any filter. */
interface SubjectConfig {
  readonly at?: PathText;
  /** A number of the answer that is added to the one at `at`, such as the rows of a page to its offset. */
  readonly addAt?: PathText;
  readonly header?: string;
  readonly count?: true;
  readonly row?: PathText;
  readonly parent?: string;
}

type Comparable = string | number | boolean | null;
type Operand = Comparable | { readonly at: PathText };

export type PredicateConfig =
  | { readonly all: readonly PredicateConfig[] }
  | { readonly any: readonly PredicateConfig[] }
  | { readonly not: PredicateConfig }
  | (SubjectConfig & {
      readonly eq?: Operand;
      readonly in?: readonly Comparable[];
      readonly absent?: true;
      /** Absent, null, false, 0, an empty text, list or object. */
      readonly empty?: true;
      readonly matches?: string;
      readonly contains?: string;
      readonly lt?: Operand;
      readonly le?: Operand;
      readonly gt?: Operand;
      readonly ge?: Operand;
    });

export interface Subject {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly count?: number;
  readonly row?: unknown;
  readonly parent?: Readonly<Record<string, unknown>>;
  readonly lastRow?: unknown;
}

export type Predicate = (subject: Subject) => boolean;

/** Throws CONFIG_INVALID where a regular expression is none. */
export function compilePredicate(config: PredicateConfig): Predicate {
  if ('all' in config) {
    const all = config.all.map(compilePredicate);
    return (subject) => all.every((one) => one(subject));
  }
  if ('any' in config) {
    const any = config.any.map(compilePredicate);
    return (subject) => any.some((one) => one(subject));
  }
  if ('not' in config) {
    const not = compilePredicate(config.not);
    return (subject) => !not(subject);
  }
  const look = lookAt(config);
  const tests = testsOf(config);
  return (subject) => {
    const value = look(subject);
    return tests.every((test) => test(value, subject));
  };
}

type Look = (subject: Subject) => unknown;

function lookAt(config: SubjectConfig): Look {
  const { at, addAt, header, count, row, parent } = config;
  if (count === true) return (subject) => subject.count;
  if (header !== undefined) return (subject) => subject.headers?.[header.toLowerCase()];
  if (parent !== undefined) return (subject) => subject.parent?.[parent];
  const path: Path = pathOf(row ?? at ?? '');
  if (addAt !== undefined) {
    const more: Path = pathOf(addAt);
    return ({ body }) => sum(valueAt(body, path), valueAt(body, more));
  }
  return row === undefined ? (subject) => valueAt(subject.body, path) : (subject) => valueAt(subject.row, path);
}

/** Undefined where one of the two is no number. */
function sum(left: unknown, right: unknown): unknown {
  const numbers = [left, right].map((value) => (isText(value) && value !== '' ? Number(value) : Number.NaN));
  const total = (numbers[0] as number) + (numbers[1] as number);
  return Number.isNaN(total) ? undefined : total;
}

type Test = (value: unknown, subject: Subject) => boolean;

function testsOf(
  config: Exclude<PredicateConfig, { all: unknown } | { any: unknown } | { not: unknown }>,
): readonly Test[] {
  const tests: Test[] = [];
  const { eq, matches, contains } = config;
  if (config.absent === true) tests.push((value) => value === undefined);
  if (config.empty === true) tests.push(isEmpty);
  if (eq !== undefined) tests.push((value, subject) => sameValue(value, operand(eq, subject)));
  if (config.in !== undefined) {
    const allowed = config.in;
    tests.push((value) => allowed.some((one) => sameValue(value, one)));
  }
  if (matches !== undefined) {
    const expression = regexOf(matches);
    tests.push((value) => isText(value) && expression.test(String(value)));
  }
  if (contains !== undefined) tests.push((value) => textWithin(value).includes(contains));
  for (const [name, holds] of ORDER) {
    const bound = config[name];
    if (bound !== undefined) tests.push((value, subject) => holds(compare(value, operand(bound, subject))));
  }
  return tests;
}

const ORDER = [
  ['lt', (order: number) => order < 0],
  ['le', (order: number) => order <= 0],
  ['gt', (order: number) => order > 0],
  ['ge', (order: number) => order >= 0],
] as const;

function operand(config: Operand, subject: Subject): unknown {
  return typeof config === 'object' && config !== null ? valueAt(subject.body, pathOf(config.at)) : config;
}

export function regexOf(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new PenstockError('CONFIG_INVALID', `${JSON.stringify(text)} is no regular expression`, { cause: error });
  }
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isText(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
  );
}

function sameValue(left: unknown, right: unknown): boolean {
  return (
    left === right || (isText(left) && isText(right) && typeof left !== typeof right && String(left) === String(right))
  );
}

/** Numbers by size, texts by their characters; NaN, for which no comparison holds, where the two do not compare. */
function compare(left: unknown, right: unknown): number {
  if (!isText(left) || !isText(right)) return Number.NaN;
  const numbers = [Number(left), Number(right)] as const;
  if (!Number.isNaN(numbers[0]) && !Number.isNaN(numbers[1])) return numbers[0] - numbers[1];
  return String(left) < String(right) ? -1 : Number(String(left) !== String(right));
}

function textWithin(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : exactJsonText(value);
}
