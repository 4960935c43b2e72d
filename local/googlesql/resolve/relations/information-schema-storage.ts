/** INFORMATION_SCHEMA.PARTITIONS and TABLE_STORAGE, and `__TABLES__`: what the tables hold, counted when a query asks. */

import { isStored, PARTITION_TIME, physicalName, type Table } from '../../catalog.ts';
import { stringText } from '../../emit/text.ts';
import { quote } from '../../types/schema.ts';
import { INT64, STRING, TIMESTAMP } from '../../types/type-text.ts';
import { type StorageView, tablesOf } from './information-schema-view.ts';

const NAMES = ['table_catalog', 'table_schema', 'table_name'].map((name) => [name, STRING] as const);

function place({ ref }: Table): string {
  return [ref.projectId, ref.datasetId, ref.tableId].map(stringText).join(', ');
}

const instant = (ms: number) => `CAST(make_timestamp(${ms * 1000}) AT TIME ZONE 'UTC' AS TIMESTAMPTZ)`;

/** `%Y%m%d` and its like: the id of a partition by time. */
const FORMATS = { HOUR: '%Y%m%d%H', DAY: '%Y%m%d', MONTH: '%Y%m', YEAR: '%Y' } as const;

/** The id of the partition that a row is in, as DuckDB text; undefined for a table without partitions. */
function partitionId({ timePartitioning, rangePartitioning, schema }: Table): string | undefined {
  if (rangePartitioning !== undefined) {
    const { field, start, end, interval } = rangePartitioning;
    const value = quote(field);
    const begins = `${start} + ((${value} - ${start}) // ${interval}) * ${interval}`;
    return `CASE WHEN ${value} IS NULL THEN '__NULL__' WHEN ${value} < ${start} OR ${value} >= ${end} THEN '__UNPARTITIONED__' ELSE CAST(${begins} AS VARCHAR) END`;
  }
  if (timePartitioning === undefined) return undefined;
  const field = timePartitioning.field ?? PARTITION_TIME;
  const column = schema.find(({ name }) => name.toLowerCase() === field.toLowerCase());
  const zoned = column === undefined || column.type === 'TIMESTAMP';
  const value = zoned ? `(${quote(field)} AT TIME ZONE 'UTC')` : quote(field);
  return `coalesce(strftime(${value}, '${FORMATS[timePartitioning.type]}'), '__NULL__')`;
}

/** A partition's bytes are not kept, so that column is NULL. */
export const PARTITIONS: StorageView = {
  of: 'dataset',
  columns: [
    ...NAMES,
    ['partition_id', STRING],
    ['total_rows', INT64],
    ['total_logical_bytes', INT64],
    ['last_modified_time', TIMESTAMP],
    ['storage_tier', STRING],
  ],
  selects: (source) =>
    tablesOf(source)
      .filter(isStored)
      .map((table) => {
        const id = partitionId(table);
        const rest = `CAST(NULL AS BIGINT), ${instant(table.modifiedMs)}, 'ACTIVE' FROM ${physicalName(table.ref)}`;
        if (id === undefined) return `SELECT ${place(table)}, CAST(NULL AS VARCHAR), count(*), ${rest}`;
        return `SELECT ${place(table)}, ${id}, count(*), ${rest} GROUP BY ${id}`;
      }),
};

/** Bytes are not kept, so those columns are NULL. */
export const TABLE_STORAGE: StorageView = {
  of: 'project',
  columns: [
    ['project_id', STRING],
    ...NAMES,
    ['creation_time', TIMESTAMP],
    ['total_rows', INT64],
    ['total_partitions', INT64],
    ['total_logical_bytes', INT64],
    ['storage_last_modified_time', TIMESTAMP],
    ['deleted', { kind: 'BOOL' }],
    ['table_type', STRING],
  ],
  selects: (source) =>
    tablesOf(source)
      .filter(isStored)
      .map((table) => {
        const id = partitionId(table);
        const columns = [
          stringText(table.ref.projectId),
          place(table),
          instant(table.createdMs),
          'count(*)',
          id === undefined ? 'CAST(0 AS BIGINT)' : `count(DISTINCT ${id})`,
          'CAST(NULL AS BIGINT)',
          instant(table.modifiedMs),
          'FALSE',
          stringText(table.kind === 'SNAPSHOT' ? 'SNAPSHOT' : 'BASE TABLE'),
        ];
        return `SELECT ${columns.join(', ')} FROM ${physicalName(table.ref)}`;
      }),
};

const TYPES = { TABLE: 1, VIEW: 2, EXTERNAL: 3, SNAPSHOT: 5 } as const;

/** `dataset.__TABLES__`. */
export const LEGACY_TABLES: StorageView = {
  of: 'dataset',
  columns: [
    ['project_id', STRING],
    ['dataset_id', STRING],
    ['table_id', STRING],
    ['creation_time', INT64],
    ['last_modified_time', INT64],
    ['row_count', INT64],
    ['size_bytes', INT64],
    ['type', INT64],
  ],
  selects: (source) =>
    tablesOf(source).map((table) => {
      const { kind, createdMs, modifiedMs } = table;
      const numbers = [createdMs, modifiedMs].map((ms) => `CAST(${ms} AS BIGINT)`).join(', ');
      const count = isStored(table) ? `(SELECT count(*) FROM ${physicalName(table.ref)})` : 'CAST(0 AS BIGINT)';
      return `SELECT ${place(table)}, ${numbers}, ${count}, CAST(NULL AS BIGINT), CAST(${TYPES[kind]} AS BIGINT)`;
    }),
};
