/** The format options for reading files, which load jobs and external tables share. */

import { BigQueryError } from '../errors.ts';
import { delimiterFrom } from '../extract/options.ts';
import { count, flag, type Json, oneOf } from '../jobs/configuration.ts';
import type { Limits } from '../limits.ts';
import type { ColumnType, Schema } from '../schema.ts';
import { isObject, schemaFromResource } from '../tables/schema-resource.ts';
import { type TimeFormats, timeFormatsFrom } from './time-formats.ts';

export type Format = 'CSV' | 'NEWLINE_DELIMITED_JSON' | 'PARQUET' | 'AVRO';

export interface CsvOptions {
  readonly delimiter: string;
  /** Empty for none. */
  readonly quote: string;
  readonly skipLeadingRows: number | undefined;
  readonly allowQuotedNewlines: boolean;
  readonly allowJaggedRows: boolean;
  readonly nullMarkers: readonly string[];
  readonly encoding: 'utf-8' | 'latin1' | 'utf-16be' | 'utf-16le' | 'utf-32be' | 'utf-32le';
  readonly preserveAsciiControlCharacters: boolean;
  /** Whether the header's names say which column each field is of, or its place. */
  readonly columnMatch: 'POSITION' | 'NAME';
}

export interface HiveOptions {
  readonly mode: 'AUTO' | 'STRINGS' | 'CUSTOM';
  readonly prefix: string;
  /** Whether a query must filter by a key; a load that says so fails. */
  readonly requireFilter: boolean;
}

export interface ReadOptions {
  readonly format: Format;
  readonly csv: CsvOptions;
  readonly schema: Schema | undefined;
  readonly autodetect: boolean;
  readonly maxBadRecords: number;
  readonly ignoreUnknownValues: boolean;
  readonly useAvroLogicalTypes: boolean;
  /** Which of NUMERIC, BIGNUMERIC, STRING a file's decimals may become, first that holds them. */
  readonly decimalTargetTypes: readonly ColumnType[];
  /** Whether a LIST of a Parquet file is an array; otherwise its groups are records. */
  readonly listInference: boolean;
  readonly hive: HiveOptions | undefined;
  /** The forms of dates and times in the files, where the load names them. */
  readonly times: TimeFormats | undefined;
}

const REFUSED_FORMATS: Readonly<Record<string, string>> = {
  ORC: 'ORC files',
  DATASTORE_BACKUP: 'Datastore backups',
  GOOGLE_SHEETS: 'Google Sheets',
  BIGTABLE: 'Bigtable tables',
  ICEBERG: 'Iceberg tables',
  DELTA_LAKE: 'Delta Lake tables',
  THRIFT: 'Thrift files',
};

const REFUSED_OPTIONS: Readonly<Record<string, string>> = {
  projectionFields: 'projectionFields',
  referenceFileSchemaUri: 'referenceFileSchemaUri',
  fileSetSpecType: 'file set manifests (fileSetSpecType)',
  destinationEncryptionConfiguration: 'customer-managed keys',
  schemaInline: 'schemaInline',
  columnNameCharacterMap: 'columnNameCharacterMap',
  copyFilesOnly: 'copyFilesOnly',
  createSession: 'sessions (createSession)',
  connectionProperties: 'connection properties',
  timestampTargetPrecision: 'timestampTargetPrecision',
};

/** `settings` is a load configuration, or an external one with its csvOptions and the like laid flat. */
export function readOptionsFrom(settings: Json, limits: Limits): ReadOptions {
  const format = formatFrom(settings.sourceFormat);
  for (const [key, what] of Object.entries(REFUSED_OPTIONS)) {
    const value = settings[key];
    const isDefault =
      value === undefined ||
      value === null ||
      value === '' ||
      value === false ||
      (Array.isArray(value) && value.every((precision) => precision === 6)) ||
      /_UNSPECIFIED$|^FILE_SET_SPEC_TYPE_FILE_SYSTEM_MATCH$/.test(String(value));
    if (!isDefault)
      throw new BigQueryError('notImplemented', `The local BigQuery does not support ${what} in a load`, {
        status: 400,
      });
  }
  const extension = settings.jsonExtension;
  if (extension !== undefined && extension !== null && extension !== '' && extension !== 'JSON_EXTENSION_UNSPECIFIED') {
    throw new BigQueryError(
      'notImplemented',
      `The local BigQuery does not support jsonExtension ${String(extension)}`,
      { status: 400 },
    );
  }
  return {
    format,
    csv: csvFrom(settings),
    schema:
      isObject(settings.schema) && Array.isArray(settings.schema.fields)
        ? schemaFromResource(settings.schema, limits)
        : undefined,
    autodetect: flag(settings.autodetect, 'autodetect'),
    maxBadRecords: count(settings.maxBadRecords, 'maxBadRecords', 0),
    ignoreUnknownValues: flag(settings.ignoreUnknownValues, 'ignoreUnknownValues'),
    useAvroLogicalTypes: flag(settings.useAvroLogicalTypes, 'useAvroLogicalTypes'),
    decimalTargetTypes: decimalTargets(settings.decimalTargetTypes),
    listInference: listInferenceOf(settings),
    hive: hiveFrom(settings.hivePartitioningOptions),
    times: timeFormatsFrom(settings),
  };
}

