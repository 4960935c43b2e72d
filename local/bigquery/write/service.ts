/** The gRPC service BigQueryWrite. */

import * as grpc from '@grpc/grpc-js';
import type { Faults } from '../../core/faults/faults.ts';
import type { Gates } from '../../core/grpc/gate.ts';
import { grpcError } from '../../core/grpc/server.ts';
import { inTraceOf } from '../../way/current-trace.ts';
import { oneUnit, traceOf } from '../../way/ids.ts';
import { streamIds } from './append-ids.ts';
import { AppendConnection, type ConnectionParts } from './connection.ts';
import { rpcError, WriteError } from './errors.ts';
import { refusalOf } from './faults.ts';
import type { SocketGrpcServer } from './listener.ts';
import * as methods from './methods.ts';
import type { Protos } from './protos.ts';

const WRITE = 'google.cloud.bigquery.storage.v1.BigQueryWrite';

/** Requests and answers pass as bytes: an append is read in place, and the rest is decoded where it is handled. */
const asBytes = (bytes: Buffer): Buffer => bytes;

function definition(method: string, isStream: boolean): grpc.MethodDefinition<Buffer, Buffer> {
  return {
    path: `/${WRITE}/${method}`,
    requestStream: isStream,
    responseStream: isStream,
    requestSerialize: asBytes,
    requestDeserialize: asBytes,
    responseSerialize: asBytes,
    responseDeserialize: asBytes,
  };
}

export interface ServiceParts {
  readonly protos: Protos;
  readonly faults: Faults;
  readonly methods: methods.MethodParts;
  readonly connection: ConnectionParts;
  readonly gates: Gates;
  /** The server's sockets, for the faults that break them; there once it listens. */
  readonly sockets: () => SocketGrpcServer | undefined;
}

export interface UnaryMethod {
  readonly method: string;
  readonly request: string;
  readonly response: string;
  /** The request's field that names what the call is about. */
  readonly resource: string;
  /** The console's word for it when it is done; reading a stream's state is no event. */
  readonly what?: string;
  readonly run: (parts: methods.MethodParts, request: Record<string, unknown>) => Promise<object>;
}

export const UNARY: readonly UnaryMethod[] = [
  {
    method: 'CreateWriteStream',
    request: 'CreateWriteStreamRequest',
    response: 'WriteStream',
    resource: 'parent',
    what: 'created a stream',
    run: methods.createWriteStream,
  },
  {
    method: 'GetWriteStream',
    request: 'GetWriteStreamRequest',
    response: 'WriteStream',
    resource: 'name',
    run: methods.getWriteStream,
  },
  {
    method: 'FinalizeWriteStream',
    request: 'FinalizeWriteStreamRequest',
    response: 'FinalizeWriteStreamResponse',
    resource: 'name',
    what: 'finalized',
    run: methods.finalizeWriteStream,
  },
  {
    method: 'FlushRows',
    request: 'FlushRowsRequest',
    response: 'FlushRowsResponse',
    resource: 'writeStream',
    what: 'flushed',
    run: methods.flushRows,
  },
  {
    method: 'BatchCommitWriteStreams',
    request: 'BatchCommitWriteStreamsRequest',
    response: 'BatchCommitWriteStreamsResponse',
    resource: 'parent',
    what: 'committed',
    run: methods.batchCommitWriteStreams,
  },
];

export function addServices(server: grpc.Server, parts: ServiceParts): void {
  const service: Record<string, grpc.MethodDefinition<Buffer, Buffer>> = {
    AppendRows: definition('AppendRows', true),
  };
  const handlers: grpc.UntypedServiceImplementation = {
    AppendRows: (call: grpc.ServerDuplexStream<Buffer, Buffer>) => serveAppends(parts, call),
  };
  for (const unary of UNARY) {
    service[unary.method] = definition(unary.method, false);
    handlers[unary.method] = (call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) => {
      inTraceOf(call.metadata.get('traceparent')[0], () => serveUnary(parts, call, unary)).then(
        (bytes) => bytes && callback(null, bytes),
        (error: unknown) => callback(toRpcError(parts.protos, error), null),
      );
    };
  }
  server.addService(service, handlers);
}

/** Resolves to nothing where a fault has broken the connection. */
async function serveUnary(
  parts: ServiceParts,
  call: grpc.ServerUnaryCall<Buffer, Buffer>,
  { method, request, response, resource, what, run }: UnaryMethod,
): Promise<Buffer | undefined> {
  const message = decode(parts.protos, request, call.request);
  const name = String(message[resource] ?? '');
  const fault = parts.faults.next('bigquery-storage', method, name);
  const refusal = fault === undefined ? undefined : refusalOf(fault, method, name);
  if (refusal !== undefined) throw refusal;
  if (fault?.kind === 'reset' && fault.at !== 'after') {
    parts.sockets()?.cut(call.getPeer());
    return undefined;
  }
  if (fault?.kind === 'goaway') parts.sockets()?.goAway(call.getPeer(), fault.delayMs ?? 1000);
  const result = await run(parts.methods, message);
  if (what !== undefined) {
    // The name of a new stream is in the answer.
    const units = oneUnit(streamIds(String((result as { readonly name?: unknown }).name ?? name)));
    parts.connection.report({ service: 'bigquery-storage', what, resource: name, units });
  }
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 0).unref());
  if (fault?.kind === 'ack-lost' || fault?.kind === 'reset') {
    parts.sockets()?.cut(call.getPeer());
    return undefined;
  }
  return parts.protos.encode(response, result);
}

function decode(protos: Protos, request: string, bytes: Buffer): Record<string, unknown> {
  try {
    return protos.decode(request, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WriteError({ code: grpc.status.INVALID_ARGUMENT, message: `Cannot parse the request: ${reason}` });
  }
}

function toRpcError(protos: Protos, error: unknown): grpc.ServiceError {
  if (error instanceof WriteError) return rpcError(protos, error);
  return grpcError(grpc.status.INTERNAL, `Internal error: ${error instanceof Error ? error.message : String(error)}`);
}

function serveAppends(parts: ServiceParts, call: grpc.ServerDuplexStream<Buffer, Buffer>): void {
  const peer = call.getPeer();
  const gate = parts.gates.of(call.metadata);
  const append = { ...parts.connection, traceId: traceOf(call.metadata.get('traceparent')[0]) };
  const connection = new AppendConnection(append, {
    send: (bytes) => (call.write(bytes) || call.destroyed ? undefined : roomIn(call)),
    end: (error) => {
      if (error === undefined) call.end();
      else call.emit('error', rpcError(parts.protos, error));
    },
    cut: () => parts.sockets()?.cut(peer),
    goAway: (graceMs) => parts.sockets()?.goAway(peer, graceMs),
    pause: gate.shut,
    resume: gate.open,
  });
  call.on('data', (bytes: Buffer) => connection.receive(bytes));
  call.on('end', () => connection.finish());
  call.on('cancelled', () => connection.abandon());
  call.on('close', () => connection.abandon());
}

/** Resolves when the client has taken what is written so far, or is gone. */
function roomIn(call: grpc.ServerDuplexStream<Buffer, Buffer>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      call.off('close', done);
      resolve();
    };
    call.on('drain', done);
    call.on('close', done);
  });
}
