/** The options of an extract job or an EXPORT DATA statement, checked. */

import { BigQueryError } from '../errors.ts';
import { flag, type Json, oneOf } from '../jobs/configuration.ts';

export type ExtractFormat = 'CSV' | 'NEWLINE_DELIMITED_JSON' | 'PARQUET' | 'AVRO';
export type Compression = 'NONE' | 'GZIP' | 'DEFLATE' | 'SNAPPY' | 'ZSTD';

export interface ExtractOptions {
  readonly format: ExtractFormat;
  readonly compression: Compression;
  readonly delimiter: string;
  readonly header: boolean;
  readonly useAvroLogicalTypes: boolean;
}

const FORMATS: readonly ExtractFormat[] = ['CSV', 'NEWLINE_DELIMITED_JSON', 'PARQUET', 'AVRO'];

/** The compressions that each format has (`JobConfigurationExtract.compression`). */
const COMPRESSIONS: Readonly<Record<ExtractFormat, readonly Compression[]>> = {
  CSV: ['NONE', 'GZIP'],
  NEWLINE_DELIMITED_JSON: ['NONE', 'GZIP'],
  AVRO: ['NONE', 'DEFLATE', 'SNAPPY'],
  PARQUET: ['NONE', 'SNAPPY', 'GZIP', 'ZSTD'],
};

/** Reads a `configuration.extract`. */
export function extractOptionsFrom(configuration: Json): ExtractOptions {
  const format = oneOf(upper(configuration.destinationFormat), FORMATS, 'CSV', 'destinationFormat');
  const compression = oneOf(
    upper(configuration.compression),
    ['NONE', 'GZIP', 'DEFLATE', 'SNAPPY', 'ZSTD'],
    'NONE',
    'compression',
  );
  if (!COMPRESSIONS[format].includes(compression)) {
    throw new BigQueryError(
      'invalid',
      `Compression ${compression} is not supported for format ${format}: use ${COMPRESSIONS[format].join(', ')}`,
    );
  }
  return {
    format,
    compression,
    delimiter: delimiterFrom(configuration.fieldDelimiter),
    header: flag(configuration.printHeader, 'printHeader', true),
    useAvroLogicalTypes: flag(configuration.useAvroLogicalTypes, 'useAvroLogicalTypes'),
  };
}

function upper(value: unknown): unknown {
  return typeof value === 'string' ? value.toUpperCase() : value;
}

/** One character; `\t` and `tab` are the tab. */
export function delimiterFrom(value: unknown): string {
  if (value === undefined || value === null || value === '') return ',';
  const text = String(value);
  if (text === '\\t' || text.toLowerCase() === 'tab') return '\t';
  if ([...text].length !== 1)
    throw new BigQueryError('invalid', `Invalid value for fieldDelimiter: ${text} is not one character`);
  return text;
}
