/** The options of files to read, which CREATE EXTERNAL TABLE and LOAD DATA share, as the REST API names them. */

import { invalid, unsupported } from '../error.ts';
import type { OptionReader } from './constant.ts';

const FORMATS: Readonly<Record<string, string>> = {
  CSV: 'CSV',
  JSON: 'NEWLINE_DELIMITED_JSON',
  NEWLINE_DELIMITED_JSON: 'NEWLINE_DELIMITED_JSON',
  PARQUET: 'PARQUET',
  AVRO: 'AVRO',
};

export type Settings = Readonly<Record<string, unknown>>;

export async function sourceOf(options: OptionReader, what: string): Promise<Settings & { sourceFormat: string }> {
  const format = (await options.string('format'))?.toUpperCase() ?? '';
  const sourceFormat = FORMATS[format];
  if (sourceFormat === undefined) throw unsupported(`${what} of format ${format === '' ? '(none)' : format}`);
  const sourceUris = await options.strings('uris');
  if (sourceUris === undefined || sourceUris === null || sourceUris.length === 0)
    throw invalid(`${what.charAt(0).toUpperCase()}${what.slice(1)} must have URIs`);
  return { sourceFormat, sourceUris };
}

/** The options that only CSV has. */
export async function csvOptions(options: OptionReader): Promise<Settings> {
  const skip = await options.int('skip_leading_rows');
  return {
    ...(skip === undefined || skip === null ? {} : { skipLeadingRows: String(skip) }),
    ...(await given('fieldDelimiter', options.string('field_delimiter'))),
    ...(await given('quote', options.string('quote'))),
    ...(await given('allowQuotedNewlines', options.bool('allow_quoted_newlines'))),
    ...(await given('allowJaggedRows', options.bool('allow_jagged_rows'))),
    ...(await given('encoding', options.string('encoding'))),
    ...(await given('nullMarker', options.string('null_marker'))),
    ...(await given('nullMarkers', options.strings('null_markers'))),
    ...(await given('preserveAsciiControlCharacters', options.bool('preserve_ascii_control_characters'))),
    ...(await given('sourceColumnMatch', options.string('source_column_match'))),
  };
}

/** The options that every format may have. The host refuses what it does not do. */
export async function readingOptions(options: OptionReader): Promise<Settings> {
  const bad = await options.int('max_bad_records');
  return {
    ...(bad === undefined || bad === null ? {} : { maxBadRecords: Number(bad) }),
    ...(await given('ignoreUnknownValues', options.bool('ignore_unknown_values'))),
    ...(await given('decimalTargetTypes', options.strings('decimal_target_types'))),
    ...(await given('dateFormat', options.string('date_format'))),
    ...(await given('datetimeFormat', options.string('datetime_format'))),
    ...(await given('timeFormat', options.string('time_format'))),
    ...(await given('timestampFormat', options.string('timestamp_format'))),
    ...(await given('timeZone', options.string('time_zone'))),
    ...(await given('jsonExtension', options.string('json_extension'))),
    ...(await given('projectionFields', options.strings('projection_fields'))),
    ...(await given('referenceFileSchemaUri', options.string('reference_file_schema_uri'))),
    ...(await given('useAvroLogicalTypes', options.bool('enable_logical_types'))),
    ...(await given('enableListInference', options.bool('enable_list_inference'))),
  };
}

/** `keys` are the declared partition columns, `{name:TYPE}` each; empty where they are detected. */
export async function hiveOptions(
  options: OptionReader,
  mode: 'AUTO' | 'STRINGS',
  keys: readonly string[] = [],
): Promise<Settings> {
  const prefix = await options.string('hive_partition_uri_prefix');
  const filter = await options.bool('require_hive_partition_filter');
  if (prefix === undefined || prefix === null) return {};
  const declared = [prefix.replace(/\/$/, ''), ...keys].join('/');
  return {
    hivePartitioningOptions: {
      mode: keys.length > 0 ? 'CUSTOM' : mode,
      sourceUriPrefix: keys.length > 0 ? declared : prefix,
      ...(filter === undefined || filter === null ? {} : { requirePartitionFilter: filter }),
    },
  };
}

async function given<T>(name: string, value: Promise<T | null | undefined>): Promise<Record<string, T>> {
  const known = await value;
  return known === undefined || known === null ? {} : { [name]: known };
}
