/** The unary methods: what happens to a stream besides appends. Each change is one transaction. */

import { status } from '@grpc/grpc-js';
import type { Catalog, Table } from '../catalog.ts';
import type { Engine } from '../engine.ts';
import type { History } from '../history/history.ts';
import { dayPartition } from './decorator.ts';
import { requireWritable } from './destination.ts';
import { invalid, notFound, type StorageErrorName, streamError, WriteError } from './errors.ts';
import { DEFAULT_STREAM, parseStreamName, parseTableName, streamName, type TableAddress, tableName } from './names.ts';
import {
  insertStream,
  isExpired,
  nameOf,
  newStream,
  STREAM_TYPES,
  type Stream,
  type Streams,
  updateStream,
} from './streams.ts';
import { tableSchema } from './table-schema.ts';
import { createStaging, moveRows } from './visible.ts';

export interface MethodParts {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly streams: Streams;
  readonly history: History;
  readonly now: () => number;
}

type Message = Record<string, unknown>;

export async function createWriteStream(
  { engine, catalog, streams, now }: MethodParts,
  request: Message,
): Promise<object> {
  const parent = String(request.parent);
  const wanted = String((request.writeStream as Message | null)?.type ?? 'TYPE_UNSPECIFIED');
  const type = STREAM_TYPES.find((known) => known === wanted);
  if (type === undefined) throw invalid(`Invalid stream type ${wanted}: expected ${STREAM_TYPES.join(', ')}`, parent);
  const { table, decorator } = streamableAt(catalog, parent, now());
  const stream = newStream(table, decorator, type, now());
  await engine.write(async (connection) => {
    if (catalog.table(table.ref) === undefined) throw notFound('TABLE_NOT_FOUND', parent);
    await insertStream(connection, stream);
    if (type !== 'COMMITTED') await createStaging(connection, stream, table);
  });
  streams.put(stream);
  return describe(catalog, stream, table, true);
}

export async function getWriteStream(parts: MethodParts, request: Message): Promise<object> {
  const { catalog, now } = parts;
  const isFull = request.view === 'FULL';
  const name = parseStreamName(String(request.name));
  if (name?.id !== DEFAULT_STREAM) {
    const { stream, table } = streamAt(parts, String(request.name));
    return describe(catalog, stream, table, isFull);
  }
  // The default stream behaves as a COMMITTED one that is as old as its table (write-api.md, Streams).
  const { table } = streamableAt(catalog, tableName(name.table, name.decorator), now());
  return {
    name: streamName(name, DEFAULT_STREAM),
    type: 'COMMITTED',
    createTime: timestamp(table.createdMs),
    commitTime: timestamp(table.createdMs),
    writeMode: 'INSERT',
    location: catalog.dataset(table.ref)?.location ?? '',
    ...(isFull ? { tableSchema: tableSchema(table.schema) } : {}),
  };
}

export async function finalizeWriteStream(parts: MethodParts, request: Message): Promise<object> {
  const { engine, streams, now } = parts;
  const name = String(request.name);
  if (parseStreamName(name)?.id === DEFAULT_STREAM) {
    throw failed('INVALID_STREAM_TYPE', `Finalize is not supported on the default stream. Entity: ${name}`, name);
  }
  const done = await engine.write(async (connection) => {
    const { stream } = streamAt(parts, name);
    if (stream.isFinalized) return stream;
    const finalized = { ...stream, isFinalized: true, touchedMs: now() };
    await updateStream(connection, finalized);
    return finalized;
  });
  streams.put(done);
  return { rowCount: done.end.toString() };
}

export async function flushRows(parts: MethodParts, request: Message): Promise<object> {
  const { engine, streams, now } = parts;
  const name = String(request.writeStream);
  const given = (request.offset as Message | null)?.value;
  if (given === undefined || given === null) throw invalid(`FlushRows needs an offset. Entity: ${name}`, name);
  const offset = BigInt(String(given));
  if (parseStreamName(name)?.id === DEFAULT_STREAM) throw notBuffered(name);
  const flushed = await engine.write(async (connection) => {
    const { stream, table } = streamAt(parts, name);
    if (stream.type !== 'BUFFERED') throw notBuffered(name);
    // Live: refused on a finalized stream even for an offset that is flushed already (write-api.md, Checklist, point 8).
    if (stream.isFinalized)
      throw failed('STREAM_FINALIZED', `Stream has been finalized and cannot be flushed. Entity: ${name}`, name);
    if (offset < 0n) throw invalid(`Invalid offset ${offset}: must not be negative`, name);
    if (offset >= stream.end) {
      const message = `Offset ${offset} is beyond the end of the stream, ${stream.end} rows are appended. Entity: ${name}`;
      throw new WriteError({ code: status.OUT_OF_RANGE, message, storage: 'OFFSET_OUT_OF_RANGE', entity: name });
    }
    if (offset < stream.flushed) return stream;
    const next = { ...stream, flushed: offset + 1n, touchedMs: now() };
    await moveRows(connection, stream, table, stream.flushed, next.flushed, parts.history);
    await updateStream(connection, next);
    return next;
  });
  streams.put(flushed);
  return { offset: (flushed.flushed - 1n).toString() };
}

