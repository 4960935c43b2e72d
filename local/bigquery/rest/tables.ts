/** tables.* */

import { isStored, type Table, type TableRef } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { hiveKeys, scanExternal } from '../files/scan.ts';
import { ANONYMOUS } from '../jobs/results.ts';
import { fromSqlError } from '../jobs/sql-errors.ts';
import { splitDecorator } from '../names.ts';
import {
  changedTable,
  createTable,
  dropTable,
  newTable,
  requireDataset,
  requireTable,
  TableMoved,
  updateTable,
} from '../tables/changes.ts';
import { deletePartition, endPartitions } from '../tables/partition-end.ts';
import { measure } from '../tables/physical.ts';
import { etagOf, tableToListEntry, tableToResource } from '../tables/resource.ts';
import { isObject, schemaToResource } from '../tables/schema-resource.ts';
import { settingsFromResource } from '../tables/settings.ts';
import { withRows } from '../tables/with-rows.ts';
import type { Warehouse } from '../warehouse.ts';
import { type Call, checkEtag, paged } from './call.ts';
import { datasetRef } from './datasets.ts';
import { asksForSummary, summaryResource } from './partitions-summary.ts';
import { anonymousResult } from './results.ts';
import type { Surface } from './surface.ts';

export function tableRef(call: Call): TableRef {
  return { ...datasetRef(call), tableId: splitDecorator(call.params.tableId ?? '').tableId };
}

export async function insertTable({ warehouse }: Surface, call: Call): Promise<unknown> {
  const reference = call.body.tableReference;
  if (!isObject(reference) || reference.tableId === undefined)
    throw new BigQueryError('required', 'Required parameter is missing: tableReference.tableId');
  const ref = { ...datasetRef(call), tableId: String(reference.tableId) };
  requireDataset(warehouse, ref);
  const settings = settingsFromResource(call.body, warehouse.limits);
  const table = newTable(warehouse, ref, settings);
  const described = await withOwnSchema(warehouse, table);
  await createTable(warehouse, described);
  return tableToResource(withRows(warehouse, described), locationOf(warehouse, described));
}

/** A view's columns are those of its query, an external table's those of its files, unless they were given. */
async function withOwnSchema(warehouse: Warehouse, table: Table): Promise<Table> {
  if (table.kind === 'VIEW') {
    const { projectId, datasetId } = table.ref;
    try {
      const { final } = await warehouse.sql.dryRun({
        text: table.viewQuery ?? '',
        projectId,
        defaultDataset: { projectId, datasetId },
      });
      return { ...table, schema: final.schema ?? [] };
    } catch (error) {
      throw fromSqlError(error);
    }
  }
  if (table.kind !== 'EXTERNAL' || table.external === undefined) return table;
  if (table.schema.length > 0) return withKeys(table, await hiveKeys(warehouse, table.external));
  const scan = await scanExternal(warehouse, table.external);
  await scan.close();
  return withKeys({ ...table, schema: scan.schema }, scan.keys);
}

/** HivePartitioningOptions.fields: the keys "in the order they were inferred". */
function withKeys(table: Table, fields: readonly string[]): Table {
  const { external } = table;
  const options = external?.hivePartitioningOptions;
  if (fields.length === 0 || !isObject(options)) return table;
  return { ...table, external: { ...external, hivePartitioningOptions: { ...options, fields } } };
}

/** With `autodetect_schema` the files tell the columns again; without it those that are known stay. */
function detectedAnew(table: Table): Table {
  if (table.kind !== 'EXTERNAL') return table;
  const { schema: _known, ...external } = table.external ?? {};
  return { ...table, schema: [], external };
}

export async function getTable(surface: Surface, call: Call): Promise<unknown> {
  const ref = tableRef(call);
  const { warehouse } = surface;
  if (ref.datasetId === ANONYMOUS) {
    const { schema, rows } = anonymousResult(surface, ref);
    return {
      kind: 'bigquery#table',
      tableReference: ref,
      type: 'TABLE',
      schema: schemaToResource(schema),
      numRows: String(rows.rowCount),
      location: warehouse.location,
    };
  }
  const view = viewOf(call);
  await endPartitions(warehouse);
  if (asksForSummary(call)) return summaryResource(warehouse, ref);
  const table = selected(requireTable(warehouse, ref), call.query.get('selectedFields'));
  return view === 'BASIC'
    ? tableToResource(withRows(warehouse, table), locationOf(warehouse, table))
    : describe(warehouse, table);
}

