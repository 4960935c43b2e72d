/** CREATE TABLE: with columns, from a query, like another table, as a copy of one. */

import { physicalName, type Table } from '../catalog.ts';
import { invalid } from '../error.ts';
import type { DdlOperation } from '../host.ts';
import { outputExpression, type ResolvedQuery } from '../resolve/queries/resolved.ts';
import { analyzeQuery } from '../resolve/recursion.ts';
import { tableOf } from '../resolve/relations/path.ts';
import { findTable } from '../resolve/relations/table.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import type { CreateTableNode } from '../syntax/statement.ts';
import { findColumn, type Schema } from '../types/schema.ts';
import { run } from './apply.ts';
import { type Changing, changing, clearWay, existing, requireDataset } from './catalog-change.ts';
import { columnFrom } from './column-node.ts';
import { OptionReader } from './constant.ts';
import { checkCopy, copiedTable, copyResource } from './copied-table.ts';
import { withDefaultExpiration } from './default-expiration.ts';
import { insertInto } from './insert.ts';
import { constraintsOf } from './keys.ts';
import { partitioningOf } from './partition-by.ts';
import { type Effect, resultSchema, statementContext } from './query.ts';
import { storedValue } from './stored.ts';
import { withTableOptions } from './table-options.ts';
import { expandRow } from './value-table.ts';

export async function runCreateTable(statement: StatementOf<'createTable'>, execution: Execution): Promise<Effect> {
  checkCopy(statement);
  const statementType =
    statement.copyAs === 'SNAPSHOT'
      ? 'CREATE_SNAPSHOT_TABLE'
      : statement.query === undefined
        ? 'CREATE_TABLE'
        : 'CREATE_TABLE_AS_SELECT';
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = tableOf(statement.path, execution.session.request);
    execution.session.host.rules.checkTableId(ref.tableId);
    requireDataset(ref, execution);
    const skip = statement.ifNotExists && existing(ref, execution) !== undefined;
    const effect = (operation: DdlOperation): Effect => ({
      statementType,
      ddl: { operation, table: ref },
      referencedTables: to.analysis.referenced,
    });
    if (skip) return effect('SKIP');
    const { table, query } = await describeTable(statement, ref, execution, to);
    if (execution.dryRun) return effect(await clearWay(table, statement.orReplace, execution, to));
    // A query may read the table that it replaces: its rows are kept aside first.
    const source = copiedTable(statement, statementContext(to.analysis, 'COPY'));
    if (query !== undefined) await to.connection.run(`CREATE OR REPLACE TEMP TABLE gsql_created AS ${query.sql}`);
    else if (source !== undefined)
      await to.connection.run(`CREATE OR REPLACE TEMP TABLE gsql_created AS SELECT * FROM ${source.relation}`);
    const operation = await clearWay(table, statement.orReplace, execution, to);
    await execution.session.host.tables.create(to.connection, table);
    await to.change.putTable(table);
    await fill(table, query, source !== undefined, to);
    return effect(operation);
  });
}

