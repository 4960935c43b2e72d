/** UPDATE: new values computed from the rows as they were, then set by place. */

import { Analysis, type Context } from '../resolve/context.ts';
import { analyzeAs } from '../resolve/expressions/expression.ts';
import { analyzeItem } from '../resolve/recursion.ts';
import { Scope } from '../resolve/relations/scope.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import { quote } from '../types/schema.ts';
import { BOOL } from '../types/type-text.ts';
import { checkOnce, run, STAGED, staged } from './apply.ts';
import { assignedValues } from './assignments.ts';
import { type Effect, statementContext } from './query.ts';
import { dmlTarget, targetRelation } from './target.ts';

export async function runUpdate(statement: StatementOf<'update'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  return withExternals(execution, () =>
    runner.write(async (connection) => {
      const analysis = new Analysis(session);
      const target = dmlTarget(statement.target, analysis, true);
      const relation = targetRelation(target, statement.alias?.text, analysis);
      const base = statementContext(analysis, 'UPDATE');
      const self = { sql: relation.sql, relations: [relation.relation], merged: [], lateral: false };
      const from = statement.from === undefined ? undefined : analyzeItem(statement.from, base, self);
      const scope = new Scope([relation.relation, ...(from?.relations ?? [])], { merged: from?.merged ?? [] });
      const context: Context = { ...base, scope };
      const condition = analyzeAs(statement.where, BOOL, 'WHERE clause', { ...context, clause: 'WHERE clause' });
      analysis.filters.condition(condition.columns);
      const where = condition.sql;
      const values = assignedValues(statement.set, target, relation, { ...context, clause: 'UPDATE SET' });

      analysis.filters.check();
      const places = [...values.keys()];
      const list = [`${relation.rowId} AS rid`, ...places.map((place) => `${values.get(place)} AS n${place}`)];
      const joined = from === undefined ? '' : ` CROSS JOIN ${from.lateral ? 'LATERAL ' : ''}${from.sql}`;
      const query = `SELECT ${list.join(', ')} FROM ${relation.sql}${joined} WHERE ${where}`;
      const set = places.map((place) => `${quote(target.columns[place]?.name ?? '')} = gsql_new.n${place}`).join(', ');
      const updated = dryRun
        ? 0
        : await staged(connection, query, async () => {
            await session.host.history?.rewriting(connection, target.table);
            if (from !== undefined) await checkOnce(connection);
            return run(
              connection,
              `UPDATE ${target.name} AS gsql_old SET ${set} FROM ${STAGED} AS gsql_new WHERE gsql_old.rowid = gsql_new.rid`,
            );
          });
      return {
        statementType: 'UPDATE',
        dml: { inserted: 0, updated, deleted: 0 },
        referencedTables: analysis.referenced,
      } as const;
    }),
  );
}
