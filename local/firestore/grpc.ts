/** The gRPC side: what clients read with. Writes, transactions and listeners are refused by name, at once. */

import type { Duplex } from 'node:stream';
import * as grpc from '@grpc/grpc-js';
import { CODES, codeOf } from '../core/codes.ts';
import { grpcError } from '../core/grpc/server.ts';
import { documentMessage, messageType, requestOf, timestampMessage } from './proto.ts';
import type { FoundOrMissing, QueryAnswer, ShownDocument } from './reads.ts';

/** A reading method in the form of the REST API; a list is streamed. */
export type Read = (method: ReadMethod, request: object) => Promise<object | readonly object[]>;

export type ReadMethod = keyof typeof READS;

const READS = {
  GetDocument: { request: 'GetDocumentRequest', response: 'Document', streams: false },
  ListDocuments: { request: 'ListDocumentsRequest', response: 'ListDocumentsResponse', streams: false },
  ListCollectionIds: { request: 'ListCollectionIdsRequest', response: 'ListCollectionIdsResponse', streams: false },
  BatchGetDocuments: { request: 'BatchGetDocumentsRequest', response: 'BatchGetDocumentsResponse', streams: true },
  RunQuery: { request: 'RunQueryRequest', response: 'RunQueryResponse', streams: true },
} as const;

/** The other methods of google.firestore.v1.Firestore; the streams among them take and give streams. */
const REFUSED: Readonly<Record<string, { readonly in: boolean; readonly out: boolean }>> = {
  CreateDocument: { in: false, out: false },
  UpdateDocument: { in: false, out: false },
  DeleteDocument: { in: false, out: false },
  Commit: { in: false, out: false },
  BatchWrite: { in: false, out: false },
  BeginTransaction: { in: false, out: false },
  Rollback: { in: false, out: false },
  PartitionQuery: { in: false, out: false },
  RunAggregationQuery: { in: false, out: true },
  ExecutePipeline: { in: false, out: true },
  Write: { in: true, out: true },
  Listen: { in: true, out: true },
};

export interface GrpcSide {
  accept(connection: Duplex): void;
  close(): void;
}

export function startGrpc(read: Read): GrpcSide {
  const server = new grpc.Server({ 'grpc.max_send_message_length': -1 });
  const implementation: Record<string, grpc.UntypedHandleCall> = {};
  const definition: Record<string, grpc.MethodDefinition<Buffer, object>> = {};
  for (const [method, { request, response, streams }] of Object.entries(READS)) {
    definition[method] = shape(method, false, streams, response);
    const answer = async (body: Buffer): Promise<object | readonly object[]> =>
      read(method as ReadMethod, requestOf(request, body));
    implementation[method] = streams ? streamed(answer) : unary(answer);
  }
  for (const [method, { in: takesStream, out }] of Object.entries(REFUSED)) {
    definition[method] = shape(method, takesStream, out, 'Document');
    implementation[method] = refused(method, out);
  }
  server.addService(definition, implementation);
  return {
    accept: (connection) => {
      const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
      connection.once('close', () => injector.destroy());
      injector.injectConnection(connection);
    },
    close: () => server.forceShutdown(),
  };
}

function shape(method: string, requestStream: boolean, responseStream: boolean, response: string) {
  const type = messageType(response);
  return {
    path: `/google.firestore.v1.Firestore/${method}`,
    requestStream,
    responseStream,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (answer: object) => Buffer.from(type.encode(type.fromObject(messageOf(answer))).finish()),
    responseDeserialize: (bytes: Buffer) => bytes,
  };
}

/** The answer of the REST form with documents and times as messages. */
function messageOf(answer: object): object {
  const { document, found, documents, readTime, ...rest } = answer as Partial<QueryAnswer & FoundOrMissing> & {
    readonly documents?: readonly ShownDocument[];
  };
  if ('name' in rest) return documentMessage(rest as ShownDocument);
  return {
    ...rest,
    ...(document === undefined ? {} : { document: documentMessage(document) }),
    ...(found === undefined ? {} : { found: documentMessage(found) }),
    ...(documents === undefined ? {} : { documents: documents.map(documentMessage) }),
    ...(readTime === undefined ? {} : { readTime: timestampMessage(readTime) }),
  };
}

type Answer = (body: Buffer) => Promise<object | readonly object[]>;

function unary(answer: Answer): grpc.handleUnaryCall<Buffer, object> {
  return ({ request }, reply) => {
    answer(request).then(
      (value) => reply(null, value),
      (error: unknown) => reply(serviceError(error)),
    );
  };
}

function streamed(answer: Answer): grpc.handleServerStreamingCall<Buffer, object> {
  return (call) => {
    answer(call.request).then(
      (values) => {
        for (const value of values as readonly object[]) call.write(value);
        call.end();
      },
      (error: unknown) => failStream(call, serviceError(error)),
    );
  };
}

function refused(method: string, streams: boolean): grpc.UntypedHandleCall {
  const message = `The local Firestore does not do ${method} over gRPC: it reads documents, lists and queries. Write over REST, or run Google's emulator.`;
  const error = grpcError(CODES.UNIMPLEMENTED.grpc, message);
  if (streams) return (call: grpc.ServerWritableStream<Buffer, object>) => failStream(call, error);
  return (_call: unknown, reply: grpc.sendUnaryData<object>) => reply(error);
}

/** The time between the headers and the end of a stream that fails: a client has to see them apart. */
const HEADERS_FIRST_MS = 25;

/**
 * Ends a stream with a status. Node's client sends a stream again that ends before any header, whatever its status, so
 * those of a refusal go ahead. A status that is to be tried again comes alone.
 */
function failStream(call: grpc.ServerWritableStream<Buffer, object>, error: grpc.ServiceError): void {
  if (error.code === grpc.status.UNAVAILABLE) return void call.emit('error', error);
  call.sendMetadata(new grpc.Metadata());
  setTimeout(() => call.emit('error', error), HEADERS_FIRST_MS).unref();
}

function serviceError(error: unknown): grpc.ServiceError {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return grpcError(CODES[codeOf(code, 'INTERNAL')].grpc, message);
}
