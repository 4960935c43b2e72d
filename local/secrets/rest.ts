/** The REST side, as the HTTP rules of the service's proto have it. Loaded when the first HTTP/1.1 connection arrives. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalServer } from '../http/from-here.ts';
import { sendJson } from '../http/server.ts';
import { asSecretsError, CODES, SecretsError } from './errors.ts';
import type { Invoke, Side } from './grpc.ts';
import type { SecretsRequest } from './methods.ts';

const SECRETS = 'projects/[^/:]+(?:/locations/[^/:]+)?/secrets';

/** Method, the field that the path fills, and the path. */
const ROUTES: readonly (readonly [string, 'name' | 'parent', RegExp])[] = [
  ['AccessSecretVersion', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+/versions/[^/:]+):access$`)],
  ['GetSecretVersion', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+/versions/[^/:]+)$`)],
  ['ListSecretVersions', 'parent', new RegExp(`^/v1/(${SECRETS}/[^/:]+)/versions$`)],
  ['GetSecret', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+)$`)],
  ['ListSecrets', 'parent', /^\/v1\/(projects\/[^/:]+(?:\/locations\/[^/:]+)?)\/secrets$/],
];

export function startRest(invoke: Invoke, boundTo: string): Side {
  const server = createLocalServer({}, boundTo, (request, response) => {
    // Nothing that is served takes a body; one that is sent all the same is not read.
    request.resume();
    answer(invoke, request)
      .then((json) => sendJson(response, 200, json))
      .catch((error: unknown) => sendError(response, error));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  return {
    accept: (socket) => void server.emit('connection', socket),
    close: () => server.closeAllConnections(),
  };
}

async function answer(invoke: Invoke, request: IncomingMessage): Promise<object> {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  const path = url === null ? undefined : decoded(url.pathname);
  if (url === null || path === undefined) throw new SecretsError('INVALID_ARGUMENT', 'The request URL is not valid.');
  if (request.method !== 'GET') {
    if (!path.startsWith('/v1/projects/')) throw nothingAt(path);
    throw new SecretsError('UNIMPLEMENTED', `The local Secret Manager does not do ${request.method}: edit its file.`);
  }
  for (const [method, field, pattern] of ROUTES) {
    const resource = pattern.exec(path)?.[1];
    if (resource !== undefined) return invoke(method, { [field]: resource, ...listing(url.searchParams) });
  }
  throw nothingAt(path);
}

function nothingAt(path: string): SecretsError {
  return new SecretsError('NOT_FOUND', `There is nothing at ${path}.`);
}

function listing(query: URLSearchParams): SecretsRequest {
  const pageSize = query.get('pageSize');
  const pageToken = query.get('pageToken');
  const filter = query.get('filter');
  return {
    ...(pageSize === null ? {} : { pageSize: Number(pageSize) }),
    ...(pageToken === null ? {} : { pageToken }),
    ...(filter === null ? {} : { filter }),
  };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  const { code, message } = asSecretsError(error);
  const { http } = CODES[code];
  sendJson(response, http, { error: { code: http, message, status: code } });
}
