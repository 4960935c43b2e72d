/** Rows of a session as Arrow: the schema's IPC message once, and one record batch message for rows of one chunk. */

import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { arrowColumn } from './arrow-column.ts';
import { recordBatchMessage, schemaMessage } from './arrow-message.ts';
import { arrowSchema } from './arrow-schema.ts';
import type { RowEncoder } from './encoder.ts';
import type { Picked } from './picked.ts';
import { rowsBetween } from './vector.ts';

export function arrowEncoder(columns: readonly Picked[]): RowEncoder {
  const encode = (chunk: DuckDBDataChunk, from: number, to: number): Uint8Array => {
    const places = rowsBetween(from, to);
    const values = columns.map((picked) => {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, picked.place);
      return arrowColumn(picked, vector, chunk.rowCount, places);
    });
    return recordBatchMessage(values, places.count);
  };
  return {
    schema: { arrowSchema: { serializedSchema: schemaMessage(arrowSchema(columns)) } },
    rows: (chunk, from, to) => {
      const serializedRecordBatch = encode(chunk, from, to);
      return {
        size: serializedRecordBatch.length,
        rows: { arrowRecordBatch: { serializedRecordBatch, rowCount: to - from } },
      };
    },
  };
}
