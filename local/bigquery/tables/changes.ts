/** Tables made, changed and dropped: the catalog's entry and DuckDB's table in one transaction. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { withDefaultExpiration } from '../../googlesql/statements/default-expiration.ts';
import { patched } from '../../googlesql/statements/merge-patch.ts';
import {
  type CatalogChange,
  type Dataset,
  isStored,
  type Table,
  type TableKind,
  type TableRef,
  typeOfTable,
} from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { checkTableId, datasetName, datasetNotFound, tableName, tableNotFound } from '../names.ts';
import type { Schema } from '../schema.ts';
import type { Warehouse } from '../warehouse.ts';
import { checkDefaults } from './defaults.ts';
import { evolveSchema, UPDATE } from './evolve.ts';
import { alterPhysical, createPhysical, dropPhysical, needsAlteration } from './physical.ts';
import { checkTable } from './resource.ts';
import type { TableSettings } from './settings.ts';

export { patched };

export function requireDataset(warehouse: Warehouse, ref: Omit<TableRef, 'tableId'>): Dataset {
  const dataset = warehouse.catalog.dataset(ref);
  if (dataset === undefined) throw datasetNotFound(ref);
  return dataset;
}

/** A job works where its datasets lie. */
export function checkLocation(warehouse: Warehouse, ref: Omit<TableRef, 'tableId'>, location: string): void {
  const dataset = requireDataset(warehouse, ref);
  if (dataset.location.toLowerCase() === location.toLowerCase()) return;
  throw new BigQueryError('notFound', `Not found: Dataset ${datasetName(ref)} was not found in location ${location}`);
}

/** The table, unless it is missing or its time has passed. */
export function findTable(warehouse: Warehouse, ref: TableRef): Table | undefined {
  const table = warehouse.catalog.table(ref);
  return table?.expirationMs !== undefined && table.expirationMs <= warehouse.now() ? undefined : table;
}

export function requireTable(warehouse: Warehouse, ref: TableRef): Table {
  requireDataset(warehouse, ref);
  const table = findTable(warehouse, ref);
  if (table === undefined) throw tableNotFound(ref);
  return table;
}

/** A change of the catalog and its data, seen by readers once it is durable. */
export async function changing<T>(
  warehouse: Warehouse,
  work: (connection: DuckDBConnection, change: CatalogChange) => Promise<T>,
): Promise<T> {
  let change: CatalogChange | undefined;
  const result = await warehouse.engine.write(async (connection) => {
    change = warehouse.catalog.change(connection);
    return work(connection, change);
  });
  change?.apply();
  return result;
}

/** A new table's entry from what the client asked for; nothing is written yet. */
export function newTable(warehouse: Warehouse, ref: TableRef, settings: TableSettings): Table {
  const dataset = requireDataset(warehouse, ref);
  checkTableId(ref.tableId);
  const kind: TableKind =
    settings.viewQuery !== undefined ? 'VIEW' : settings.external !== undefined ? 'EXTERNAL' : 'TABLE';
  const now = warehouse.now();
  const given: Table = {
    ref,
    kind,
    schema: settings.schema ?? [],
    createdMs: now,
    modifiedMs: now,
    version: 1,
    resource: settings.resource,
    ...optional('timePartitioning', settings.timePartitioning),
    ...optional('rangePartitioning', settings.rangePartitioning),
    ...optional('clustering', settings.clustering),
    ...optional('primaryKey', settings.primaryKey),
    ...optional('maxStaleness', settings.maxStaleness),
    ...optional('expirationMs', settings.expirationMs),
    ...optional('viewQuery', settings.viewQuery),
    ...optional('materialized', settings.materialized),
    ...optional('external', settings.external),
  };
  const table = withDefaultExpiration(given, dataset);
  checkTable(table);
  checkDefaults(warehouse, table.schema);
  return table;
}

function optional<K extends string, T>(key: K, value: T | null | undefined): { [P in K]?: T } {
  return value === undefined || value === null ? {} : ({ [key]: value } as { [P in K]: T });
}

export async function createTable(warehouse: Warehouse, table: Table): Promise<void> {
  await changing(warehouse, async (connection, change) => createTableIn(warehouse, connection, change, table));
  warehouse.report({ service: 'bigquery', what: 'created', resource: tableName(table.ref) });
}

export async function createTableIn(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  change: CatalogChange,
  table: Table,
): Promise<void> {
  // The dataset may have been deleted while the caller waited for the writer.
  requireDataset(warehouse, table.ref);
  const existing = warehouse.catalog.table(table.ref);
  if (existing !== undefined && findTable(warehouse, table.ref) !== undefined) {
    throw new BigQueryError('duplicate', `Already Exists: Table ${tableName(table.ref)}`);
  }
  // DuckDB's names ignore case (catalog.ts).
  const twin = warehouse.catalog
    .tables(table.ref)
    .find(({ ref }) => ref.tableId.toLowerCase() === table.ref.tableId.toLowerCase());
  if (twin !== undefined && twin.ref.tableId !== table.ref.tableId) {
    throw new BigQueryError(
      'notImplemented',
      `The local BigQuery does not support two tables whose names differ only in case: ${tableName(twin.ref)}`,
    );
  }
  if (existing !== undefined && isStored(existing)) {
    await warehouse.history.rewriting(connection, existing);
    await dropPhysical(connection, table.ref);
  }
  if (isStored(table)) await createPhysical(connection, table);
  await change.putTable(table);
}

