/** The Storage Write API's unary messages on the wire: storage.proto and stream.proto of google/cloud/bigquery/storage/v1. */

import protobuf from 'protobufjs/minimal.js';
import { fields } from './append-message.ts';
import { decodeTableSchema, type StorageSchema } from './schema-message.ts';
import { decodeStorageError, type StorageError } from './storage-errors.ts';

/** `WriteStream.Type`, by number. */
export const STREAM_TYPES = ['TYPE_UNSPECIFIED', 'COMMITTED', 'PENDING', 'BUFFERED'] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

export interface WriteStream {
  readonly name: string;
  readonly type: StreamType;
  /** Milliseconds since the epoch. */
  readonly createdMs: number | undefined;
  /** Of a PENDING stream: set once its rows are committed. */
  readonly committedMs: number | undefined;
  readonly tableSchema: StorageSchema | undefined;
  readonly location: string;
}

/** CreateWriteStreamRequest { parent = 1, write_stream = 2 { type = 2 } } */
export function encodeCreate(table: string, type: StreamType): Buffer {
  const writer = protobuf.Writer.create().uint32(0x0a).string(table);
  return done(writer.uint32(0x12).fork().uint32(0x10).int32(STREAM_TYPES.indexOf(type)).ldelim());
}

/** `WriteStreamView.FULL`: with the table's schema. */
const FULL = 2;

/** GetWriteStreamRequest { name = 1, view = 3 } */
export function encodeGet(name: string): Buffer {
  return done(protobuf.Writer.create().uint32(0x0a).string(name).uint32(0x18).int32(FULL));
}

/** FinalizeWriteStreamRequest { name = 1 } */
export function encodeFinalize(name: string): Buffer {
  return done(protobuf.Writer.create().uint32(0x0a).string(name));
}

/** BatchCommitWriteStreamsRequest { parent = 1, write_streams = 2 } */
export function encodeBatchCommit({ table, streams }: { table: string; streams: readonly string[] }): Buffer {
  const writer = protobuf.Writer.create().uint32(0x0a).string(table);
  for (const name of streams) writer.uint32(0x12).string(name);
  return done(writer);
}

/** FlushRowsRequest { write_stream = 1, offset = 2 }; an offset of 0 is an offset. */
export function encodeFlush({ stream, offset }: { stream: string; offset: number }): Buffer {
  const writer = protobuf.Writer.create().uint32(0x0a).string(stream);
  return done(writer.uint32(0x12).fork().uint32(0x08).int64(offset).ldelim());
}

export function decodeWriteStream(bytes: Uint8Array): WriteStream {
  let name = '';
  let type: StreamType = 'TYPE_UNSPECIFIED';
  let createdMs: number | undefined;
  let committedMs: number | undefined;
  let tableSchema: StorageSchema | undefined;
  let location = '';
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) name = reader.string();
    else if (field === 2) type = STREAM_TYPES[reader.int32()] ?? 'TYPE_UNSPECIFIED';
    else if (field === 3) createdMs = timestampMs(reader.bytes());
    else if (field === 4) committedMs = timestampMs(reader.bytes());
    else if (field === 5) tableSchema = decodeTableSchema(reader.bytes());
    else if (field === 8) location = reader.string();
    else reader.skipType(wireType);
  });
  return { name, type, createdMs, committedMs, tableSchema, location };
}

/** FinalizeWriteStreamResponse.row_count = 1 and FlushRowsResponse.offset = 1 alike. */
export function decodeCount(bytes: Uint8Array): number {
  let count = 0;
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) count = Number(reader.int64());
    else reader.skipType(wireType);
  });
  return count;
}

export interface BatchCommit {
  /** Only set when every stream was committed. */
  readonly committedMs: number | undefined;
  /** Any error here and nothing at all was committed. */
  readonly streamErrors: readonly StorageError[];
}

/** BatchCommitWriteStreamsResponse { commit_time = 1, stream_errors = 2 } */
export function decodeBatchCommit(bytes: Uint8Array): BatchCommit {
  let committedMs: number | undefined;
  const streamErrors: StorageError[] = [];
  fields(bytes, (field, reader, wireType) => {
    if (field === 1) committedMs = timestampMs(reader.bytes());
    else if (field === 2) streamErrors.push(decodeStorageError(reader.bytes()));
    else reader.skipType(wireType);
  });
  return { committedMs, streamErrors };
}

function timestampMs(bytes: Uint8Array): number {
  let ms = 0;
  fields(bytes, (field, reader: protobuf.Reader, wireType) => {
    if (field === 1) ms += Number(reader.int64()) * 1_000;
    else if (field === 2) ms += Math.floor(reader.int32() / 1_000_000);
    else reader.skipType(wireType);
  });
  return ms;
}

/** The writer hands out a plain Uint8Array or a Buffer; gRPC wants a Buffer. */
function done(writer: protobuf.Writer): Buffer {
  const bytes = writer.finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
