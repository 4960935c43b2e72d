/** The gRPC side, on connections that are handed in. Loaded when the first one arrives. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { asStatusError, CODES } from '../core/codes.ts';
import { grpcError } from '../core/grpc/server.ts';
import { openWideWindows } from '../core/grpc/wide-window.ts';
import { fromProto, toProto } from './proto-times.ts';
import type { SecretsRequest } from './request.ts';

export interface Side {
  accept(socket: Socket): void;
  close(): void;
}

export type Invoke = (method: string, request: SecretsRequest) => Promise<object>;

const MAX_REQUEST_BYTES = 1024 * 1024;

/** Every method of the service is there, so that what is not done is refused by name and not as an unknown method. */
export function startGrpc(invoke: Invoke): Side {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': MAX_REQUEST_BYTES });
  const { service } = loadService();
  const implementation: Record<string, grpc.handleUnaryCall<SecretsRequest, object>> = {};
  for (const method of Object.keys(service)) {
    implementation[method] = ({ request }, reply) => {
      invoke(method, fromProto(request)).then(
        (answer) => reply(null, toProto(answer)),
        (error: unknown) => {
          const { code, message } = asStatusError(error);
          reply(grpcError(CODES[code].grpc, message));
        },
      );
    };
  }
  server.addService(service, implementation);
  const windows = openWideWindows();
  return {
    accept: (socket) => {
      const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
      socket.once('close', () => injector.destroy());
      windows.mark(socket);
      injector.injectConnection(socket);
    },
    close: () => {
      windows.close();
      server.forceShutdown();
    },
  };
}

function loadService(): grpc.ServiceClientConstructor {
  const require = createRequire(import.meta.url);
  const protos = join(
    dirname(require.resolve('@google-cloud/secret-manager/package.json')),
    'build/protos/protos.json',
  );
  const loaded = fromJSON(JSON.parse(readFileSync(protos, 'utf8')), { longs: String, enums: String, defaults: false });
  const root = grpc.loadPackageDefinition(loaded) as unknown as {
    google: { cloud: { secretmanager: { v1: { SecretManagerService: grpc.ServiceClientConstructor } } } };
  };
  return root.google.cloud.secretmanager.v1.SecretManagerService;
}
