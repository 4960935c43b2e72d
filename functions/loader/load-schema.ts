/**
 * JSON Schemas of `_config/load.json` and `_config/external.json`: BigQuery's own keys (REST `JobConfigurationLoad` and
 * `ExternalDataConfiguration`) and ours. A key or value that is not listed is an error before any job runs, because
 * BigQuery ignores or misreads some of them (the seed's own example has two misspelt values).
 */

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const name: Schema = { type: 'string', minLength: 1 };
const flag: Schema = { type: 'boolean' };
/** REST writes 64-bit integers as text. */
const count: Schema = {
  anyOf: [
    { type: 'integer', minimum: 0 },
    { type: 'string', pattern: '^[0-9]+$' },
  ],
};
const texts: Schema = { type: 'array', items: name };

function oneOf(...values: readonly string[]): Schema {
  return { enum: values };
}

function object(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: 'object', additionalProperties: false, properties, required };
}

const tableSchema = object({ fields: { type: 'array', items: { type: 'object', required: ['name', 'type'] } } }, [
  'fields',
]);

const timePartitioning = object(
  { type: oneOf('HOUR', 'DAY', 'MONTH', 'YEAR'), field: name, expirationMs: count, requirePartitionFilter: flag },
  ['type'],
);

const rangePartitioning = object({
  field: name,
  range: object({
    start: { anyOf: [{ type: 'integer' }, text] },
    end: { anyOf: [{ type: 'integer' }, text] },
    interval: count,
  }),
});

const hivePartitioningOptions = object({
  mode: oneOf('AUTO', 'STRINGS', 'CUSTOM'),
  sourceUriPrefix: name,
  requirePartitionFilter: flag,
  fields: texts,
});

const parquetOptions = object({
  enumAsString: flag,
  enableListInference: flag,
  mapTargetType: oneOf('MAP_TARGET_TYPE_UNSPECIFIED', 'ARRAY_OF_STRUCT'),
});

const decimalTargetTypes: Schema = { type: 'array', items: oneOf('NUMERIC', 'BIGNUMERIC', 'STRING') };
const encoding = oneOf('UTF-8', 'ISO-8859-1', 'UTF-16BE', 'UTF-16LE', 'UTF-32BE', 'UTF-32LE');
const jsonExtension = oneOf('JSON_EXTENSION_UNSPECIFIED', 'GEOJSON');
const sourceColumnMatch = oneOf('SOURCE_COLUMN_MATCH_UNSPECIFIED', 'POSITION', 'NAME');

/** What a load and an external table have in common. */
const reading = {
  autodetect: flag,
  decimalTargetTypes,
  hivePartitioningOptions,
  ignoreUnknownValues: flag,
  jsonExtension,
  maxBadRecords: count,
  parquetOptions,
  schema: tableSchema,
  dateFormat: text,
  datetimeFormat: text,
  timeFormat: text,
  timestampFormat: text,
  timeZone: text,
  timestampTargetPrecision: { type: 'array', items: { type: 'integer' } },
} as const;

const csv = {
  allowJaggedRows: flag,
  allowQuotedNewlines: flag,
  encoding,
  fieldDelimiter: text,
  nullMarker: text,
  nullMarkers: { type: 'array', items: text },
  preserveAsciiControlCharacters: flag,
  quote: text,
  skipLeadingRows: count,
  sourceColumnMatch,
} as const;

const successHooks = object({
  files: oneOf('keep', 'delete', 'archive'),
  archiveTo: { type: 'string', pattern: '^gs://[^/]+(/.*)?$' },
  sql: name,
  topic: name,
});

const failureHooks = object({
  files: oneOf('keep', 'quarantine'),
  quarantineTo: { type: 'string', pattern: '^gs://[^/]+(/.*)?$' },
  topic: name,
});

/** Keys of `load.json` that are the loader's and are never sent in BigQuery's load configuration. */
export const OWN_KEYS = [
  'destinationRegex',
  'dataSourceName',
  'labels',
  'onSuccess',
  'onFailure',
  'allowZeroRows',
  'microBatch',
] as const;

export const LOAD_SCHEMA = object({
  ...reading,
  ...csv,
  clustering: object({ fields: texts }, ['fields']),
  columnNameCharacterMap: oneOf('COLUMN_NAME_CHARACTER_MAP_UNSPECIFIED', 'STRICT', 'V1', 'V2'),
  createDisposition: oneOf('CREATE_IF_NEEDED', 'CREATE_NEVER'),
  destinationEncryptionConfiguration: object({ kmsKeyName: name }),
  destinationTable: object({ projectId: name, datasetId: name, tableId: name }),
  destinationTableProperties: object({
    description: text,
    friendlyName: text,
    expirationTime: text,
    labels: { type: 'object', additionalProperties: text },
  }),
  projectionFields: texts,
  rangePartitioning,
  referenceFileSchemaUri: name,
  schemaUpdateOptions: { type: 'array', items: oneOf('ALLOW_FIELD_ADDITION', 'ALLOW_FIELD_RELAXATION') },
  sourceFormat: oneOf('CSV', 'NEWLINE_DELIMITED_JSON', 'PARQUET', 'AVRO', 'ORC', 'DATASTORE_BACKUP'),
  timePartitioning,
  useAvroLogicalTypes: flag,
  writeDisposition: oneOf('WRITE_APPEND', 'WRITE_TRUNCATE', 'WRITE_EMPTY'),
  // Ours from here on.
  destinationRegex: name,
  dataSourceName: name,
  labels: { type: 'object', additionalProperties: text },
  onSuccess: successHooks,
  onFailure: failureHooks,
  allowZeroRows: flag,
  microBatch: object({
    maxFiles: { type: 'integer', minimum: 1 },
    maxBytes: { type: 'integer', minimum: 1 },
    maxAgeSeconds: { type: 'integer', minimum: 0 },
  }),
});

export const EXTERNAL_SCHEMA = object({
  ...reading,
  avroOptions: object({ useAvroLogicalTypes: flag }),
  bigtableOptions: { type: 'object' },
  compression: oneOf('NONE', 'GZIP'),
  connectionId: name,
  csvOptions: object(csv),
  googleSheetsOptions: object({ range: text, skipLeadingRows: count }),
  jsonOptions: object({ encoding }),
  metadataCacheMode: oneOf('METADATA_CACHE_MODE_UNSPECIFIED', 'AUTOMATIC', 'MANUAL'),
  referenceFileSchemaUri: name,
  // Accepted, because upstream's files have it, and replaced by the batch's files.
  sourceUris: texts,
  sourceFormat: oneOf('CSV', 'NEWLINE_DELIMITED_JSON', 'PARQUET', 'AVRO', 'ORC', 'DATASTORE_BACKUP'),
});
