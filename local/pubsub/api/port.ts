/** One port for gRPC and REST, as Google's emulator has. Costs one look a connection. */

import type { Socket } from 'node:net';
import { type Listening, listenForSockets, tellHttp2 } from '../../core/http/first-bytes.ts';

type Accept = (socket: Socket) => void;

export function openPort(
  listen: { readonly host: string; readonly port: number },
  sides: { readonly http1: () => Promise<Accept>; readonly http2: () => Promise<Accept> },
): Promise<Listening> {
  return listenForSockets(listen, (socket) =>
    tellHttp2(socket, (http2) => {
      const side = http2 ? sides.http2() : sides.http1();
      side.then(
        (accept) => {
          if (!socket.destroyed) accept(socket);
        },
        () => socket.destroy(),
      );
    }),
  );
}
