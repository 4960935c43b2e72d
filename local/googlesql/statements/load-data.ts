/** LOAD DATA: files of Cloud Storage into a table, by the host's load jobs. */

import type { Table } from '../catalog.ts';
import { unsupported } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { tableOf } from '../resolve/relations/path.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import type { LoadDataNode } from '../syntax/files.ts';
import { findColumn, type Schema } from '../types/schema.ts';
import { requireDataset } from './catalog-change.ts';
import { OptionReader } from './constant.ts';
import { filesOf } from './load-files.ts';
import { partitionId } from './load-partition.ts';
import { loadTemporary } from './load-temporary.ts';
import { partitioningOf } from './partition-by.ts';
import { type Effect, statementContext } from './query.ts';
import { withTableOptions } from './table-options.ts';

export async function runLoadData(statement: StatementOf<'loadData'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  if (runner.inTransaction) throw unsupported('LOAD DATA inside a transaction', statement.at);
  if (statement.temporary) return loadTemporary(statement, execution);
  const { files } = session.host;
  if (files === undefined) throw unsupported('LOAD DATA without Cloud Storage', statement.at);
  const ref = tableOf(statement.path, session.request);
  session.host.rules.checkTableId(ref.tableId);
  requireDataset(ref, execution);
  const effect: Effect = { statementType: 'LOAD_DATA', referencedTables: [] };
  const { settings, table, partition } = await withExternals(execution, () =>
    runner.read(async (connection) => {
      const context = statementContext(new Analysis(session), 'LOAD DATA');
      const read = (options: typeof statement.options) => new OptionReader(options, context, connection);
      const { columns, csv, common } = await filesOf(statement, read, execution);
      const schema =
        columns === undefined ? { autodetect: true } : { schema: session.host.rules.externalSchema(columns) };
      const table = await described(statement, columns, ref, execution, read(statement.options));
      return {
        table,
        settings: { ...common, ...csv, ...schema },
        partition: await partitionId(statement, session.host.catalog.table(ref) ?? table, context, connection),
      };
    }),
  );
  if (dryRun) return effect;
  const overwrite = statement.overwrite || statement.partition?.overwrite === true;
  const loaded = await files.load({
    ...{ ref, overwrite, settings, table },
    ...(partition === undefined ? {} : { partition }),
  });
  return { ...effect, loaded };
}

/** The table as the statement describes it, for one that it makes or replaces. */
async function described(
  { partitionBy, clusterBy }: LoadDataNode,
  columns: Schema | undefined,
  ref: Table['ref'],
  { session }: Execution,
  options: OptionReader,
): Promise<Table> {
  const schema = columns ?? [];
  const known = columns ?? session.host.catalog.table(ref)?.schema;
  const clustering = clusterBy?.map((name) => findColumn(schema, name.text)?.name ?? name.text);
  const now = session.host.now();
  const base: Table = {
    ...{ ref, kind: 'TABLE', schema, createdMs: now, modifiedMs: now, version: 1, resource: {} },
    ...(partitionBy === undefined ? {} : partitioningOf(partitionBy, known)),
    ...(clustering === undefined ? {} : { clustering }),
  };
  return withTableOptions(base, options, 'TABLE');
}
