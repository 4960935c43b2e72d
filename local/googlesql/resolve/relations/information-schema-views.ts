/** The views of INFORMATION_SCHEMA: their columns, and their rows from the catalog. */

import type { Table } from '../../catalog.ts';
import type { Column } from '../../types/schema.ts';
import type { SqlType } from '../../types/type.ts';
import { BOOL, INT64, STRING, TIMESTAMP } from '../../types/type-text.ts';
import { ddlOf, declaredType, optionsOf } from './ddl-text.ts';
import { WRITE_API_TIMELINE } from './information-schema-appends.ts';
import {
  BASE_COLUMNS,
  baseCells,
  MATERIALIZED_VIEWS,
  TABLE_SNAPSHOTS,
  tableType,
} from './information-schema-copies.ts';
import { ROUTINES } from './information-schema-routines.ts';
import { PARTITIONS, TABLE_STORAGE } from './information-schema-storage.ts';
import { type StorageView, tablesOf, type View } from './information-schema-view.ts';

const yes = (value: boolean) => (value ? 'YES' : 'NO');

function text(names: string): readonly (readonly [string, SqlType])[] {
  return names.split(' ').map((name) => [name, STRING] as const);
}

const place = ({ ref }: Table) => [ref.projectId, ref.datasetId, ref.tableId];

function isPartitioning(table: Table, column: Column): boolean {
  const field = table.timePartitioning?.field ?? table.rangePartitioning?.field;
  return field?.toLowerCase() === column.name.toLowerCase();
}

function clusteringPlace(table: Table, column: Column): bigint | null {
  const index = table.clustering?.findIndex((name) => name.toLowerCase() === column.name.toLowerCase()) ?? -1;
  return index < 0 ? null : BigInt(index + 1);
}

function fieldPaths(column: Column, path: string): readonly (readonly [path: string, column: Column])[] {
  return [[path, column], ...(column.fields ?? []).flatMap((field) => fieldPaths(field, `${path}.${field.name}`))];
}

interface ForeignKey {
  readonly name?: string;
  readonly columnReferences?: readonly { readonly referencingColumn?: string }[];
}

function foreignKeys(table: Table): readonly ForeignKey[] {
  const constraints = table.resource.tableConstraints as { readonly foreignKeys?: readonly ForeignKey[] } | undefined;
  return constraints?.foreignKeys ?? [];
}

const primaryKeyName = (table: Table) => `${table.ref.tableId}.pk$`;
const foreignKeyName = (table: Table, key: ForeignKey) => `${table.ref.tableId}.${key.name ?? ''}`;

const JOBS: View = {
  of: 'project',
  columns: [
    ['creation_time', TIMESTAMP],
    ['project_id', STRING],
    ['user_email', STRING],
    ['job_id', STRING],
    ['job_type', STRING],
    ['statement_type', STRING],
    ['start_time', TIMESTAMP],
    ['end_time', TIMESTAMP],
    ['query', STRING],
    ['state', STRING],
    ['total_bytes_processed', INT64],
    ['cache_hit', BOOL],
    ['parent_job_id', STRING],
    [
      'error_result',
      { kind: 'STRUCT', fields: ['reason', 'location', 'message'].map((name) => ({ name, type: STRING })) },
    ],
  ],
  rows: ({ host, projectId }) =>
    host.jobs(projectId).map((job) => [
      new Date(job.creationMs),
      projectId,
      job.userEmail ?? null,
      job.jobId,
      job.jobType,
      job.statementType ?? null,
      job.startMs === undefined ? null : new Date(job.startMs),
      job.endMs === undefined ? null : new Date(job.endMs),
      job.query ?? null,
      job.state,
      job.totalBytesProcessed === undefined ? null : BigInt(job.totalBytesProcessed),
      job.cacheHit ?? null,
      job.parentJobId ?? null,
      // DuckDB reads a struct from its text form as JSON does.
      job.error === undefined
        ? null
        : JSON.stringify({
            reason: job.error.reason,
            location: job.error.location ?? null,
            message: job.error.message,
          }),
    ]),
};

