/** External tables of a query: read when the query asks, dropped when it is over. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { type ExternalRelation, type Sql, SqlError } from '../../googlesql/index.ts';
import { BigQueryError } from '../errors.ts';
import { type ExternalScan, FILE_NAME, scanExternal } from '../files/scan.ts';
import { endPartitions } from '../tables/partition-end.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Json } from './configuration.ts';

export interface ScopedScans {
  /** The functions that the SQL engine calls. */
  external(configuration: Json): Promise<ExternalRelation>;
  /** The engine, with every run's scans closed after it. */
  readonly sql: Sql;
}

export function scopedScans(warehouse: () => Warehouse, sql: Sql): ScopedScans {
  const scope = new AsyncLocalStorage<ExternalScan[]>();
  const within = async <T>(work: () => Promise<T>): Promise<T> => {
    const scans: ExternalScan[] = [];
    try {
      return await scope.run(scans, work);
    } finally {
      for (const scan of scans) await scan.close();
    }
  };
  return {
    external: async (configuration) => {
      try {
        const scan = await scanExternal(warehouse(), configuration);
        scope.getStore()?.push(scan);
        const { relation, schema, requiredFilters } = scan;
        return { relation, schema, fileNameColumn: FILE_NAME, requiredFilters };
      } catch (error) {
        throw asSqlError(error);
      }
    },
    sql: {
      prepare: () => sql.prepare(),
      run: (request) =>
        within(async () => {
          await endPartitions(warehouse());
          return sql.run(request);
        }),
      dryRun: (request) => within(() => sql.dryRun(request)),
      isQuery: (text) => sql.isQuery(text),
      compileDefault: (expression, type) => sql.compileDefault(expression, type),
    },
  };
}

const REASONS = ['invalid', 'notFound', 'notImplemented', 'duplicate'] as const;

/** The service's refusal in the SQL library's words. */
export function asSqlError(error: unknown): unknown {
  if (!(error instanceof BigQueryError)) return error;
  const reason = REASONS.find((known) => known === error.reason) ?? 'invalid';
  return new SqlError(error.message, { reason });
}
