/** A query whose rows are the statement's result. */

import { raiseText, stringText } from '../emit/text.ts';
import { invalid } from '../error.ts';
import type { StatementOutcome } from '../host.ts';
import { Analysis, type Context, NO_CTES } from '../resolve/context.ts';
import type { OutputColumn, ResolvedQuery } from '../resolve/queries/resolved.ts';
import { analyzeQuery } from '../resolve/recursion.ts';
import { EMPTY_SCOPE } from '../resolve/relations/scope.ts';
import { resultRows } from '../run/result-rows.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import type { QueryNode } from '../syntax/ast.ts';
import type { Schema } from '../types/schema.ts';
import { columnOfType, duckTypeOf, typeName } from '../types/type-text.ts';
import { expandRow } from './value-table.ts';

/** The outcome of a statement, without its text and position. */
export type Effect = Omit<StatementOutcome, 'text' | 'start' | 'end' | 'startMs' | 'endMs'>;

/** The context of a statement's outermost expressions. */
export function statementContext(analysis: Analysis, clause: string): Context {
  const { request } = analysis.session;
  const { projectId, defaultDataset } = request;
  return {
    analysis,
    scope: EMPTY_SCOPE,
    clause,
    ctes: NO_CTES,
    defaults: { projectId, ...(defaultDataset === undefined ? {} : { defaultDataset }) },
  };
}

export async function runQuery(statement: StatementOf<'query'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  const attempt = async (isAlone: boolean): Promise<Effect> => {
    const analysis = new Analysis(session);
    const query = resultQuery(statement.query, analysis);
    // The past is read by what the tables are now: alone, so that none of them changes meanwhile.
    if (analysis.readsPast && !isAlone && !dryRun) return runner.write(() => attempt(true));
    const schema = resultSchema(query.columns);
    const outcome = { statementType: 'SELECT', schema, referencedTables: analysis.referenced } as const;
    if (dryRun) return outcome;
    const rows = await runner.read(async (connection) => resultRows(await connection.run(query.sql)));
    return { ...outcome, rows };
  };
  return withExternals(execution, () => attempt(false));
}

/** The query with a value table's struct taken apart, and the checks of what leaves BigQuery. */
export function resultQuery(node: QueryNode, analysis: Analysis): ResolvedQuery {
  const query = expandRow(analyzeQuery(node, statementContext(analysis, 'query')), analysis);
  analysis.filters.check();
  checkNames(query.columns);
  return checked(query, analysis);
}

function checkNames(columns: readonly OutputColumn[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of columns) {
    if (name === undefined) continue;
    if (seen.has(name.toLowerCase())) twice.add(name);
    seen.add(name.toLowerCase());
  }
  if (twice.size > 0)
    throw invalid(
      `Duplicate column names in the result are not supported. Found duplicate(s): ${[...twice].join(', ')}`,
    );
}

/** An array with a NULL in it may be computed with, but not returned; a NULL array is returned empty. */
function checked(query: ResolvedQuery, analysis: Analysis): ResolvedQuery {
  if (!query.columns.some((column) => column.type.kind === 'ARRAY')) return query;
  const columns = query.columns.map((column) => ({ ...column, id: analysis.id('c') }));
  const list = query.columns.map((column, index) => {
    const id = columns[index]?.id ?? '';
    if (column.type.kind !== 'ARRAY') return `${column.id} AS ${id}`;
    const message = stringText(
      `Array cannot have a null element; error in writing field ${column.name ?? `f${index}_`}`,
    );
    const hasNull = `len(list_filter(${column.id}, lambda gsql_x: gsql_x IS NULL)) > 0`;
    const empty = `CAST([] AS ${duckTypeOf(column.type)})`;
    return `CASE WHEN ${hasNull} THEN ${raiseText(column.type, message)} ELSE coalesce(${column.id}, ${empty}) END AS ${id}`;
  });
  return { ...query, columns, sql: `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${analysis.id('t')}` };
}

/** Columns without a name are called f0_, f1_, … */
export function resultSchema(columns: readonly OutputColumn[]): Schema {
  let anonymous = 0;
  return columns.map((column) => {
    let { name } = column;
    if (name === undefined) {
      name = `f${anonymous}_`;
      anonymous += 1;
    }
    const described = columnOfType(name, column.type);
    if (described === undefined) throw invalid(`Column ${name} has unsupported type ${typeName(column.type)}`);
    return described;
  });
}
