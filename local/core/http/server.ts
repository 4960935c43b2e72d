/** A plain HTTP server for the REST surfaces: bounded bodies, bounded time, every socket known so that close() ends. */

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { inTraceOf } from '../../way/current-trace.ts';
import { listenOn } from '../listen.ts';
import { createLocalServer } from './from-here.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServer {
  readonly address: string;
  readonly server: Server;
  close(): Promise<void>;
}

export class BodyTooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`the request body is larger than ${limit} bytes`);
    this.name = 'BodyTooLarge';
    this.limit = limit;
  }
}

/** `onError` answers what the handler threw in the service's own error shape; it is the last line before a plain 500. */
export async function startHttpServer(
  listen: { readonly host: string; readonly port: number },
  handler: Handler,
  onError: (error: unknown, response: ServerResponse) => void,
): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const timeouts = { keepAliveTimeout: 65_000, requestTimeout: 0 };
  const server = createLocalServer(timeouts, listen.host, (request, response) => {
    inTraceOf(request.headers.traceparent, () => handler(request, response)).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return void response.destroy();
      try {
        onError(error, response);
      } catch {
        // An error about an error must not be the process's.
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      }
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that vanishes is its own business; without a listener it would be the process's.
    socket.on('error', () => socket.destroy());
  });
  const address = await listenOn(server, listen);
  return {
    address,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Reads a whole body, refusing with `BodyTooLarge` as soon as it passes `limit`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length']);
  if (declared > limit) {
    discard(request);
    throw new BodyTooLarge(limit);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving this loop must not destroy the connection, because the refusal still has to go out.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) {
      discard(request);
      throw new BodyTooLarge(limit);
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes);
}

/** The most that is read of an unwanted body, so that its sender gets the answer; a longer one ends the connection. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

function discard(request: IncomingMessage): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_DISCARDED_BYTES) request.socket.destroy();
  });
  request.on('error', () => undefined);
  request.resume();
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', 'content-length': bytes.length });
  response.end(bytes);
}
