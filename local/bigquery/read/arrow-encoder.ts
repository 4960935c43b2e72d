/** Rows of a session as Arrow: the schema's IPC message once, and one record batch message for rows of one chunk. */

import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { Message, makeData, RecordBatch, RecordBatchStreamWriter, Struct } from 'apache-arrow';
import { arrowColumn } from './arrow-column.ts';
import { arrowSchema } from './arrow-schema.ts';
import type { RowEncoder } from './encoder.ts';
import type { Picked } from './picked.ts';
import { rowsBetween } from './vector.ts';

/** A stream ends with a continuation marker and a length of zero, which a session's messages do not have. */
const END_BYTES = 8;

export function arrowEncoder(columns: readonly Picked[]): RowEncoder {
  const schema = arrowSchema(columns);
  const type = new Struct(schema.fields);
  const stream = (children: Parameters<typeof makeData>[0][], length: number): Uint8Array => {
    const batch = new RecordBatch(schema, makeData({ type, length, nullCount: 0, children: children as never }));
    return RecordBatchStreamWriter.writeAll([batch]).toUint8Array(true);
  };
  const encode = (chunk: DuckDBDataChunk, from: number, to: number): Uint8Array => {
    const places = rowsBetween(from, to);
    const children = columns.map((picked) => {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, picked.place);
      return arrowColumn(picked, vector, chunk.rowCount, places);
    });
    return stream(children as never, places.count);
  };
  const head = schemaMessage(schema);
  return {
    schema: { arrowSchema: { serializedSchema: head } },
    rows: (chunk, from, to) => {
      const bytes = encode(chunk, from, to);
      const serializedRecordBatch = bytes.subarray(head.length, bytes.length - END_BYTES);
      return {
        size: serializedRecordBatch.length,
        rows: { arrowRecordBatch: { serializedRecordBatch, rowCount: to - from } },
      };
    },
  };
}

/** The message as it begins a stream: a marker, the length of its head, and the head, which ends on 8 bytes. */
function schemaMessage(schema: ReturnType<typeof arrowSchema>): Uint8Array {
  const head = Message.encode(Message.from(schema as never));
  const length = (head.length + 7) & ~7;
  const bytes = new Uint8Array(8 + length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, -1, true);
  view.setInt32(4, length, true);
  bytes.set(head, 8);
  return bytes;
}
