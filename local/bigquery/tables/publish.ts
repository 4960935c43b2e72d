/**
 * Staged rows put into a table in one transaction, with the dispositions of load, copy and query jobs: the table is
 * made or emptied, its schema evolves, the rows arrive and the job is done, or none of it happens.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type CatalogChange,
  physicalName,
  type Table,
  type TableRef,
  takesChanges,
  typeOfTable,
  withoutChanges,
} from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { tableName, tableNotFound } from '../names.ts';
import { type Column, findColumn, quote, type Schema } from '../schema.ts';
import type { Warehouse } from '../warehouse.ts';
import { changing, createTableIn, findTable, newTable, requireDataset, updateTableIn } from './changes.ts';
import { defaultSql } from './defaults.ts';
import { evolveSchema } from './evolve.ts';
import { arrivalNow, partitionOf } from './partition.ts';
import { createPhysical, dropPhysical, isPartitionedByArrival, PARTITION_TIME } from './physical.ts';
import { checkSchema } from './schema-resource.ts';
import type { TableSettings } from './settings.ts';
import { checkShape } from './shape.ts';

export type WriteDisposition = 'WRITE_EMPTY' | 'WRITE_APPEND' | 'WRITE_TRUNCATE' | 'WRITE_TRUNCATE_DATA';
export type CreateDisposition = 'CREATE_IF_NEEDED' | 'CREATE_NEVER';

export interface Destination {
  readonly ref: TableRef;
  /** The part of the table's id after `$`. */
  readonly decorator?: string;
  readonly write: WriteDisposition;
  readonly create: CreateDisposition;
  readonly allowAddition: boolean;
  readonly allowRelaxation: boolean;
  /** The settings of a table that the job makes, besides its schema; partitioning must agree with a table that exists. */
  readonly settings: TableSettings;
  /** The kind of a table that the job makes. Default: TABLE. */
  readonly kind?: 'SNAPSHOT';
}

export interface Publication {
  readonly destination: Destination;
  /** The rows' columns; undefined for the table's own schema. */
  readonly schema: Schema | undefined;
  /** DuckDB relations with those columns by name. */
  readonly relations: readonly string[];
  /** The relations also have `_PARTITIONTIME`, which a table partitioned by arrival keeps. */
  readonly keepsArrival?: boolean;
  /** Runs in the same transaction, last: the job's own record. */
  readonly commit?: (connection: DuckDBConnection, rows: number) => Promise<void>;
}

/** Returns the number of rows that arrived. A function `made` is called in the writer's turn, when no table changes any more. */
export async function publish(warehouse: Warehouse, made: Publication | (() => Publication)): Promise<number> {
  return changing(warehouse, async (connection, change) => {
    const publication = typeof made === 'function' ? made() : made;
    const { destination } = publication;
    requireDataset(warehouse, destination.ref);
    if (publication.schema !== undefined) checkSchema(publication.schema, warehouse.limits);
    const table = await prepare(warehouse, connection, change, publication);
    let rows = 0;
    for (const relation of publication.relations) {
      rows += await insertFrom(warehouse, connection, table, {
        columns: publication.schema ?? table.schema,
        relation,
        keepsArrival: publication.keepsArrival === true,
        ...(destination.decorator !== undefined && { decorator: destination.decorator }),
      });
    }
    await publication.commit?.(connection, rows);
    return rows;
  });
}

/** The table as the rows will meet it: made, replaced, emptied or evolved. */
async function prepare(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  change: CatalogChange,
  { destination, schema }: Publication,
): Promise<Table> {
  const current = findTable(warehouse, destination.ref);
  if (current === undefined) {
    if (destination.create === 'CREATE_NEVER') throw tableNotFound(destination.ref);
    const settings = { ...destination.settings, schema: schema ?? [] };
    const made = {
      ...newTable(warehouse, destination.ref, settings),
      ...(destination.kind && { kind: destination.kind }),
    };
    await createTableIn(warehouse, connection, change, made);
    return made;
  }
  if (destination.kind !== undefined)
    throw new BigQueryError('duplicate', `Already Exists: Table ${tableName(current.ref)}`);
  if (current.kind !== 'TABLE') {
    throw new BigQueryError(
      'invalid',
      `${tableName(current.ref)} is not allowed for this operation because it is currently a ${typeOfTable(current)}.`,
    );
  }
  checkShape(current, destination.settings);
  if (destination.write === 'WRITE_TRUNCATE' && destination.decorator === undefined) {
    return replace(warehouse, connection, change, current, destination, schema ?? current.schema);
  }
  // In this order: DuckDB 1.5 fails to commit a change of columns that follows a DELETE.
  const evolved = await evolve(connection, change, warehouse, current, destination, schema);
  return empty(warehouse, connection, change, evolved, destination);
}

async function replace(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  change: CatalogChange,
  current: Table,
  destination: Destination,
  schema: Schema,
): Promise<Table> {
  const { timePartitioning, rangePartitioning, clustering, maxStaleness, expirationMs } = current;
  // WRITE_TRUNCATE "overwrites the data, removes the constraints and uses the schema from the load job" (the discovery
  // document); the rest of what the job does not mention is kept.
  const { tableConstraints: _removed, ...kept } = current.resource;
  const replaced = newTable(warehouse, current.ref, {
    timePartitioning: timePartitioning ?? null,
    rangePartitioning: rangePartitioning ?? null,
    clustering: clustering ?? null,
    maxStaleness: maxStaleness ?? null,
    expirationMs: expirationMs ?? null,
    ...destination.settings,
    schema,
    resource: { ...kept, ...destination.settings.resource },
  });
  const table: Table = { ...replaced, createdMs: current.createdMs, version: current.version + 1 };
  await warehouse.history.rewriting(connection, current);
  await dropPhysical(connection, current.ref);
  await createPhysical(connection, table);
  await change.putTable(table);
  return table;
}

