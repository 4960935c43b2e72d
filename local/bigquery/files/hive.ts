/** Hive partition keys in object names: `prefix/dt=2026-01-02/region=eu/file.json` gives two more columns. */

import type { DuckDBValue } from '@duckdb/node-api';
import { BigQueryError } from '../errors.ts';
import { type Column, type ColumnType, columnType, findColumn, type Schema } from '../schema.ts';
import { converterOf } from '../values/scalars.ts';
import { parseDate, parseTimestamp } from '../values.ts';
import type { HiveOptions } from './options.ts';

export interface HivePartitions {
  readonly columns: Schema;
  /** Each file's values, in the order of the columns. */
  readonly files: readonly (readonly DuckDBValue[])[];
}

const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

export function hivePartitions(uris: readonly string[], options: HiveOptions): HivePartitions {
  const custom = /\{(\w+):(\w+)\}/g;
  const prefix = options.mode === 'CUSTOM' ? options.prefix.slice(0, firstBrace(options.prefix)) : options.prefix;
  const rows = uris.map((uri) => keysOf(uri, prefix.endsWith('/') ? prefix : `${prefix}/`));
  const [first = []] = rows;
  const names = first.map(([name]) => name);
  for (const [index, row] of rows.entries()) {
    if (row.length !== names.length || row.some(([name], place) => name !== names[place])) {
      throw invalid(`Inconsistent hive partition keys: file ${uris[index]} does not have the keys ${names.join(', ')}`);
    }
  }
  if (options.mode === 'CUSTOM') {
    const declared = [...options.prefix.matchAll(custom)].map(([, name = '', type = '']) => ({
      name,
      type: columnType(type),
    }));
    if (declared.length !== names.length || declared.some(({ name }, place) => name !== names[place])) {
      throw invalid(`The keys of sourceUriPrefix ${options.prefix} do not match the files' keys: ${names.join(', ')}`);
    }
    return typed(
      rows,
      names,
      declared.map(({ name, type }) => type ?? refuse(name)),
    );
  }
  const types = names.map((_, place) =>
    options.mode === 'STRINGS' ? 'STRING' : detectType(rows.map((row) => row[place]?.[1] ?? '')),
  );
  return typed(rows, names, types);
}

/** The files' columns and the keys after them: no name may be both. */
export function withHiveKeys(own: Schema, hive: HivePartitions | undefined): Schema {
  const keys = hive?.columns ?? [];
  const both = keys.find(({ name }) => findColumn(own, name) !== undefined);
  if (both !== undefined) throw invalid(`Hive partition key ${both.name} is also a column of the files`);
  return [...own, ...keys];
}

function firstBrace(prefix: string): number {
  const at = prefix.indexOf('{');
  return at < 0 ? prefix.length : at;
}

function keysOf(uri: string, prefix: string): [string, string][] {
  if (!uri.startsWith(prefix)) throw invalid(`File ${uri} does not begin with the hive sourceUriPrefix ${prefix}`);
  const folders = uri.slice(prefix.length).split('/').slice(0, -1);
  return folders.map((folder) => {
    const at = folder.indexOf('=');
    if (at <= 0) throw invalid(`The path segment "${folder}" of ${uri} is not a hive partition key (name=value)`);
    return [folder.slice(0, at), decoded(folder.slice(at + 1), uri)];
  });
}

function decoded(value: string, uri: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw invalid(`The hive partition value "${value}" of ${uri} is not validly percent-encoded`);
  }
}

/** AUTO knows INT64, DATE, TIMESTAMP and STRING. */
function detectType(values: readonly string[]): ColumnType {
  const known = values.filter((value) => value !== NULL_PARTITION);
  if (known.length === 0) return 'STRING';
  if (known.every((value) => /^-?\d{1,18}$/.test(value))) return 'INT64';
  if (known.every((value) => parseDate(value) !== undefined)) return 'DATE';
  if (known.every((value) => /^\d{4}-/.test(value) && parseTimestamp(value) !== undefined)) return 'TIMESTAMP';
  return 'STRING';
}

function typed(
  rows: readonly (readonly [string, string][])[],
  names: readonly string[],
  types: readonly ColumnType[],
): HivePartitions {
  const columns = names.map((name, place): Column => ({ name, type: types[place] as ColumnType, mode: 'NULLABLE' }));
  const converters = columns.map((column) => converterOf(column, 'parsed'));
  const files = rows.map((row) =>
    row.map(([name, text], place): DuckDBValue => {
      if (text === NULL_PARTITION) return null;
      const value = converters[place]?.(text);
      if (value === undefined) throw invalid(`Hive partition value ${name}=${text} is not a ${types[place]}`);
      return value;
    }),
  );
  return { columns, files };
}

function refuse(name: string): never {
  throw invalid(`Unknown type of hive partition key ${name}`);
}

function invalid(message: string): BigQueryError {
  return new BigQueryError('invalid', message);
}
