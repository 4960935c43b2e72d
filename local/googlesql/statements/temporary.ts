/** CREATE TEMP TABLE: a table of the script, gone with it. */

import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalName, physicalSchema, type Table } from '../catalog.ts';
import { duplicate, invalid } from '../error.ts';
import type { DdlOperation } from '../host.ts';
import { Analysis } from '../resolve/context.ts';
import { flattenPath, tableName, temporaryName } from '../resolve/relations/path.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import { quote } from '../types/schema.ts';
import type { Changing } from './catalog-change.ts';
import { describeTable, fill } from './create-table.ts';
import type { Effect } from './query.ts';

/** The dataset of temporary tables. No dataset of a user can be called so: theirs begin with a letter or are hidden. */
const SESSION_DATASET = '_SESSION';

export async function createTemporaryTable(
  statement: StatementOf<'createTable'>,
  execution: Execution,
): Promise<Effect> {
  const { session, runner, dryRun } = execution;
  const name = flattenPath(statement.path).at(-1) ?? '';
  if (temporaryName(statement.path) === undefined)
    throw invalid('CREATE TEMP TABLE takes a name without a dataset', statement.path[0]?.at);
  const statementType = statement.query === undefined ? 'CREATE_TABLE' : 'CREATE_TABLE_AS_SELECT';
  return withExternals(execution, () =>
    runner.write(async (connection): Promise<Effect> => {
      const analysis = new Analysis(session);
      const old = session.temporaryTables.get(name.toLowerCase());
      const effect = (operation: DdlOperation, table: Table): Effect => ({
        statementType,
        ddl: { operation, table: table.ref },
        referencedTables: analysis.referenced,
      });
      if (old !== undefined && statement.ifNotExists) return effect('SKIP', old);
      if (old !== undefined && !statement.orReplace) throw duplicate(`Table ${tableName(old.ref)}`);
      // Scripts run side by side, each with a table of its own behind the name.
      const tableId = `${name}_${randomUUID()}`;
      const ref = { projectId: session.request.projectId, datasetId: SESSION_DATASET, tableId };
      const to = { connection, analysis } as Changing;
      const { table: described, query } = await describeTable(statement, ref, execution, to);
      const { expirationMs: _none, ...table } = described;
      if (dryRun) return effect('CREATE', table);
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${physicalSchema(ref)}`);
      if (query !== undefined) await connection.run(`CREATE OR REPLACE TEMP TABLE gsql_created AS ${query.sql}`);
      await session.host.tables.create(connection, table);
      await fill(table, query, false, to);
      if (old !== undefined) await connection.run(`DROP TABLE IF EXISTS ${physicalName(old.ref)}`);
      session.temporaryTables.set(name.toLowerCase(), table);
      return effect(old === undefined ? 'CREATE' : 'REPLACE', table);
    }),
  );
}

/** Drops what the script's temporary tables left. */
export async function dropTemporaryTables(execution: Pick<Execution, 'session' | 'runner'>): Promise<void> {
  const tables = [...execution.session.temporaryTables.values()];
  if (tables.length === 0) return;
  await execution.runner.write(async (connection) => {
    for (const table of tables) await connection.run(`DROP TABLE IF EXISTS ${physicalName(table.ref)}`);
  });
  execution.session.temporaryTables.clear();
}

/** Drops the temporary tables of scripts that were killed. No statement can name them, and no script runs yet. */
export async function dropLeftTables(connection: DuckDBConnection): Promise<void> {
  const left = await connection.runAndReadAll(
    'SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() AND ends_with(schema_name, $1)',
    [`.${SESSION_DATASET}`],
  );
  for (const [schema] of left.getRows()) await connection.run(`DROP SCHEMA ${quote(String(schema))} CASCADE`);
}
