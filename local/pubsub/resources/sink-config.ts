/** The settings of subscriptions that write into BigQuery or Cloud Storage, as the API takes and shows them. */

import { invalid, outOfBounds, unimplemented } from '../errors.ts';
import { durationIn, flag, object, type Plain, text } from './fields.ts';
import { type Duration, durationText, milliseconds } from './shapes.ts';

export interface BigQueryConfig {
  readonly table: string;
  readonly useTopicSchema?: boolean;
  readonly useTableSchema?: boolean;
  readonly writeMetadata?: boolean;
  readonly dropUnknownFields?: boolean;
  readonly serviceAccountEmail?: string;
  readonly state: 'ACTIVE';
}

export interface CloudStorageConfig {
  readonly bucket: string;
  readonly filenamePrefix?: string;
  readonly filenameSuffix?: string;
  readonly filenameDatetimeFormat?: string;
  readonly textConfig?: Readonly<Record<string, never>>;
  readonly avroConfig?: { readonly writeMetadata?: boolean };
  readonly maxDuration: Duration;
  readonly maxBytes?: number;
  readonly maxMessages?: number;
  readonly serviceAccountEmail?: string;
  readonly state: 'ACTIVE';
}

export function bigQueryConfig(plain: Plain | undefined): BigQueryConfig | undefined {
  const table = plain === undefined ? '' : text(plain, 'table');
  if (plain === undefined || table === '') return undefined;
  if (!/^[^.:]+[.:][^.]+\.[^.]+$/.test(table)) {
    throw invalid(`Invalid BigQuery table given (table=${table.slice(0, 300)}): {projectId}.{datasetId}.{tableId}.`);
  }
  const [useTopicSchema, useTableSchema] = [flag(plain, 'useTopicSchema'), flag(plain, 'useTableSchema')];
  if (useTopicSchema && useTableSchema) throw invalid('use_topic_schema and use_table_schema cannot both be set.');
  const dropUnknownFields = flag(plain, 'dropUnknownFields');
  if (dropUnknownFields && !useTableSchema && !useTopicSchema) {
    throw invalid('drop_unknown_fields needs use_topic_schema or use_table_schema.');
  }
  return {
    table: table.replace(':', '.'),
    ...(useTopicSchema && { useTopicSchema }),
    ...(useTableSchema && { useTableSchema }),
    ...(flag(plain, 'writeMetadata') && { writeMetadata: true }),
    ...(dropUnknownFields && { dropUnknownFields }),
    ...account(plain),
    state: 'ACTIVE',
  };
}

/** Bounds and defaults as the proto comments of CloudStorageConfig have them. */
const DURATION = { min: 60, max: 600, default: 300 };
const BYTES = { min: 1_000, max: 10 * 1024 ** 3 };
const MIN_MESSAGES = 1_000;

export function cloudStorageConfig(plain: Plain | undefined): CloudStorageConfig | undefined {
  const bucket = plain === undefined ? '' : text(plain, 'bucket');
  if (plain === undefined || bucket === '') return undefined;
  const avro = object(plain, 'avroConfig');
  if (avro !== undefined && flag(avro, 'useTopicSchema')) throw unimplemented('AvroConfig.use_topic_schema');
  const [prefix, suffix, format] = ['filenamePrefix', 'filenameSuffix', 'filenameDatetimeFormat'].map((name) =>
    text(plain, name),
  ) as [string, string, string];
  if (suffix.endsWith('/')) throw invalid('filename_suffix must not end in "/".');
  const maxDuration = durationIn(plain, 'maxDuration') ?? { seconds: DURATION.default };
  const ms = milliseconds(maxDuration);
  if (ms < DURATION.min * 1_000 || ms > DURATION.max * 1_000)
    throw outOfBounds('max_duration', durationText(maxDuration), `${DURATION.min}s`, `${DURATION.max}s`);
  const maxBytes = Number(plain.maxBytes ?? 0);
  if (maxBytes !== 0 && (maxBytes < BYTES.min || maxBytes > BYTES.max))
    throw outOfBounds('max_bytes', maxBytes, BYTES.min, BYTES.max);
  const maxMessages = Number(plain.maxMessages ?? 0);
  if (maxMessages !== 0 && maxMessages < MIN_MESSAGES)
    throw invalid(`Invalid max_messages given (max_messages=${maxMessages}): at least ${MIN_MESSAGES}.`);
  return {
    bucket,
    ...(prefix !== '' && { filenamePrefix: prefix }),
    ...(suffix !== '' && { filenameSuffix: suffix }),
    ...(format !== '' && { filenameDatetimeFormat: format }),
    ...(avro === undefined
      ? { textConfig: {} }
      : { avroConfig: flag(avro, 'writeMetadata') ? { writeMetadata: true } : {} }),
    maxDuration,
    ...(maxBytes !== 0 && { maxBytes }),
    ...(maxMessages !== 0 && { maxMessages }),
    ...account(plain),
    state: 'ACTIVE',
  };
}

function account(plain: Plain): { readonly serviceAccountEmail?: string } {
  const email = text(plain, 'serviceAccountEmail');
  return email === '' ? {} : { serviceAccountEmail: email };
}
