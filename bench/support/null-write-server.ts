/**
 * A Storage Write server that keeps nothing: a process of its own, so that its work is not counted as the writer's. It
 * counts bytes and rows and answers every append; nothing else of a request is read.
 *
 * Started with an IPC channel: sends `{ port }`, and answers any message with what has arrived since the last.
 */

import * as grpc from '@grpc/grpc-js';

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

/** AppendRowsResponse { append_result {} } */
const ANSWER = Buffer.from([0x0a, 0x00]);
const NAME = 'projects/p/datasets/d/tables/t/streams/_default';

const asIs = (bytes: Buffer): Buffer => bytes;
const shape = { requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs };
const path = (method: string): string => `/google.cloud.bigquery.storage.v1.BigQueryWrite/${method}`;

function serve(arrived: Arrived): grpc.Server {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': -1,
    'grpc-node.flow_control_window': 16 * 1024 * 1024,
  });
  const service = {
    AppendRows: { ...shape, path: path('AppendRows'), requestStream: true, responseStream: true },
    GetWriteStream: { ...shape, path: path('GetWriteStream'), requestStream: false, responseStream: false },
  };
  server.addService(service, {
    AppendRows: (call: grpc.ServerDuplexStream<Buffer, Buffer>) => {
      call.on('data', (request: Buffer) => {
        arrived.requests += 1;
        arrived.bytes += request.length;
        arrived.rows += countRows(request);
        call.write(ANSWER);
      });
      call.on('end', () => call.end());
      call.on('error', () => undefined);
    },
    GetWriteStream: (_call: unknown, callback: grpc.sendUnaryData<Buffer>) =>
      callback(null, Buffer.concat([Buffer.from([0x0a, NAME.length]), Buffer.from(NAME)])),
  });
  return server;
}

if (process.send) {
  const arrived: Arrived = { requests: 0, rows: 0, bytes: 0 };
  const server = serve(arrived);
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (_error, port) => process.send?.({ port }));
  process.on('message', () => {
    process.send?.({ ...arrived });
    Object.assign(arrived, { requests: 0, rows: 0, bytes: 0 });
  });
  process.on('disconnect', () => process.exit(0));
}
