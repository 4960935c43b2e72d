/**
 * The REST side: JSON in, the same methods as over gRPC, JSON out. Every call is transcoded to the method's own bytes,
 * so that there is one implementation of each. Loaded when the first HTTP/1.1 connection arrives.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Type } from 'protobufjs';
import { CODES } from '../../core/codes.ts';
import { createLocalServer } from '../../core/http/from-here.ts';
import { methodMeant } from '../../core/http/method.ts';
import { BodyTooLarge, readBody, sendJson } from '../../core/http/server.ts';
import { asPubsubError, invalid, type PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { LIMITS, MAX_REQUEST_BYTES } from '../limits.ts';
import type { Plain } from '../resources/fields.ts';
import { decode, typeNamed } from '../wire/proto-types.ts';
import type { Call } from './call.ts';
import { Broken, invoke } from './invoke.ts';
import { fieldNamed, fromJson, toJson } from './json.ts';
import { type Route, routeOf } from './routes.ts';

export interface RestSide {
  accept(socket: Socket): void;
  close(): void;
}

/** base64 makes a message a third larger than it is. */
const MAX_JSON_BYTES = Math.ceil((MAX_REQUEST_BYTES * 4) / 3);

/** https://cloud.google.com/apis/docs/system-parameters: they change the answer's form, never what is done. */
const SYSTEM_PARAMETERS = new Set([
  'alt',
  'key',
  'prettyPrint',
  'quotaUser',
  'access_token',
  'callback',
  'fields',
  'uploadType',
]);

export function startRest(hub: Hub): RestSide {
  const server = createLocalServer({ keepAliveTimeout: 65_000 }, hub.options.host, (request, response) => {
    handle(hub, request, response).catch((error: unknown) => {
      if (error instanceof Broken || response.headersSent || response.destroyed) response.destroy();
      else answerError(response, error);
    });
  });
  // A request that is not HTTP still gets an answer in the shape of an error, and the connection ends.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.destroyed || !socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const body = JSON.stringify(errorBody(invalid('The request is not valid HTTP.')));
    const head = ['HTTP/1.1 400 Bad Request', 'content-type: application/json; charset=UTF-8', 'connection: close'];
    return socket.end([...head, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
  });
  return {
    accept: (socket) => void server.emit('connection', socket),
    close: () => server.closeAllConnections(),
  };
}

async function handle(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '', 'http://pubsub.local');
  if (url === null) throw invalid('The request URL is not valid.');
  if (url.pathname === '/' && request.method === 'GET') {
    // Google's emulator answers at this path when it is up.
    response.writeHead(200, { 'content-type': 'text/plain' }).end('Ok\n');
    return;
  }
  const method = methodMeant(request.method ?? '', request.headers);
  const route = routeOf(method, url.pathname);
  const type = typeNamed(route.method.request);
  const plain = withName(route, { ...fromQuery(route, url.searchParams), ...(await fromBody(route, request)) });
  const body = Buffer.from(type.encode(type.fromObject(plain)).finish());
  const answer = await invoke(hub, route.method, body, callOf(request, response));
  const { response: answerType } = route.method;
  sendJson(response, 200, toJson(typeNamed(answerType), decode(answerType, Buffer.from(answer))));
}

async function fromBody(route: Route, request: IncomingMessage): Promise<Plain> {
  const bytes = await inflated(await readBody(request, MAX_JSON_BYTES), request);
  if (request.method === 'GET' || request.method === 'DELETE') return {};
  if (bytes.length === 0) return {};
  const { request: name, body } = route.method;
  const type = typeNamed(name);
  if (body === undefined) return fromJson(type, parseJson(bytes));
  const field = type.fields[body]?.resolve();
  return { [body]: fromJson(field?.resolvedType as Type, parseJson(bytes)) };
}

const unzip = promisify(gunzip);

/** Java's clients compress every body. */
async function inflated(bytes: Buffer, { headers }: IncomingMessage): Promise<Buffer> {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity' || bytes.length === 0) return bytes;
  if (encoding !== 'gzip')
    throw invalid(`The content encoding ${encoding.slice(0, 100)} is not known: send gzip or none.`);
  try {
    return await unzip(bytes, { maxOutputLength: MAX_JSON_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLargeBody();
    throw invalid('The request body is not valid gzip.');
  }
}

function parseJson(bytes: Buffer): unknown {
  let value: unknown;
  try {
    // Not `toString`: what is not UTF-8 would be published as other characters.
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid(`Invalid JSON payload received. ${why.slice(0, 200)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('Invalid JSON payload received. The request body must be an object.');
  }
  return value;
}

function fromQuery({ method }: Route, query: URLSearchParams): Plain {
  const type = typeNamed(method.request);
  const given: Record<string, string> = {};
  for (const [key, value] of query) {
    if (SYSTEM_PARAMETERS.has(key) || key.startsWith('$')) continue;
    if (fieldNamed(type, key) === undefined) {
      throw invalid(
        `Invalid JSON payload received. Unknown name "${key.slice(0, 100)}": Cannot bind query parameter. Field '${key.slice(0, 100)}' could not be found in request message.`,
      );
    }
    given[key] = value;
  }
  return fromJson(type, given);
}

/** The path decides over the body, one level down for an update. */
function withName({ field, name }: Route, plain: Plain): Plain {
  const [outer = '', inner] = field.split('.');
  if (inner === undefined) return { ...plain, [outer]: name };
  return { ...plain, [outer]: { ...(plain[outer] as Plain | undefined), [inner]: name } };
}

function callOf(request: IncomingMessage, response: ServerResponse): Call {
  const { socket } = request;
  return {
    connection: {
      reset: () => socket.resetAndDestroy(),
      goAway: () => {
        if (!response.headersSent) response.setHeader('connection', 'close');
      },
    },
    get ended() {
      return response.destroyed;
    },
    onEnd: (listener) => response.once('close', listener),
  };
}

function answerError(response: ServerResponse, thrown: unknown): void {
  const error = thrown instanceof BodyTooLarge ? tooLargeBody() : asPubsubError(thrown);
  sendJson(response, CODES[error.code].http, errorBody(error));
}

function tooLargeBody(): PubsubError {
  return invalid(`Request payload size exceeds the limit: ${LIMITS.publishBytes} bytes.`);
}

function errorBody(error: PubsubError): object {
  const { info, message } = error;
  const detail = info && {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: info.reason,
    domain: 'pubsub.googleapis.com',
    metadata: info.metadata,
  };
  const status = { code: CODES[error.code].http, message, status: error.code };
  return { error: { ...status, ...(detail && { details: [detail] }) } };
}
