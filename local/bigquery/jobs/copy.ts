/** Copy jobs: tables put together into another, all at once or not at all. */

import { physicalName, type Table, type TableRef, typeOfTable } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { tableName } from '../names.ts';
import { type Column, duckType, findColumn, quote, type Schema } from '../schema.ts';
import { checkLocation, findTable, requireTable } from '../tables/changes.ts';
import { partitionOf } from '../tables/partition.ts';
import { endPartitions } from '../tables/partition-end.ts';
import { isPartitionedByArrival, PARTITION_TIME } from '../tables/physical.ts';
import { type Destination, type Publication, publish } from '../tables/publish.ts';
import type { TableSettings } from '../tables/settings.ts';
import type { Warehouse } from '../warehouse.ts';
import { destinationFrom, type Json, oneOf, sourceFrom } from './configuration.ts';
import type { Outcome, Running } from './jobs.ts';
import { fromSqlError } from './sql-errors.ts';

type Source = ReturnType<typeof sourceFrom>;

type Operation = 'COPY' | 'SNAPSHOT' | 'RESTORE' | 'CLONE';

export interface CopyRequest {
  readonly operation: Operation;
  readonly sources: readonly Source[];
  readonly destination: Destination;
}

export function copyRequestFrom(warehouse: Warehouse, configuration: Json, projectId: string): CopyRequest {
  const { operationType } = configuration;
  const operation = oneOf<Operation>(
    operationType === 'OPERATION_TYPE_UNSPECIFIED' ? undefined : operationType,
    ['COPY', 'SNAPSHOT', 'RESTORE', 'CLONE'],
    'COPY',
    'operationType',
  );
  const { destinationEncryptionConfiguration: key, destinationExpirationTime: expires } = configuration;
  if (key !== undefined && key !== null)
    throw new BigQueryError('notImplemented', 'The local BigQuery does not support customer-managed keys', {
      status: 400,
    });
  if (expires !== undefined && expires !== null && operation !== 'SNAPSHOT')
    throw new BigQueryError('invalid', 'destinationExpirationTime is for copy jobs with the operationType SNAPSHOT');
  const list = Array.isArray(configuration.sourceTables) ? configuration.sourceTables : [configuration.sourceTable];
  if (list.length === 0) throw new BigQueryError('required', 'Required parameter is missing: sourceTables');
  if (list.length > 1200) throw new BigQueryError('invalid', 'A copy job takes at most 1200 source tables');
  if (list.length > 1 && operation !== 'COPY')
    throw new BigQueryError('invalid', `A copy job with the operationType ${operation} takes one source table`);
  const destination = destinationFrom(warehouse, configuration, projectId, 'WRITE_EMPTY', 'copy');
  return {
    operation,
    sources: list.map((source) => sourceFrom(source, projectId, 'copy.sourceTable', warehouse.now())),
    destination: expires
      ? { ...destination, settings: { ...destination.settings, expirationMs: expirationFrom(expires) } }
      : destination,
  };
}

function expirationFrom(value: unknown): number {
  const ms = Date.parse(String(value));
  if (!Number.isNaN(ms)) return ms;
  throw new BigQueryError(
    'invalid',
    `Invalid value for destinationExpirationTime: ${String(value)} is not a timestamp`,
  );
}

export async function runCopy(
  warehouse: Warehouse,
  { operation, sources, destination }: CopyRequest,
  running: Running,
): Promise<Outcome> {
  for (const ref of [...sources, destination.ref]) checkLocation(warehouse, ref, running.job.location);
  await endPartitions(warehouse);
  let outcome: Outcome = {};
  const publication = (relations?: readonly string[]): Publication => {
    const plan = planOf(warehouse, sources, operation);
    // A table that is there stays clustered as it is.
    const { clustering: _source, ...others } = plan.settings;
    const settings = findTable(warehouse, destination.ref) === undefined ? plan.settings : others;
    return {
      destination: {
        ...destination,
        settings: {
          ...settings,
          ...destination.settings,
          resource: { ...plan.made, ...destination.settings.resource },
        },
        ...(operation === 'SNAPSHOT' && { kind: 'SNAPSHOT' as const }),
      },
      schema: plan.schema,
      relations: relations ?? plan.relations,
      keepsArrival: plan.keepsArrival,
      commit: async (connection, rows) => {
        outcome = { statistics: { copy: { copiedRows: String(rows), copiedLogicalBytes: '0' } } };
        await running.finish(connection, outcome);
      },
    };
  };
  const { relations } = planOf(warehouse, sources, operation);
  const isOwnSource = sources.some((source) => tableName(source) === tableName(destination.ref));
  if (!isOwnSource) await publish(warehouse, publication);
  else await setAside(warehouse, relations, (readable) => publish(warehouse, () => publication(readable)));
  return outcome;
}

interface Plan {
  readonly schema: Schema;
  readonly relations: readonly string[];
  readonly keepsArrival: boolean;
  /** The settings of a table that the copy makes or replaces. */
  readonly settings: Partial<TableSettings>;
  /** The source of a snapshot or clone, as its resource names it. */
  readonly made: Json;
}

