/**
 * The fields of the request bodies, by their names in the API's discovery document. A field that the API does not have is
 * refused: `"dryrun": true` must not run the query that its sender meant to try.
 */

import { BigQueryError } from '../errors.ts';
import { isObject } from '../tables/schema-resource.ts';

type Json = Readonly<Record<string, unknown>>;
export interface Fields {
  readonly [name: string]: Shape;
}
/** `true` takes any value; an object names the fields below. */
type Shape = true | Fields;

const names = (text: string): Fields => Object.fromEntries(text.split(/\s+/).map((name) => [name, true as const]));

const QUERY_JOB: Fields = names(
  `allowLargeResults clustering connectionProperties continuous createDisposition createSession defaultDataset
  destinationEncryptionConfiguration destinationTable flattenResults maximumBillingTier maximumBytesBilled parameterMode
  preserveNulls priority query queryParameters rangePartitioning schemaUpdateOptions scriptOptions
  systemVariables tableDefinitions timePartitioning useLegacySql useQueryCache userDefinedFunctionResources
  writeDisposition writeIncrementalResults`,
);

const LOAD_JOB: Fields = names(
  `allowJaggedRows allowQuotedNewlines autodetect clustering columnNameCharacterMap connectionProperties
  copyFilesOnly createDisposition createSession datetimeFormat dateFormat decimalTargetTypes
  destinationEncryptionConfiguration destinationTable destinationTableProperties encoding fieldDelimiter
  fileSetSpecType hivePartitioningOptions ignoreUnknownValues jsonExtension maxBadRecords nullMarker nullMarkers
  parquetOptions preserveAsciiControlCharacters projectionFields quote rangePartitioning referenceFileSchemaUri schema
  schemaInline schemaInlineFormat schemaUpdateOptions skipLeadingRows sourceColumnMatch sourceFormat sourceUris
  timeFormat timePartitioning timestampFormat timestampTargetPrecision timeZone useAvroLogicalTypes writeDisposition`,
);

const COPY_JOB: Fields = names(
  `createDisposition destinationEncryptionConfiguration destinationExpirationTime destinationTable operationType
  sourceTable sourceTables writeDisposition`,
);

const EXTRACT_JOB: Fields = names(
  `compression destinationFormat destinationUri destinationUris fieldDelimiter modelExtractOptions printHeader
  sourceModel sourceTable useAvroLogicalTypes`,
);

export const JOB: Fields = {
  ...names(`etag id jobCreationReason jobReference kind principal_subject selfLink statistics status user_email`),
  configuration: {
    ...names('dryRun jobTimeoutMs jobType labels maxSlots reservation'),
    query: QUERY_JOB,
    load: LOAD_JOB,
    copy: COPY_JOB,
    extract: EXTRACT_JOB,
  },
};

export const QUERY_REQUEST: Fields = names(
  `connectionProperties continuous createSession defaultDataset destinationEncryptionConfiguration dryRun formatOptions
  jobCreationMode jobTimeoutMs kind labels location maximumBytesBilled maxResults maxSlots parameterMode preserveNulls
  query queryParameters requestId reservation timeoutMs useLegacySql useQueryCache writeIncrementalResults`,
);

export const DATASET: Fields = names(
  `access creationTime datasetReference defaultCollation defaultEncryptionConfiguration defaultPartitionExpirationMs
  defaultRoundingMode defaultTableExpirationMs description etag externalCatalogDatasetOptions externalDatasetReference
  friendlyName id isCaseInsensitive kind labels lastModifiedTime linkedDatasetMetadata linkedDatasetSource location
  maxTimeTravelHours resourceTags restrictions satisfiesPzi satisfiesPzs selfLink storageBillingModel tags type`,
);

export const TABLE: Fields = names(
  `biglakeConfiguration cloneDefinition clustering creationTime defaultCollation defaultRoundingMode description
  encryptionConfiguration etag expirationTime externalCatalogTableOptions externalDataConfiguration friendlyName id kind
  labels lastModifiedTime location managedTableType materializedView materializedViewStatus maxStaleness model
  numActiveLogicalBytes numActivePhysicalBytes numBytes numCurrentPhysicalBytes numLongTermBytes numLongTermLogicalBytes
  numLongTermPhysicalBytes numPartitions numPhysicalBytes numRows numTimeTravelPhysicalBytes numTotalLogicalBytes
  numTotalPhysicalBytes partitionDefinition rangePartitioning replicas requirePartitionFilter resourceTags
  restrictions schema selfLink snapshotDefinition streamingBuffer tableConstraints tableReference
  tableReplicationInfo timePartitioning type view`,
);

export const INSERT_ALL: Fields = names('ignoreUnknownValues kind rows skipInvalidRows templateSuffix traceId');

/** Throws for the first field that the API does not have, in the words that Google's front ends use. */
export function checkFields(body: Json, fields: Fields, path = ''): void {
  for (const [name, value] of Object.entries(body)) {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) {
      const place = path === '' ? '' : ` at '${path.slice(0, -1)}'`;
      throw new BigQueryError(
        'badRequest',
        `Invalid JSON payload received. Unknown name "${name.slice(0, 200)}"${place}: Cannot find field.`,
      );
    }
    if (shape !== true && isObject(value)) checkFields(value, shape, `${path}${name}.`);
  }
}
