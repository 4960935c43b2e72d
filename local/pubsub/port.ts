/**
 * One port for gRPC and REST, as Google's emulator has: the first bytes of a connection tell HTTP/2 (its preface,
 * RFC 9113 section 3.4) from HTTP/1.1, and the socket is handed on with them put back. Costs one look a connection.
 */

import { createServer, type Socket } from 'node:net';
import { listenOn } from '../listen.ts';

export interface Port {
  readonly address: string;
  close(): Promise<void>;
}

type Accept = (socket: Socket) => void;

/** No HTTP/1.1 request begins like this; 14 bytes are enough to tell. */
const PREFACE = Buffer.from('PRI * HTTP/2.0');

export async function openPort(
  listen: { readonly host: string; readonly port: number },
  sides: { readonly http1: () => Promise<Accept>; readonly http2: () => Promise<Accept> },
): Promise<Port> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that vanishes is its own business; without a listener it would be the process's.
    socket.on('error', () => socket.destroy());
    tell(socket, (http2) => {
      const side = http2 ? sides.http2() : sides.http1();
      side.then(
        (accept) => {
          if (!socket.destroyed) accept(socket);
        },
        () => socket.destroy(),
      );
    });
  });
  const address = await listenOn(server, listen);
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function tell(socket: Socket, decide: (http2: boolean) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const look = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const known = Math.min(seen.length, PREFACE.length);
    const http2 = seen.subarray(0, known).equals(PREFACE.subarray(0, known));
    if (http2 && known < PREFACE.length) return;
    socket.off('readable', look);
    socket.unshift(seen);
    decide(http2);
  };
  socket.on('readable', look);
}
