/**
 * Reads dataset, table, partition and batch from an object's path by the rule of seed 004 (docs/origins.md).
 * The default rule is written out here instead of in one regular expression, because upstream's expression takes numeric
 * batch ids for dates, drops partition decorators that it does not know, and reads `historical_v2` as a batch `_v2`.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';

export interface PathGroups {
  /** May be `project.dataset`. */
  readonly dataset?: string;
  readonly table?: string;
  /** With its `$`. */
  readonly partition?: string;
  readonly yyyy?: string;
  readonly mm?: string;
  readonly dd?: string;
  readonly hh?: string;
  readonly batch?: string;
  /** The path up to the end of the table's segment: where `_HISTORYDONE` is looked for. */
  readonly tablePrefix: string;
}

/** The default rule in words, for messages. */
export const DEFAULT_RULE =
  'DATASET/TABLE/[historical|incremental/][$PARTITION/][yyyy/mm/dd/hh/ or yyyymmddhh/][BATCH/]SUCCESS_FILE, where DATASET may be PROJECT.DATASET';

const DATASET = /^(?:[a-z\d.-]+:)?[\w.-]+$/i;
const TABLE = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd} ]+$/u;
const DECORATOR = /^\$(?:\d+|__NULL__)$/;

/** Undefined where the path names no dataset and table. Throws INPUT_INVALID where it names a partition that is none. */
export function groupsByDefault(name: string): PathGroups | undefined {
  const [dataset = '', table = '', ...rest] = name.split('/').slice(0, -1);
  if (!DATASET.test(dataset) || !TABLE.test(table)) return undefined;
  const groups = { dataset, table, tablePrefix: `${dataset}/${table}` };
  // Only as a whole segment: `historical_v2` is a batch.
  const below = rest[0] === 'historical' || rest[0] === 'incremental' ? rest.slice(1) : rest;
  const [first = ''] = below;
  if (first.startsWith('$')) {
    if (!DECORATOR.test(first)) throw notAPartition(name, first);
    return { ...groups, partition: first, ...batchOf(below.slice(1)) };
  }
  const date = /^\d{4}$/.test(first) ? slashedDate(name, below) : compactDate(first);
  if (date === undefined) return { ...groups, ...batchOf(below) };
  return { ...groups, ...date.parts, ...batchOf(below.slice(date.segments)) };
}

interface FoundDate {
  readonly parts: Pick<PathGroups, 'yyyy' | 'mm' | 'dd' | 'hh'>;
  readonly segments: number;
}

/** Hive's `key=value` directories name columns, not a batch. */
function batchOf(segments: readonly string[]): Pick<PathGroups, 'batch'> {
  const named = segments.filter((segment) => segment !== '' && !segment.includes('='));
  return named.length === 0 ? {} : { batch: named.join('/') };
}

/** `20200102`: digits that are no date, such as a batch id `00001234`, are a batch. */
function compactDate(segment: string): FoundDate | undefined {
  const found = /^(?<yyyy>\d{4})(?<mm>\d{2})(?:(?<dd>\d{2})(?<hh>\d{2})?)?$/.exec(segment)?.groups;
  if (found === undefined || !isDate(found)) return undefined;
  return { parts: defined(found), segments: 1 };
}

/** `2020/1/2/3`: one directory a part, one or two digits each. */
function slashedDate(name: string, segments: readonly string[]): FoundDate | undefined {
  const [yyyy, ...others] = segments as readonly [string, ...string[]];
  if (!isDate({ yyyy })) return undefined;
  const parts: string[] = [];
  while (parts.length < 3 && /^\d{1,2}$/.test(others[parts.length] as string))
    parts.push(others[parts.length] as string);
  const [mm, dd, hh] = parts;
  const found = defined({ yyyy, mm, dd, hh });
  if (!isDate(found)) throw notAPartition(name, [yyyy, ...parts].join('/'));
  return { parts: found, segments: 1 + parts.length };
}

function defined(found: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Years are 1900 to 2199, so that four digits of another kind stay a batch id. */
function isDate({ yyyy = '', mm, dd, hh }: Readonly<Record<string, string | undefined>>): boolean {
  const [year, month, day, hour] = [Number(yyyy), Number(mm ?? 1), Number(dd ?? 1), Number(hh ?? 0)];
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || hour > 23) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function notAPartition(name: string, found: string): PenstockError {
  return new PenstockError(
    'INPUT_INVALID',
    `${name}: ${found} names no partition. Allowed are \`$\` and digits, \`$__NULL__\`, or a date as yyyy/mm/dd/hh; ` +
      'for another layout set destinationRegex in _config/load.json or DESTINATION_REGEX',
  );
}

/** Compiles an expression written for upstream's Python (`(?P<name>…)`) or for JavaScript. Throws an Error that says why. */
export function compileDestinationRegex(source: string): RegExp {
  const translated = source.replaceAll('(?P<', '(?<').replace(/\(\?P=(\w+)\)/g, '\\k<$1>');
  // Python's `re.match` begins at the start, whether or not the expression says so.
  const anchored = `^(?:${translated})`;
  let compiled: RegExp;
  try {
    compiled = new RegExp(anchored, 'du');
  } catch {
    // Escapes that Python allows and the `u` flag does not, such as `\_`.
    compiled = new RegExp(anchored, 'd');
  }
  if (!/\(\?<table>/.test(translated)) throw new Error('the expression has no group named `table`');
  return compiled;
}

/** Groups of a configured expression. `hr`, which upstream's README names, means `hh`. */
export function groupsByRegex(name: string, regex: RegExp): PathGroups | undefined {
  const match = regex.exec(name);
  if (match?.groups === undefined) return undefined;
  const { dataset, table, partition, yyyy, mm, dd, hh, hr, batch } = match.groups;
  const end = match.indices?.groups?.table?.[1] ?? 0;
  return {
    ...defined({ dataset, table, partition, yyyy, mm, dd, hh: hh ?? hr, batch }),
    tablePrefix: name.slice(0, end),
  };
}