export async function dropTable(warehouse: Warehouse, ref: TableRef): Promise<void> {
  await changing(warehouse, async (connection, change) => {
    const table = requireTable(warehouse, ref);
    if (isStored(table)) {
      await warehouse.history.rewriting(connection, table);
      await dropPhysical(connection, ref);
    }
    await change.dropTable(ref);
  });
  warehouse.report({ service: 'bigquery', what: 'dropped', resource: tableName(ref) });
}

/** PATCH changes what is mentioned; PUT (`whole`) clears what is not. */
export function changedTable(warehouse: Warehouse, table: Table, settings: TableSettings, whole: boolean): Table {
  const pick = <T>(given: T | null | undefined, current: T | undefined): T | undefined =>
    given === null ? undefined : (given ?? (whole ? undefined : current));
  const name = tableName(table.ref);
  const timePartitioning = settings.timePartitioning === undefined ? table.timePartitioning : settings.timePartitioning;
  if (
    (settings.viewQuery !== undefined && table.kind !== 'VIEW') ||
    (settings.viewQuery !== undefined &&
      (settings.materialized === undefined) !== (table.materialized === undefined)) ||
    (settings.external !== undefined && table.kind !== 'EXTERNAL')
  ) {
    throw new BigQueryError('invalid', `Cannot change the type of ${name}: it is a ${typeOfTable(table)}.`);
  }
  if (!samePartitioning(table, settings)) {
    throw new BigQueryError('invalid', `Cannot change partitioning specification for table ${name}.`);
  }
  const changed: Table = {
    ref: table.ref,
    kind: table.kind,
    schema: nextSchema(table, settings.schema, name),
    createdMs: table.createdMs,
    modifiedMs: Math.max(warehouse.now(), table.modifiedMs),
    version: table.version + 1,
    resource: { ...(whole ? settings.resource : patched(table.resource, settings.resource)), ...madeOf(table) },
    ...optional('timePartitioning', timePartitioning),
    ...optional('rangePartitioning', table.rangePartitioning),
    ...optional('clustering', pick(settings.clustering, table.clustering)),
    ...optional('primaryKey', pick(settings.primaryKey, table.primaryKey)),
    ...optional('maxStaleness', pick(settings.maxStaleness, table.maxStaleness)),
    ...optional('expirationMs', pick(settings.expirationMs, table.expirationMs)),
    ...optional('viewQuery', settings.viewQuery ?? table.viewQuery),
    ...optional('materialized', settings.materialized ?? table.materialized),
    ...optional('external', settings.external ?? table.external),
    ...optional('policy', table.policy),
  };
  return checkedChange(warehouse, table, changed);
}

/** The source of a snapshot or clone: no client sets it. */
function madeOf({ resource: { snapshotDefinition, cloneDefinition } }: Table): Table['resource'] {
  return { ...optional('snapshotDefinition', snapshotDefinition), ...optional('cloneDefinition', cloneDefinition) };
}

/** Numbers of changes are kept by the key they are of. */
function checkedChange(warehouse: Warehouse, table: Table, next: Table): Table {
  const sameKey = table.primaryKey?.join('\n') === next.primaryKey?.join('\n');
  const changed = sameKey ? { ...next, ...optional('changesId', table.changesId) } : next;
  checkTable(changed);
  checkDefaults(warehouse, changed.schema);
  return changed;
}

function nextSchema(table: Table, schema: Schema | undefined, name: string): Schema {
  if (schema === undefined) return table.schema;
  // A view's and an external table's schema is a description, not data.
  return table.kind === 'TABLE' ? evolveSchema(table.schema, schema, UPDATE, name) : schema;
}

/** A partition's expiration may change, its kind and column may not. */
function samePartitioning(table: Table, { timePartitioning, rangePartitioning }: TableSettings): boolean {
  if (timePartitioning !== undefined) {
    const [was, is] = [table.timePartitioning, timePartitioning ?? undefined];
    if (was?.type !== is?.type || was?.field?.toLowerCase() !== is?.field?.toLowerCase()) return false;
    if ((was === undefined) !== (is === undefined)) return false;
  }
  if (rangePartitioning === undefined) return true;
  const [was, is] = [table.rangePartitioning, rangePartitioning ?? undefined];
  if (was === undefined || is === undefined) return was === is;
  return (
    was.field.toLowerCase() === is.field.toLowerCase() &&
    was.start === is.start &&
    was.end === is.end &&
    was.interval === is.interval
  );
}

/** The table a change was computed from is no longer the table. */
export class TableMoved extends Error {}

export async function updateTable(warehouse: Warehouse, table: Table, changed: Table): Promise<void> {
  await changing(warehouse, async (connection, change) => {
    // The table may have changed while the caller waited for the writer: its check was against the old one.
    if (warehouse.catalog.table(table.ref) !== table) {
      throw new TableMoved();
    }
    await updateTableIn(warehouse, connection, change, table, changed);
  });
}

export async function updateTableIn(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  change: CatalogChange,
  table: Table,
  changed: Table,
): Promise<void> {
  if (table.kind === 'TABLE' && needsAlteration(table.schema, changed.schema))
    await warehouse.history.rewriting(connection, table);
  if (table.kind === 'TABLE') await alterPhysical(connection, table.ref, table.schema, changed.schema);
  await change.putTable(changed);
}
