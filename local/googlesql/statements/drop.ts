/** DROP of tables, views and what is like them, and of schemas. */

import { isStored, physicalName, typeOfTable } from '../catalog.ts';
import { notFound, SqlError } from '../error.ts';
import type { DdlOperation, StatementType } from '../host.ts';
import { tableName, tableOf, temporaryName } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import { changing, existing } from './catalog-change.ts';
import { dropSchema } from './create-schema.ts';
import type { Effect } from './query.ts';
import { dropRoutine } from './routine.ts';

/** The words after DROP, with the type that the table must have. */
const KINDS: Readonly<Record<string, { readonly is: string; readonly type: StatementType }>> = {
  TABLE: { is: 'TABLE', type: 'DROP_TABLE' },
  VIEW: { is: 'VIEW', type: 'DROP_VIEW' },
  'MATERIALIZED VIEW': { is: 'MATERIALIZED_VIEW', type: 'DROP_MATERIALIZED_VIEW' },
  'EXTERNAL TABLE': { is: 'EXTERNAL', type: 'DROP_EXTERNAL_TABLE' },
  'SNAPSHOT TABLE': { is: 'SNAPSHOT', type: 'DROP_SNAPSHOT_TABLE' },
};

export async function runDrop(statement: StatementOf<'drop'>, execution: Execution): Promise<Effect> {
  if (statement.what === 'SCHEMA') return dropSchema(statement, execution);
  const wanted = KINDS[statement.what];
  if (wanted === undefined) return dropRoutine(statement, execution);
  const temporary = statement.what === 'TABLE' ? await dropTemporary(statement, execution) : undefined;
  if (temporary !== undefined) return temporary;
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = tableOf(statement.path, execution.session.request);
    const effect = (operation: DdlOperation): Effect => ({
      statementType: wanted.type,
      ddl: { operation, table: ref },
      referencedTables: [],
    });
    const table = existing(ref, execution);
    if (table === undefined) {
      if (statement.ifExists) return effect('SKIP');
      throw notFound('Table', `${tableName(ref)} was not found in location ${execution.session.host.location}`);
    }
    if (typeOfTable(table) !== wanted.is) {
      throw new SqlError(
        `${tableName(ref)} is not allowed for this operation because it is currently a ${typeOfTable(table)}.`,
        { reason: 'invalid' },
      );
    }
    if (execution.dryRun) return effect('DROP');
    if (isStored(table)) await execution.session.host.tables.drop(to.connection, ref);
    await to.change.dropTable(ref);
    return effect('DROP');
  });
}

async function dropTemporary(statement: StatementOf<'drop'>, execution: Execution): Promise<Effect | undefined> {
  const { session, runner } = execution;
  const name = temporaryName(statement.path);
  const table = session.temporaryTables.get(name ?? '');
  if (table === undefined || name === undefined) return undefined;
  if (!execution.dryRun) {
    await runner.write(async (connection) => connection.run(`DROP TABLE IF EXISTS ${physicalName(table.ref)}`));
    session.temporaryTables.delete(name);
  }
  return { statementType: 'DROP_TABLE', ddl: { operation: 'DROP', table: table.ref }, referencedTables: [] };
}
