/** CREATE SCHEMA and DROP SCHEMA. */

import { type Dataset, isStored, physicalSchema } from '../catalog.ts';
import { duplicate, invalid, notFound, SqlError, unsupported } from '../error.ts';
import type { DdlOperation } from '../host.ts';
import { datasetOf, flattenPath } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import type { Path } from '../syntax/statement.ts';
import { changing } from './catalog-change.ts';
import { OptionReader } from './constant.ts';
import { type Effect, statementContext } from './query.ts';
import { commonOptions } from './table-options.ts';

const DAY_MS = 86_400_000;

export function schemaRef(path: Path, execution: Execution) {
  const parts = flattenPath(path);
  if (parts.length > 2) throw invalid(`Invalid dataset name ${parts.join('.')}`, path[0]?.at);
  return datasetOf(parts, execution.session.request);
}

export async function runCreateSchema(statement: StatementOf<'createSchema'>, execution: Execution): Promise<Effect> {
  const { host } = execution.session;
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = schemaRef(statement.path, execution);
    host.rules.checkDatasetId(ref.datasetId);
    const effect = (operation: DdlOperation): Effect => ({
      statementType: 'CREATE_SCHEMA',
      ddl: { operation, dataset: ref },
      referencedTables: [],
    });
    const options = new OptionReader(statement.options, statementContext(to.analysis, 'CREATE SCHEMA'), to.connection);
    const twin = host.catalog
      .datasets(ref.projectId)
      .find((other) => other.ref.datasetId.toLowerCase() === ref.datasetId.toLowerCase());
    if (twin?.ref.datasetId === ref.datasetId) {
      if (statement.ifNotExists) return effect('SKIP');
      throw duplicate(`Dataset ${ref.projectId}:${ref.datasetId}`);
    }
    if (twin !== undefined)
      throw unsupported(`two datasets whose names differ only in case: ${twin.ref.datasetId}`, statement.at);
    const location = (await options.string('location')) ?? host.location;
    const resource = await schemaOptions(options, {});
    const now = host.now();
    const dataset: Dataset = { ref, location, createdMs: now, modifiedMs: now, resource };
    if (execution.dryRun) return effect('CREATE');
    await to.connection.run(`CREATE SCHEMA ${physicalSchema(ref)}`);
    await to.change.putDataset(dataset);
    return effect('CREATE');
  });
}

export async function schemaOptions(
  options: OptionReader,
  resource: Dataset['resource'],
): Promise<Dataset['resource']> {
  const common: Record<string, unknown> = { ...(await commonOptions(options, resource)) };
  const tableDays = await options.float('default_table_expiration_days');
  const partitionDays = await options.float('default_partition_expiration_days');
  for (const [key, days] of [
    ['defaultTableExpirationMs', tableDays],
    ['defaultPartitionExpirationMs', partitionDays],
  ] as const) {
    if (days === null) delete common[key];
    else if (days !== undefined) common[key] = String(Math.round(days * DAY_MS));
  }
  options.finish('SCHEMA');
  return common;
}

export async function dropSchema(statement: StatementOf<'drop'>, execution: Execution): Promise<Effect> {
  const { host } = execution.session;
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = schemaRef(statement.path, execution);
    const effect = (operation: DdlOperation): Effect => ({
      statementType: 'DROP_SCHEMA',
      ddl: { operation, dataset: ref },
      referencedTables: [],
    });
    if (host.catalog.dataset(ref) === undefined) {
      if (statement.ifExists) return effect('SKIP');
      throw notFound('Dataset', `${ref.projectId}:${ref.datasetId} was not found in location ${host.location}`);
    }
    const tables = host.catalog.tables(ref);
    const routines = host.catalog.routines(ref);
    if (!statement.cascade && (tables.length > 0 || routines.length > 0)) {
      throw new SqlError(`Dataset ${ref.projectId}:${ref.datasetId} is still in use`, { reason: 'resourceInUse' });
    }
    if (execution.dryRun) return effect('DROP');
    for (const table of tables) {
      if (isStored(table)) await execution.session.host.tables.drop(to.connection, table.ref);
      await to.change.dropTable(table.ref);
    }
    for (const routine of routines) await to.change.dropRoutine(ref, routine.ref.routineId);
    await to.connection.run(`DROP SCHEMA IF EXISTS ${physicalSchema(ref)} CASCADE`);
    await to.change.dropDataset(ref);
    return effect('DROP');
  });
}
