/** CREATE EXTERNAL TABLE over files of Cloud Storage. */

import type { Table } from '../catalog.ts';
import { invalid, unsupported } from '../error.ts';
import type { DdlOperation } from '../host.ts';
import { tableOf } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import { changing, clearWay, existing, requireDataset } from './catalog-change.ts';
import { columnFrom } from './column-node.ts';
import { OptionReader } from './constant.ts';
import { csvOptions, hiveOptions, readingOptions, type Settings, sourceOf } from './file-options.ts';
import { type Effect, statementContext } from './query.ts';
import { commonOptions } from './table-options.ts';

export async function createExternalTable(
  statement: StatementOf<'createTable'>,
  execution: Execution,
): Promise<Effect> {
  if (statement.query !== undefined) throw invalid('CREATE EXTERNAL TABLE cannot have a query', statement.at);
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = tableOf(statement.path, execution.session.request);
    execution.session.host.rules.checkTableId(ref.tableId);
    requireDataset(ref, execution);
    const effect = (operation: DdlOperation): Effect => ({
      statementType: 'CREATE_EXTERNAL_TABLE',
      ddl: { operation, table: ref },
      referencedTables: to.analysis.referenced,
    });
    if (statement.ifNotExists && existing(ref, execution) !== undefined) return effect('SKIP');
    const context = statementContext(to.analysis, 'CREATE EXTERNAL TABLE');
    const read = (options: typeof statement.options) => new OptionReader(options, context, to.connection);
    const columns = await Promise.all((statement.columns ?? []).map((node) => columnFrom(node, execution.text, read)));
    if ((statement.partitionColumns?.length ?? 0) > 0)
      throw unsupported('WITH PARTITION COLUMNS with a list', statement.at);
    const options = read(statement.options);
    const configuration = await configurationOf(options, statement.partitionColumns !== undefined);
    const resource = await commonOptions(options, {});
    options.finish('EXTERNAL TABLE');
    const external =
      columns.length === 0
        ? { ...configuration, autodetect: true }
        : { ...configuration, schema: execution.session.host.rules.externalSchema(columns) };
    const schema = columns.length === 0 ? to.analysis.external(external).schema : columns;
    const now = execution.session.host.now();
    const table: Table = {
      ref,
      kind: 'EXTERNAL',
      schema,
      createdMs: now,
      modifiedMs: now,
      version: 1,
      external,
      resource,
    };
    if (execution.dryRun) return effect(await clearWay(table, statement.orReplace, execution, to));
    const operation = await clearWay(table, statement.orReplace, execution, to);
    await to.change.putTable(table);
    return effect(operation);
  });
}

/** The options as REST's externalDataConfiguration. */
async function configurationOf(options: OptionReader, partitioned: boolean): Promise<Settings> {
  const source = await sourceOf(options, 'external tables');
  const csv = await csvOptions(options);
  const compression = await options.string('compression');
  return {
    ...source,
    ...(source.sourceFormat === 'CSV' ? { csvOptions: csv } : {}),
    ...(await readingOptions(options)),
    ...(compression === undefined || compression === null ? {} : { compression }),
    ...(await hiveOptions(options, partitioned ? 'AUTO' : 'STRINGS')),
  };
}
