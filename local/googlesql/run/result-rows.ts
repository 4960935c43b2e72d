/** A query's rows, kept as DuckDB returned them: in columns, outside JavaScript's heap. */

import type { DuckDBMaterializedResult, DuckDBValue } from '@duckdb/node-api';
import type { ResultRows } from '../host.ts';

export function resultRows(result: DuckDBMaterializedResult): ResultRows {
  let kept: DuckDBMaterializedResult | undefined = result;
  const { rowCount } = result;
  // The first row of each chunk. Chunks of a result differ in size.
  const starts: number[] = [];
  let next = 0;
  for (let index = 0; index < result.chunkCount; index += 1) {
    starts.push(next);
    next += result.getChunk(index).rowCount;
  }
  const read = (from: number, count: number): (readonly DuckDBValue[])[] => {
    const rows: (readonly DuckDBValue[])[] = [];
    const until = Math.min(from + count, rowCount);
    for (let index = chunkAt(starts, from); index < starts.length && (starts[index] ?? 0) < until; index += 1) {
      const start = starts[index] ?? 0;
      const chunk = kept?.getChunk(index).getRows() ?? [];
      rows.push(...chunk.slice(Math.max(0, from - start), until - start));
    }
    return rows;
  };
  return {
    rowCount,
    read: async (from, count) => read(from, count),
    chunkOf: (row) => {
      const index = chunkAt(starts, row);
      const chunk = row < rowCount ? kept?.getChunk(index) : undefined;
      return chunk && { chunk, first: starts[index] ?? 0 };
    },
    close: () => {
      kept = undefined;
    },
  };
}

/** The last chunk that begins at or before the row. */
function chunkAt(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
