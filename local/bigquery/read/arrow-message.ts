/** Arrow's IPC messages (arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format), each made in one piece. */

import { Message, type Schema } from 'apache-arrow';
import { BufferRegion, FieldNode, RecordBatch } from 'apache-arrow/ipc/metadata/message';

/** The values of one field: its buffers in Arrow's order, then those of the fields below it. */
export interface ArrowValues {
  readonly length: number;
  readonly nullCount: number;
  readonly buffers: readonly ArrayBufferView[];
  readonly children?: readonly ArrowValues[];
}

/** Buffers begin on 8 bytes. */
const ALIGN = 8;

export function schemaMessage(schema: Schema): Uint8Array {
  // The declared type of `from` is that of headers only; a schema is one.
  return message(Message.encode(Message.from(schema as never)), 0).bytes;
}

export function recordBatchMessage(columns: readonly ArrowValues[], rowCount: number): Uint8Array {
  const nodes: FieldNode[] = [];
  const regions: BufferRegion[] = [];
  const buffers: ArrayBufferView[] = [];
  let bodyBytes = 0;
  const add = ({ length, nullCount, buffers: own, children = [] }: ArrowValues): void => {
    nodes.push(new FieldNode(length, nullCount));
    for (const buffer of own) {
      const padded = padTo(buffer.byteLength);
      regions.push(new BufferRegion(bodyBytes, padded));
      buffers.push(buffer);
      bodyBytes += padded;
    }
    for (const child of children) add(child);
  };
  for (const column of columns) add(column);
  const head = Message.encode(Message.from(new RecordBatch(rowCount, nodes, regions, null) as never, bodyBytes));
  const { bytes, body } = message(head, bodyBytes);
  for (const [index, { buffer, byteOffset, byteLength }] of buffers.entries()) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), body + (regions[index]?.offset ?? 0));
  }
  return bytes;
}

/** A continuation marker, the length of the head, the head, and room for the body. */
function message(head: Uint8Array, bodyBytes: number): { readonly bytes: Uint8Array; readonly body: number } {
  const headBytes = padTo(head.length);
  const body = 8 + headBytes;
  const bytes = new Uint8Array(body + bodyBytes);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, -1, true);
  view.setInt32(4, headBytes, true);
  bytes.set(head, 8);
  return { bytes, body };
}

function padTo(bytes: number): number {
  return (bytes + ALIGN - 1) & ~(ALIGN - 1);
}
