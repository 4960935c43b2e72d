/** Sockets to calls and answers to sockets. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { methodMeant } from '../../core/http/method.ts';
import { type HttpServer, startHttpServer } from '../../core/http/server.ts';
import { answerBatch, isBatch, splitTarget } from './batch.ts';
import { type Answer, bytesOf, type Call } from './call.ts';
import { type Dispatcher, dispatch, refuse } from './dispatch.ts';
import { Query } from './query.ts';

/** The most that is read of an unwanted body; a longer one ends the connection. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

export async function startStorageServer(
  listen: { readonly host: string; readonly port: number },
  dispatcher: Dispatcher,
): Promise<HttpServer> {
  return startHttpServer(
    listen,
    async (request, response) => {
      let answer: Answer;
      try {
        const call = readCall(request);
        answer = isBatch(call) ? await answerBatch(dispatcher, call) : await dispatch(dispatcher, call);
      } catch (error) {
        answer = refuse(error, 'json');
      }
      await send(request, response, dated(answer, dispatcher.context.now()));
    },
    (_error, response) => response.destroy(),
  );
}

function readCall(request: IncomingMessage): Call {
  const { path, query } = splitTarget(request.url ?? '/');
  const headers = flatten(request.headers);
  return {
    method: methodMeant(request.method ?? 'GET', headers),
    path,
    query: Query.parse(query),
    headers,
    // A reader that stops early must not take the connection with it: the answer still has to go out.
    body: request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>,
    origin: originOf(request),
  };
}

function flatten(headers: IncomingMessage['headers']): Call['headers'] {
  const flat: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers)) flat[name] = Array.isArray(value) ? value.join(',') : value;
  return flat;
}

function originOf(request: IncomingMessage): string {
  const { host } = request.headers;
  if (host !== undefined && /^[\w.:[\]-]{1,255}$/.test(host)) return `http://${host}`;
  return `http://${request.socket.localAddress ?? 'localhost'}:${request.socket.localPort ?? 0}`;
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.cut === 'instead') {
    discard(answer);
    request.socket.destroy();
    return;
  }
  const body = bytesOf(answer);
  response.writeHead(answer.status, headersOf(answer, body));
  if (answer.cut === 'midway') return sendHalf(request, response, body);
  await sendWhole(response, request.method === 'HEAD' ? undefined : body);
  if (answer.cut === 'afterwards') request.socket.destroySoon();
  else drain(request);
}

/** An answer tells the service's time. Clients judge leases by it, so it must be that of the objects' `updated`. */
function dated(answer: Answer, nowMs: number): Answer {
  return { ...answer, headers: { date: new Date(nowMs).toUTCString(), ...answer.headers } };
}

function headersOf(answer: Answer, body: Buffer | Readable | undefined): Record<string, string | number> {
  const headers: Record<string, string | number> = { server: 'UploadServer' };
  // Header bytes are latin1 to Node: UTF-8 goes over the wire byte by byte.
  for (const [name, value] of Object.entries(answer.headers)) headers[name] = Buffer.from(value).toString('latin1');
  if (Buffer.isBuffer(body)) headers['content-length'] = body.length;
  else if (body === undefined && answer.status !== 204 && answer.status !== 304) headers['content-length'] ??= 0;
  return headers;
}

async function sendWhole(response: ServerResponse, body: Buffer | Readable | undefined): Promise<void> {
  if (body === undefined || Buffer.isBuffer(body)) {
    response.end(body);
    return;
  }
  await new Promise<void>((resolve) => {
    // An error in the middle has destroyed the connection: that is how the reader learns of it.
    pipeline(body, response, () => resolve());
  });
}

async function sendHalf(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | Readable | undefined,
): Promise<void> {
  if (Buffer.isBuffer(body)) {
    await new Promise((resolve) => response.write(body.subarray(0, body.length >> 1), resolve));
  } else if (body !== undefined) {
    for await (const chunk of body) {
      await new Promise((resolve) =>
        response.write((chunk as Buffer).subarray(0, (chunk as Buffer).length >> 1), resolve),
      );
      break;
    }
  } else response.flushHeaders();
  request.socket.destroy();
}

function discard(answer: Answer): void {
  if (answer.body !== undefined && !Buffer.isBuffer(answer.body)) answer.body.destroy();
}

/** Reads and discards the rest of an unwanted body, so that the connection can carry the next request. */
function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_DRAINED_BYTES) request.socket.destroy();
  });
  request.on('error', () => undefined);
  request.resume();
}
