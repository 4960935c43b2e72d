/**
 * Keeps functions-framework from reading bodies: it parses JSON and inflates gzip, up to 1 GB, before a function is called,
 * answers malformed JSON with a page of its own, and drops a body that has no content type.
 *
 * Node tells of each request on a diagnostics channel before the framework sees it. There we note what the caller
 * declared and let the framework see a plain binary body, which it hands on as bytes.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';

export interface Declared {
  readonly contentType: string;
  readonly contentEncoding: string;
}

interface RequestStart {
  readonly request: IncomingMessage;
  readonly server: Server;
}

const CHANNEL = 'http.server.request.start';
const declared = new WeakMap<object, Declared>();

/** Takes over the bodies of the server on this port. Returns what ends it. */
export function keepRaw(port: number): () => void {
  const onStart = (message: unknown): void => {
    const { request, server } = message as RequestStart;
    const address = server.address();
    if (typeof address !== 'object' || address?.port !== port) return;
    const { headers } = request;
    declared.set(request, {
      contentType: headers['content-type'] ?? '',
      contentEncoding: headers['content-encoding'] ?? '',
    });
    headers['content-type'] = 'application/octet-stream';
    delete headers['content-encoding'];
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
