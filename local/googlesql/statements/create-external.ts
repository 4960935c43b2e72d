/** CREATE EXTERNAL TABLE over files of Cloud Storage. */

import type { Table } from '../catalog.ts';
import { invalid, unsupported } from '../error.ts';
import type { DdlOperation } from '../host.ts';
import { tableOf } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import { changing, clearWay, existing, requireDataset } from './catalog-change.ts';
import { columnFrom } from './column-node.ts';
import { OptionReader } from './constant.ts';
import { type Effect, statementContext } from './query.ts';
import { commonOptions } from './table-options.ts';

const FORMATS: Readonly<Record<string, string>> = {
  CSV: 'CSV',
  JSON: 'NEWLINE_DELIMITED_JSON',
  NEWLINE_DELIMITED_JSON: 'NEWLINE_DELIMITED_JSON',
  PARQUET: 'PARQUET',
  AVRO: 'AVRO',
};

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
async function configurationOf(options: OptionReader, partitioned: boolean): Promise<Record<string, unknown>> {
  const format = (await options.string('format'))?.toUpperCase() ?? '';
  const sourceFormat = FORMATS[format];
  if (sourceFormat === undefined) throw unsupported(`external tables of format ${format === '' ? '(none)' : format}`);
  const sourceUris = await options.strings('uris');
  if (sourceUris === undefined || sourceUris === null || sourceUris.length === 0)
    throw invalid('External tables must have URIs');
  const given = async <T>(name: string, value: Promise<T | null | undefined>): Promise<Record<string, T>> => {
    const known = await value;
    return known === undefined || known === null ? {} : { [name]: known };
  };
  const skip = await options.int('skip_leading_rows');
  const csvOptions = {
    ...(skip === undefined || skip === null ? {} : { skipLeadingRows: String(skip) }),
    ...(await given('fieldDelimiter', options.string('field_delimiter'))),
    ...(await given('quote', options.string('quote'))),
    ...(await given('allowQuotedNewlines', options.bool('allow_quoted_newlines'))),
    ...(await given('allowJaggedRows', options.bool('allow_jagged_rows'))),
    ...(await given('encoding', options.string('encoding'))),
    ...(await given('nullMarker', options.string('null_marker'))),
  };
  const bad = await options.int('max_bad_records');
  const prefix = await options.string('hive_partition_uri_prefix');
  const filter = await options.bool('require_hive_partition_filter');
  return {
    sourceFormat,
    sourceUris,
    ...(sourceFormat === 'CSV' ? { csvOptions } : {}),
    ...(bad === undefined || bad === null ? {} : { maxBadRecords: Number(bad) }),
    ...(await given('ignoreUnknownValues', options.bool('ignore_unknown_values'))),
    ...(await given('compression', options.string('compression'))),
    ...(prefix === undefined || prefix === null
      ? {}
      : {
          hivePartitioningOptions: {
            mode: partitioned ? 'AUTO' : 'STRINGS',
            sourceUriPrefix: prefix,
            ...(filter === undefined || filter === null ? {} : { requirePartitionFilter: filter }),
          },
        }),
  };
}
