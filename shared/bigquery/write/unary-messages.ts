/** The messages of the Storage Write API's unary calls, in the words of this code; the wire is generated from Google's protos. */

import type { StorageSchema } from '../schema/from-storage.ts';
import { type StorageError, storageErrorFrom } from './storage-errors.ts';
import * as wire from './wire.generated.ts';

/** `WriteStream.Type`. */
export type StreamType = keyof typeof wire.WRITE_STREAM_TYPE;

export interface WriteStream {
  readonly name: string;
  readonly type: StreamType;
  /** Milliseconds since the epoch. */
  readonly createdMs: number | undefined;
  /** For a PENDING stream: set once its rows are committed. */
  readonly committedMs: number | undefined;
  readonly tableSchema: StorageSchema | undefined;
  readonly location: string;
}

export function encodeCreate(table: string, type: StreamType): Buffer {
  return finished(
    wire.encodeCreateWriteStreamRequest({ parent: table, writeStream: { type: wire.WRITE_STREAM_TYPE[type] } }),
  );
}

/** With the table's schema. */
export function encodeGet(name: string): Buffer {
  return finished(wire.encodeGetWriteStreamRequest({ name, view: wire.WRITE_STREAM_VIEW.FULL }));
}

export function encodeFinalize(name: string): Buffer {
  return finished(wire.encodeFinalizeWriteStreamRequest({ name }));
}

export function encodeBatchCommit({ table, streams }: { table: string; streams: readonly string[] }): Buffer {
  return finished(wire.encodeBatchCommitWriteStreamsRequest({ parent: table, writeStreams: streams }));
}

/** An offset of 0 is an offset: the message of an empty Int64Value has to be there. */
export function encodeFlush({ stream, offset }: { stream: string; offset: number }): Buffer {
  return finished(wire.encodeFlushRowsRequest({ writeStream: stream, offset: { value: offset } }));
}

export function decodeWriteStream(bytes: Uint8Array): WriteStream {
  const { name = '', type = 0, createTime, commitTime, tableSchema, location = '' } = wire.decodeWriteStream(bytes);
  return {
    name,
    type: TYPE_NAMES.get(type) ?? 'TYPE_UNSPECIFIED',
    createdMs: createTime && timestampMs(createTime),
    committedMs: commitTime && timestampMs(commitTime),
    tableSchema,
    location,
  };
}

const TYPE_NAMES: ReadonlyMap<number, StreamType> = new Map(
  Object.entries(wire.WRITE_STREAM_TYPE).map(([name, number]) => [number, name as StreamType]),
);

export function decodeFinalize(bytes: Uint8Array): number {
  return wire.decodeFinalizeWriteStreamResponse(bytes).rowCount ?? 0;
}

export function decodeFlush(bytes: Uint8Array): number {
  return wire.decodeFlushRowsResponse(bytes).offset ?? 0;
}

export interface BatchCommit {
  /** Only set when every stream was committed. */
  readonly committedMs: number | undefined;
  /** Any error here and nothing at all was committed. */
  readonly streamErrors: readonly StorageError[];
}

export function decodeBatchCommit(bytes: Uint8Array): BatchCommit {
  const { commitTime, streamErrors = [] } = wire.decodeBatchCommitWriteStreamsResponse(bytes);
  return { committedMs: commitTime && timestampMs(commitTime), streamErrors: streamErrors.map(storageErrorFrom) };
}

function timestampMs({ seconds = 0, nanos = 0 }: wire.Timestamp): number {
  return seconds * 1_000 + Math.floor(nanos / 1_000_000);
}

/** The writer hands out a plain Uint8Array or a Buffer; gRPC wants a Buffer. */
export function finished(writer: { finish(): Uint8Array }): Buffer {
  const bytes = writer.finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
