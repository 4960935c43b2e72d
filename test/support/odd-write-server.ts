/** A Storage Write server that answers whatever a test wants, for answers that no sound service gives. */

import { protos } from '@google-cloud/bigquery-storage';
import type * as grpc from '@grpc/grpc-js';
import { startGrpcServer } from '@penstock/local/core/grpc/server.ts';

const google = protos.google.cloud.bigquery.storage.v1;
type Request = protos.google.cloud.bigquery.storage.v1.IAppendRowsRequest;
type Answer = protos.google.cloud.bigquery.storage.v1.IAppendRowsResponse | Buffer;

export interface OddServer {
  readonly address: string;
  close(): Promise<void>;
}

const asIs = (bytes: Buffer): Buffer => bytes;

/** `answers` is asked for each request, with how many came before it on any call, and the request as Google reads it. */
export function startOddServer(answers: (index: number, request: Request) => readonly Answer[]): Promise<OddServer> {
  let requests = 0;
  return startGrpcServer({ host: '127.0.0.1', port: 0, maxReceiveBytes: -1 }, (server) => {
    const shape = {
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    const path = '/google.cloud.bigquery.storage.v1.BigQueryWrite/AppendRows';
    server.addService({ AppendRows: { ...shape, path, requestStream: true, responseStream: true } }, {
      AppendRows: (call: grpc.ServerDuplexStream<Buffer, Buffer>) => {
        call.on('error', () => undefined);
        call.on('end', () => call.end());
        call.on('data', (bytes: Buffer) => {
          const request = google.AppendRowsRequest.decode(bytes);
          for (const answer of answers(requests++, request)) call.write(encode(answer));
        });
      },
    } satisfies grpc.UntypedServiceImplementation);
  });
}

function encode(answer: Answer): Buffer {
  return Buffer.isBuffer(answer) ? answer : Buffer.from(google.AppendRowsResponse.encode(answer).finish());
}
