/** JSON bodies: bounded, inflated where the client compressed them, and an object or nothing. */

import { Readable } from 'node:stream';
import { createGunzip, gunzip } from 'node:zlib';
import type { Call } from './call.ts';
import { ApiError, parseError } from './errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Metadata is small: the largest lawful body is a compose of 32 components with 1,024-byte names. */
export const MAX_JSON_BYTES = 1024 * 1024;
const MAX_JSON_DEPTH = 100;

export async function readBytes(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

export async function readJson(call: Call): Promise<JsonObject> {
  const bytes = await readBytes(call.body, MAX_JSON_BYTES);
  const encoding = call.headers['content-encoding'];
  return parseJsonObject(encoding === 'gzip' ? await inflate(bytes) : bytes);
}

/** The most that a compressed upload may become. Its bytes are streamed, so this bounds the disk and not the memory. */
const MAX_INFLATED_BYTES = 4 * 1024 * 1024 * 1024;

/** The body as it was before the client compressed the request, which says nothing about the object in it. */
export async function* inflated(call: Call): AsyncGenerator<Uint8Array> {
  if (call.headers['content-encoding'] !== 'gzip') return yield* call.body;
  const source = Readable.from(call.body);
  const unzip = createGunzip();
  source.on('error', (error) => unzip.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of source.pipe(unzip) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > MAX_INFLATED_BYTES) throw tooLarge(MAX_INFLATED_BYTES);
      yield chunk;
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code?.startsWith('Z_') ? parseError('the body is not valid gzip') : error;
  }
}

/** An absent body is an empty resource, as the service takes it. */
export function parseJsonObject(bytes: Uint8Array): JsonObject {
  if (bytes.length === 0) return {};
  const text = utf8(bytes);
  if (text.trim() === '') return {};
  if (depth(text) > MAX_JSON_DEPTH) throw parseError('the body is nested too deeply');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw parseError(error instanceof Error ? error.message : 'not JSON');
  }
  if (!isObject(value)) throw parseError('the body must be a JSON object');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function tooLarge(limit: number): ApiError {
  return new ApiError(413, 'uploadTooLarge', `The request body is larger than ${limit} bytes.`);
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw parseError('the body is not UTF-8');
  }
}

/** The depth of brackets outside strings; cheaper than letting a parser find it by recursion. */
function depth(text: string): number {
  let level = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === 0x5c) i += 1;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x7b || c === 0x5b) {
      level += 1;
      if (level > deepest) deepest = level;
    } else if (c === 0x7d || c === 0x5d) level -= 1;
  }
  return deepest;
}

function inflate(bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: MAX_JSON_BYTES }, (error, result) => {
      if (error === null) resolve(result);
      else if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge(MAX_JSON_BYTES));
      else reject(parseError('the body is not valid gzip'));
    });
  });
}
