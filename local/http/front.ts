/**
 * A listener before a service's own, for callers that want TLS: the first byte of a connection tells TLS from plain HTTP, and the
 * first bytes within tell HTTP/2 from HTTP/1.1. So one port serves `http://` and `https://`, and BigQuery's also its gRPC, which
 * clients with a single endpoint for both need (Apache Beam).
 */

import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { listenOn } from '../listen.ts';

export interface Front {
  /** `host:port` as bound. */
  readonly address: string;
  close(): Promise<void>;
}

export interface FrontOptions {
  readonly host: string;
  readonly port: number;
  readonly context: SecureContext;
  /** `host:port` of the services behind; HTTP/2 goes to the first too where there is no second. */
  readonly http1: string;
  readonly http2?: string;
}

/** A TLS record of a handshake (RFC 8446 section 5.1); no HTTP request begins so. */
const HANDSHAKE = 0x16;
/** RFC 9113 section 3.4. */
const PREFACE = Buffer.from('PRI * HTTP/2.0');

export async function startFront({ host, port, context, http1, http2 = http1 }: FrontOptions): Promise<Front> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that vanishes is its own business; without a listener it would be the process's.
    socket.on('error', () => socket.destroy());
    look(socket, 1, (first) => {
      const secure = first[0] === HANDSHAKE;
      const inner = secure ? secured(socket, context) : socket;
      look(inner, PREFACE.length, (seen) => join(inner, seen.equals(PREFACE) ? http2 : http1));
    });
  });
  const address = await listenOn(server, { host, port });
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function secured(socket: Socket, secureContext: SecureContext): Duplex {
  const inner = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['h2', 'http/1.1'] });
  // A client that does not trust the certificate ends the handshake.
  inner.on('error', () => socket.destroy());
  return inner;
}

/** Tells the first bytes, as many as asked for or as differ from HTTP/2's preface, and puts them back. */
function look(stream: Duplex, count: number, tell: (first: Buffer) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const read = (): void => {
    const chunk = stream.read() as Buffer | null;
    if (chunk === null) return;
    seen = Buffer.concat([seen, chunk]);
    const known = seen.subarray(0, count);
    if (known.length < count && known.equals(PREFACE.subarray(0, known.length))) return;
    stream.off('readable', read);
    stream.unshift(seen);
    tell(known);
  };
  stream.on('readable', read);
}

function join(outer: Duplex, address: string): void {
  const at = address.lastIndexOf(':');
  const inner = connect({ host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) });
  inner.setNoDelay(true);
  outer.pipe(inner);
  inner.pipe(outer);
  inner.on('error', () => outer.destroy());
  inner.on('close', () => outer.destroy());
  outer.on('close', () => inner.destroy());
}
