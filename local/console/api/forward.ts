/**
 * Hands a call on to a service's own REST API and streams the answer back, so that the console does with each service
 * exactly what any client does, and no rule of a service is written twice. Reads are spared by scripted faults.
 */

import { pipeline } from 'node:stream';
import { BY_HAND_HEADER, BY_HAND_KEY } from '../../core/faults/by-hand.ts';
import { request as send } from '../../core/http/node-http.ts';
import { GUARDS } from '../access.ts';
import { type ApiCall, ApiProblem, type Resource } from './call.ts';

/** The headers that a service needs of a browser's request. */
const TO_SERVICE = ['content-type', 'content-length', 'content-encoding', 'accept', 'range', 'if-match'] as const;
const TO_PAGE = ['content-length', 'content-range', 'x-goog-generation', 'x-goog-hash', 'location', 'etag'] as const;

/** `address` is `host:port`; `base` comes before the rest of the path. */
export function forwardTo(name: string, address: () => string | undefined, base: string): Resource {
  return (call) => {
    const target = address();
    if (target === undefined) throw new ApiProblem(404, `This local cloud runs no ${name}.`);
    return passOn(call, target, `${base}/${call.rest}${call.query.size > 0 ? `?${call.query}` : ''}`);
  };
}

function passOn({ request, response, method }: ApiCall, target: string, path: string): Promise<void> {
  const { hostname, port } = new URL(`http://${target}`);
  const headers: Record<string, string | string[] | number> = { host: target, [BY_HAND_HEADER]: BY_HAND_KEY };
  for (const name of TO_SERVICE) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  if (headers['content-length'] === undefined && method !== 'GET') headers['content-length'] = 0;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      { hostname: hostname.replace(/^\[|\]$/g, ''), port, path, method, headers, agent: false },
      (incoming) => {
        // The page has gone on meanwhile, and nothing waits for this answer.
        if (response.destroyed) {
          incoming.destroy();
          return resolve();
        }
        const back: Record<string, string | string[]> = { ...GUARDS };
        for (const name of TO_PAGE) {
          const value = incoming.headers[name];
          if (value !== undefined) back[name] = value;
        }
        // Content of users is bytes to look at, never a page of this origin.
        back['content-type'] = isJson(incoming.headers['content-type']) ? JSON_TYPE : 'application/octet-stream';
        response.writeHead(incoming.statusCode ?? 502, back);
        pipeline(incoming, response, () => resolve());
      },
    );
    outgoing.on('error', (error) => {
      if (response.headersSent || response.destroyed) return resolve();
      reject(new ApiProblem(502, `The service did not answer (${error.message}).`));
    });
    response.once('close', () => outgoing.destroy());
    pipeline(request, outgoing, () => undefined);
  });
}

const JSON_TYPE = 'application/json; charset=UTF-8';

function isJson(type: string | undefined): boolean {
  return type?.toLowerCase().startsWith('application/json') === true;
}
