/**
 * A Storage Write server that keeps nothing: a process of its own, so that its work is not counted as the writer's. It
 * counts bytes and rows and answers every append; nothing else of a request is read.
 *
 * It speaks gRPC on bare HTTP/2, since grpc-js offers a server no windows but those of 64 KB: a request of 137 KB then waits
 * for the server twice, and what is measured is those waits.
 *
 * Started with an IPC channel: sends `{ port }`, and answers any message with what has arrived since the last. `{ outage: true }` refuses
 * every append from then on, `{ outage: false }` none. Offsets are taken as they come, and a stream that is finalized has as many
 * rows as were appended since it was made. Started with `verify`, it compares rows with those of `sink-messages.ts`. The streams have the schema of `twelve-columns.ts`.
 */

import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { RowCheck } from './sink-rows.ts';
import { SCHEMA } from './twelve-columns.ts';

interface Arrived {
  requests: number;
  rows: number;
  bytes: number;
  compared: number;
  wrong: number;
}

/** Lengths of nested fields on the way to the rows: AppendRowsRequest.proto_rows = 4 { rows = 2 { serialized_rows = 1 } }. */
const PATH = [4, 2] as const;

/** AppendRowsRequest.offset = 2 { value = 1 }; undefined where the request names none. */
export function offsetOf(request: Buffer): number | undefined {
  const [start, end] = lastField(request, 0, request.length, 2);
  if (start === request.length && end === request.length) return undefined;
  return start === end ? 0 : varint(request, start + 1)[0];
}

export function countRows(request: Buffer, each?: (row: Buffer) => void): number {
  let [start, end] = [0, request.length];
  for (const field of PATH) [start, end] = lastField(request, start, end, field);
  let rows = 0;
  for (let at = start; at < end; rows += 1) {
    const [length, from] = varint(request, at + 1);
    at = from + length;
    each?.(request.subarray(from, at));
  }
  return rows;
}

function lastField(bytes: Buffer, start: number, end: number, wanted: number): [number, number] {
  let found: [number, number] = [end, end];
  for (let at = start; at < end; ) {
    const [tag, afterTag] = varint(bytes, at);
    const [value, afterValue] = varint(bytes, afterTag);
    at = (tag & 7) === 2 ? afterValue + value : afterValue;
    if (tag >>> 3 === wanted) found = [afterValue, at];
  }
  return found;
}

function varint(bytes: Buffer, start: number): [value: number, next: number] {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] as number;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** Compressed or not, and the length of the message. */
const PREFIX = 5;
/** AppendRowsResponse { append_result {} } */
const ANSWER = framed(Buffer.from([0x0a, 0x00]));
/** AppendRowsResponse { append_result { offset { value } } } */
function answerAt(offset: number): Buffer {
  const value = offset === 0 ? Buffer.alloc(0) : Buffer.from([0x08, ...varintOf(offset)]);
  return framed(field(1, field(1, value)));
}

/** FinalizeWriteStreamResponse { row_count = 1 } */
function counted(rows: number): Buffer {
  return framed(Buffer.from(rows === 0 ? [] : [0x08, ...varintOf(rows)]));
}

function varintOf(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 128))
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  return bytes;
}

const NAME = Buffer.from('projects/p/datasets/d/tables/t/streams/_default');
const WINDOW = 16 * 1024 * 1024;
const TRAILERS = { 'grpc-status': '0' };
const UNAVAILABLE = { 'grpc-status': '14' };
const refusing = { appends: false };
/** Only where the rows are those of `sink-messages.ts`. */
const check = process.argv[2] === 'verify' ? new RowCheck() : undefined;

/** TableFieldSchema.Type by number: google/cloud/bigquery/storage/v1/table.proto. */
const TYPES: Readonly<Record<string, number>> = {
  STRING: 1,
  INT64: 2,
  FLOAT64: 3,
  STRUCT: 4,
  BYTES: 5,
  BOOL: 6,
  TIMESTAMP: 7,
  DATE: 8,
  NUMERIC: 12,
  JSON: 15,
};
const MODES = ['', 'NULLABLE', 'REQUIRED', 'REPEATED'];

/** TableSchema { fields = 1 }, TableFieldSchema { name = 1; type = 2; mode = 3; fields = 4 } */
function schemaOf(fields: readonly Field[], number = 1): Buffer {
  return Buffer.concat(
    fields.map((column) => {
      const kind = Buffer.from([0x10, TYPES[column.type] as number, 0x18, MODES.indexOf(column.mode)]);
      return field(number, Buffer.concat([field(1, Buffer.from(column.name)), kind, schemaOf(column.fields ?? [], 4)]));
    }),
  );
}

function field(number: number, bytes: Buffer): Buffer {
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >>> 7];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
}

function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** WriteStream { name = 1; table_schema = 5 } */
const STREAM = framed(Buffer.concat([field(1, NAME), field(5, schemaOf(SCHEMA.fields))]));

function serve(arrived: Arrived): http2.Http2Server {
  /** Rows since the last stream was made: there is one at a time where they are asked for. */
  let inStream = 0;
  const server = http2.createServer({ settings: { initialWindowSize: WINDOW } });
  server.on('session', (session) => session.setLocalWindowSize(WINDOW));
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    let status = TRAILERS;
    stream.on('wantTrailers', () => stream.sendTrailers(status));
    const appending = headers[':path']?.endsWith('/AppendRows') === true;
    const finalizing = headers[':path']?.endsWith('/FinalizeWriteStream') === true;
    if (headers[':path']?.endsWith('/CreateWriteStream')) inStream = 0;
    stream.on('end', () => stream.end(appending ? undefined : finalizing ? counted(inStream) : STREAM));
    const onRequest = (request: Buffer): void => {
      if (!appending) return;
      if (refusing.appends) {
        status = UNAVAILABLE;
        stream.end();
        return;
      }
      arrived.requests += 1;
      arrived.bytes += request.length;
      const rows = countRows(request, check && ((row) => check.encoded(row)));
      arrived.rows += rows;
      inStream += rows;
      const offset = offsetOf(request);
      stream.write(offset === undefined ? ANSWER : answerAt(offset));
    };
    stream.on('data', requestsOf(onRequest));
  });
  return server;
}

/** Cuts what arrives into messages. */
function requestsOf(onRequest: (request: Buffer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = PREFIX;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held < wanted) return;
    let bytes = Buffer.concat(chunks, held);
    for (;;) {
      wanted = bytes.length < PREFIX ? PREFIX : PREFIX + bytes.readUInt32BE(1);
      if (bytes.length < PREFIX || bytes.length < wanted) break;
      onRequest(bytes.subarray(PREFIX, wanted));
      bytes = bytes.subarray(wanted);
    }
    chunks = [bytes];
    held = bytes.length;
  };
}

if (process.send) {
  const arrived: Arrived = { requests: 0, rows: 0, bytes: 0, compared: 0, wrong: 0 };
  const server = serve(arrived);
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', (asked: { readonly outage?: boolean } | string) => {
    if (typeof asked === 'object') refusing.appends = asked.outage ?? refusing.appends;
    process.send?.({ ...arrived, compared: check?.compared ?? 0, wrong: check?.wrong ?? 0 });
    Object.assign(arrived, { requests: 0, rows: 0, bytes: 0 });
  });
  process.on('disconnect', () => process.exit(0));
}