/** The catalog's entry from the statement, and the query that fills it. */
export async function describeTable(
  statement: CreateTableNode,
  ref: Table['ref'],
  execution: Execution,
  to: Changing,
): Promise<{ readonly table: Table; readonly query?: ResolvedQuery }> {
  const context = statementContext(to.analysis, 'CREATE TABLE');
  const read = (options: CreateTableNode['options']) => new OptionReader(options, context, to.connection);
  const query =
    statement.query === undefined ? undefined : expandRow(analyzeQuery(statement.query, context), to.analysis);
  to.analysis.filters.check();
  const copied = copiedTable(statement, context);
  const { like } = statement;
  const model = like === undefined ? copied?.table : findTable(tableOf(like, execution.session.request), context);
  const { snapshotDefinition: _snapshot, cloneDefinition: _clone, ...modelled } = model?.resource ?? {};
  const declared =
    statement.columns === undefined
      ? undefined
      : await Promise.all(statement.columns.map((node) => columnFrom(node, execution.text, read)));
  const schema = declared ?? model?.schema ?? (query === undefined ? undefined : querySchema(query));
  if (schema === undefined)
    throw invalid('CREATE TABLE must have a column list, a query, LIKE or COPY', statement.path[0]?.at);
  checkColumns(schema);
  const now = execution.session.host.now();
  const { primaryKey, resource } = constraintsOf(statement, schema, execution);
  const clustering =
    statement.clusterBy?.map((name) => findColumn(schema, name.text)?.name ?? name.text) ?? model?.clustering;
  const partitioning =
    statement.partitionBy === undefined ? modelPartitioning(model) : partitioningOf(statement.partitionBy, schema);
  const dataset = execution.session.host.catalog.dataset(ref);
  const base: Table = {
    ref,
    kind: statement.copyAs === 'SNAPSHOT' ? 'SNAPSHOT' : 'TABLE',
    schema,
    createdMs: now,
    modifiedMs: now,
    version: 1,
    resource: { ...modelled, ...copyResource(statement, copied), ...resource },
    ...partitioning,
    ...(clustering === undefined ? {} : { clustering }),
    ...(primaryKey === undefined ? {} : { primaryKey }),
  };
  const table = await withTableOptions(withDefaultExpiration(base, dataset), read(statement.options), 'TABLE');
  execution.session.host.rules.checkTable(table);
  return { table, ...(query === undefined ? {} : { query }) };
}

function modelPartitioning(model: Table | undefined) {
  return {
    ...(model?.timePartitioning === undefined ? {} : { timePartitioning: model.timePartitioning }),
    ...(model?.rangePartitioning === undefined ? {} : { rangePartitioning: model.rangePartitioning }),
  };
}

function querySchema(query: ResolvedQuery): Schema {
  const nameless = query.columns.findIndex((column) => column.name === undefined);
  if (nameless >= 0) throw invalid(`CREATE TABLE columns must be named, but column ${nameless + 1} has no name`);
  return resultSchema(query.columns);
}

function checkColumns(schema: Schema): void {
  const seen = new Set<string>();
  for (const { name } of schema) {
    if (seen.has(name.toLowerCase())) throw invalid(`CREATE TABLE has columns with duplicate name ${name}`);
    seen.add(name.toLowerCase());
    if (/^(?:_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER)/i.test(name)) {
      throw invalid(
        `Invalid field name "${name}". Field names are not allowed to start with the (case-insensitive) prefixes _PARTITION, _TABLE_, _FILE_, _ROW_TIMESTAMP, __ROOT__ and _COLIDENTIFIER`,
      );
    }
  }
}

/** Puts the rows kept aside into the new table. */
export async function fill(
  table: Table,
  query: ResolvedQuery | undefined,
  copied: boolean,
  to: Changing,
): Promise<void> {
  if (copied) await run(to.connection, `INSERT INTO ${physicalName(table.ref)} SELECT * FROM temp.gsql_created`);
  if (query !== undefined) {
    if (query.columns.length !== table.schema.length) {
      throw invalid(
        `The number of columns in the column definition list (${table.schema.length}) does not match the number of columns of the query (${query.columns.length})`,
      );
    }
    const values = query.columns.map((output, index) => {
      const column = table.schema[index];
      return column === undefined
        ? 'NULL'
        : `${storedValue(outputExpression(output), column, undefined, `Query column ${index + 1}`)} AS v${index}`;
    });
    const source = `SELECT ${values.join(', ')} FROM temp.gsql_created`;
    const { tableId: alias } = table.ref;
    const target = { table, alias, name: physicalName(table.ref), columns: table.schema };
    await run(to.connection, insertInto(target, table.schema, source, statementContext(to.analysis, 'CREATE TABLE')));
  }
  if (copied || query !== undefined) await to.connection.run('DROP TABLE temp.gsql_created');
}
