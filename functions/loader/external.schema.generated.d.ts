// Made by tools/config-schemas.ts from external.schema.json. Do not edit.
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';

/** Settings with which a transform reads the files of a batch: BigQuery’s ExternalDataConfiguration. */
export interface External {
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
  readonly avroOptions?: {
    readonly useAvroLogicalTypes?: boolean;
  };
  readonly bigtableOptions?: Readonly<Record<string, unknown>>;
  readonly compression?: "NONE" | "GZIP";
  readonly connectionId?: string;
  readonly csvOptions?: {
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
  };
  readonly googleSheetsOptions?: {
    readonly range?: string;
    readonly skipLeadingRows?: number | string;
  };
  readonly jsonOptions?: {
    readonly encoding?: "UTF-8" | "ISO-8859-1" | "UTF-16BE" | "UTF-16LE" | "UTF-32BE" | "UTF-32LE";
  };
  readonly metadataCacheMode?: "METADATA_CACHE_MODE_UNSPECIFIED" | "AUTOMATIC" | "MANUAL";
  readonly referenceFileSchemaUri?: string;
  readonly sourceUris?: readonly (string)[];
  readonly sourceFormat?: "CSV" | "NEWLINE_DELIMITED_JSON" | "PARQUET" | "AVRO" | "ORC" | "DATASTORE_BACKUP";
}

export declare const externalSchema: CompiledSchema<External>;
