/** DELETE and TRUNCATE TABLE. */

import { type CatalogChange, withoutChanges } from '../catalog.ts';
import { unsupported } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { analyzeAs } from '../resolve/expressions/expression.ts';
import { Scope } from '../resolve/relations/scope.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import { BOOL } from '../types/type-text.ts';
import { run } from './apply.ts';
import { type Effect, statementContext } from './query.ts';
import { dmlTarget, targetRelation } from './target.ts';

export async function runDelete(statement: StatementOf<'delete'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  return withExternals(execution, () =>
    runner.write(async (connection) => {
      const analysis = new Analysis(session);
      const target = dmlTarget(statement.target, analysis, true);
      const relation = targetRelation(target, statement.alias?.text, analysis);
      const context = { ...statementContext(analysis, 'WHERE clause'), scope: new Scope([relation.relation]) };
      const condition = analyzeAs(statement.where, BOOL, 'WHERE clause', context);
      analysis.filters.condition(condition.columns);
      const where = condition.sql;
      analysis.filters.check();
      const doomed = `SELECT ${relation.rowId} FROM ${relation.sql} WHERE ${where}`;
      if (!dryRun) await session.host.history?.rewriting(connection, target.table);
      const deleted = dryRun ? 0 : await run(connection, `DELETE FROM ${target.name} WHERE rowid IN (${doomed})`);
      return {
        statementType: 'DELETE',
        dml: { inserted: 0, updated: 0, deleted },
        referencedTables: analysis.referenced,
      } as const;
    }),
  );
}

export async function runTruncate(statement: StatementOf<'truncate'>, execution: Execution): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  const { catalog } = session.host;
  let change: CatalogChange | undefined;
  const effect = await withExternals(execution, () =>
    runner.write(async (connection) => {
      change = undefined;
      const analysis = new Analysis(session);
      const target = dmlTarget(statement.target, analysis, false);
      if (!dryRun) await session.host.history?.rewriting(connection, target.table);
      const deleted = dryRun ? 0 : await run(connection, `DELETE FROM ${target.name}`);
      if (target.table.changesId !== undefined && !dryRun) {
        // The catalog would tell of it before the transaction is committed.
        if (runner.inTransaction) {
          throw unsupported('TRUNCATE of a table that takes change data capture inside a transaction', statement.at);
        }
        change = catalog.change(connection);
        await change.putTable(withoutChanges(target.table));
      }
      return {
        statementType: 'TRUNCATE_TABLE',
        dml: { inserted: 0, updated: 0, deleted },
        referencedTables: analysis.referenced,
      } as const;
    }),
  );
  change?.apply();
  return effect;
}
