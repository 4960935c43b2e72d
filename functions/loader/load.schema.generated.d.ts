// Made by tools/config-schemas.ts from load.schema.json. Do not edit.
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';

/** Settings for loading the files of a batch: BigQuery’s JobConfigurationLoad and the loader’s own keys. */
export interface Load {
  readonly autodetect?: boolean;
  readonly decimalTargetTypes?: readonly ("NUMERIC" | "BIGNUMERIC" | "STRING")[];
  readonly hivePartitioningOptions?: {
    readonly mode?: "AUTO" | "STRINGS" | "CUSTOM";
    readonly sourceUriPrefix?: string;
    readonly requirePartitionFilter?: boolean;
    readonly fields?: readonly (string)[];
  };
  readonly ignoreUnknownValues?: boolean;
  readonly jsonExtension?: "JSON_EXTENSION_UNSPECIFIED" | "GEOJSON";
  readonly maxBadRecords?: number | string;
  readonly parquetOptions?: {
    readonly enumAsString?: boolean;
    readonly enableListInference?: boolean;
    readonly mapTargetType?: "MAP_TARGET_TYPE_UNSPECIFIED" | "ARRAY_OF_STRUCT";
  };
  readonly schema?: {
    readonly fields: readonly (Readonly<Record<string, unknown>>)[];
  };
  readonly dateFormat?: string;
  readonly datetimeFormat?: string;
  readonly timeFormat?: string;
  readonly timestampFormat?: string;
  readonly timeZone?: string;
  readonly timestampTargetPrecision?: readonly (number)[];
  readonly allowJaggedRows?: boolean;
  readonly allowQuotedNewlines?: boolean;
  readonly encoding?: "UTF-8" | "ISO-8859-1" | "UTF-16BE" | "UTF-16LE" | "UTF-32BE" | "UTF-32LE";
  readonly fieldDelimiter?: string;
  readonly nullMarker?: string;
  readonly nullMarkers?: readonly (string)[];
  readonly preserveAsciiControlCharacters?: boolean;
  readonly quote?: string;
  readonly skipLeadingRows?: number | string;
  readonly sourceColumnMatch?: "SOURCE_COLUMN_MATCH_UNSPECIFIED" | "POSITION" | "NAME";
  readonly clustering?: {
    readonly fields: readonly (string)[];
  };
  readonly columnNameCharacterMap?: "COLUMN_NAME_CHARACTER_MAP_UNSPECIFIED" | "STRICT" | "V1" | "V2";
  readonly createDisposition?: "CREATE_IF_NEEDED" | "CREATE_NEVER";
  readonly destinationEncryptionConfiguration?: {
    readonly kmsKeyName?: string;
  };
  /** Overrides the destination key by key: `projectId`, `datasetId`, `tableId`. */
  readonly destinationTable?: {
    readonly projectId?: string;
    readonly datasetId?: string;
    readonly tableId?: string;
  };
  readonly destinationTableProperties?: {
    readonly description?: string;
    readonly friendlyName?: string;
    readonly expirationTime?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly projectionFields?: readonly (string)[];
  readonly rangePartitioning?: {
    readonly field?: string;
    readonly range?: {
      readonly start?: number | string;
      readonly end?: number | string;
      readonly interval?: number | string;
    };
  };
  readonly referenceFileSchemaUri?: string;
  readonly schemaUpdateOptions?: readonly ("ALLOW_FIELD_ADDITION" | "ALLOW_FIELD_RELAXATION")[];
  readonly sourceFormat?: "CSV" | "NEWLINE_DELIMITED_JSON" | "PARQUET" | "AVRO" | "ORC" | "DATASTORE_BACKUP";
  readonly timePartitioning?: {
    readonly type: "HOUR" | "DAY" | "MONTH" | "YEAR";
    readonly field?: string;
    readonly expirationMs?: number | string;
    readonly requirePartitionFilter?: boolean;
  };
  readonly useAvroLogicalTypes?: boolean;
  readonly writeDisposition?: "WRITE_APPEND" | "WRITE_TRUNCATE" | "WRITE_EMPTY";
  /** Reads the destination of the batches below from their path; overrides `DESTINATION_REGEX`. */
  readonly destinationRegex?: string;
  /** The label `data-source` of the jobs. */
  readonly dataSourceName?: string;
  /** More labels of the jobs, made legal. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Actions after the rows are in the table: to the files, by SQL, by a message. */
  readonly onSuccess?: {
    /** `keep` (default), `delete`, or `archive`: move to `archiveTo`. */
    readonly files?: "keep" | "delete" | "archive";
    readonly archiveTo?: string;
    /** One GoogleSQL job, with `{dest_dataset}` and `{dest_table}` replaced. */
    readonly sql?: string;
    /** A Pub/Sub topic that gets a message about the load. */
    readonly topic?: string;
  };
  /** Actions after a permanent failure: to the files, by a message. */
  readonly onFailure?: {
    /** `keep` (default), or `quarantine`: move to `quarantineTo`. */
    readonly files?: "keep" | "quarantine";
    readonly quarantineTo?: string;
    /** A Pub/Sub topic that gets a message about the failure. */
    readonly topic?: string;
  };
  /** A transform that changes no row is no failure here. */
  readonly allowZeroRows?: boolean;
}

export declare const loadSchema: CompiledSchema<Load>;
