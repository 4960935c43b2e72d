/** Tables as the REST API shows them, and the rules a whole table must keep. */

import { type Table, type TableRef, typeOfTable } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { tableName } from '../names.ts';
import { findColumn } from '../schema.ts';
import { isObject, schemaToResource } from './schema-resource.ts';

type Json = Readonly<Record<string, unknown>>;

const PARTITION_TYPES = new Set(['DATE', 'DATETIME', 'TIMESTAMP']);
const CLUSTER_TYPES = new Set([
  'INT64',
  'NUMERIC',
  'BIGNUMERIC',
  'BOOL',
  'STRING',
  'DATE',
  'DATETIME',
  'TIMESTAMP',
  'BYTES',
  'GEOGRAPHY',
  'RANGE',
]);

/** Partitioning, clustering and keys name columns that exist and can play the part. */
export function checkTable(table: Table): void {
  const { schema, timePartitioning, rangePartitioning } = table;
  const invalid = (message: string): BigQueryError => new BigQueryError('invalid', message);
  if (timePartitioning !== undefined && rangePartitioning !== undefined) {
    throw invalid('Cannot specify both time partitioning and range partitioning.');
  }
  if (timePartitioning?.field !== undefined) {
    const column = findColumn(schema, timePartitioning.field);
    if (column === undefined)
      throw invalid(
        `The field specified for partitioning cannot be found in the schema. Field: ${timePartitioning.field}`,
      );
    if (!PARTITION_TYPES.has(column.type) || column.mode === 'REPEATED') {
      throw invalid(
        `The field specified for partitioning must be of type TIMESTAMP, DATE or DATETIME. The type found is: ${column.type}.`,
      );
    }
    if (column.type === 'DATE' && timePartitioning.type === 'HOUR')
      throw invalid('A DATE column cannot be partitioned by HOUR.');
  }
  if (rangePartitioning !== undefined) {
    const column = findColumn(schema, rangePartitioning.field);
    if (column?.type !== 'INT64' || column.mode === 'REPEATED') {
      throw invalid(
        `The field specified for range partitioning must be an INTEGER column. Field: ${rangePartitioning.field}`,
      );
    }
  }
  for (const name of table.clustering ?? []) {
    const column = findColumn(schema, name);
    if (column === undefined)
      throw invalid(`The field specified for clustering cannot be found in the schema. Invalid field: ${name}.`);
    if (!CLUSTER_TYPES.has(column.type) || column.mode === 'REPEATED')
      throw invalid(`Clustering is not supported for field ${name} of type ${column.type}.`);
  }
  for (const name of table.primaryKey ?? []) {
    const column = findColumn(schema, name);
    if (column === undefined)
      throw invalid(`Primary key column ${name} does not exist in table ${tableName(table.ref)}.`);
    if (
      column.mode === 'REPEATED' ||
      column.type === 'STRUCT' ||
      column.type === 'JSON' ||
      column.type === 'GEOGRAPHY'
    ) {
      throw invalid(`Primary key column ${name} has an unsupported type.`);
    }
  }
}

/** A table with the time of its rows' last change, where there was one. */
export type TableNow = Table & { readonly rowsMs?: number | undefined };

/**
 * Rows move it once a second at most: rows that stream in would otherwise change it between every read of a table and the
 * update that the reader sends with it.
 */
export function etagOf(entry: {
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly version?: number;
  readonly rowsMs?: number | undefined;
}): string {
  const rows = entry.rowsMs === undefined ? '' : `-${Math.floor(entry.rowsMs / 1_000)}`;
  return Buffer.from(`${entry.createdMs}-${entry.modifiedMs}-${entry.version ?? 0}${rows}`).toString('base64url');
}

function tableId(ref: TableRef): string {
  return `${ref.projectId}:${ref.datasetId}.${ref.tableId}`;
}

/** The whole resource, without the figures that cost a scan. */
export function tableToResource(table: TableNow, location: string): Json {
  const { ref } = table;
  // The key is the catalog's: SQL may have dropped or changed it since the client gave it.
  const { tableConstraints: _given, ...resource } = table.resource;
  return {
    ...resource,
    kind: 'bigquery#table',
    etag: etagOf(table),
    id: tableId(ref),
    selfLink: `https://bigquery.googleapis.com/bigquery/v2/projects/${ref.projectId}/datasets/${ref.datasetId}/tables/${ref.tableId}`,
    tableReference: ref,
    ...(table.schema.length > 0 && { schema: schemaToResource(table.schema) }),
    type: typeOfTable(table),
    creationTime: String(table.createdMs),
    lastModifiedTime: String(Math.max(table.modifiedMs, table.rowsMs ?? 0)),
    location,
    ...shapeOf(table),
    ...(table.maxStaleness !== undefined && { maxStaleness: table.maxStaleness }),
    ...(table.viewQuery !== undefined &&
      (table.materialized === undefined
        ? { view: { query: table.viewQuery, useLegacySql: false } }
        : { materializedView: { query: table.viewQuery, ...table.materialized } })),
    ...(table.external !== undefined && { externalDataConfiguration: table.external }),
  };
}

/** The part of each table that a list shows. */
export function tableToListEntry(table: Table): Json {
  return {
    kind: 'bigquery#table',
    id: tableId(table.ref),
    tableReference: table.ref,
    type: typeOfTable(table),
    ...(table.resource.labels !== undefined && { labels: table.resource.labels }),
    ...(table.resource.friendlyName !== undefined && { friendlyName: table.resource.friendlyName }),
    creationTime: String(table.createdMs),
    ...shapeOf(table),
    ...(table.viewQuery !== undefined && table.materialized === undefined && { view: { useLegacySql: false } }),
    ...(table.materialized !== undefined && { materializedView: table.materialized }),
  };
}

function shapeOf(table: Table): Json {
  const { timePartitioning: time, rangePartitioning: range, clustering, primaryKey } = table;
  const given = isObject(table.resource.tableConstraints) ? table.resource.tableConstraints : {};
  const { primaryKey: _given, ...constraints } = given;
  return {
    ...(table.expirationMs !== undefined && { expirationTime: String(table.expirationMs) }),
    ...(time !== undefined && {
      timePartitioning: {
        type: time.type,
        ...(time.field !== undefined && { field: time.field }),
        ...(time.expirationMs !== undefined && { expirationMs: String(time.expirationMs) }),
      },
    }),
    ...(range !== undefined && {
      rangePartitioning: {
        field: range.field,
        range: { start: String(range.start), end: String(range.end), interval: String(range.interval) },
      },
    }),
    ...(clustering !== undefined && { clustering: { fields: clustering } }),
    ...((primaryKey !== undefined || constraints.foreignKeys !== undefined) && {
      tableConstraints: { ...constraints, ...(primaryKey !== undefined && { primaryKey: { columns: primaryKey } }) },
    }),
  };
}
