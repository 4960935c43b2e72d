/** INSERT: rows of VALUES or of a query, brought to the table's columns. */

import { PARTITION_TIME } from '../catalog.ts';
import { invalid, type Position } from '../error.ts';
import { Analysis, type Context } from '../resolve/context.ts';
import { outputExpression } from '../resolve/queries/resolved.ts';
import { analyze, analyzeQuery } from '../resolve/recursion.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import type { ExpressionNode, Name } from '../syntax/ast.ts';
import type { InsertNode } from '../syntax/statement.ts';
import { type Column, findColumn, quote } from '../types/schema.ts';
import { run } from './apply.ts';
import { type Effect, statementContext } from './query.ts';
import { defaultValue, storedValue } from './stored.ts';
import { dmlTarget, type Target } from './target.ts';
import { expandRow } from './value-table.ts';

export async function runInsert(statement: StatementOf<'insert'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  return withExternals(execution, () =>
    runner.write(async (connection) => {
      const analysis = new Analysis(session);
      const target = dmlTarget(statement.target, analysis, false);
      const sql = insertText(statement, target, analysis);
      const inserted = dryRun ? 0 : await run(connection, sql);
      if (!dryRun) await session.host.history?.appended(connection, target.table, inserted);
      return {
        statementType: 'INSERT',
        dml: { inserted, updated: 0, deleted: 0 },
        referencedTables: analysis.referenced,
      } as const;
    }),
  );
}

function insertText(statement: InsertNode, target: Target, analysis: Analysis): string {
  const context = statementContext(analysis, 'INSERT');
  const columns = insertColumns(statement.columns, target);
  const source =
    statement.query === undefined
      ? valuesText(statement.rows ?? [], columns, context)
      : queryText(statement, columns, context);
  analysis.filters.check();
  return insertInto(target, columns, source, context);
}

/** The columns that are given values: those listed, or all but the hidden one. */
export function insertColumns(names: readonly Name[] | undefined, target: Target): readonly Column[] {
  if (names === undefined) return target.table.schema;
  const columns = names.map((name) => {
    const column = findColumn(target.columns, name.text);
    if (column === undefined)
      throw invalid(
        `Column ${name.text} is not present in table ${target.table.ref.datasetId}.${target.table.ref.tableId}`,
        name.at,
      );
    return column;
  });
  const twice = names.find((_name, index) => columns.indexOf(columns[index] as Column) !== index);
  if (twice !== undefined) throw invalid(`INSERT has columns with duplicate name: ${twice.text}`, twice.at);
  return columns;
}

/** `source` selects the columns' values, named v0, v1, …; every other column has its default. */
export function insertInto(target: Target, columns: readonly Column[], source: string, context: Context): string {
  const all = target.columns;
  const list = all.map((column) => {
    const place = columns.indexOf(column);
    if (place >= 0) return `v${place}`;
    return column.name === PARTITION_TIME ? arrival(target) : defaultValue(column, context);
  });
  const names = all.map((column) => quote(column.name)).join(', ');
  return `INSERT INTO ${target.name} (${names}) SELECT ${list.join(', ')} FROM (${source}) AS gsql_source`;
}

/** A row that does not say when it arrived arrives now, in the partition of now. */
function arrival(target: Target): string {
  const unit = (target.table.timePartitioning?.type ?? 'DAY').toLowerCase();
  return `(date_trunc('${unit}', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')`;
}

function valuesText(
  rows: readonly (readonly ExpressionNode[])[],
  columns: readonly Column[],
  context: Context,
): string {
  const texts = rows.map((row) => {
    checkCount(row.length, columns.length, row[0]?.at);
    const values = row.map((node, index) => {
      const column = columns[index] as Column;
      if (node.kind === 'default') return defaultValue(column, context);
      return storedValue(analyze(node, context), column, node.at);
    });
    return `(${values.join(', ')})`;
  });
  const names = columns.map((_column, index) => `v${index}`).join(', ');
  return `SELECT ${names} FROM (VALUES ${texts.join(', ')}) AS gsql_rows(${names})`;
}

function queryText(statement: InsertNode, columns: readonly Column[], context: Context): string {
  if (statement.query === undefined) throw new Error('INSERT has VALUES or a query');
  const query = expandRow(analyzeQuery(statement.query, context), context.analysis);
  checkCount(query.columns.length, columns.length, statement.query.at);
  const list = query.columns.map((output, index) => {
    const column = columns[index] as Column;
    const value = storedValue(outputExpression(output), column, statement.query?.at, `Query column ${index + 1}`);
    return `${value} AS v${index}`;
  });
  return `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${context.analysis.id('t')}`;
}

function checkCount(given: number, wanted: number, at: Position | undefined): void {
  if (given !== wanted) throw invalid(`Inserted row has wrong column count; Has ${given}, expected ${wanted}`, at);
}
