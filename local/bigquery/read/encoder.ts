/** The two formats of read sessions, behind one interface. */

import type { DuckDBDataChunk } from '@duckdb/node-api';

export interface RowEncoder {
  /** The `schema` of ReadSession and ReadRowsResponse. */
  readonly schema: Readonly<Record<string, object>>;
  /** Rows `from` to `to` of a chunk as the `rows` of a ReadRowsResponse. */
  rows(chunk: DuckDBDataChunk, from: number, to: number): EncodedRows;
}

export interface EncodedRows {
  readonly size: number;
  readonly rows: Readonly<Record<string, object>>;
}