/** The sources as they are now: between the job's start and its turn they may change or go. */
function planOf(warehouse: Warehouse, sources: readonly Source[], operation: Operation): Plan {
  const tables = sources.map((source) => ({
    ...sourceTable(warehouse, source, operation),
    decorator: source.decorator,
  }));
  const schema = commonSchema(tables.map(({ table }) => table));
  const [first] = tables;
  const keepsArrival = tables.every(({ table }) => isPartitionedByArrival(table));
  return {
    schema,
    keepsArrival,
    relations: tables.map((source) => relationOf(source, schema, keepsArrival)),
    settings: first === undefined ? {} : shapeOf(first.table),
    made: first === undefined ? {} : madeOf(first.table, operation, sources[0]?.ms ?? warehouse.now()),
  };
}

/** A table copied onto itself is set aside first: it is emptied before the rows go in. */
async function setAside(
  warehouse: Warehouse,
  relations: readonly string[],
  work: (relations: readonly string[]) => Promise<unknown>,
): Promise<void> {
  await warehouse.engine.read(async (connection) => {
    const staged = relations.map(() => warehouse.engine.stagingName());
    try {
      for (const [index, relation] of relations.entries()) {
        await connection.run(`CREATE TABLE ${staged[index]} AS SELECT * FROM ${relation}`);
      }
      await work(staged);
    } finally {
      for (const name of staged) await connection.run(`DROP TABLE IF EXISTS ${name}`);
    }
  });
}

/** A table as it is or, for a source with a moment, as it was: then it need not be there any more. */
function sourceTable(
  warehouse: Warehouse,
  source: Source,
  operation: Operation,
): { readonly table: Table; readonly relation: string } {
  const { decorator: _, ms, ...ref } = source;
  const past = ms === undefined ? undefined : pastTable(warehouse, ref, ms);
  const table = past?.table ?? requireTable(warehouse, ref);
  const allowed = operation === 'RESTORE' ? ['SNAPSHOT'] : operation === 'COPY' ? ['TABLE', 'SNAPSHOT'] : ['TABLE'];
  if (allowed.includes(table.kind)) return past ?? { table, relation: physicalName(table.ref) };
  const what = operation === 'COPY' ? 'copy' : operation.toLowerCase();
  throw new BigQueryError('invalid', `Cannot ${what} ${tableName(table.ref)}: it is a ${typeOfTable(table)}.`);
}

function pastTable(
  warehouse: Warehouse,
  ref: TableRef,
  ms: number,
): { readonly table: Table; readonly relation: string } {
  try {
    return warehouse.history.at(ref, ms);
  } catch (error) {
    throw fromSqlError(error);
  }
}

function madeOf({ ref }: Table, operation: Operation, ms: number): Json {
  const time = new Date(ms).toISOString();
  if (operation === 'SNAPSHOT') return { snapshotDefinition: { baseTableReference: ref, snapshotTime: time } };
  return operation === 'CLONE' ? { cloneDefinition: { baseTableReference: ref, cloneTime: time } } : {};
}

/** A table made or replaced by a copy has its source's partitioning, clustering and constraints. */
function shapeOf(table: Table): Partial<TableSettings> {
  const { timePartitioning, rangePartitioning, clustering, primaryKey } = table;
  return {
    ...(timePartitioning !== undefined && { timePartitioning }),
    ...(rangePartitioning !== undefined && { rangePartitioning }),
    ...(clustering !== undefined && { clustering }),
    ...(primaryKey !== undefined && { primaryKey }),
  };
}

/** The first source's schema; the others must have the same columns. */
function commonSchema(tables: readonly Table[]): Schema {
  const [first, ...others] = tables;
  if (first === undefined) return [];
  for (const other of others) {
    for (const column of [...other.schema, ...first.schema]) {
      const [a, b] = [findColumn(first.schema, column.name), findColumn(other.schema, column.name)];
      if (a === undefined || b === undefined || shape(a) !== shape(b)) {
        throw new BigQueryError(
          'invalid',
          `Provided Schema does not match Table ${tableName(other.ref)}. Field ${column.name} differs between the source tables.`,
        );
      }
    }
  }
  return first.schema.map((column) => ({
    ...column,
    // Required only if every source says so.
    mode:
      column.mode === 'REQUIRED' && others.some((other) => findColumn(other.schema, column.name)?.mode !== 'REQUIRED')
        ? 'NULLABLE'
        : column.mode,
  }));
}

function shape(column: Column): string {
  return `${duckType(column)} ${column.type}`;
}

function relationOf(
  source: { readonly table: Table; readonly relation: string; readonly decorator: string | undefined },
  schema: Schema,
  keepsArrival: boolean,
): string {
  const { table, relation, decorator } = source;
  const columns = schema.map(
    (column) => `${quote(findColumn(table.schema, column.name)?.name ?? column.name)} AS ${quote(column.name)}`,
  );
  if (keepsArrival) columns.push(quote(PARTITION_TIME));
  const where = decorator === undefined ? '' : ` WHERE ${partitionOf(table, decorator).holds}`;
  return `(SELECT ${columns.length === 0 ? '*' : columns.join(', ')} FROM ${relation}${where})`;
}
