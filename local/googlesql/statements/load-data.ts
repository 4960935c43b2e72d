/** LOAD DATA: files of Cloud Storage into a table, by the host's load jobs. */

import type { Table } from '../catalog.ts';
import { invalid, unsupported } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { tableOf } from '../resolve/relations/path.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import type { LoadDataNode } from '../syntax/statement.ts';
import { findColumn, type Schema } from '../types/schema.ts';
import { requireDataset } from './catalog-change.ts';
import { columnFrom } from './column-node.ts';
import { OptionReader } from './constant.ts';
import { csvOptions, hiveOptions, readingOptions, type Settings, sourceOf } from './file-options.ts';
import { partitioningOf } from './partition-by.ts';
import { type Effect, statementContext } from './query.ts';
import { withTableOptions } from './table-options.ts';

export async function runLoadData(statement: StatementOf<'loadData'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  if (runner.inTransaction) throw unsupported('LOAD DATA inside a transaction', statement.at);
  const { files } = session.host;
  if (files === undefined) throw unsupported('LOAD DATA without Cloud Storage', statement.at);
  const ref = tableOf(statement.path, session.request);
  session.host.rules.checkTableId(ref.tableId);
  requireDataset(ref, execution);
  const effect: Effect = { statementType: 'LOAD_DATA', referencedTables: [] };
  const { settings, table } = await withExternals(execution, () =>
    runner.read(async (connection) => {
      const context = statementContext(new Analysis(session), 'LOAD DATA');
      const read = (options: typeof statement.options) => new OptionReader(options, context, connection);
      const columns =
        statement.columns === undefined
          ? undefined
          : await Promise.all(statement.columns.map((node) => columnFrom(node, execution.text, read)));
      const own = await loadSettings(statement, read, execution);
      const schema = columns === undefined ? {} : { schema: session.host.rules.externalSchema(columns) };
      return {
        table: await described(statement, columns ?? [], ref, read(statement.options), session.host.now()),
        settings: { ...own, ...(columns === undefined ? { autodetect: true } : schema) },
      };
    }),
  );
  if (dryRun) return effect;
  const loaded = await files.load({ ref, overwrite: statement.overwrite, settings, table });
  return { ...effect, loaded };
}

async function loadSettings(
  { files, partitionColumns, at }: LoadDataNode & { readonly at: StatementOf<'loadData'>['at'] },
  read: (options: LoadDataNode['options']) => OptionReader,
  execution: Execution,
): Promise<Settings> {
  const options = read(files);
  const keys = await Promise.all(
    (partitionColumns ?? []).map(async (node) => {
      const { name, type } = await columnFrom(node, execution.text, read);
      return `{${name}:${type}}`;
    }),
  );
  const settings = {
    ...(await sourceOf(options, 'loads')),
    ...(await csvOptions(options)),
    ...(await readingOptions(options)),
    ...(await hiveOptions(options, 'AUTO', keys)),
  };
  options.finish('FILES');
  if (partitionColumns !== undefined && !('hivePartitioningOptions' in settings))
    throw invalid('WITH PARTITION COLUMNS needs the option hive_partition_uri_prefix', at);
  return settings;
}

/** The table as the statement describes it, for one that it makes or replaces. */
async function described(
  { partitionBy, clusterBy }: LoadDataNode,
  schema: Schema,
  ref: Table['ref'],
  options: OptionReader,
  now: number,
): Promise<Table> {
  if (partitionBy !== undefined && schema.length === 0)
    throw unsupported('PARTITION BY in a LOAD DATA without a column list', partitionBy.at);
  const clustering = clusterBy?.map((name) => findColumn(schema, name.text)?.name ?? name.text);
  const base: Table = {
    ref,
    kind: 'TABLE',
    schema,
    createdMs: now,
    modifiedMs: now,
    version: 1,
    resource: {},
    ...(partitionBy === undefined ? {} : partitioningOf(partitionBy, schema)),
    ...(clustering === undefined ? {} : { clustering }),
  };
  return withTableOptions(base, options, 'TABLE');
}