const VIEWS = ['TABLE_METADATA_VIEW_UNSPECIFIED', 'BASIC', 'STORAGE_STATS', 'FULL'];

function viewOf(call: Call): string {
  const view = call.query.get('view') ?? 'STORAGE_STATS';
  if (VIEWS.includes(view)) return view;
  throw new BigQueryError('invalid', `Invalid value for view: ${view} is not one of ${VIEWS.join(', ')}`, {
    location: 'view',
  });
}

/** The table with the columns that were asked for, by name and in full: fields of a struct come with their column. */
function selected(table: Table, fields: string | null): Table {
  if (fields === null || fields === '') return table;
  const wanted = new Set(fields.split(',').map((field) => field.trim().split('.')[0]?.toLowerCase() ?? ''));
  const schema = table.schema.filter(({ name }) => wanted.has(name.toLowerCase()));
  const found = new Set(schema.map(({ name }) => name.toLowerCase()));
  const missing = [...wanted].find((name) => !found.has(name));
  if (missing === undefined) return { ...table, schema };
  throw new BigQueryError('invalid', `No such field: ${missing}`, { location: 'selectedFields' });
}

async function describe(warehouse: Warehouse, table: Table): Promise<unknown> {
  const resource = tableToResource(withRows(warehouse, table), locationOf(warehouse, table));
  if (!isStored(table)) return resource;
  const { rows, bytes } = await warehouse.engine.read((connection) => measure(connection, table));
  return {
    ...resource,
    numRows: String(rows),
    numBytes: String(bytes),
    numLongTermBytes: '0',
    numTotalLogicalBytes: String(bytes),
    numActiveLogicalBytes: String(bytes),
    numLongTermLogicalBytes: '0',
  };
}

function locationOf(warehouse: Warehouse, table: Table): string {
  return warehouse.catalog.dataset(table.ref)?.location ?? warehouse.location;
}

export async function listTables({ warehouse }: Surface, call: Call): Promise<unknown> {
  const ref = datasetRef(call);
  requireDataset(warehouse, ref);
  const now = warehouse.now();
  const all = warehouse.catalog
    .tables(ref)
    .filter(({ expirationMs }) => expirationMs === undefined || expirationMs > now)
    .sort((a, b) => (a.ref.tableId < b.ref.tableId ? -1 : 1));
  const { page, next } = paged(call, all);
  return {
    kind: 'bigquery#tableList',
    etag: Buffer.from(String(all.length)).toString('base64url'),
    ...next,
    ...(page.length > 0 && { tables: page.map(tableToListEntry) }),
    totalItems: all.length,
  };
}

export function changeTable(whole: boolean) {
  return async ({ warehouse }: Surface, call: Call): Promise<unknown> => {
    const settings = settingsFromResource(call.body, warehouse.limits);
    for (;;) {
      const table = requireTable(warehouse, tableRef(call));
      checkEtag(call, etagOf(withRows(warehouse, table)));
      const changed = changedTable(warehouse, table, settings, whole);
      const anew = call.query.get('autodetect_schema') === 'true';
      const isDescribed = settings.viewQuery !== undefined || settings.external !== undefined || anew;
      const described = isDescribed ? await withOwnSchema(warehouse, anew ? detectedAnew(changed) : changed) : changed;
      try {
        await updateTable(warehouse, table, described);
        return await describe(warehouse, described);
      } catch (error) {
        // Another change came first: this one is applied to its result.
        if (!(error instanceof TableMoved)) throw error;
      }
    }
  };
}

export async function deleteTable({ warehouse }: Surface, call: Call): Promise<undefined> {
  const { decorator } = splitDecorator(call.params.tableId ?? '');
  if (decorator !== undefined) return deletePartition(warehouse, tableRef(call), decorator);
  await dropTable(warehouse, tableRef(call));
}
