/**
 * Keeps functions-framework from reading bodies: it parses JSON and inflates gzip, up to 1 GB, before a function is called,
 * answers malformed JSON with a page of its own, and drops a body that has no content type.
 *
 * Node tells of each request on a diagnostics channel before the framework sees it. There we note what the caller
 * declared and let the framework see a plain binary body, which it hands on as bytes; and where there is a bound we count
 * them, so that a body larger than allowed is refused while it arrives.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

export interface Declared {
  readonly contentType: string;
  readonly contentEncoding: string;
}

/** What there is too much of. */
export type Excess = 'bytes' | 'pieces';

export interface BodyBound {
  readonly maxBytes: number;
  /** Answers whoever sends more, and ends the response. */
  readonly refuse: (response: ServerResponse, request: IncomingMessage, excess: Excess) => void;
  /**
   * How long a request may take to arrive; Node looks every 30 s, answers 408 and closes. Functions-framework takes off
   * the other bound that a server has, on silence, so that without this a body may take 5 min. Default 60 s.
   */
  readonly receiveMs?: number;
}

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

const CHANNEL = 'http.server.request.start';
const declared = new WeakMap<object, Declared>();

/** Takes over the bodies of the server on this port. Returns what ends it. */
export function keepRaw(port: number, bound?: BodyBound): () => void {
  const known = new WeakMap<Server, boolean>();
  const isOurs = (server: Server): boolean => {
    let ours = known.get(server);
    if (ours === undefined) {
      const address = server.address();
      ours = typeof address === 'object' && address?.port === port;
      known.set(server, ours);
      if (ours && bound !== undefined) boundTime(server, bound);
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
    request.url = placeOf(request.url as string);
    if (bound !== undefined) watch(request, response, bound);
  };
  subscribe(CHANNEL, onStart);
  return () => void unsubscribe(CHANNEL, onStart);
}

/** What the caller declared; what the framework was told, where the request did not come through here. */
export function declaredBy(request: Pick<IncomingMessage, 'headers'>): Declared {
  return (
    declared.get(request) ?? {
      contentType: request.headers['content-type'] ?? '',
      // The framework has inflated the body already.
      contentEncoding: '',
    }
  );
}

function boundTime(server: Server, { receiveMs = 60_000 }: BodyBound): void {
  server.requestTimeout = receiveMs;
  server.headersTimeout = Math.min(server.headersTimeout, receiveMs);
}

const ABSOLUTE = /^https?:\/\/[^/?]*/i;

/**
 * The place as the framework's router reads it, without a page of its own for an answer (outside production with a stack
 * trace). A server must take the absolute form (RFC 9112, section 3.2.2), and `*` means the server itself (3.2.4); what
 * cannot be decoded is, as its own text, a place that is not there.
 */
function placeOf(url: string): string {
  if (url.startsWith('/') && !url.includes('%')) return url;
  const place = url === '*' ? '' : url.replace(ABSOLUTE, '');
  const rooted = place.startsWith('/') ? place : `/${place}`;
  try {
    decodeURI(rooted);
    return rooted;
  } catch {
    return rooted.replaceAll('%', '%25');
  }
}

/**
 * Each piece in which a body arrives is an object to Node and to the framework that gathers them, of 450 bytes where it
 * holds one: a megabyte in chunks of a byte took 400 MB and three seconds. So many pieces are free, and one more for each
 * so many bytes allowed, which is less than the smallest packet that networks carry.
 */
const FREE_PIECES = 16_384;
const PIECE_BYTES = 512;

function watch(request: IncomingMessage, response: ServerResponse, bound: BodyBound): void {
  const { headers } = request;
  const length = Number(headers['content-length'] ?? 0);
  // A declared length is kept by Node's parser; what is neither open nor long needs no counting.
  const isShort = headers['transfer-encoding'] === undefined && length <= FREE_PIECES;
  if (isShort && length <= bound.maxBytes) return;
  const refused = (excess: Excess): void => {
    // Node itself answers a request that names no host, or that expects what there is not.
    if (response.headersSent) return;
    bound.refuse(response, request, excess);
    drain(request);
  };
  if (length <= bound.maxBytes) {
    count(request, bound.maxBytes, refused);
    return;
  }
  // Who asks first whether to send the body is told no, and not yes and then no.
  delete headers.expect;
  // To the framework there is no body: one beyond its own limit it would want to refuse as well.
  delete headers['content-length'];
  // Node goes on with this request when we return, and an answer that it meets there ends the process.
  process.nextTick(refused, 'bytes');
}

function count(request: IncomingMessage, maxBytes: number, refused: (excess: Excess) => void): void {
  const maxPieces = FREE_PIECES + maxBytes / PIECE_BYTES;
  let [seen, pieces] = [0, 0];
  request.on('data', function onPiece(chunk: Buffer) {
    seen += chunk.length;
    pieces += 1;
    if (seen <= maxBytes && pieces <= maxPieces) return;
    request.off('data', onPiece);
    refused(seen > maxBytes ? 'bytes' : 'pieces');
  });
}

/** How long what is still arriving of a refused body is read and thrown away. */
const LINGER_MS = 2_000;

/**
 * A connection closed with unread bytes is reset, and the reset takes the answer with it; so the rest is read and
 * dropped for a while. The framework must not gather it meanwhile, nor hear of its end.
 */
function drain(request: IncomingMessage): void {
  const lingering = setTimeout(() => request.destroy(), LINGER_MS).unref();
  // After this turn of the loop the framework has attached its readers.
  setImmediate(() => {
    for (const event of ['data', 'end', 'aborted', 'error', 'close']) request.removeAllListeners(event);
    request.once('close', () => clearTimeout(lingering));
    request.resume();
  });
}
