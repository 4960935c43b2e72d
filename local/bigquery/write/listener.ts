/**
 * A gRPC server whose sockets are ours: a connection can be cut as a failing network cuts it, or told to go away. It uses
 * the connection injector of grpc-js: one for each socket, so that each can be drained alone.
 */

import { createServer, type Server as NetServer, type Socket } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import type { GrpcListen } from '../../core/grpc/server.ts';
import { openWideWindows } from '../../core/grpc/wide-window.ts';

export interface SocketGrpcServer {
  readonly address: string;
  /** Ends the client's connection without a word. `peer` is what grpc-js calls it (`call.getPeer()`). */
  cut(peer: string): void;
  /** HTTP/2 GOAWAY: no new RPCs on the connection, and those that run are cancelled after `graceMs`. */
  goAway(peer: string, graceMs: number): void;
  close(): Promise<void>;
}

interface Connection {
  readonly socket: Socket;
  readonly injector: grpc.ConnectionInjector;
}

export async function startSocketGrpcServer(
  listen: GrpcListen,
  addServices: (server: grpc.Server) => void,
): Promise<SocketGrpcServer> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': listen.maxReceiveBytes,
    'grpc.max_send_message_length': -1,
    ...listen.options,
  });
  addServices(server);
  const windows = openWideWindows();
  const connections = new Map<string, Connection>();
  const net = createServer({ noDelay: true }, (socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    connections.set(peer, { socket, injector });
    socket.once('close', () => {
      connections.delete(peer);
      injector.destroy();
    });
    // A peer that goes away in the middle of a write is no event of ours: grpc-js ends the calls itself.
    socket.on('error', () => undefined);
    windows.mark(socket);
    injector.injectConnection(socket);
  });
  const port = await bind(net, listen).catch((error: unknown) => {
    windows.close();
    throw error;
  });
  return {
    address: `${listen.host}:${port}`,
    cut: (peer) => connections.get(plain(peer))?.socket.resetAndDestroy(),
    goAway: (peer, graceMs) => connections.get(plain(peer))?.injector.drain(graceMs),
    close: async () => {
      const closed = new Promise<void>((resolve) => net.close(() => resolve()));
      windows.close();
      for (const { socket } of connections.values()) socket.destroy();
      server.forceShutdown();
      await closed;
    },
  };
}

/** grpc-js puts IPv6 addresses in brackets; sockets do not. */
function plain(peer: string): string {
  return peer.replace(/^\[(.*)\]:/, '$1:');
}

function bind(net: NetServer, { host, port }: GrpcListen): Promise<number> {
  return new Promise((resolve, reject) => {
    net.once('error', reject);
    net.listen(port, host, () => {
      const bound = net.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}
