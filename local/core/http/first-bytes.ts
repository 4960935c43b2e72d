/** A listener that looks at the first bytes of each connection before it hands the connection on, with the bytes put back. */

import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOn } from '../listen.ts';

export interface Listening {
  /** `host:port` as bound. */
  readonly address: string;
  /** Ends the listener and every connection. */
  close(): Promise<void>;
}

/** The beginning of HTTP/2 (RFC 9113 section 3.4). No HTTP/1.1 request begins like this; 14 bytes are enough to tell. */
const PREFACE = Buffer.from('PRI * HTTP/2.0');

export async function listenForSockets(
  listen: { readonly host: string; readonly port: number },
  accept: (socket: Socket) => void,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that vanishes is its own business; without a listener it would be the process's.
    socket.on('error', () => socket.destroy());
    accept(socket);
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

/** Tells HTTP/2 from HTTP/1.1. */
export function tellHttp2(stream: Duplex, tell: (http2: boolean) => void): void {
  look(stream, PREFACE.length, (seen) => tell(seen.equals(PREFACE)));
}

/** Tells the first bytes, as many as asked for or as differ from HTTP/2's preface, and puts them back. */
export function look(stream: Duplex, count: number, tell: (first: Buffer) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const read = (): void => {
    const chunk = stream.read() as Buffer | null;
    if (chunk === null) return;
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const known = seen.subarray(0, count);
    if (known.length < count && known.equals(PREFACE.subarray(0, known.length))) return;
    stream.off('readable', read);
    stream.unshift(seen);
    tell(known);
  };
  stream.on('readable', read);
}
