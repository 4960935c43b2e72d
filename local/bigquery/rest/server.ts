/** The REST surface: requests in, the service's JSON or its error shape out, faults played where they are scripted. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '../../core/faults/faults.ts';
import { methodMeant } from '../../core/http/method.ts';
import { type HttpServer, sendJson, startHttpServer } from '../../core/http/server.ts';
import { BigQueryError, errorBody, toBigQueryError } from '../errors.ts';
import { fromSqlError } from '../jobs/sql-errors.ts';
import { parseBody, readBytes } from './call.ts';
import { discovery } from './discovery.ts';
import { partial } from './fields.ts';
import { checkFields } from './known-fields.ts';
import { matchRoute } from './routes.ts';
import type { Surface } from './surface.ts';
import { type UploadReply, Uploads } from './upload.ts';

export async function startRest(
  listen: { readonly host: string; readonly port: number },
  surface: Omit<Surface, 'origin'>,
): Promise<HttpServer & { close(): Promise<void> }> {
  const whole: Surface = { ...surface, origin: (call) => `http://${call.headers.host ?? 'localhost'}` };
  const uploads = new Uploads(whole);
  const delays = new Set<() => void>();
  const server = await startHttpServer(
    listen,
    (request, response) => answer(whole, uploads, delays, request, response),
    sendError,
  );
  return {
    ...server,
    close: async () => {
      for (const end of delays) end();
      await server.close();
      await uploads.close();
    },
  };
}

function sendError(error: unknown, response: ServerResponse): void {
  const failure = shaped(error);
  sendJson(response, failure.status, errorBody(failure));
}

function shaped(error: unknown): BigQueryError {
  // A document nested so deeply that the stack ends is the sender's mistake.
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new BigQueryError('invalid', 'Invalid JSON payload received. The message is nested too deeply.', {
      cause: error,
    });
  }
  return toBigQueryError(fromSqlError(error));
}

async function answer(
  surface: Surface,
  uploads: Uploads,
  delays: Set<() => void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = urlOf(request);
  const { headers } = request;
  const call = { method: methodMeant(request.method ?? 'GET', headers), query: url.searchParams, headers, request };
  const path = decodePath(url.pathname);
  if (path === 'discovery/v1/apis/bigquery/v2/rest' || isOwnDiscovery(path, url.searchParams)) {
    return sendJson(response, 200, discovery(surface.origin({ ...call, params: {}, body: {} })));
  }
  const isUpload = path.startsWith('upload/') || path.startsWith('resumable/upload/');
  const plain = path.replace(/^(?:resumable\/)?(?:upload\/)?(?:bigquery\/v2\/)?/, '');
  const match = matchRoute(isUpload && call.method === 'PUT' ? 'POST' : call.method, plain);
  if (!('route' in match)) throw noSuchMethod(call.method, plain, match.allowed);
  const { route, params } = match;
  const fault = surface.warehouse.faults.next('bigquery', route.name, plain);
  if (fault?.kind === 'reset' && (fault.at ?? 'before') === 'before') return void request.socket.destroy();
  if (fault?.kind === 'error' || fault?.kind === 'throttle') {
    request.resume();
    throw refusal(fault);
  }
  if (isUpload) {
    if (route.name !== 'jobs.insert') throw noSuchMethod(call.method, path, []);
    const reply = await uploads.handle({ ...call, params, body: {} });
    if (fault?.kind === 'ack-lost') return void request.socket.destroy();
    return sendUpload(response, reply);
  }
  const limits = surface.warehouse.limits;
  const limit = route.name === 'tabledata.insertAll' ? limits.insertAllBytes : limits.requestBytes;
  const bytes = await readBytes(request, limit);
  if (fault?.kind === 'reset' && fault.at === 'during') return void request.socket.destroy();
  const body = call.method === 'GET' || call.method === 'DELETE' ? {} : parseBody(bytes);
  if (route.fields !== undefined) checkFields(body, route.fields);
  const result = await route.method(surface, { ...call, params, body });
  if (fault?.kind === 'ack-lost') return void request.socket.destroy();
  if (fault?.kind === 'slow') await delay(fault.delayMs ?? 1000, delays);
  if (fault?.kind === 'reset') return cutOff(response);
  if (result === undefined) {
    response.writeHead(204).end();
    return;
  }
  sendJson(response, 200, partial(result, url.searchParams.get('fields')));
}

/** Clients ask every API under the same path; only the version tells that this one is meant. */
function isOwnDiscovery(path: string, query: URLSearchParams): boolean {
  return path === '$discovery/rest' && (query.get('version') ?? 'v2') === 'v2';
}

function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://localhost');
  } catch (error) {
    throw new BigQueryError('badRequest', 'Invalid URL.', { cause: error });
  }
}

function decodePath(pathname: string): string {
  try {
    // Each segment on its own: a table's name may hold an encoded slash as little as BigQuery allows one.
    return pathname.replace(/^\/+/, '').split('/').map(decodeURIComponent).join('/');
  } catch (error) {
    throw new BigQueryError('badRequest', 'Invalid URL encoding.', { cause: error });
  }
}

function noSuchMethod(verb: string, path: string, allowed: readonly string[]): BigQueryError {
  if (allowed.length > 0)
    return new BigQueryError('badRequest', `The method ${verb} is not allowed for ${path}.`, { status: 405 });
  return new BigQueryError('notFound', `The requested URL ${path} was not found on this server.`);
}

const RATE_LIMIT =
  'Exceeded rate limits: too many api requests per user per method for this user_method. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas';

function refusal(fault: Fault): BigQueryError {
  if (fault.kind === 'throttle') {
    const reason = fault.code === 'quotaExceeded' ? 'quotaExceeded' : 'rateLimitExceeded';
    return new BigQueryError(
      reason,
      fault.message ??
        (reason === 'quotaExceeded'
          ? 'Quota exceeded: Your table exceeded quota for imports or query appends per table.'
          : RATE_LIMIT),
    );
  }
  const status = typeof fault.code === 'number' ? fault.code : 503;
  const message = fault.message ?? 'Error encountered during execution. Retrying may solve the problem.';
  const reason =
    status === 404
      ? 'notFound'
      : status === 409
        ? 'duplicate'
        : status >= 500
          ? status === 500
            ? 'internalError'
            : 'backendError'
          : status === 403
            ? 'accessDenied'
            : 'invalid';
  return new BigQueryError(reason, message, { status });
}

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8', 'content-length': 1000 });
  response.write('{"kind":', () => response.socket?.destroy());
}

async function delay(ms: number, delays: Set<() => void>): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      delays.delete(end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    delays.add(end);
  });
}

function sendUpload(response: ServerResponse, { status, headers, body }: UploadReply): void {
  const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}
