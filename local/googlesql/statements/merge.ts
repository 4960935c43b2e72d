/**
 * MERGE: target and source joined once; of each pair, or lone row, the first clause that fits says what happens to it.
 * Then what was computed is applied: deletes, updates, inserts.
 */

import { invalid, unsupported } from '../error.ts';
import { Analysis, type Context } from '../resolve/context.ts';
import { analyzeAs } from '../resolve/expressions/expression.ts';
import { analyze, analyzeItem } from '../resolve/recursion.ts';
import { EMPTY, type FromItem } from '../resolve/relations/from-item.ts';
import { Scope } from '../resolve/relations/scope.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import type { MergeAction, MergeNode, MergeWhen } from '../syntax/statement.ts';
import { type Column, quote } from '../types/schema.ts';
import { BOOL } from '../types/type-text.ts';
import { checkOnce, run, STAGED, staged } from './apply.ts';
import { assignedValues } from './assignments.ts';
import { insertColumns } from './insert.ts';
import { type Effect, statementContext } from './query.ts';
import { defaultValue, storedValue } from './stored.ts';
import { dmlTarget, type Target, type TargetRelation, targetRelation } from './target.ts';

export async function runMerge(statement: StatementOf<'merge'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  return withExternals(execution, () =>
    runner.write(async (connection) => {
      const analysis = new Analysis(session);
      const target = dmlTarget(statement.target, analysis, true);
      const plan = planMerge(statement, target, analysis);
      const none = { inserted: 0, updated: 0, deleted: 0 };
      const dml = dryRun
        ? none
        : await staged(connection, plan.query, async () => {
            await session.host.history?.rewriting(connection, target.table);
            const of = (kind: MergeAction['kind']) =>
              plan.actions.flatMap((action, index) => (action === kind ? [index] : []));
            const [deletes, updates, inserts] = [of('delete'), of('update'), of('insert')];
            const among = (indexes: readonly number[]) => `action IN (${indexes.join(', ')})`;
            const changes = [...deletes, ...updates];
            if (changes.length > 0) await checkOnce(connection, among(changes));
            return {
              deleted:
                deletes.length === 0
                  ? 0
                  : await run(
                      connection,
                      `DELETE FROM ${target.name} WHERE rowid IN (SELECT rid FROM ${STAGED} WHERE ${among(deletes)})`,
                    ),
              updated:
                updates.length === 0 ? 0 : await run(connection, updateText(target, plan.updated, among(updates))),
              inserted: inserts.length === 0 ? 0 : await run(connection, insertText(target, among(inserts))),
            };
          });
      return { statementType: 'MERGE', dml, referencedTables: analysis.referenced } as const;
    }),
  );
}

interface MergePlan {
  /** Selects rid, action, the new values n… and the inserted values i… of every row that something happens to. */
  readonly query: string;
  readonly actions: readonly MergeAction['kind'][];
  /** Places of the columns that any clause updates. */
  readonly updated: readonly number[];
}

function planMerge(statement: MergeNode, target: Target, analysis: Analysis): MergePlan {
  const base = statementContext(analysis, 'MERGE');
  const relation = targetRelation(target, statement.alias?.text, analysis);
  const source = analyzeItem(statement.source, base, EMPTY);
  const [t, s] = [relation.relation, source.relations];
  const both: Context = { ...base, scope: new Scope([t, ...s], { merged: source.merged }) };
  const on = analyzeAs(statement.on, BOOL, 'MERGE ON clause', { ...both, clause: 'MERGE ON clause' });
  analysis.filters.condition(on.columns);
  const scopes: Readonly<Record<MergeWhen['match'], Context>> = {
    MATCHED: both,
    NOT_MATCHED_BY_TARGET: { ...base, scope: new Scope(s, { merged: source.merged }) },
    NOT_MATCHED_BY_SOURCE: { ...base, scope: new Scope([t]) },
  };

  const marker = analysis.id('c');
  const cases: Record<MergeWhen['match'], string[]> = {
    MATCHED: [],
    NOT_MATCHED_BY_TARGET: [],
    NOT_MATCHED_BY_SOURCE: [],
  };
  const updates = new Map<number, string[]>();
  const inserts = new Map<number, string[]>();
  for (const [index, when] of statement.whens.entries()) {
    const context = { ...scopes[when.match], clause: 'MERGE WHEN clause' };
    const condition =
      when.condition === undefined ? 'TRUE' : analyzeAs(when.condition, BOOL, 'MERGE WHEN condition', context).sql;
    cases[when.match].push(`WHEN ${condition} THEN ${index}`);
    collect(when, index, { target, relation, source, context, updates, inserts });
  }

  analysis.filters.check();
  const action = actionText(cases, relation.rowId, marker);
  const values = [
    ...[...updates].map(
      ([place, whens]) =>
        `CASE action ${whens.join(' ')} ELSE ${relation.columns[place]?.sql ?? 'NULL'} END AS n${place}`,
    ),
    ...[...inserts].map(([place, whens]) => `CASE action ${whens.join(' ')} END AS i${place}`),
  ];
  const marked = `(SELECT *, TRUE AS ${marker} FROM ${source.sql}) AS ${analysis.id('t')}`;
  const join = joinType(cases);
  const joined = `SELECT *, ${action} AS action FROM ${relation.sql} ${join} JOIN ${marked} ON ${on.sql}`;
  const list = [`${relation.rowId} AS rid`, 'action', ...values].join(', ');
  return {
    query: `SELECT ${list} FROM (${joined}) AS ${analysis.id('t')} WHERE action IS NOT NULL`,
    actions: statement.whens.map((when) => when.action.kind),
    updated: [...updates.keys()],
  };
}

