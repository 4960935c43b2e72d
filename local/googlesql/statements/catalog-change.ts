/** A change of the catalog and its data in one transaction, and the questions every CREATE and DROP asks first. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { type CatalogChange, isStored, type Table, type TableRef, typeOfTable } from '../catalog.ts';
import { duplicate, notFound, SqlError, unsupported } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { tableName } from '../resolve/relations/path.ts';
import { type Execution, withExternals } from '../run/runner.ts';
import type { StatementNode } from '../syntax/statement.ts';

export interface Changing {
  readonly connection: DuckDBConnection;
  readonly change: CatalogChange;
  readonly analysis: Analysis;
}

/** Runs `work` in a transaction; the catalog's readers see the change when it is durable. */
export async function changing<T>(
  statement: StatementNode,
  execution: Execution,
  work: (to: Changing) => Promise<T>,
): Promise<T> {
  const { session, runner } = execution;
  if (runner.inTransaction) throw unsupported('DDL of lasting objects inside a transaction', statement.at);
  let change: CatalogChange | undefined;
  const result = await withExternals(execution, () =>
    runner.write(async (connection) => {
      change = session.host.catalog.change(connection);
      return work({ connection, change, analysis: new Analysis(session) });
    }),
  );
  if (!execution.dryRun) change?.apply();
  return result;
}

/** Throws where the dataset is missing. */
export function requireDataset(ref: Omit<TableRef, 'tableId'>, execution: Execution) {
  const dataset = execution.session.host.catalog.dataset(ref);
  if (dataset === undefined)
    throw notFound(
      'Dataset',
      `${ref.projectId}:${ref.datasetId} was not found in location ${execution.session.host.location}`,
    );
  return dataset;
}

/** The table of that name, unless it has expired. */
export function existing(ref: TableRef, execution: Execution): Table | undefined {
  const { catalog, now } = execution.session.host;
  const table = catalog.table(ref);
  return table?.expirationMs !== undefined && table.expirationMs <= now() ? undefined : table;
}

/** Clears the way for a table of this name, or throws where one stands that may not be replaced. */
export async function clearWay(
  table: Table,
  orReplace: boolean,
  execution: Execution,
  to: Changing,
): Promise<'CREATE' | 'REPLACE'> {
  const { catalog } = execution.session.host;
  const twin = catalog
    .tables(table.ref)
    .find(
      ({ ref }) => ref.tableId !== table.ref.tableId && ref.tableId.toLowerCase() === table.ref.tableId.toLowerCase(),
    );
  if (twin !== undefined) throw unsupported(`two tables whose names differ only in case: ${tableName(twin.ref)}`);
  const old = existing(table.ref, execution);
  if (old !== undefined && !orReplace) throw duplicate(`Table ${tableName(table.ref)}`);
  if (old !== undefined && typeOfTable(old) !== typeOfTable(table) && !(isTable(old) && isTable(table))) {
    throw new SqlError(
      `${tableName(table.ref)} is not allowed for this operation because it is currently a ${typeOfTable(old)}.`,
      { reason: 'invalid' },
    );
  }
  const there = catalog.table(table.ref);
  if (there !== undefined && isStored(there) && !execution.dryRun)
    await execution.session.host.tables.drop(to.connection, table.ref);
  return old === undefined ? 'CREATE' : 'REPLACE';
}

/** A table and an external table may take each other's place. */
function isTable({ kind }: Table): boolean {
  return kind === 'TABLE' || kind === 'EXTERNAL';
}
