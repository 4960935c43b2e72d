/**
 * `table$__PARTITIONS_SUMMARY__`: a table of the table's partitions, which clients read to list them. Its name is that of
 * legacy SQL's meta table.
 */

import type { TableRef } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { splitDecorator, tableName } from '../names.ts';
import type { Column, Schema } from '../schema.ts';
import { requireTable } from '../tables/changes.ts';
import { schemaToResource } from '../tables/schema-resource.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Call } from './call.ts';
import { type Page, pageRequest, readPage } from './results.ts';
import type { Surface } from './surface.ts';

const SUMMARY = '__PARTITIONS_SUMMARY__';

const column = (name: string, type: 'STRING' | 'INT64'): Column => ({ name, type, mode: 'NULLABLE' });

const SCHEMA: Schema = [
  column('project_id', 'STRING'),
  column('dataset_id', 'STRING'),
  column('table_id', 'STRING'),
  column('partition_id', 'STRING'),
  column('creation_time', 'INT64'),
  column('last_modified_time', 'INT64'),
];

export function asksForSummary(call: Call): boolean {
  return splitDecorator(call.params.tableId ?? '').decorator === SUMMARY;
}

export function summaryResource(warehouse: Warehouse, ref: TableRef): unknown {
  const table = partitioned(warehouse, ref);
  const tableId = `${ref.tableId}$${SUMMARY}`;
  return {
    kind: 'bigquery#table',
    id: `${tableName(ref)}$${SUMMARY}`,
    tableReference: { ...ref, tableId },
    type: 'TABLE',
    schema: schemaToResource(SCHEMA),
    creationTime: String(table.createdMs),
    lastModifiedTime: String(table.modifiedMs),
    location: warehouse.catalog.dataset(ref)?.location ?? warehouse.location,
  };
}

/** A page of it, and the number of its rows. `columns` are those that were asked for. */
export async function summaryPage(
  surface: Surface,
  call: Call,
  ref: TableRef,
  pick: (schema: Schema) => readonly { readonly column: Column; readonly place: number }[],
): Promise<{ readonly page: Page; readonly rowCount: number; readonly name: string }> {
  const table = partitioned(surface.warehouse, ref);
  const source = [ref.projectId, ref.datasetId, 'INFORMATION_SCHEMA', 'PARTITIONS'].join('.');
  const times = `${table.createdMs}, UNIX_MILLIS(last_modified_time)`;
  const { final } = await surface.warehouse.sql.run({
    text: `SELECT table_catalog, table_schema, table_name, partition_id, ${times} FROM \`${source}\` WHERE table_name = @name ORDER BY partition_id`,
    projectId: ref.projectId,
    parameters: { named: new Map([['name', { type: { kind: 'STRING' }, value: ref.tableId }]]), positional: [] },
  });
  const { rows } = final;
  const columns = pick(SCHEMA);
  const name = `${tableName(ref)}$${SUMMARY}`;
  if (rows === undefined) throw new Error('The query of the partitions has rows');
  try {
    const page = await readPage(
      columns.map((picked) => picked.column),
      rows.rowCount,
      async (from, count) =>
        (await rows.read(from, count)).map((row) => columns.map(({ place }) => row[place] ?? null)),
      pageRequest(surface, call, name),
    );
    return { page, rowCount: rows.rowCount, name };
  } finally {
    rows.close();
  }
}

function partitioned(warehouse: Warehouse, ref: TableRef) {
  const table = requireTable(warehouse, ref);
  if (table.timePartitioning !== undefined || table.rangePartitioning !== undefined) return table;
  throw new BigQueryError(
    'invalid',
    `Cannot read partition information from a table that is not partitioned: ${tableName(ref)}`,
  );
}
