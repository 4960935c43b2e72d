/** The gRPC side: every method of `methods.ts`, on connections that are handed in. Loaded when the first one arrives. */

import type { Socket } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { CODES } from '../../core/codes.ts';
import { grpcError } from '../../core/grpc/server.ts';
import { openWideWindows } from '../../core/grpc/wide-window.ts';
import { asPubsubError, type PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { MAX_REQUEST_BYTES } from '../limits.ts';
import { bytesField, stringField, varintField } from '../wire/protobuf.ts';
import type { Call, Connection } from './call.ts';
import { Broken, invoke } from './invoke.ts';
import { METHODS, SERVICES } from './methods.ts';
import { openStreamingPull } from './streaming-pull-call.ts';

export interface GrpcSide {
  accept(socket: Socket): void;
  close(): void;
}

type Definition = grpc.ServiceDefinition;

const asIs = (bytes: Buffer): Buffer => bytes;

export function startGrpc(hub: Hub): GrpcSide {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
    'grpc.max_send_message_length': -1,
  });
  // A publish of up to 10 MB then comes without waiting for the server's leave every 64 KB.
  const windows = openWideWindows();
  const connections = new Map<string, Connection>();
  addMethods(server, hub, (peer) => connections.get(peer) ?? NO_CONNECTION);
  return {
    accept: (socket) => {
      const peer = `${socket.remoteAddress}:${socket.remotePort}`;
      // One injector a connection, so that a GOAWAY can be sent to one client and not to all.
      const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
      connections.set(peer, {
        reset: () => socket.resetAndDestroy(),
        goAway: () => injector.drain(1000),
      });
      socket.once('close', () => {
        connections.delete(peer);
        injector.destroy();
      });
      windows.mark(socket);
      injector.injectConnection(socket);
    },
    close: () => {
      windows.close();
      server.forceShutdown();
    },
  };
}

const NO_CONNECTION: Connection = { reset: () => {}, goAway: () => {} };

function addMethods(server: grpc.Server, hub: Hub, connectionOf: (peer: string) => Connection): void {
  for (const service of ['Publisher', 'Subscriber', 'SchemaService', 'IAMPolicy'] as const) {
    const definition: Record<string, Definition[string]> = {};
    const handlers: Record<string, grpc.UntypedHandleCall> = {};
    for (const method of METHODS.filter((one) => one.service === service)) {
      definition[method.name] = methodDefinition(SERVICES[service], method.name, false);
      const handler: grpc.handleUnaryCall<Buffer, Buffer> = (call, answer) => {
        invoke(hub, method, call.request, callOf(call, connectionOf)).then(
          (bytes) => answer(null, bytes as Buffer),
          (error: unknown) => {
            if (!(error instanceof Broken)) answer(statusOf(asPubsubError(error)));
          },
        );
      };
      handlers[method.name] = handler;
    }
    if (service === 'Subscriber') {
      definition.StreamingPull = methodDefinition(SERVICES.Subscriber, 'StreamingPull', true);
      const handler: grpc.handleBidiStreamingCall<Buffer, Buffer> = (stream) =>
        openStreamingPull(hub, stream, connectionOf(stream.getPeer()), statusOf);
      handlers.StreamingPull = handler;
    }
    server.addService(definition, handlers);
  }
}

function methodDefinition(service: string, name: string, stream: boolean): Definition[string] {
  return {
    path: `/${service}/${name}`,
    requestStream: stream,
    responseStream: stream,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

function callOf(call: grpc.ServerUnaryCall<Buffer, Buffer>, connectionOf: (peer: string) => Connection): Call {
  return {
    connection: connectionOf(call.getPeer()),
    get ended() {
      return call.cancelled;
    },
    onEnd: (listener) => call.once('cancelled', listener),
  };
}

/** The status, with google.rpc.Status in its trailer where there is more to say than a sentence. */
export function statusOf(error: PubsubError): grpc.ServiceError {
  const code = CODES[error.code].grpc;
  if (error.info === undefined) return grpcError(code, error.message);
  const { reason, metadata } = error.info;
  const entries = Object.entries(metadata).map(([key, value]) =>
    bytesField(3, Buffer.concat([stringField(1, key), stringField(2, value)])),
  );
  const info = Buffer.concat([stringField(1, reason), stringField(2, 'pubsub.googleapis.com'), ...entries]);
  const any = Buffer.concat([stringField(1, 'type.googleapis.com/google.rpc.ErrorInfo'), bytesField(2, info)]);
  const status = Buffer.concat([varintField(1, code), stringField(2, error.message), bytesField(3, any)]);
  const trailer = new grpc.Metadata();
  trailer.set('grpc-status-details-bin', status);
  return grpcError(code, error.message, trailer);
}
