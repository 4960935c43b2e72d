/** The local BigQuery: REST v2 and Storage Write over one DuckDB. */

import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOwned } from '../core/owned-files.ts';
import type { Service, ServiceOptions } from '../core/service.ts';
import { createSql, dropLeftTables, type Sql } from '../googlesql/index.ts';
import { Catalog, type TableRef } from './catalog.ts';
import { Engine } from './engine.ts';
import { History } from './history/history.ts';
import { scopedScans } from './jobs/external.ts';
import { fileStatements } from './jobs/file-statements.ts';
import { Jobs } from './jobs/jobs.ts';
import { jobRow } from './jobs/row.ts';
import { LIMITS, type Limits } from './limits.ts';
import { NO_OBJECTS, type ObjectSource } from './objects.ts';
import { anonymousResult } from './rest/results.ts';
import { startRest } from './rest/server.ts';
import { rememberingTables, sqlHost } from './sql-host.ts';
import { sqlTypeOf } from './tables/defaults.ts';
import { type InsertError, insertAll } from './tables/insert-all.ts';
import { keptInsertIds } from './tables/kept-insert-ids.ts';
import type { Warehouse } from './warehouse.ts';
import { type StorageWriteLimits, type StorageWriteService, startStorageWrite } from './write/index.ts';

export { LIMITS, type Limits } from './limits.ts';
export type { ObjectSource, StoredObject } from './objects.ts';

export interface BigQueryOptions extends ServiceOptions {
  /** The port of the Storage Write gRPC service; 0 (the default) lets the system choose. */
  readonly writePort?: number;
  /** Cloud Storage, for load jobs and external tables. Without it every bucket is missing. */
  readonly objects?: ObjectSource;
  /** The location of datasets that name none. Default: US. */
  readonly location?: string;
  readonly limits?: Partial<Limits>;
  readonly writeLimits?: Partial<StorageWriteLimits>;
}

export interface BigQueryService extends Service {
  /** `host:port` of the Storage Write gRPC service. */
  readonly writeAddress: string;
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly sql: Sql;
  /** Inserts the rows that the table takes, as tabledata.insertAll does; the errors name the others by their place. */
  insertRows(ref: TableRef, rows: readonly object[], ignoreUnknownValues: boolean): Promise<readonly InsertError[]>;
}

/** The user of every request, because one machine has no accounts. */
const USER = 'local@penstock.invalid';

export async function startBigQuery(options: BigQueryOptions): Promise<BigQueryService> {
  const { stateDir, now, report, faults, host } = options;
  if (stateDir !== undefined) await mkdir(stateDir, { recursive: true });
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const engine = await Engine.open(stateDir === undefined ? undefined : join(stateDir, 'warehouse.duckdb'));
    closing.push(() => engine.close());
    // Once the warehouse is ours: what lies there is of a process that was killed, and another's would be taken from it.
    const scratchDir = await emptyScratch(stateDir);
    closing.push(() => removeOwned(scratchDir, SCRATCH_FILES));
    const catalog = new Catalog();
    await engine.write(async (connection) => {
      await catalog.load(connection);
      await dropLeftTables(connection);
    });
    const history = await History.open(engine, catalog, now);
    const location = options.location ?? 'US';
    const limits = { ...LIMITS, ...options.limits };
    const objects = options.objects ?? NO_OBJECTS;
    // The SQL engine asks for files and jobs that are made with it: it is given them by name, late.
    const late: { jobs?: Jobs; scans?: ReturnType<typeof scopedScans>; write?: StorageWriteService } = {};
    const sql = createSql({
      ...sqlHost,
      engine,
      catalog,
      now,
      location,
      external: async (configuration) => {
        if (late.scans === undefined) throw new Error('the warehouse is not open yet');
        return late.scans.external(configuration);
      },
      files: fileStatements(() => warehouse),
      history,
      tables: rememberingTables(history, catalog),
      jobs: (projectId) => (late.jobs?.store.list(projectId) ?? []).map((job) => jobRow(job, USER)),
      appends: (projectId) => late.write?.appends(projectId) ?? [],
    });
    const scans = scopedScans(() => warehouse, sql);
    late.scans = scans;
    const warehouse: Warehouse = {
      engine,
      catalog,
      sql: scans.sql,
      history,
      objects,
      limits,
      faults,
      now,
      report,
      location,
      scratchDir,
    };
    const jobs = new Jobs(warehouse);
    late.jobs = jobs;
    await jobs.store.load(now());
    // Column defaults run outside of queries too: in insertAll, loads and Storage Write.
    await sql.prepare();
    closing.push(() => jobs.close());
    const write = await startStorageWrite({
      host,
      port: options.writePort ?? 0,
      stateDir,
      faults,
      report,
      now,
      engine,
      catalog,
      history,
      compileDefault: (expression, column) => sql.compileDefault(expression, sqlTypeOf(column)),
      reading: { warehouse, anonymous: (ref) => anonymousResult({ jobs }, ref) },
      ...(options.writeLimits !== undefined && { limits: options.writeLimits }),
    });
    late.write = write;
    closing.push(() => write.close());
    const insertIds = await keptInsertIds(stateDir, limits.insertIdWindowMs, now);
    closing.push(() => insertIds.close());
    const rest = await startRest(options, {
      warehouse,
      jobs,
      insertIds: insertIds.ids,
      user: USER,
    });
    closing.push(() => rest.close());
    return {
      name: 'bigquery',
      address: rest.address,
      writeAddress: write.address,
      engine,
      catalog,
      sql: scans.sql,
      insertRows: (ref, rows, ignoreUnknownValues) => {
        const options = { skipInvalidRows: true, ignoreUnknownValues };
        return insertAll(
          warehouse,
          insertIds.ids,
          ref,
          rows.map((json) => ({ json })),
          options,
        );
      },
      busy: () => jobs.running.map((name) => `job ${name} runs`),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Uploads, copies of objects and files on their way out, by the names that they are given. */
const SCRATCH_FILES = [/^[0-9a-f-]{36}\.(upload|input|output)$/];

/** The folder of uploads and copies of objects while a job needs them: none outlives its process. */
async function emptyScratch(stateDir: string | undefined): Promise<string> {
  if (stateDir === undefined) return mkdtemp(join(tmpdir(), 'penstock-bigquery-'));
  const scratchDir = join(stateDir, 'scratch');
  await removeOwned(scratchDir, SCRATCH_FILES);
  await mkdir(scratchDir, { recursive: true });
  return scratchDir;
}
