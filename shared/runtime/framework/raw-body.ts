/**
 * Keeps functions-framework from reading bodies. It would parse JSON and inflate gzip, up to 1 GB, before a function is
 * called; answer malformed JSON with a page of its own; drop a body that has no content type; and write the stack of an
 * aborted upload to standard error.
 *
 * Node tells of each request on a diagnostics channel before the framework sees it. There we note what the caller declared
 * and take the length off the headers, so that to the framework the request has no body. The door then reads the body
 * itself (`read-body.ts`), within its bounds.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';

export interface Declared {
  readonly contentType: string;
  readonly contentEncoding: string;
}

export interface BodyBound {
  readonly maxBytes: number;
  /**
   * The time that a request may take to arrive; Node checks every 30 s, answers 408 and closes. Functions-framework removes the
   * other bound that a server has, on silence, so that without this a body may take 5 min. Default 60 s.
   */
  readonly receiveMs?: number;
}

/** A request whose body was kept from the framework. */
export interface Kept extends Declared {
  readonly bound: BodyBound;
  /** As declared; undefined for a body in chunks. */
  readonly length: number | undefined;
}

interface RequestStart {
  readonly request: IncomingMessage;
  readonly server: Server;
}

const CHANNEL = 'http.server.request.start';
const kept = new WeakMap<object, Kept>();

/** Keeps the bodies of the server on this port. Returns what ends it. */
export function keepRaw(port: number, bound: BodyBound): () => void {
  const known = new WeakMap<Server, boolean>();
  const isOurs = (server: Server): boolean => {
    let ours = known.get(server);
    if (ours === undefined) {
      const address = server.address();
      ours = typeof address === 'object' && address?.port === port;
      known.set(server, ours);
      if (ours) boundTime(server, bound);
    }
    return ours;
  };
  const onStart = (message: unknown): void => {
    const { request, server } = message as RequestStart;
    if (isOurs(server)) keep(request, bound);
  };
  subscribe(CHANNEL, onStart);
  return () => void unsubscribe(CHANNEL, onStart);
}

function keep(request: IncomingMessage, bound: BodyBound): void {
  const { headers } = request;
  const length = headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined;
  kept.set(request, {
    contentType: headers['content-type'] ?? '',
    contentEncoding: headers['content-encoding'] ?? '',
    bound,
    length,
  });
  // Not deleted: an object that loses properties is slow to read ever after.
  const hidden = headers as Record<string, string | undefined>;
  if (hidden['content-length'] !== undefined) hidden['content-length'] = undefined;
  if (hidden['transfer-encoding'] !== undefined) hidden['transfer-encoding'] = undefined;
  // A caller that asks whether to send a body that is too large is refused, and not told to go on first.
  if (length !== undefined && length > bound.maxBytes) delete headers.expect;
  request.url = placeOf(request.url as string);
}

export function keptOf(request: object): Kept | undefined {
  return kept.get(request);
}

/** The headers that the caller declared; if the framework has read the body, those that the framework left. */
export function declaredBy(request: Pick<IncomingMessage, 'headers'>): Declared {
  return (
    kept.get(request) ?? {
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
 * The path as the framework's router reads it, so that the router answers no request with a page of its own. A server must
 * take the absolute form (RFC 9112, section 3.2.2), and `*` means the server itself (3.2.4); a path that cannot be decoded
 * stands for its own text, which names no place.
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
