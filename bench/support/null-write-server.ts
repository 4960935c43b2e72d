/**
 * A Storage Write server that keeps nothing: a process of its own, so that its work is not counted as the writer's. It
 * counts bytes and rows and answers every append; nothing else of a request is read.
 *
 * It speaks gRPC on bare HTTP/2, since grpc-js offers a server no windows but those of 64 KB: a request of 137 KB then waits
 * for the server twice, and what is measured is those waits.
 *
 * Started with an IPC channel: sends `{ port }`, and answers any message with what has arrived since the last.
 */

import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';

interface Arrived {
  requests: number;
  rows: number;
  bytes: number;
}

/** Lengths of nested fields on the way to the rows: AppendRowsRequest.proto_rows = 4 { rows = 2 { serialized_rows = 1 } }. */
const PATH = [4, 2] as const;

export function countRows(request: Buffer): number {
  let [start, end] = [0, request.length];
  for (const field of PATH) [start, end] = lastField(request, start, end, field);
  let rows = 0;
  for (let at = start; at < end; rows += 1) {
    const [length, from] = varint(request, at + 1);
    at = from + length;
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
const NAME = Buffer.from('projects/p/datasets/d/tables/t/streams/_default');
/** WriteStream { name } */
const STREAM = framed(Buffer.concat([Buffer.from([0x0a, NAME.length]), NAME]));
const WINDOW = 16 * 1024 * 1024;
const TRAILERS = { 'grpc-status': '0' };

function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function serve(arrived: Arrived): http2.Http2Server {
  const server = http2.createServer({ settings: { initialWindowSize: WINDOW } });
  server.on('session', (session) => session.setLocalWindowSize(WINDOW));
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(TRAILERS));
    const appending = headers[':path']?.endsWith('/AppendRows') === true;
    stream.on('end', () => stream.end(appending ? undefined : STREAM));
    const onRequest = (request: Buffer): void => {
      if (!appending) return;
      arrived.requests += 1;
      arrived.bytes += request.length;
      arrived.rows += countRows(request);
      stream.write(ANSWER);
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
  const arrived: Arrived = { requests: 0, rows: 0, bytes: 0 };
  const server = serve(arrived);
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', () => {
    process.send?.({ ...arrived });
    Object.assign(arrived, { requests: 0, rows: 0, bytes: 0 });
  });
  process.on('disconnect', () => process.exit(0));
}
