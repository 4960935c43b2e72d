/** INFORMATION_SCHEMA.COLUMNS and COLUMN_FIELD_PATHS. */

import type { Table } from '../../catalog.ts';
import type { Column } from '../../types/schema.ts';
import { INT64 } from '../../types/type-text.ts';
import { declaredType } from './ddl-text.ts';
import { place, tablesOf, text, type View, yes } from './information-schema-view.ts';

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

/** BigQuery writes the word where a column has no collation and no default. */
const NONE = 'NULL';

export const COLUMNS: View = {
  of: 'dataset',
  columns: [
    ...text('table_catalog table_schema table_name column_name'),
    ['ordinal_position', INT64],
    ...text('is_nullable data_type is_generated generation_expression is_stored is_hidden is_updatable'),
    ...text('is_system_defined is_partitioning_column'),
    ['clustering_ordinal_position', INT64],
    ...text('collation_name column_default rounding_mode'),
  ],
  rows: (source) =>
    tablesOf(source).flatMap((table) =>
      table.schema.map((column, index) => [
        ...place(table),
        column.name,
        BigInt(index + 1),
        yes(column.mode === 'NULLABLE'),
        declaredType(column),
        ...['NEVER', null, null, 'NO', null, 'NO'],
        yes(isPartitioning(table, column)),
        clusteringPlace(table, column),
        NONE,
        column.defaultValueExpression ?? NONE,
        column.roundingMode ?? null,
      ]),
    ),
};

export const COLUMN_FIELD_PATHS: View = {
  of: 'dataset',
  columns: text(
    'table_catalog table_schema table_name column_name field_path data_type description collation_name rounding_mode',
  ),
  rows: (source) =>
    tablesOf(source).flatMap((table) =>
      table.schema.flatMap((column) =>
        fieldPaths(column, column.name).map(([path, field]) => [
          ...place(table),
          column.name,
          path,
          declaredType(field),
          field.description ?? null,
          NONE,
          field.roundingMode ?? null,
        ]),
      ),
    ),
};
