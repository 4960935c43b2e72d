/** The views of INFORMATION_SCHEMA: their columns, and their rows from the catalog. */

import type { Table } from '../../catalog.ts';
import { INT64, STRING, TIMESTAMP } from '../../types/type-text.ts';
import { ddlOf, optionsOf } from './ddl-text.ts';
import { WRITE_API_TIMELINE } from './information-schema-appends.ts';
import { COLUMN_FIELD_PATHS, COLUMNS } from './information-schema-columns.ts';
import {
  BASE_COLUMNS,
  baseCells,
  MATERIALIZED_VIEWS,
  TABLE_SNAPSHOTS,
  tableType,
} from './information-schema-copies.ts';
import { JOBS } from './information-schema-jobs.ts';
import { OBJECT_PRIVILEGES } from './information-schema-privileges.ts';
import { PARAMETERS, ROUTINES } from './information-schema-routines.ts';
import { SCHEMATA, SCHEMATA_OPTIONS } from './information-schema-schemata.ts';
import { PARTITIONS, TABLE_STORAGE } from './information-schema-storage.ts';
import { place, type StorageView, tablesOf, text, type View, yes } from './information-schema-view.ts';

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

export const VIEWS: Readonly<Record<string, View | StorageView>> = {
  PARTITIONS,
  OBJECT_PRIVILEGES,
  ROUTINES,
  PARAMETERS,
  SCHEMATA,
  SCHEMATA_OPTIONS,
  COLUMNS,
  COLUMN_FIELD_PATHS,
  TABLE_STORAGE,
  TABLE_STORAGE_BY_PROJECT: TABLE_STORAGE,
  TABLE_SNAPSHOTS,
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
