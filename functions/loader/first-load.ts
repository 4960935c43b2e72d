/** Where a folder's files go: `<dataset>/<table>/…/_SUCCESS` (seed 004). */

import { createHash } from 'node:crypto';

export interface Finalized {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
}

export interface Destination {
  readonly datasetId: string;
  readonly tableId: string;
  /** With its final `/`. */
  readonly prefix: string;
}

/** Undefined where the object is not a success file under a dataset and a table: nothing to do. */
export function destinationOf(name: string, successFilename: string): Destination | undefined {
  const segments = name.split('/');
  if (segments.length < 3 || segments.at(-1) !== successFilename) return undefined;
  const [datasetId, tableId] = segments as [string, string];
  return { datasetId, tableId, prefix: `${segments.slice(0, -1).join('/')}/` };
}

/** The same success object always names the same job, so that a repeated event meets the job that exists. */
export function jobIdOf(event: Finalized): string {
  const digest = createHash('sha256').update(`${event.bucket}\0${event.name}\0${event.generation}`).digest('hex');
  return `penstock-load-${digest.slice(0, 40)}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  csv: 'CSV',
  json: 'NEWLINE_DELIMITED_JSON',
  jsonl: 'NEWLINE_DELIMITED_JSON',
  ndjson: 'NEWLINE_DELIMITED_JSON',
  parquet: 'PARQUET',
  avro: 'AVRO',
};

/** By the name of the file; a `.gz` behind it does not count. */
export function sourceFormatOf(name: string): string | undefined {
  return FORMATS[name.replace(/\.gz$/, '').split('.').at(-1)?.toLowerCase() as string];
}
