/**
 * A listener before a service's own, for callers that want TLS: the first byte of a connection tells TLS from plain HTTP, and the
 * first bytes within tell HTTP/2 from HTTP/1.1. So one port serves `http://` and `https://`, and BigQuery's also its gRPC, which
 * clients with a single endpoint for both need (Apache Beam).
 */

import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { type Listening, listenForSockets, look, tellHttp2 } from './first-bytes.ts';

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

export function startFront({ host, port, context, http1, http2 = http1 }: FrontOptions): Promise<Listening> {
  return listenForSockets({ host, port }, (socket) =>
    look(socket, 1, (first) => {
      const inner = first[0] === HANDSHAKE ? secured(socket, context) : socket;
      tellHttp2(inner, (isHttp2) => join(inner, isHttp2 ? http2 : http1));
    }),
  );
}

function secured(socket: Socket, secureContext: SecureContext): Duplex {
  const inner = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['h2', 'http/1.1'] });
  // A client that does not trust the certificate ends the handshake.
  inner.on('error', () => socket.destroy());
  return inner;
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
