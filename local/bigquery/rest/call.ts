/** One REST call: its path, query and body, read with bounds and handed to a method. */

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { BodyTooLarge, readBody } from '../../core/http/server.ts';
import { BigQueryError } from '../errors.ts';
import { parseExact } from '../values.ts';

type Json = Readonly<Record<string, unknown>>;

export interface Call {
  readonly method: string;
  /** The path's variables by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** The JSON body; {} where there is none. */
  readonly body: Json;
  readonly request: IncomingMessage;
}

const unpack = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/** The body's bytes, unpacked; beyond `limit`, packed or not, it is refused. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    const bytes = await readBody(request, limit);
    const encoding = request.headers['content-encoding']?.toLowerCase();
    if (encoding === undefined || encoding === 'identity' || bytes.length === 0) return bytes;
    if (encoding !== 'gzip' && encoding !== 'deflate') {
      throw new BigQueryError('badRequest', `Unsupported Content-Encoding: ${encoding}`, { status: 415 });
    }
    return await unpack[encoding](bytes, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof BodyTooLarge || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new BigQueryError('uploadTooLarge', `Request payload size exceeds the limit: ${limit} bytes.`, {
        cause: error,
      });
    }
    if (error instanceof BigQueryError) throw error;
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) {
      throw new BigQueryError('parseError', 'The request body is not valid compressed data.', { cause: error });
    }
    throw error;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    throw new BigQueryError('parseError', 'Invalid JSON payload received. Encountered non UTF-8 code points.', {
      cause: error,
    });
  }
}

export function parseBody(bytes: Buffer): Json {
  const text = textOf(bytes);
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (error) {
    throw new BigQueryError(
      'parseError',
      `Invalid JSON payload received. ${error instanceof Error ? error.message : ''}`,
      { cause: error },
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new BigQueryError('parseError', 'Invalid JSON payload received. Root element must be a message.');
}

/** A page of a list: `maxResults` and `pageToken`, the token being where the page starts. None at all is no page: 0 is the default. */
export function paged<T>(
  call: Call,
  items: readonly T[],
  otherwise = 50,
): { readonly page: readonly T[]; readonly next: { readonly nextPageToken?: string } } {
  const list = call.request.url?.split('?', 1)[0] ?? '';
  const size = integer(call.query.get('maxResults'), 'maxResults') || otherwise;
  const start = tokenStart(call.query.get('pageToken'), list);
  const end = start + size;
  return { page: items.slice(start, end), next: end < items.length ? { nextPageToken: token(end, list) } : {} };
}

/** The page token of `what` (a list, a table, a job's result): it holds the start and is valid for nothing else. */
export function token(start: number, what: string): string {
  return Buffer.from(`${start}:${markOf(what)}`).toString('base64url');
}

export function tokenStart(value: string | null | undefined, what: string): number {
  if (value === null || value === undefined || value === '') return 0;
  const match = /^(\d{1,15}):(.*)$/.exec(Buffer.from(value, 'base64url').toString());
  if (match?.[2] !== markOf(what))
    throw new BigQueryError('invalid', `Invalid value for pageToken: ${value}`, { location: 'pageToken' });
  return Number(match[1]);
}

function markOf(what: string): string {
  return createHash('sha256').update(what).digest('base64url').slice(0, 12);
}

export function integer(value: unknown, what: string): number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new BigQueryError('invalid', `Invalid value for ${what}: ${String(value)}`, { location: what });
}

/** A flag of the query string; Python's clients write True. */
export function isTrue(value: string | null): boolean {
  return value !== null && /^(?:true|1)$/i.test(value);
}

/** If-Match against the resource's etag. */
export function checkEtag(call: Call, etag: string): void {
  const matches = call.headers['if-match'];
  if (matches !== undefined && matches !== '*' && unquoted(matches) !== etag) {
    throw new BigQueryError('conditionNotMet', 'Precondition Failed', { location: 'If-Match', locationType: 'header' });
  }
}

function unquoted(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}
