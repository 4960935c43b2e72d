/** Datasets, tables and columns, for completion and for the tree beside the editor. */

import { datasets, type SchemaField, tableInfo, tablesOf } from './bigquery.ts';

export interface SchemaTable {
  readonly dataset: string;
  readonly table: string;
  readonly type: string;
  readonly fields: readonly SchemaField[];
}

export interface WholeSchema {
  readonly tables: readonly SchemaTable[];
  /** Columns by `dataset.table`. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** Beyond these the names alone are loaded, so that a warehouse of thousands of tables opens too. */
const MOST_WITH_COLUMNS = 200;
const MOST_DATASETS = 100;

export async function loadSchema(): Promise<WholeSchema> {
  const { rows: names } = await datasets('', MOST_DATASETS);
  const listed = (await Promise.all(names.map(async (name) => (await tablesOf(name)).rows))).flat();
  const tables = await Promise.all(
    listed.map(async ({ tableReference: { datasetId: dataset, tableId: table }, type }, at): Promise<SchemaTable> => {
      const info = at < MOST_WITH_COLUMNS ? await tableInfo(dataset, table).catch(() => undefined) : undefined;
      return { dataset, table, type, fields: info?.schema?.fields ?? [] };
    }),
  );
  const columns = Object.fromEntries(
    tables.map(({ dataset, table, fields }) => [`${dataset}.${table}`, fields.map(({ name }) => name)]),
  );
  return { tables, columns };
}