/** The numbers of changes go with the rows they speak of; of a partition alone they cannot be told apart. */
async function empty(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  change: CatalogChange,
  table: Table,
  { write, decorator, ref }: Destination,
): Promise<Table> {
  const where = decorator === undefined ? '' : ` WHERE ${partitionOf(table, decorator).holds}`;
  const name = physicalName(table.ref);
  if (write === 'WRITE_TRUNCATE' || write === 'WRITE_TRUNCATE_DATA') {
    if (decorator !== undefined && takesChanges(table)) {
      throw new BigQueryError(
        'notImplemented',
        `The local BigQuery does not support replacing a partition of a table that takes change data capture: ${tableName(ref)}`,
        { status: 400 },
      );
    }
    await warehouse.history.rewriting(connection, table);
    await connection.run(`DELETE FROM ${name}${where}`);
    if (table.changesId === undefined) return table;
    const anew = withoutChanges(table);
    await change.putTable(anew);
    return anew;
  }
  if (write === 'WRITE_EMPTY') {
    const found = await connection.runAndReadAll(`SELECT 1 FROM ${name}${where} LIMIT 1`);
    if (found.currentRowCount > 0) {
      const suffix = decorator === undefined ? '' : `$${decorator}`;
      throw new BigQueryError('duplicate', `Already Exists: Table ${tableName(ref)}${suffix}`);
    }
  }
  return table;
}

async function evolve(
  connection: DuckDBConnection,
  change: CatalogChange,
  warehouse: Warehouse,
  table: Table,
  destination: Destination,
  schema: Schema | undefined,
): Promise<Table> {
  if (schema === undefined) return table;
  // A table that was made without a schema takes the first one it is given.
  const next =
    table.schema.length === 0
      ? schema
      : evolveSchema(
          table.schema,
          described(schema, table.schema),
          { ...destination, mayOmit: true },
          tableName(table.ref),
        );
  if (JSON.stringify(next) === JSON.stringify(table.schema)) return table;
  const changed: Table = {
    ...table,
    schema: next,
    version: table.version + 1,
    modifiedMs: Math.max(warehouse.now(), table.modifiedMs),
  };
  await updateTableIn(warehouse, connection, change, table, changed);
  return changed;
}

/** A job's schema that says nothing of a description, default or rounding leaves the table's as it is. */
function described(schema: Schema, current: Schema): Schema {
  return schema.map((column) => {
    const was = findColumn(current, column.name);
    if (was === undefined) return column;
    const fields = column.fields === undefined ? {} : { fields: described(column.fields, was.fields ?? []) };
    return { ...was, ...column, ...fields, ...relaxedOnlyOnPurpose(column, was) };
  });
}

function relaxedOnlyOnPurpose(column: Column, was: Column): { mode: Column['mode'] } {
  return { mode: column.mode === 'REQUIRED' && was.mode === 'NULLABLE' ? was.mode : column.mode };
}

export interface Insertion {
  /** The columns that the relation has; others get their default or NULL. */
  readonly columns: Schema;
  readonly relation: string;
  readonly keepsArrival?: boolean;
  readonly decorator?: string;
}

/** Inserts a relation's rows. The caller has checked that they fit the schema. */
export async function insertFrom(
  warehouse: Warehouse,
  connection: DuckDBConnection,
  table: Table,
  { columns, relation, keepsArrival, decorator }: Insertion,
): Promise<number> {
  const partition = decorator === undefined ? undefined : partitionOf(table, decorator);
  const targets: string[] = [];
  const values: string[] = [];
  for (const column of table.schema) {
    const given = findColumn(columns, column.name);
    const value = given === undefined ? defaultSql(warehouse, column) : quote(given.name);
    if (value === undefined && column.mode === 'REQUIRED') {
      throw new BigQueryError('invalid', `Required field ${column.name} cannot be null`);
    }
    if (value === undefined && column.mode !== 'REPEATED') continue;
    targets.push(quote(column.name));
    values.push(value === undefined ? '[]' : column.mode === 'REPEATED' ? `coalesce(${value}, [])` : value);
  }
  if (isPartitionedByArrival(table)) {
    targets.push(quote(PARTITION_TIME));
    values.push(
      partition?.arrival ?? (keepsArrival === true ? quote(PARTITION_TIME) : arrivalNow(table, warehouse.now())),
    );
  } else if (partition !== undefined) {
    const strays = await connection.runAndReadAll(
      `SELECT 1 FROM ${relation} WHERE NOT coalesce(${partition.holds}, false) LIMIT 1`,
    );
    if (strays.currentRowCount > 0) {
      throw new BigQueryError(
        'invalid',
        `Some rows belong to different partitions rather than destination partition ${decorator}`,
      );
    }
  }
  if (targets.length === 0) return 0;
  const inserted = await connection.run(
    `INSERT INTO ${physicalName(table.ref)} (${targets.join(', ')}) SELECT ${values.join(', ')} FROM ${relation}`,
  );
  await warehouse.history.appended(connection, table, inserted.rowsChanged);
  return inserted.rowsChanged;
}
