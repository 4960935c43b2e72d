/** The JSON body of a REST request: bounded, inflated where the client compressed it, and an object. */

import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { StatusError } from '../codes.ts';
import { BodyTooLarge, readBody } from './server.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const unzip = promisify(gunzip);

/** An absent body is an empty object. No refusal repeats a part of the body: it may hold a secret. */
export async function readJsonObject(request: IncomingMessage, limit: number): Promise<JsonObject> {
  const bytes = await readPlain(request, limit).catch((error: unknown) => {
    if (error instanceof BodyTooLarge)
      throw new StatusError('INVALID_ARGUMENT', `The request body is larger than ${limit} bytes.`);
    throw error;
  });
  if (bytes.length === 0) return {};
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(body)) return body;
  } catch {
    // The refusal is below.
  }
  throw new StatusError('INVALID_ARGUMENT', 'The request body is not a JSON object.');
}

/** Java's clients compress every body. Beyond `limit`, compressed or not, it is refused with `BodyTooLarge`. */
export async function readPlain(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    const bytes = await readBody(request, limit);
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding === 'identity' || bytes.length === 0) return bytes;
    if (encoding === 'gzip') return await unzip(bytes, { maxOutputLength: limit });
    const given = encoding.slice(0, 100);
    throw new StatusError('INVALID_ARGUMENT', `The content encoding ${given} is not known: send gzip or none.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new BodyTooLarge(limit);
    if (code?.startsWith('Z_') === true)
      throw new StatusError('INVALID_ARGUMENT', 'The request body is not valid gzip.');
    throw error;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
