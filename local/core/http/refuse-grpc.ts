/** gRPC clients of a port that speaks REST only hear so at once; unanswered they wait for their deadline. */

import type { Server } from 'node:http';
import { performServerHandshake } from 'node:http2';
import { Duplex } from 'node:stream';

const IDLE_MS = 60_000;

/** Answers every call over HTTP/2 with UNIMPLEMENTED. */
export function refuseGrpc(server: Server, message: string): void {
  onHttp2(server, (socket) => refuseCalls(socket, message));
}

/** Hands connections of HTTP/2 on, from their first byte, and answers other bytes that are no HTTP with 400. */
export function onHttp2(server: Server, accept: (connection: Duplex) => void): void {
  server.on('clientError', (error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex) => {
    if (error.code === 'HPE_PAUSED_H2_UPGRADE' && error.rawPacket !== undefined)
      accept(readAgain(socket, error.rawPacket));
    else if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
}

function refuseCalls(socket: Duplex, message: string): void {
  const refusal = {
    ':status': 200,
    'content-type': 'application/grpc',
    'grpc-status': '12',
    'grpc-message': message,
  };
  const session = performServerHandshake(socket);
  session.setTimeout(IDLE_MS, () => session.close());
  // A client that breaks off is its own business.
  session.on('error', () => socket.destroy());
  session.on('stream', (stream) => {
    stream.on('error', () => undefined);
    stream.respond(refusal, { endStream: true });
    stream.resume();
  });
}

/** The connection from its beginning: what the HTTP/1.1 parser took of it comes first. */
function readAgain(socket: Duplex, first: Buffer): Duplex {
  for (const event of ['data', 'end', 'drain', 'timeout']) socket.removeAllListeners(event);
  const whole = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  whole.push(first);
  socket.on('data', (chunk: Buffer) => {
    if (!whole.push(chunk)) socket.pause();
  });
  socket.on('close', () => whole.destroy());
  return whole;
}
