/** A table read from its REST resource, as far as a writer needs it before its first row. */

import type { BigQuery, TableMetadata } from '@google-cloud/bigquery';
import { fromRestError } from '../rest/rest-errors.ts';
import { type RestSchema, schemaFromRest } from '../schema/from-rest.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { TableName } from '../table-name.ts';
import { PARTITION_TYPES, type RangePartitioning, type TimePartitioning } from './table-spec.ts';

export interface ActualTable {
  readonly schema: TableSchema;
  /** The same as the service has it, with what a writer does not look at: policy tags, rounding, collation. */
  readonly restSchema: RestSchema;
  /** Empty where the table declares none. */
  readonly primaryKey: readonly string[];
  readonly maxStaleness: string | undefined;
  readonly clustering: readonly string[];
  readonly timePartitioning: TimePartitioning | undefined;
  readonly rangePartitioning: RangePartitioning | undefined;
  readonly etag: string;
}

/** Undefined where there is no such table. */
export async function describeTable(bigquery: BigQuery, name: TableName): Promise<ActualTable | undefined> {
  const table = bigquery.dataset(name.datasetId, { projectId: name.projectId }).table(name.tableId);
  try {
    const [metadata] = await table.getMetadata();
    return actualTable(metadata as TableMetadata);
  } catch (error) {
    const known = fromRestError(error);
    if (known.code === 'NOT_FOUND') return undefined;
    throw known;
  }
}

export function actualTable(metadata: TableMetadata): ActualTable {
  const {
    schema,
    tableConstraints,
    maxStaleness,
    clustering,
    timePartitioning: time,
    rangePartitioning: range,
  } = metadata;
  const restSchema = (schema ?? {}) as RestSchema;
  return {
    schema: schemaFromRest(restSchema),
    restSchema,
    primaryKey: tableConstraints?.primaryKey?.columns ?? [],
    maxStaleness,
    clustering: clustering?.fields ?? [],
    timePartitioning: time && {
      type: PARTITION_TYPES.find((known) => known === time.type) ?? 'DAY',
      ...(time.field === undefined ? {} : { field: time.field }),
      ...(time.expirationMs === undefined ? {} : { expirationMs: Number(time.expirationMs) }),
    },
    rangePartitioning: range && {
      field: String(range.field),
      start: Number(range.range?.start),
      end: Number(range.range?.end),
      interval: Number(range.range?.interval),
    },
    etag: metadata.etag ?? '',
  };
}
