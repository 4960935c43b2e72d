/**
 * Keeps functions-framework from reading a body before we can bound it.
 *
 * The framework parses JSON and inflates gzip, up to 1 GB, before a function is called, and answers malformed JSON with
 * an HTML page. Node tells of each request on a diagnostics channel before the framework sees it. There we note what
 * the caller declared and let the framework see a plain binary body, which it hands on as bytes; and we count them, so that a
 * body larger than allowed is refused while it arrives.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Refusal } from './problem.ts';

export interface Declared {
  readonly contentType: string;
  readonly contentEncoding: string;
}

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

const CHANNEL = 'http.server.request.start';
const declared = new WeakMap<object, Declared>();

/** Takes over the bodies of the server on this port. Returns what ends it. */
export function receiveRaw(port: number, maxBytes: number): () => void {
  const known = new WeakMap<Server, boolean>();
  const isOurs = (server: Server): boolean => {
    let ours = known.get(server);
    if (ours === undefined) {
      const address = server.address();
      ours = typeof address === 'object' && address?.port === port;
      known.set(server, ours);
    }
    return ours;
  };
  const onStart = (message: unknown): void => {
    const { request, response, server } = message as RequestStart;
    if (!isOurs(server)) return;
    const { headers } = request;
    declared.set(request, {
      contentType: headers['content-type'] ?? '',
      contentEncoding: headers['content-encoding'] ?? '',
    });
    headers['content-type'] = 'application/octet-stream';
    delete headers['content-encoding'];
    bound(request, response, maxBytes);
  };
  subscribe(CHANNEL, onStart);
  return () => void unsubscribe(CHANNEL, onStart);
}

/** What the caller declared, or what the framework was told where the request did not come through here. */
export function declaredBy(request: IncomingMessage): Declared {
  return (
    declared.get(request) ?? {
      contentType: request.headers['content-type'] ?? '',
      // The framework has inflated the body already.
      contentEncoding: '',
    }
  );
}

/** How long what is still arriving of a refused body is read and thrown away. */
const LINGER_MS = 2_000;

function bound(request: IncomingMessage, response: ServerResponse, maxBytes: number): void {
  const { headers } = request;
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    refuse(request, response, maxBytes);
    return;
  }
  // A declared length is kept by Node's parser; only a body without one must be counted.
  if (headers['transfer-encoding'] === undefined) return;
  let seen = 0;
  request.on('data', function count(chunk: Buffer) {
    seen += chunk.length;
    if (seen <= maxBytes) return;
    request.off('data', count);
    refuse(request, response, maxBytes);
  });
}

/**
 * Answers at once. A connection closed with unread bytes is reset, and the reset takes the answer with it; so the rest
 * is read and dropped for a while. The framework must not gather it meanwhile, nor hear of its end.
 */
function refuse(request: IncomingMessage, response: ServerResponse, maxBytes: number): void {
  const { problem } = new Refusal('too-large', `The body is larger than ${maxBytes} bytes.`);
  response.writeHead(problem.status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify(problem));
  const lingering = setTimeout(() => request.destroy(), LINGER_MS).unref();
  // After this turn of the loop the framework has attached its readers.
  setImmediate(() => {
    for (const event of ['data', 'end', 'aborted', 'error', 'close']) request.removeAllListeners(event);
    request.once('close', () => clearTimeout(lingering));
    request.resume();
  });
}
