/** The configuration of a batch's load jobs: the table, how it is made, and the merged keys that apply. Pure. */

import { type TableName, tableReference } from '@penstock/shared/bigquery/table-name.ts';
import type { JsonObject } from './load-config.ts';
import type { TableShape } from './tables.ts';

/** Keys of `load.json` that are not part of BigQuery's load configuration, or are set by the loader itself. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'destinationRegex',
  'destinationTable',
  'destinationTableProperties',
  'dataSourceName',
  'labels',
  'onSuccess',
  'onFailure',
  'allowZeroRows',
]);

/** Keys that describe the destination: a temporary table that was made in its shape has them already. */
const SHAPE_KEYS = ['timePartitioning', 'rangePartitioning', 'clustering'] as const;

/** Files that bring their own schema. */
const SELF_DESCRIBING: ReadonlySet<unknown> = new Set(['AVRO', 'PARQUET', 'ORC', 'DATASTORE_BACKUP']);

export function sentKeys(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !NOT_SENT.has(key)));
}

/**
 * `shaped`: the temporary table is made in the destination's shape before the load. `by-load`: the load makes it, because
 * the destination does not exist, or is to be replaced by what the files say.
 */
export type TemporaryKind = 'shaped' | 'by-load';

export function temporaryKind(
  config: JsonObject,
  decorator: string | undefined,
  shape: TableShape | undefined,
): TemporaryKind {
  if (shape?.schema === undefined) return 'by-load';
  if (config.writeDisposition !== 'WRITE_TRUNCATE' || decorator !== undefined) return 'shaped';
  const ownSchema =
    config.schema !== undefined || config.autodetect === true || SELF_DESCRIBING.has(config.sourceFormat);
  return ownSchema ? 'by-load' : 'shaped';
}

/** The resource of a temporary table in the destination's shape. */
export function shapedResource({ schema, ...shape }: TableShape, expirationMs: number): JsonObject {
  return { schema, ...shapeOf(shape), expirationTime: String(expirationMs) };
}

function shapeOf(from: JsonObject | TableShape): JsonObject {
  const values = from as JsonObject;
  return Object.fromEntries(
    SHAPE_KEYS.filter((key) => values[key] !== undefined).map((key) => [key, withoutExpiry(values[key])]),
  );
}

/** Partitions of a temporary table must not expire under the load. */
function withoutExpiry(value: unknown): unknown {
  const { expirationMs: _expiry, requirePartitionFilter: _filter, ...rest } = value as JsonObject;
  return rest;
}

export interface PartLoad {
  readonly config: JsonObject;
  readonly kind: TemporaryKind;
  readonly shape: TableShape | undefined;
  readonly table: TableName;
  readonly sourceUris: readonly string[];
  /** The files' own columns are looked for where nothing names them, and so is the header of CSV files. */
  readonly detect: boolean;
}

/** The configuration of one part's load into its temporary table. */
export function partLoad({ config, kind, shape, table, sourceUris, detect }: PartLoad): JsonObject {
  const keys = sentKeys(config);
  const common = { ...keys, sourceUris, destinationTable: tableReference(table), writeDisposition: 'WRITE_APPEND' };
  const detected = detect ? detection(config) : {};
  if (kind === 'shaped') {
    const {
      timePartitioning: _time,
      rangePartitioning: _range,
      clustering: _clustering,
      ...rest
    } = common as JsonObject;
    return { ...rest, ...detected, createDisposition: 'CREATE_NEVER' };
  }
  const { schemaUpdateOptions: _updates, ...rest } = common as JsonObject;
  return { ...partitioned(shape, table.decorator), ...rest, ...detected, createDisposition: 'CREATE_IF_NEEDED' };
}

/** A new table gets its columns from the files where nothing else names them. */
function detection(config: JsonObject): JsonObject {
  const named =
    config.schema !== undefined || config.autodetect !== undefined || SELF_DESCRIBING.has(config.sourceFormat);
  return named ? {} : { autodetect: true };
}

/** The shape of the table that is replaced, or for a new table the partitioning that its decorator implies. */
function partitioned(shape: TableShape | undefined, decorator: string | undefined): JsonObject {
  if (shape !== undefined) return shapeOf(shape);
  const type = decorator === undefined ? undefined : GRANULARITY[decorator.length];
  return type === undefined ? {} : { timePartitioning: { type } };
}

const GRANULARITY: Readonly<Record<number, string>> = { 4: 'YEAR', 6: 'MONTH', 8: 'DAY', 10: 'HOUR' };

/** The configuration of a load straight into the destination: one part whose files cannot change. */
export function directLoad(
  config: JsonObject,
  destination: TableName,
  exists: boolean,
  sourceUris: readonly string[],
): JsonObject {
  const { destinationTableProperties } = config;
  return {
    ...(exists ? {} : { ...partitioned(undefined, destination.decorator), ...detection(config) }),
    ...sentKeys(config),
    ...(destinationTableProperties !== undefined && { destinationTableProperties }),
    sourceUris,
    destinationTable: tableReference(destination),
  };
}
