/**
 * Keeps the pages of other sites out. There is no authentication, and any page that is open in a browser can send
 * simple requests to loopback, or make its own name resolve to loopback and then also read the answers. A browser
 * names that page in Origin or in Host; programs send no Origin, and name an address.
 */

import type { IncomingHttpHeaders, RequestListener, Server, ServerOptions } from 'node:http';
import { isIP } from 'node:net';
import { isByHand, withoutFaults } from '../faults/by-hand.ts';
import { createServer } from './node-http.ts';

/**
 * Names under which no attacker can have a site: without a dot, or below a reserved domain (RFC 6761, RFC 6762,
 * ICANN's `internal`), or Google's own, which clients of a redirected API go on sending.
 */
const NO_SITE = /^(?:[^.]*|.+\.(?:localhost|local|internal|test|googleapis\.com))$/;

export function isFromHere({ host = '', origin }: IncomingHttpHeaders, boundTo: string): boolean {
  const name = host.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
  const ours = isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || NO_SITE.test(name) || name === boundTo.toLowerCase();
  return ours && (origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase());
}

/** In the shape of an error of any Google API. */
const REFUSAL = JSON.stringify({
  error: {
    code: 403,
    message: 'Other sites’ pages are not answered: send no Origin, and an address or a local name as Host.',
    status: 'PERMISSION_DENIED',
  },
});

/** A server of node:http that answers 403 to the pages of other sites, and hands everything else on. */
export function createLocalServer(options: ServerOptions, boundTo: string, listener: RequestListener): Server {
  return createServer(options, (request, response) => {
    if (isFromHere(request.headers, boundTo)) {
      if (isByHand(request)) return withoutFaults(() => listener(request, response));
      return listener(request, response);
    }
    response.writeHead(403, {
      'content-type': 'application/json; charset=UTF-8',
      'content-length': Buffer.byteLength(REFUSAL),
      connection: 'close',
    });
    response.end(REFUSAL);
  });
}