function formatFrom(value: unknown): Format {
  const name = value === undefined || value === null || value === '' ? 'CSV' : String(value).toUpperCase();
  if (name === 'JSON') return 'NEWLINE_DELIMITED_JSON';
  if (name === 'CSV' || name === 'NEWLINE_DELIMITED_JSON' || name === 'PARQUET' || name === 'AVRO') return name;
  const refused = REFUSED_FORMATS[name];
  if (refused !== undefined)
    throw new BigQueryError('notImplemented', `The local BigQuery does not support ${refused}`, { status: 400 });
  throw new BigQueryError('invalid', `Invalid value for sourceFormat: ${name} is not a valid value`);
}

const ENCODINGS: Readonly<Record<string, CsvOptions['encoding']>> = {
  'UTF-8': 'utf-8',
  'ISO-8859-1': 'latin1',
  'UTF-16BE': 'utf-16be',
  'UTF-16LE': 'utf-16le',
  'UTF-32BE': 'utf-32be',
  'UTF-32LE': 'utf-32le',
};

function csvFrom(settings: Json): CsvOptions {
  const name =
    settings.encoding === undefined || settings.encoding === null ? 'UTF-8' : String(settings.encoding).toUpperCase();
  const encoding = ENCODINGS[name];
  if (encoding === undefined)
    throw new BigQueryError('invalid', `Invalid value for encoding: ${name} is not a valid value`);
  const markers = Array.isArray(settings.nullMarkers) ? settings.nullMarkers.map(String) : [];
  const marker = settings.nullMarker;
  if (markers.length > 0 && marker !== undefined && marker !== null && marker !== '') {
    throw new BigQueryError('invalid', 'nullMarker and nullMarkers cannot be set at the same time.');
  }
  const quote = settings.quote === undefined || settings.quote === null ? '"' : String(settings.quote);
  if (Buffer.byteLength(quote) > 1)
    throw new BigQueryError('invalid', `Invalid value for quote: ${quote} is not one character`);
  const skip = settings.skipLeadingRows;
  const columnMatch = oneOf(
    settings.sourceColumnMatch === 'SOURCE_COLUMN_MATCH_UNSPECIFIED' ? undefined : settings.sourceColumnMatch,
    ['POSITION', 'NAME'],
    'POSITION',
    'sourceColumnMatch',
  );
  if (columnMatch === 'NAME' && (skip === 0 || skip === '0'))
    throw new BigQueryError('invalid', 'sourceColumnMatch NAME needs a header: skipLeadingRows must be at least 1');
  return {
    columnMatch,
    delimiter: delimiterFrom(settings.fieldDelimiter),
    quote,
    skipLeadingRows: skip === undefined || skip === null || skip === '' ? undefined : count(skip, 'skipLeadingRows', 0),
    allowQuotedNewlines: flag(settings.allowQuotedNewlines, 'allowQuotedNewlines'),
    allowJaggedRows: flag(settings.allowJaggedRows, 'allowJaggedRows'),
    nullMarkers: markers.length > 0 ? markers : [marker === undefined || marker === null ? '' : String(marker)],
    encoding,
    preserveAsciiControlCharacters: flag(settings.preserveAsciiControlCharacters, 'preserveAsciiControlCharacters'),
  };
}

function decimalTargets(value: unknown): readonly ColumnType[] {
  if (!Array.isArray(value) || value.length === 0) return ['NUMERIC'];
  return ['NUMERIC', 'BIGNUMERIC', 'STRING'].filter((type) => value.includes(type)) as ColumnType[];
}

function listInferenceOf({ parquetOptions, enableListInference }: Json): boolean {
  const given = isObject(parquetOptions) ? parquetOptions.enableListInference : enableListInference;
  return flag(given, 'parquetOptions.enableListInference');
}

function hiveFrom(value: unknown): HiveOptions | undefined {
  if (!isObject(value) || Object.keys(value).length === 0) return undefined;
  const mode = value.mode === undefined || value.mode === null ? 'AUTO' : String(value.mode).toUpperCase();
  if (mode !== 'AUTO' && mode !== 'STRINGS' && mode !== 'CUSTOM')
    throw new BigQueryError('invalid', `Invalid value for hivePartitioningOptions.mode: ${mode}`);
  if (typeof value.sourceUriPrefix !== 'string' || !value.sourceUriPrefix.startsWith('gs://')) {
    throw new BigQueryError(
      'invalid',
      'Invalid value for hivePartitioningOptions.sourceUriPrefix: a gs:// prefix is required',
    );
  }
  return {
    mode,
    prefix: value.sourceUriPrefix,
    requireFilter: flag(value.requirePartitionFilter, 'hivePartitioningOptions.requirePartitionFilter'),
  };
}
