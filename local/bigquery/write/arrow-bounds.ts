/**
 * Looks at an Arrow message before the library does. Its heads are flatbuffers, which can claim two thousand million fields
 * in a hundred bytes, and the library believes them.
 */

import { createRequire } from 'node:module';
import type { Field } from 'apache-arrow/fb/field';
import type * as Messages from 'apache-arrow/fb/message';
import type * as Batches from 'apache-arrow/fb/record-batch';
import type * as Schemas from 'apache-arrow/fb/schema';
import { arrow } from './arrow-library.ts';
import { Malformed } from './wire.ts';

const require = createRequire(import.meta.url);

/** BigQuery's own limits for a table: columns with all nested ones, and how deep they nest. */
const MAX_FIELDS = 10_000;
const MAX_DEPTH = 15;
/** The marker and the length before a head. */
const PREFIX_BYTES = 8;

export function checkSchemaMessage(bytes: Uint8Array): void {
  const { Schema } = require('apache-arrow/fb/schema') as typeof Schemas;
  const { head, type } = headOf(bytes);
  const schema = type === arrow().MessageHeader.Schema ? (head.header(new Schema()) as Schemas.Schema | null) : null;
  if (schema === null) throw new Malformed('this is no Arrow schema');
  let left = MAX_FIELDS;
  const visit = (count: number, fieldAt: (index: number) => Field | null, depth: number): void => {
    left -= count;
    if (left < 0) throw new Malformed(`an Arrow schema has more than ${MAX_FIELDS} fields`);
    if (count > 0 && depth > MAX_DEPTH) throw new Malformed(`an Arrow schema nests more than ${MAX_DEPTH} deep`);
    for (let index = 0; index < count; index += 1) {
      const field = fieldAt(index);
      if (field === null) throw new Malformed('an Arrow schema lacks a field that it counts');
      if (field.dictionary() !== null) throw new Malformed(`the field ${field.name()} is a dictionary`);
      limit(field.customMetadataLength(), bytes.length);
      visit(field.childrenLength(), (child) => field.children(child), depth + 1);
    }
  };
  limit(schema.customMetadataLength(), bytes.length);
  visit(schema.fieldsLength(), (index) => schema.fields(index), 1);
}

export function checkBatchMessage(bytes: Uint8Array): void {
  const { RecordBatch } = require('apache-arrow/fb/record-batch') as typeof Batches;
  const { head, type, headBytes } = headOf(bytes);
  const isBatch = type === arrow().MessageHeader.RecordBatch;
  const batch = isBatch ? (head.header(new RecordBatch()) as Batches.RecordBatch | null) : null;
  if (batch === null) throw new Malformed('this is no Arrow record batch');
  if (batch.compression() !== null) throw new Malformed('compressed Arrow record batches are not supported');
  limit(batch.nodesLength(), headBytes);
  limit(batch.buffersLength(), headBytes);
  limit(batch.variadicBufferCountsLength(), headBytes);
  const end = BigInt(PREFIX_BYTES + headBytes) + head.bodyLength();
  if (head.bodyLength() < 0n || end > BigInt(bytes.length)) throw new Malformed('the Arrow record batch is cut');
}

/** Each counted thing takes at least a byte. */
function limit(count: number, bytes: number): void {
  if (count < 0 || count > bytes) throw new Malformed('an Arrow message counts more than it holds');
}

function headOf(bytes: Uint8Array): { head: Messages.Message; type: number; headBytes: number } {
  const { Message } = require('apache-arrow/fb/message') as typeof Messages;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFramed = bytes.length >= PREFIX_BYTES && view.getInt32(0, true) === -1;
  const headBytes = isFramed ? view.getInt32(4, true) : 0;
  if (headBytes <= 0 || PREFIX_BYTES + headBytes > bytes.length) throw new Malformed('an Arrow message is cut');
  const { ByteBuffer } = require('flatbuffers') as { ByteBuffer: new (from: Uint8Array) => never };
  const head = Message.getRootAsMessage(new ByteBuffer(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headBytes)));
  limit(head.customMetadataLength(), headBytes);
  return { head, type: head.headerType(), headBytes };
}
