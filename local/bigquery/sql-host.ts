/** The service's side of the SQL library: the form of tables in DuckDB, and the names and tables that the API allows. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../googlesql/error.ts';
import type { HostRules, TableStore } from '../googlesql/index.ts';
import { type Catalog, isStored, type TableRef } from './catalog.ts';
import { BigQueryError } from './errors.ts';
import type { History } from './history/history.ts';
import { checkDatasetId, checkTableId } from './names.ts';
import { alterPhysical, createPhysical, dropPhysical, needsAlteration } from './tables/physical.ts';
import { checkTable } from './tables/resource.ts';
import { schemaToResource } from './tables/schema-resource.ts';

const REASONS = ['invalid', 'invalidQuery', 'notFound', 'duplicate', 'resourceInUse', 'notImplemented'] as const;

/** Runs a check of the API and turns its refusal into the library's. */
function checking<T>(check: (value: T) => unknown): (value: T) => void {
  return (value) => {
    try {
      check(value);
    } catch (error) {
      const reason = error instanceof BigQueryError ? REASONS.find((known) => known === error.reason) : undefined;
      throw reason === undefined || !(error instanceof Error) ? error : new SqlError(error.message, { reason });
    }
  };
}

const tables: TableStore = { create: createPhysical, drop: dropPhysical, alter: alterPhysical };

/** The same, and the past of what goes or changes is kept. */
export function rememberingTables(history: History, catalog: Pick<Catalog, 'table'>): TableStore {
  const keep = async (connection: DuckDBConnection, ref: TableRef): Promise<void> => {
    const table = catalog.table(ref);
    if (table !== undefined && isStored(table)) await history.rewriting(connection, table);
  };
  return {
    create: createPhysical,
    drop: async (connection, ref) => {
      await keep(connection, ref);
      await dropPhysical(connection, ref);
    },
    alter: async (connection, ref, current, next) => {
      if (needsAlteration(current, next)) await keep(connection, ref);
      await alterPhysical(connection, ref, current, next);
    },
  };
}

const rules: HostRules = {
  checkDatasetId: checking(checkDatasetId),
  checkTableId: checking(checkTableId),
  checkTable: checking(checkTable),
  externalSchema: schemaToResource,
};

/** The parts of a `SqlHost` that are the same for every service. */
export const sqlHost = { tables, rules } as const;