interface Collecting {
  readonly target: Target;
  readonly relation: TargetRelation;
  readonly source: FromItem;
  readonly context: Context;
  readonly updates: Map<number, string[]>;
  readonly inserts: Map<number, string[]>;
}

function collect(when: MergeWhen, index: number, to: Collecting): void {
  const add = (values: Map<number, string[]>, place: number, text: string) => {
    values.set(place, [...(values.get(place) ?? []), `WHEN ${index} THEN ${text}`]);
  };
  const { action } = when;
  if (action.kind === 'update') {
    for (const [place, text] of assignedValues(action.set, to.target, to.relation, to.context))
      add(to.updates, place, text);
  }
  if (action.kind === 'insert') {
    for (const [place, text] of insertedValues(action, when, to)) add(to.inserts, place, text);
  }
}

/** A value for every column of the target. */
function insertedValues(
  action: Extract<MergeAction, { kind: 'insert' }>,
  when: MergeWhen,
  to: Collecting,
): ReadonlyMap<number, string> {
  const { target, context } = to;
  const columns = insertColumns(action.columns, target);
  const given = action.values === undefined ? rowValues(columns, when, to) : undefined;
  const count = given?.length ?? action.values?.length ?? 0;
  if (count !== columns.length)
    throw invalid(`Inserted row has wrong column count; Has ${count}, expected ${columns.length}`, when.at);
  return new Map(
    target.columns.map((column, place) => {
      const index = columns.indexOf(column);
      const node = action.values?.[index];
      if (index < 0) return [place, defaultValue(column, context)];
      if (given !== undefined) return [place, given[index] ?? 'NULL'];
      if (node === undefined || node.kind === 'default') return [place, defaultValue(column, context)];
      return [place, storedValue(analyze(node, context), column, node.at)];
    }),
  );
}

/**
 * INSERT ROW gives the source's columns by their order. If their names are in another order than the target's, it is
 * refused rather than guessed.
 */
function rowValues(columns: readonly Column[], when: MergeWhen, to: Collecting): readonly string[] {
  const row = new Scope(to.source.relations, { merged: to.source.merged }).star();
  if (row.length !== columns.length) {
    throw invalid(`Inserted row has wrong column count; Has ${row.length}, expected ${columns.length}`, when.at);
  }
  const names = new Set(row.map((column) => column.name?.toLowerCase()));
  return row.map((value, index) => {
    const column = columns[index] as Column;
    const moved = value.name?.toLowerCase() !== column.name.toLowerCase() && names.has(column.name.toLowerCase());
    if (moved) throw unsupported('INSERT ROW where the source has the columns of the target in another order', when.at);
    return storedValue(value, column, when.at);
  });
}

function actionText(
  cases: Readonly<Record<MergeWhen['match'], readonly string[]>>,
  rowId: string,
  marker: string,
): string {
  const of = (match: MergeWhen['match']) =>
    cases[match].length === 0 ? 'NULL' : `(CASE ${cases[match].join(' ')} END)`;
  return `CASE WHEN ${marker} IS NULL THEN ${of('NOT_MATCHED_BY_SOURCE')} WHEN ${rowId} IS NULL THEN ${of('NOT_MATCHED_BY_TARGET')} ELSE ${of('MATCHED')} END`;
}

function joinType(cases: Readonly<Record<MergeWhen['match'], readonly string[]>>): string {
  const [target, source] = [cases.NOT_MATCHED_BY_SOURCE.length > 0, cases.NOT_MATCHED_BY_TARGET.length > 0];
  if (target && source) return 'FULL';
  return target ? 'LEFT' : source ? 'RIGHT' : 'INNER';
}

function updateText(target: Target, places: readonly number[], condition: string): string {
  const set = places.map((place) => `${quote(target.columns[place]?.name ?? '')} = gsql_new.n${place}`).join(', ');
  return `UPDATE ${target.name} AS gsql_old SET ${set} FROM (SELECT * FROM ${STAGED} WHERE ${condition}) AS gsql_new WHERE gsql_old.rowid = gsql_new.rid`;
}

function insertText(target: Target, condition: string): string {
  const names = target.columns.map((column) => quote(column.name)).join(', ');
  const values = target.columns.map((_column, place) => `i${place}`).join(', ');
  return `INSERT INTO ${target.name} (${names}) SELECT ${values} FROM ${STAGED} WHERE ${condition}`;
}
