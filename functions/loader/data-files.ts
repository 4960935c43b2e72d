/** Tells the objects below a success file that are its data, and their format by their names. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';

/** Directories whose objects are never data: configuration, upstream's queue, and the loader's own state. */
const SPECIAL_DIRECTORIES: ReadonlySet<string> = new Set(['_config', '_backlog', '_penstock']);
/** Written beside the success file when its batch failed. */
export const FAILED_FILENAME = '_FAILED';
/** Upstream's files, which a bucket taken over from it may still hold. */
const UPSTREAM_FILES: readonly string[] = ['_BACKFILL', '_bqlock'];

export interface ActionNames {
  readonly successFilename: string;
  /** `_HISTORYDONE`; empty where there is no such gate. */
  readonly gateFilename: string;
}

export interface ListedFile {
  readonly name: string;
  readonly generation: string;
  readonly size: number;
}

/** Decides by the name and size alone, without splitting the path: it is asked once for each of a million objects. */
export function dataFileTest({ successFilename, gateFilename }: ActionNames): (file: ListedFile) => boolean {
  const never = new Set([
    successFilename,
    FAILED_FILENAME,
    ...UPSTREAM_FILES,
    ...(gateFilename === '' ? [] : [gateFilename]),
  ]);
  return ({ name, size }) => {
    if (size === 0) return false;
    const slash = name.lastIndexOf('/');
    const base = name.slice(slash + 1);
    if (base === '' || base.charCodeAt(0) === DOT || never.has(base)) return false;
    return !name.includes('_') || !isSpecial(name, slash);
  };
}

const DOT = 46;

function isSpecial(name: string, lastSlash: number): boolean {
  if (!name.includes('_config/') && !name.includes('_backlog/') && !name.includes('_penstock/')) return false;
  return name
    .slice(0, lastSlash)
    .split('/')
    .some((segment) => SPECIAL_DIRECTORIES.has(segment));
}

export type Action = 'success' | 'gate' | 'validated';

/** The work that an object's event asks for, by its name alone; undefined for none. */
export function actionOf(
  name: string,
  names: ActionNames & { readonly waitForValidation: boolean },
): Action | undefined {
  const slash = name.lastIndexOf('/');
  const base = name.slice(slash + 1);
  const action = actionNamed(base, names);
  return action === undefined || isSpecial(name, slash) ? undefined : action;
}

function actionNamed(
  base: string,
  { successFilename, gateFilename, waitForValidation }: ActionNames & { readonly waitForValidation: boolean },
): Action | undefined {
  if (base === successFilename) return 'success';
  if (base === gateFilename) return 'gate';
  return waitForValidation && base === VALIDATED_FILENAME ? 'validated' : undefined;
}

/** As upstream: a validator writes it into the table's directory when the batch that was loaded last is valid. */
const VALIDATED_FILENAME = '_BACKFILL';

const FORMATS: Readonly<Record<string, string>> = {
  csv: 'CSV',
  tsv: 'CSV',
  json: 'NEWLINE_DELIMITED_JSON',
  jsonl: 'NEWLINE_DELIMITED_JSON',
  ndjson: 'NEWLINE_DELIMITED_JSON',
  parquet: 'PARQUET',
  avro: 'AVRO',
  orc: 'ORC',
};

/** Derives the format from the file's name; a `.gz` at its end does not count. Undefined for an unknown ending. */
export function formatOf(name: string): string | undefined {
  const base = name.slice(name.lastIndexOf('/') + 1).replace(/\.gz$/i, '');
  const dot = base.lastIndexOf('.');
  return dot < 0 ? undefined : FORMATS[base.slice(dot + 1).toLowerCase()];
}

/** The one format of a batch without `sourceFormat`: what the names say, or BigQuery's default where they say nothing. */
export class FormatVote {
  #format: string | undefined;
  #file = '';

  /** Throws INPUT_INVALID where a file's name says another format than one before. */
  take(name: string): void {
    const format = formatOf(name);
    if (format === undefined || format === this.#format) return;
    if (this.#format !== undefined) {
      throw new PenstockError(
        'INPUT_INVALID',
        `${this.#file} is ${this.#format} and ${name} is ${format}: a batch has one format. Give each its own directory, or set sourceFormat in _config/load.json`,
      );
    }
    this.#format = format;
    this.#file = name;
  }

  get winner(): string {
    return this.#format ?? 'CSV';
  }
}
