/**
 * Batches (`/batch/storage/v1`): up to 100 calls as the parts of one multipart/mixed request, each answered on its own.
 * Uploads and downloads are not allowed in them (cloud.google.com/storage/docs/batch).
 */

import { methodMeant } from '../../core/http/method.ts';
import { STATUS_CODES } from '../../core/http/node-http.ts';
import { readBytes } from './body.ts';
import { type Answer, bytesOf, type Call, type Headers } from './call.ts';
import { type Dispatcher, dispatch } from './dispatch.ts';
import { badRequest, errorBody } from './errors.ts';
import { boundaryOf, PartReader } from './multipart.ts';
import { Query } from './query.ts';

const MAX_CALLS = 100;
const MAX_BYTES = 10 * 1024 * 1024;

export function isBatch(call: Call): boolean {
  return call.method === 'POST' && /^\/batch(?:\/storage\/v1)?\/?$/.test(call.path);
}

interface Inner {
  readonly contentId: string | undefined;
  readonly call: Call;
}

export async function answerBatch(dispatcher: Dispatcher, call: Call): Promise<Answer> {
  const inner = await readCalls(call);
  const boundary = `batch_${dispatcher.context.newId()}`;
  const parts: Buffer[] = [];
  for (const { contentId, call: one } of inner) {
    const answer = isMedia(one) ? mediaRefused() : await dispatch(dispatcher, one);
    // A fault that cuts the connection cuts it for the whole batch: there is only one.
    if (answer.cut !== undefined) return answer;
    parts.push(writePart(boundary, contentId, answer));
  }
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return { status: 200, headers: { 'content-type': `multipart/mixed; boundary=${boundary}` }, body };
}

async function readCalls(call: Call): Promise<readonly Inner[]> {
  const boundary = boundaryOf(call.headers['content-type'], 'multipart/mixed');
  const bytes = await readBytes(call.body, MAX_BYTES);
  const reader = new PartReader(boundary, once(bytes));
  const calls: Inner[] = [];
  await reader.begin();
  while (!reader.ended) {
    const headers = await reader.headers();
    const content = await readBytes(reader.body(), MAX_BYTES);
    if (!headers['content-type']?.toLowerCase().startsWith('application/http')) {
      throw badRequest('Every part of a batch must be of the type application/http.');
    }
    calls.push({ contentId: headers['content-id'], call: readCall(content, call.origin) });
    if (calls.length > MAX_CALLS)
      throw badRequest(`The batch request could not be processed: it has more than ${MAX_CALLS} calls.`);
  }
  return calls;
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** An HTTP request as text: its line, its headers, an empty line, its body. */
function readCall(content: Buffer, origin: string): Call {
  const end = /\r?\n\r?\n/.exec(content.toString('latin1'));
  const head = content
    .subarray(0, end?.index ?? content.length)
    .toString()
    .trim();
  const body = end === null ? Buffer.alloc(0) : content.subarray(end.index + end[0].length);
  const [line = '', ...lines] = head.split(/\r?\n/);
  const match = /^([A-Z]+) (\S+)(?: HTTP\/1\.[01])?$/.exec(line.trim());
  if (match === null) throw badRequest('A part of the batch is not an HTTP request.');
  const [, method = '', target = ''] = match;
  const { path, query } = splitTarget(target);
  const headers = readHeaders(lines);
  return {
    method: methodMeant(method, headers),
    path,
    query: Query.parse(query),
    headers,
    body: once(trimEnd(body)),
    origin,
  };
}

/** Some clients close a part's body with an empty line of their own. JSON does not mind, and an empty body must be empty. */
function trimEnd(body: Buffer): Buffer {
  return body.toString('latin1').trim() === '' ? Buffer.alloc(0) : body;
}

function readHeaders(lines: readonly string[]): Headers {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

/** The path and query of a request target, which may be absolute (RFC 9112 section 3.2). */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  return { path: path.startsWith('/') ? path : `/${path}`, query: mark < 0 ? '' : local.slice(mark + 1) };
}

function isMedia(call: Call): boolean {
  return /^\/(?:resumable\/)?(?:upload|download)\//.test(call.path) || call.query.get('alt') === 'media';
}

function mediaRefused(): Answer {
  const error = badRequest('Media uploads and downloads are not supported in a batch.');
  return {
    status: 400,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: undefined,
    resource: errorBody(error),
  };
}

function writePart(boundary: string, contentId: string | undefined, answer: Answer): Buffer {
  const body = bytesOf(answer);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const inner = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${bytes.length}`,
  ];
  const outer = [
    `--${boundary}`,
    'Content-Type: application/http',
    ...(contentId === undefined ? [] : [`Content-ID: ${responseId(contentId)}`]),
  ];
  return Buffer.concat([
    Buffer.from(`${outer.join('\r\n')}\r\n\r\n${inner.join('\r\n')}\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
}

/** `<id+1>` is answered as `<response-id+1>`. */
function responseId(contentId: string): string {
  return contentId.startsWith('<') ? `<response-${contentId.slice(1)}` : `response-${contentId}`;
}
