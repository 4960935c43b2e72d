/** Query results kept for paging: as in BigQuery they outlive the request, and as a cache they do not outlive much. */

import type { DuckDBValue } from '@duckdb/node-api';
import type { Schema } from '../schema.ts';
import type { ResultRows } from '../sql/index.ts';

export interface Result {
  readonly schema: Schema;
  readonly rows: ResultRows;
}

/** How many results are kept; the oldest goes first. */
const KEPT = 500;

export class Results {
  readonly #results = new Map<string, Result>();

  keep(key: string, result: Result): void {
    this.#results.set(key, result);
    for (const [oldest, { rows }] of this.#results) {
      if (this.#results.size <= KEPT) break;
      this.#results.delete(oldest);
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
