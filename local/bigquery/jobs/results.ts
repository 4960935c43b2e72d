/** Query results kept for paging: as in BigQuery they outlive the request, and as a cache they do not outlive much. */

import type { DuckDBValue } from '@duckdb/node-api';
import type { ResultRows } from '../../googlesql/index.ts';
import type { Schema } from '../schema.ts';

export interface Result {
  readonly schema: Schema;
  readonly rows: ResultRows;
}

/** The number of results that are kept, and of rows among them; the oldest goes first. */
const KEPT = 500;
const KEPT_ROWS = 5_000_000;

export class Results {
  readonly #results = new Map<string, Result>();
  #rows = 0;

  keep(key: string, result: Result): void {
    this.#results.set(key, result);
    this.#rows += result.rows.rowCount;
    for (const [oldest, { rows }] of this.#results) {
      if (oldest === key || (this.#results.size <= KEPT && this.#rows <= KEPT_ROWS)) break;
      this.#results.delete(oldest);
      this.#rows -= rows.rowCount;
      rows.close();
    }
  }

  get(key: string): Result | undefined {
    return this.#results.get(key);
  }

  close(): void {
    for (const { rows } of this.#results.values()) rows.close();
    this.#results.clear();
  }
}

/** The result of a statement that returns no rows. */
export const NO_ROWS: ResultRows = {
  rowCount: 0,
  read: async (): Promise<readonly (readonly DuckDBValue[])[]> => [],
  chunkOf: () => undefined,
  close: () => undefined,
};

/** The dataset of the anonymous tables that hold query results. */
export const ANONYMOUS = '_anonymous';

export function anonymousTable(
  projectId: string,
  jobId: string,
): { projectId: string; datasetId: string; tableId: string } {
  return { projectId, datasetId: ANONYMOUS, tableId: `anon${jobId}` };
}
