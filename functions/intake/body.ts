/** From the bytes of a request to its text, bounded at every step: type, encoding, inflated size, UTF-8. */

import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Declared } from '@penstock/shared/runtime/framework/raw-body.ts';
import { Refusal } from './problem.ts';

export type BodyKind = 'json' | 'form';

const INFLATERS = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** `application/json` and its `+json` relatives, or a form; anything else is refused with what is read here. */
export function kindOf(contentType: string): BodyKind {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    throw new Refusal('unsupported-media-type', 'Send the body in UTF-8.');
  }
  if (type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  throw new Refusal(
    'unsupported-media-type',
    'Send application/json, or application/x-www-form-urlencoded from a form.',
    {},
    {
      accept: 'application/json, application/x-www-form-urlencoded',
    },
  );
}

/** The refusal of a form where only JSON is read. */
export function jsonOnly(): Refusal {
  return new Refusal('unsupported-media-type', 'Send application/json.', {}, { accept: 'application/json' });
}

/**
 * Inflates within the limit: a small body that grows too large is refused as soon as it passes the limit. A body that is
 * not compressed, as nearly all are, is answered synchronously, because a promise costs time.
 */
export function textOf(bytes: Uint8Array, { contentEncoding }: Declared, maxBytes: number): string | Promise<string> {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return decode(bytes, maxBytes);
  return inflated(bytes, encoding, maxBytes).then((plain) => decode(plain, maxBytes));
}

function decode(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Refusal('malformed-encoding', 'The body is not UTF-8.');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

async function inflated(bytes: Uint8Array, encoding: string, maxBytes: number): Promise<Uint8Array> {
  const inflater = Object.hasOwn(INFLATERS, encoding) ? INFLATERS[encoding as keyof typeof INFLATERS] : undefined;
  if (inflater === undefined) {
    throw new Refusal(
      'unsupported-encoding',
      'Send the body as it is, or compressed by gzip, deflate or br.',
      {},
      { 'accept-encoding': 'gzip, deflate, br' },
    );
  }
  try {
    return await inflater(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new Refusal('malformed-encoding', `The body is not ${encoding}.`);
  }
}

export function tooLarge(maxBytes: number): Refusal {
  return new Refusal('too-large', `The body is larger than ${maxBytes} bytes.`);
}