export const VIEWS: Readonly<Record<string, View | StorageView>> = {
  PARTITIONS,
  ROUTINES,
  TABLE_STORAGE,
  TABLE_STORAGE_BY_PROJECT: TABLE_STORAGE,
  TABLE_SNAPSHOTS,
  SCHEMATA: {
    of: 'project',
    columns: [
      ...text('catalog_name schema_name'),
      ['creation_time', TIMESTAMP],
      ['last_modified_time', TIMESTAMP],
      ['location', STRING],
    ],
    rows: ({ datasets }) =>
      datasets.map((dataset) => [
        dataset.ref.projectId,
        dataset.ref.datasetId,
        new Date(dataset.createdMs),
        new Date(dataset.modifiedMs),
        dataset.location,
      ]),
  },
  TABLES: {
    of: 'dataset',
    columns: [
      ...text('table_catalog table_schema table_name table_type is_insertable_into is_typed'),
      ['creation_time', TIMESTAMP],
      ...BASE_COLUMNS,
      ['ddl', STRING],
    ],
    rows: (source) =>
      tablesOf(source).map((table) => [
        ...place(table),
        tableType(table),
        yes(table.kind === 'TABLE'),
        'NO',
        new Date(table.createdMs),
        ...baseCells(table),
        ddlOf(table),
      ]),
  },
  COLUMNS: {
    of: 'dataset',
    columns: [
      ...text('table_catalog table_schema table_name column_name'),
      ['ordinal_position', INT64],
      ...text('is_nullable data_type is_hidden is_system_defined is_partitioning_column'),
      ['clustering_ordinal_position', INT64],
      ...text('column_default rounding_mode'),
    ],
    rows: (source) =>
      tablesOf(source).flatMap((table) =>
        table.schema.map((column, index) => [
          ...place(table),
          column.name,
          BigInt(index + 1),
          yes(column.mode === 'NULLABLE'),
          declaredType(column),
          'NO',
          'NO',
          yes(isPartitioning(table, column)),
          clusteringPlace(table, column),
          column.defaultValueExpression ?? 'NULL',
          column.roundingMode ?? null,
        ]),
      ),
  },
  COLUMN_FIELD_PATHS: {
    of: 'dataset',
    columns: text('table_catalog table_schema table_name column_name field_path data_type description'),
    rows: (source) =>
      tablesOf(source).flatMap((table) =>
        table.schema.flatMap((column) =>
          fieldPaths(column, column.name).map(([path, field]) => [
            ...place(table),
            column.name,
            path,
            declaredType(field),
            field.description ?? null,
          ]),
        ),
      ),
  },
  TABLE_OPTIONS: {
    of: 'dataset',
    columns: text('table_catalog table_schema table_name option_name option_type option_value'),
    rows: (source) =>
      tablesOf(source).flatMap((table) => optionsOf(table).map((option) => [...place(table), ...option])),
  },
  VIEWS: {
    of: 'dataset',
    columns: text('table_catalog table_schema table_name view_definition check_option use_standard_sql'),
    rows: (source) =>
      tablesOf(source)
        .filter((table) => table.kind === 'VIEW' && table.materialized === undefined)
        .map((table) => [...place(table), table.viewQuery ?? null, null, 'YES']),
  },
  MATERIALIZED_VIEWS,
  TABLE_CONSTRAINTS: {
    of: 'dataset',
    columns: text(
      'constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name constraint_type is_deferrable initially_deferred enforced',
    ),
    rows: (source) =>
      tablesOf(source).flatMap((table) => {
        const { projectId, datasetId } = table.ref;
        const row = (name: string, type: string) => [
          projectId,
          datasetId,
          name,
          ...place(table),
          type,
          'NO',
          'NO',
          'NO',
        ];
        const primary = table.primaryKey === undefined ? [] : [row(primaryKeyName(table), 'PRIMARY KEY')];
        return [...primary, ...foreignKeys(table).map((key) => row(foreignKeyName(table, key), 'FOREIGN KEY'))];
      }),
  },
  KEY_COLUMN_USAGE: {
    of: 'dataset',
    columns: [
      ...text('constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name column_name'),
      ['ordinal_position', INT64],
      ['position_in_unique_constraint', INT64],
    ],
    rows: (source) =>
      tablesOf(source).flatMap((table) => {
        const { projectId, datasetId } = table.ref;
        const row = (name: string, column: string, index: number, unique: bigint | null) => [
          projectId,
          datasetId,
          name,
          ...place(table),
          column,
          BigInt(index + 1),
          unique,
        ];
        const primary = (table.primaryKey ?? []).map((column, index) =>
          row(primaryKeyName(table), column, index, null),
        );
        const foreign = foreignKeys(table).flatMap((key) =>
          (key.columnReferences ?? []).map(({ referencingColumn = '' }, index) =>
            row(foreignKeyName(table, key), referencingColumn, index, BigInt(index + 1)),
          ),
        );
        return [...primary, ...foreign];
      }),
  },
  JOBS,
  JOBS_BY_PROJECT: JOBS,
  JOBS_BY_USER: JOBS,
  WRITE_API_TIMELINE,
  WRITE_API_TIMELINE_BY_PROJECT: WRITE_API_TIMELINE,
};
