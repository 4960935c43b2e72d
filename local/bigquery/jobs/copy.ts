/** Copy jobs: tables put together into another, all at once or not at all. */

import { physicalName, type Table } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { tableName } from '../names.ts';
import { type Column, duckType, findColumn, quote, type Schema } from '../schema.ts';
import { checkLocation, findTable, requireTable } from '../tables/changes.ts';
import { partitionOf } from '../tables/partition.ts';
import { isPartitionedByArrival, PARTITION_TIME } from '../tables/physical.ts';
import { type Destination, type Publication, publish } from '../tables/publish.ts';
import type { TableSettings } from '../tables/settings.ts';
import type { Warehouse } from '../warehouse.ts';
import { destinationFrom, type Json, oneOf, tableRefFrom } from './configuration.ts';
import type { Outcome, Running } from './jobs.ts';

type Source = ReturnType<typeof tableRefFrom>;

export interface CopyRequest {
  readonly sources: readonly Source[];
  readonly destination: Destination;
}

export function copyRequestFrom(warehouse: Warehouse, configuration: Json, projectId: string): CopyRequest {
  const operation = oneOf(
    configuration.operationType,
    ['COPY', 'SNAPSHOT', 'RESTORE', 'CLONE', 'OPERATION_TYPE_UNSPECIFIED'],
    'COPY',
    'operationType',
  );
  if (operation !== 'COPY' && operation !== 'OPERATION_TYPE_UNSPECIFIED') {
    throw new BigQueryError(
      'notImplemented',
      `The local BigQuery does not support copy jobs of operation type ${operation}`,
    );
  }
  for (const refused of ['destinationExpirationTime', 'destinationEncryptionConfiguration']) {
    if (configuration[refused] !== undefined && configuration[refused] !== null)
      throw new BigQueryError('notImplemented', `The local BigQuery does not support ${refused} of a copy job`, {
        status: 400,
      });
  }
  const list = Array.isArray(configuration.sourceTables) ? configuration.sourceTables : [configuration.sourceTable];
  if (list.length === 0) throw new BigQueryError('required', 'Required parameter is missing: sourceTables');
  if (list.length > 1200) throw new BigQueryError('invalid', 'A copy job takes at most 1200 source tables');
  return {
    sources: list.map((source) => tableRefFrom(source, projectId, 'copy.sourceTable')),
    destination: destinationFrom(warehouse, configuration, projectId, 'WRITE_EMPTY', 'copy'),
  };
}

export async function runCopy(
  warehouse: Warehouse,
  { sources, destination }: CopyRequest,
  running: Running,
): Promise<Outcome> {
  for (const ref of [...sources, destination.ref]) checkLocation(warehouse, ref, running.job.location);
  let outcome: Outcome = {};
  const publication = (relations?: readonly string[]): Publication => {
    const plan = planOf(warehouse, sources);
    // A table that is there stays clustered as it is.
    const { clustering: _source, ...others } = plan.settings;
    const settings = findTable(warehouse, destination.ref) === undefined ? plan.settings : others;
    return {
      destination: { ...destination, settings: { ...settings, ...destination.settings } },
      schema: plan.schema,
      relations: relations ?? plan.relations,
      keepsArrival: plan.keepsArrival,
      commit: async (connection, rows) => {
        outcome = { statistics: { copy: { copiedRows: String(rows), copiedLogicalBytes: '0' } } };
        await running.finish(connection, outcome);
      },
    };
  };
  const { relations } = planOf(warehouse, sources);
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
}

/** The sources as they are now: between the job's start and its turn they may change or go. */
function planOf(warehouse: Warehouse, sources: readonly Source[]): Plan {
  const tables = sources.map((source) => ({ table: sourceTable(warehouse, source), decorator: source.decorator }));
  const schema = commonSchema(tables.map(({ table }) => table));
  const [first] = tables;
  const keepsArrival = tables.every(({ table }) => isPartitionedByArrival(table));
  return {
    schema,
    keepsArrival,
    relations: tables.map(({ table, decorator }) => relationOf(table, schema, decorator, keepsArrival)),
    settings: first === undefined ? {} : shapeOf(first.table),
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

function sourceTable(warehouse: Warehouse, source: Source): Table {
  const { decorator: _, ...ref } = source;
  const table = requireTable(warehouse, ref);
  if (table.kind === 'TABLE') return table;
  throw new BigQueryError('invalid', `Cannot copy ${tableName(table.ref)}: it is a ${table.kind}.`);
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

function relationOf(table: Table, schema: Schema, decorator: string | undefined, keepsArrival: boolean): string {
  const columns = schema.map(
    (column) => `${quote(findColumn(table.schema, column.name)?.name ?? column.name)} AS ${quote(column.name)}`,
  );
  if (keepsArrival) columns.push(quote(PARTITION_TIME));
  const where = decorator === undefined ? '' : ` WHERE ${partitionOf(table, decorator).holds}`;
  return `(SELECT ${columns.length === 0 ? '*' : columns.join(', ')} FROM ${physicalName(table.ref)}${where})`;
}
