/** Checksums taken while bytes pass, and their comparison with what the sender said. */

import { createHash } from 'node:crypto';
import { badRequest, invalid } from '../api/errors.ts';
import type { ExpectedHashes } from '../state/model.ts';
import { crc32c, encodeCrc32c } from './crc32c.ts';

export interface Digest {
  readonly size: number;
  readonly crc32c: string;
  readonly md5: string;
}

export class Hashing {
  #size = 0;
  #crc = 0;
  readonly #md5 = createHash('md5');

  get size(): number {
    return this.#size;
  }

  update(bytes: Uint8Array): void {
    this.#size += bytes.length;
    this.#crc = crc32c(bytes, this.#crc);
    this.#md5.update(bytes);
  }

  /** The size and hashes of the bytes so far; more may follow. */
  digest(): Digest {
    return { size: this.#size, crc32c: encodeCrc32c(this.#crc), md5: this.#md5.copy().digest('base64') };
  }

  async *tap(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.update(chunk);
      yield chunk;
    }
  }
}

/** `x-goog-hash: crc32c=AAAA,md5=BBBB`, and `content-md5`. */
export function readHashHeaders(headers: Readonly<Record<string, string | undefined>>): ExpectedHashes {
  let expected: ExpectedHashes = {};
  for (const part of headers['x-goog-hash']?.split(',') ?? []) {
    const [name, value] = splitOnce(part.trim());
    if (name === 'crc32c') expected = { ...expected, crc32c: checkEncoding('crc32c', value, 4) };
    else if (name === 'md5') expected = { ...expected, md5: checkEncoding('md5', value, 16) };
    else throw badRequest(`Invalid x-goog-hash header: ${part}`);
  }
  const contentMd5 = headers['content-md5'];
  return contentMd5 === undefined ? expected : { ...expected, md5: checkEncoding('md5', contentMd5, 16) };
}

/** Joins what the metadata and the headers of an upload say; where they differ one of them is wrong. */
export function joinExpected(first: ExpectedHashes, second: ExpectedHashes): ExpectedHashes {
  for (const name of ['crc32c', 'md5'] as const) {
    const [a, b] = [first[name], second[name]];
    if (a !== undefined && b !== undefined && a !== b)
      throw invalid(`The request gives two values for ${name}: "${a}" in the metadata and "${b}" in a header.`);
  }
  return { ...first, ...second };
}

export function checkEncoding(name: string, value: string, bytes: number): string {
  const decoded = Buffer.from(value, 'base64');
  if (decoded.length !== bytes || decoded.toString('base64') !== value) {
    throw invalid(`Invalid value for ${name}: "${value}" is not the base64 of ${bytes} bytes.`);
  }
  return value;
}

export function verify(expected: ExpectedHashes, actual: { readonly crc32c: string; readonly md5?: string }): void {
  if (expected.crc32c !== undefined && expected.crc32c !== actual.crc32c) {
    throw invalid(`Provided CRC32C "${expected.crc32c}" doesn't match calculated CRC32C "${actual.crc32c}".`);
  }
  if (expected.md5 !== undefined && actual.md5 !== undefined && expected.md5 !== actual.md5) {
    throw invalid(`Provided MD5 hash "${expected.md5}" doesn't match calculated MD5 hash "${actual.md5}".`);
  }
}

function splitOnce(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals).toLowerCase(), text.slice(equals + 1)];
}