export async function batchCommitWriteStreams(parts: MethodParts, request: Message): Promise<object> {
  const { engine, catalog, streams, now } = parts;
  const parent = String(request.parent);
  const names = (request.writeStreams as string[] | null) ?? [];
  tableAt(catalog, parent);
  if (names.length === 0) throw invalid('write_streams must not be empty', parent);
  if (new Set(names).size !== names.length) throw invalid('write_streams names a stream twice', parent);
  const outcome = await engine.write(async (connection) => {
    const { address, table } = tableAt(catalog, parent);
    const checked = names.map((name) => commitable(parts, name, parent, address));
    const errors = checked.flatMap((one) => (one instanceof WriteError ? [streamError(one)] : []));
    if (errors.length > 0) return { errors, committed: [] };
    const committedMs = now();
    const committed = checked.flatMap((one) =>
      one instanceof WriteError ? [] : [{ ...one, committedMs, touchedMs: committedMs }],
    );
    for (const stream of committed) {
      await moveRows(connection, stream, table, 0n, stream.end, parts.history);
      await updateStream(connection, stream);
    }
    return { errors, committed, committedMs };
  });
  for (const stream of outcome.committed) streams.put(stream);
  return outcome.committedMs === undefined
    ? { streamErrors: outcome.errors }
    : { commitTime: timestamp(outcome.committedMs) };
}

/** The stream, or why the whole commit must fail. */
function commitable(parts: MethodParts, name: string, parent: string, address: TableAddress): Stream | WriteError {
  const parsed = parseStreamName(name);
  if (parsed !== undefined && !isWithin(parsed, address)) {
    return failed('INVALID_STREAM_STATE', `Stream does not belong to ${parent}. Entity: ${name}`, name);
  }
  if (parsed?.id === DEFAULT_STREAM)
    return failed('INVALID_STREAM_TYPE', `Stream is not PENDING. Entity: ${name}`, name);
  let stream: Stream;
  try {
    ({ stream } = streamAt(parts, name));
  } catch (error) {
    if (error instanceof WriteError) return error;
    throw error;
  }
  if (stream.type !== 'PENDING') return failed('INVALID_STREAM_TYPE', `Stream is not PENDING. Entity: ${name}`, name);
  if (stream.committedMs !== undefined)
    return failed('STREAM_ALREADY_COMMITTED', `Stream is already committed. Entity: ${name}`, name);
  if (!stream.isFinalized) return failed('INVALID_STREAM_STATE', `Stream is not finalized. Entity: ${name}`, name);
  return stream;
}

function streamAt(
  { catalog, streams, now }: MethodParts,
  name: string,
): { readonly stream: Stream; readonly table: Table } {
  const parsed = parseStreamName(name);
  if (parsed === undefined) throw invalid(`Invalid stream name: ${name}`, name);
  const stream = streams.get(parsed.name);
  const table = catalog.table(parsed.table);
  // A stream whose time has passed, or whose table is no longer the one it was made for, is not there any more.
  if (stream === undefined || table?.createdMs !== stream.tableCreatedMs || isExpired(stream, now())) {
    throw notFound('STREAM_NOT_FOUND', name);
  }
  return { stream, table };
}

/** Streams of one commit may lie in several partitions of their table; a parent that names one takes only its own. */
function isWithin(stream: TableAddress, parent: TableAddress): boolean {
  if (tableName(stream.table) !== tableName(parent.table)) return false;
  return parent.decorator === undefined || parent.decorator === stream.decorator;
}

/** A table that takes rows, and the partition that its name asks for, if rows can be streamed to that today. */
function streamableAt(
  catalog: Catalog,
  name: string,
  nowMs: number,
): { readonly table: Table; readonly decorator: string | undefined } {
  const {
    address: { decorator },
    table,
  } = tableAt(catalog, name);
  if (decorator !== undefined) dayPartition(table, decorator, nowMs);
  return { table, decorator };
}

function tableAt(catalog: Catalog, name: string): { readonly address: TableAddress; readonly table: Table } {
  const address = parseTableName(name);
  if (address === undefined) throw invalid(`Invalid table name: ${name}`, name);
  const table = catalog.table(address.table);
  if (table === undefined) throw notFound('TABLE_NOT_FOUND', name);
  requireWritable(table);
  return { address, table };
}

function describe(catalog: Catalog, stream: Stream, table: Table, isFull: boolean): object {
  const committedMs = stream.type === 'COMMITTED' ? stream.createdMs : stream.committedMs;
  return {
    name: nameOf(stream),
    type: stream.type,
    createTime: timestamp(stream.createdMs),
    ...(committedMs === undefined ? {} : { commitTime: timestamp(committedMs) }),
    writeMode: 'INSERT',
    location: catalog.dataset(table.ref)?.location ?? '',
    ...(isFull ? { tableSchema: tableSchema(table.schema) } : {}),
  };
}

function timestamp(ms: number): object {
  return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
}

function failed(storage: StorageErrorName, message: string, entity: string): WriteError {
  return new WriteError({ code: status.INVALID_ARGUMENT, message, storage, entity });
}

function notBuffered(name: string): WriteError {
  return failed('INVALID_STREAM_TYPE', `FlushRows is supported on BUFFERED streams only. Entity: ${name}`, name);
}
