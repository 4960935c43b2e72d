/** A Storage Write service over a warehouse of its own, tables to write to, and Google's unmodified client. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v1 } from '@google-cloud/bigquery-storage';
import { credentials } from '@grpc/grpc-js';
import { Catalog, physicalName, physicalSchema, type Table, type TableRef } from '@penstock/local/bigquery/catalog.ts';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import { History } from '@penstock/local/bigquery/history/history.ts';
import { duckType, quote, type Schema } from '@penstock/local/bigquery/schema.ts';
import { type StorageWriteLimits, startStorageWrite } from '@penstock/local/bigquery/write/index.ts';
import { Faults } from '@penstock/local/core/faults/faults.ts';

// Without it Google's client looks for a metadata server before its first call.
process.env.METADATA_SERVER_DETECTION = 'none';

export const PROJECT = 'demo-penstock';
export const DATASET = 'd';

export interface WriteSetup {
  readonly limits?: Partial<StorageWriteLimits>;
  /** A database file that outlives the service; in memory where it is left out. */
  readonly path?: string;
  readonly now?: () => number;
  readonly compileDefault?: (expression: string) => string;
}

export interface WriteFixture {
  readonly address: string;
  readonly faults: Faults;
  readonly client: v1.BigQueryWriteClient;
  readonly engine: Engine;
  readonly catalog: Catalog;
  /** Makes the table and returns its resource name. */
  createTable(tableId: string, schema: Schema, extra?: Partial<Table>): Promise<string>;
  /** Changes the table's entry in the catalog, and its columns in DuckDB where they are new. */
  alterTable(tableId: string, change: Partial<Table>): Promise<void>;
  dropTable(tableId: string): Promise<void>;
  /** Rows of a DuckDB query; `{t}` stands for nothing: name tables with `physical`. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  physical(tableId: string): string;
  close(): Promise<void>;
}

export function ref(tableId: string): TableRef {
  return { projectId: PROJECT, datasetId: DATASET, tableId };
}

export async function startWriteFixture(setup: WriteSetup = {}): Promise<WriteFixture> {
  const engine = await Engine.open(setup.path);
  const catalog = new Catalog();
  const faults = new Faults();
  const now = setup.now ?? Date.now;
  await engine.write((connection) => catalog.load(connection));
  await ensureDataset(engine, catalog, now());
  const history = await History.open(engine, catalog, now);
  const service = await startStorageWrite({
    history,
    host: '127.0.0.1',
    port: 0,
    stateDir: undefined,
    faults,
    report: () => undefined,
    now,
    engine,
    catalog,
    compileDefault: setup.compileDefault ?? ((expression) => expression),
    ...(setup.limits === undefined ? {} : { limits: setup.limits }),
  });
  const client = newClient(service.address);
  return {
    address: service.address,
    faults,
    client,
    engine,
    catalog,
    createTable: (tableId, schema, extra) => createTable(engine, catalog, tableId, schema, now(), extra),
    alterTable: (tableId, change) => alterTable(engine, catalog, tableId, change, now()),
    dropTable: (tableId) => dropTable(engine, catalog, tableId),
    query: (sql) => engine.read(async (connection) => (await connection.runAndReadAll(sql)).getRowObjectsJson()),
    physical: (tableId) => physicalName(ref(tableId)),
    close: async () => {
      await client.close();
      await service.close();
      await engine.close();
    },
  };
}

export function newClient(address: string): v1.BigQueryWriteClient {
  const [host = '', port = ''] = address.split(':');
  return new v1.BigQueryWriteClient({
    apiEndpoint: host,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    projectId: PROJECT,
  });
}

/** Runs `work` with a folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-write-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ensureDataset(engine: Engine, catalog: Catalog, nowMs: number): Promise<void> {
  const dataset = { projectId: PROJECT, datasetId: DATASET };
  if (catalog.dataset(dataset) !== undefined) return;
  const change = await engine.write(async (connection) => {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${physicalSchema(dataset)}`);
    const step = catalog.change(connection);
    await step.putDataset({ ref: dataset, location: 'US', createdMs: nowMs, modifiedMs: nowMs, resource: {} });
    return step;
  });
  change.apply();
}

async function createTable(
  engine: Engine,
  catalog: Catalog,
  tableId: string,
  schema: Schema,
  nowMs: number,
  extra: Partial<Table> = {},
): Promise<string> {
  const table: Table = {
    ref: ref(tableId),
    kind: 'TABLE',
    schema,
    createdMs: nowMs,
    modifiedMs: nowMs,
    version: 1,
    resource: {},
    ...extra,
  };
  const hidden = extra.timePartitioning !== undefined && extra.timePartitioning.field === undefined;
  const columns = schema.map((column) => `${quote(column.name)} ${duckType(column)}`);
  if (hidden) columns.push('_PARTITIONTIME TIMESTAMPTZ');
  const change = await engine.write(async (connection) => {
    await connection.run(`CREATE TABLE ${physicalName(table.ref)} (${columns.join(', ')})`);
    const step = catalog.change(connection);
    await step.putTable(table);
    return step;
  });
  change.apply();
  return `projects/${PROJECT}/datasets/${DATASET}/tables/${tableId}`;
}

async function alterTable(
  engine: Engine,
  catalog: Catalog,
  tableId: string,
  changes: Partial<Table>,
  nowMs: number,
): Promise<void> {
  const before = catalog.table(ref(tableId));
  if (before === undefined) throw new Error(`there is no table ${tableId}`);
  const table = { ...before, ...changes, modifiedMs: nowMs, version: before.version + 1 };
  const change = await engine.write(async (connection) => {
    for (const column of table.schema.slice(before.schema.length)) {
      await connection.run(
        `ALTER TABLE ${physicalName(table.ref)} ADD COLUMN ${quote(column.name)} ${duckType(column)}`,
      );
    }
    const step = catalog.change(connection);
    await step.putTable(table);
    return step;
  });
  change.apply();
}

async function dropTable(engine: Engine, catalog: Catalog, tableId: string): Promise<void> {
  const change = await engine.write(async (connection) => {
    await connection.run(`DROP TABLE ${physicalName(ref(tableId))}`);
    const step = catalog.change(connection);
    await step.dropTable(ref(tableId));
    return step;
  });
  change.apply();
}
