/** CREATE VIEW: the query's text is kept, and analyzed anew each time the view is read. */

import type { Table } from '../catalog.ts';
import { invalid } from '../error.ts';
import type { DdlOperation } from '../host.ts';
import { analyzeQuery } from '../resolve/recursion.ts';
import { tableOf } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import { changing, clearWay, existing, requireDataset } from './catalog-change.ts';
import { withColumnOptions } from './column-node.ts';
import { OptionReader } from './constant.ts';
import { materializedSettings } from './materialized.ts';
import { partitioningOf } from './partition-by.ts';
import { type Effect, resultSchema, statementContext } from './query.ts';
import { withTableOptions } from './table-options.ts';
import { expandRow } from './value-table.ts';

export async function runCreateView(statement: StatementOf<'createView'>, execution: Execution): Promise<Effect> {
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = tableOf(statement.path, execution.session.request);
    execution.session.host.rules.checkTableId(ref.tableId);
    requireDataset(ref, execution);
    const effect = (operation: DdlOperation): Effect => ({
      statementType: statement.materialized ? 'CREATE_MATERIALIZED_VIEW' : 'CREATE_VIEW',
      ddl: { operation, table: ref },
      referencedTables: to.analysis.referenced,
    });
    if (statement.ifNotExists && existing(ref, execution) !== undefined) return effect('SKIP');
    const context = statementContext(to.analysis, 'CREATE VIEW');
    const read = (options: typeof statement.options) => new OptionReader(options, context, to.connection);
    // A view is read later, by anybody: neither the request's default dataset nor its parameters may be in it.
    const { defaultDataset: _none, ...defaults } = context.defaults;
    const query = expandRow(analyzeQuery(statement.query, { ...context, defaults, sealed: true }), to.analysis);
    const { columns } = statement;
    if (columns !== undefined && columns.length !== query.columns.length) {
      throw invalid(
        `View column list has ${columns.length} columns, but the query has ${query.columns.length}`,
        columns[0]?.name.at,
      );
    }
    const named = query.columns.map((column, index) => {
      const name = columns?.[index]?.name.text ?? column.name;
      if (name === undefined)
        throw invalid(`CREATE VIEW columns must be named, but column ${index + 1} has no name`, statement.query.at);
      return { ...column, name };
    });
    const twice = named.find(
      (column, index) => named.findIndex((other) => other.name.toLowerCase() === column.name.toLowerCase()) !== index,
    );
    if (twice !== undefined)
      throw invalid(`CREATE VIEW has columns with duplicate name ${twice.name}`, statement.query.at);
    const schema = await Promise.all(
      resultSchema(named).map((column, index) => withColumnOptions(column, read(columns?.[index]?.options))),
    );
    const now = execution.session.host.now();
    const { start, end } = statement.query.span;
    const base: Table = {
      ref,
      kind: 'VIEW',
      schema,
      createdMs: now,
      modifiedMs: now,
      version: 1,
      viewQuery: execution.text.slice(start, end),
      resource: {},
    };
    const options = read(statement.options);
    const materialized = statement.materialized ? await materializedSettings(options) : undefined;
    const shape = statement.partitionBy === undefined ? {} : partitioningOf(statement.partitionBy, schema);
    const clustering = statement.clusterBy?.map((name) => name.text);
    const described: Table = {
      ...base,
      ...shape,
      ...(clustering === undefined ? {} : { clustering }),
      ...(materialized === undefined ? {} : { materialized }),
    };
    const table = await withTableOptions(described, options, statement.materialized ? 'MATERIALIZED VIEW' : 'VIEW');
    execution.session.host.rules.checkTable(table);
    if (execution.dryRun) return effect(await clearWay(table, statement.orReplace, execution, to));
    const operation = await clearWay(table, statement.orReplace, execution, to);
    await to.change.putTable(table);
    return effect(operation);
  });
}
