/** A plaintext gRPC server bound to one port, as Google's clients expect an emulator to be. */

import * as grpc from '@grpc/grpc-js';

export interface GrpcServer {
  readonly address: string;
  readonly server: grpc.Server;
  close(): Promise<void>;
}

export interface GrpcListen {
  readonly host: string;
  readonly port: number;
  /** The largest request that is read; beyond it gRPC itself answers RESOURCE_EXHAUSTED. */
  readonly maxReceiveBytes: number;
  readonly options?: grpc.ServerOptions;
}

export async function startGrpcServer(
  listen: GrpcListen,
  addServices: (server: grpc.Server) => void,
): Promise<GrpcServer> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': listen.maxReceiveBytes,
    'grpc.max_send_message_length': -1,
    ...listen.options,
  });
  addServices(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${listen.host}:${listen.port}`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    address: `${listen.host}:${port}`,
    server,
    close: async () => {
      server.forceShutdown();
    },
  };
}

/** An error that grpc-js turns into the RPC's status; `details` are google.rpc details, already encoded. */
export function grpcError(code: grpc.status, message: string, metadata?: grpc.Metadata): grpc.ServiceError {
  return Object.assign(new Error(message), { code, details: message, metadata: metadata ?? new grpc.Metadata() });
}
