/**
 * MIME multiparts (RFC 2046 section 5.1): `multipart/related` uploads, whose second part streams and may be of any size,
 * and the `multipart/mixed` of batches. Lines may end in CRLF or, as some of Google's own clients send, in LF alone; the
 * first boundary line says which, and the rest must agree.
 */

import { tooLarge } from './body.ts';
import { badRequest } from './errors.ts';

export interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Related {
  readonly metadata: Buffer;
  readonly contentType: string | undefined;
  readonly media: AsyncIterable<Uint8Array>;
}

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_METADATA_BYTES = 1024 * 1024;

export async function readRelated(contentType: string | undefined, body: AsyncIterable<Uint8Array>): Promise<Related> {
  const reader = new PartReader(boundaryOf(contentType, 'multipart/related'), body);
  await reader.begin();
  await reader.headers();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reader.body()) {
    bytes += chunk.length;
    if (bytes > MAX_METADATA_BYTES) throw tooLarge(MAX_METADATA_BYTES);
    chunks.push(chunk);
  }
  if (reader.ended) throw malformed('there must be two parts, metadata and media');
  const headers = await reader.headers();
  const encoding = headers['content-transfer-encoding']?.toLowerCase();
  if (encoding !== undefined && !['binary', '8bit', '7bit'].includes(encoding)) {
    throw badRequest(`Unsupported Content-Transfer-Encoding: ${encoding}.`);
  }
  return { metadata: Buffer.concat(chunks), contentType: headers['content-type'], media: lastPart(reader) };
}

async function* lastPart(reader: PartReader): AsyncGenerator<Uint8Array> {
  yield* reader.body();
  if (!reader.ended) throw malformed('there must be two parts, metadata and media');
}

export function boundaryOf(contentType: string | undefined, type: string): string {
  const [name = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  // Browsers' form type has the same shape, and the service takes any multipart for an upload.
  if (!name.toLowerCase().startsWith('multipart/')) throw badRequest(`The Content-Type must be ${type}.`);
  for (const parameter of parameters) {
    // Google's Python clients put the boundary in single quotes, which are not part of it.
    const match = /^boundary\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"]+))$/i.exec(parameter);
    const boundary = match?.[1] ?? match?.[2] ?? match?.[3];
    if (boundary !== undefined && boundary.length <= 200) return boundary;
  }
  throw badRequest(`The Content-Type ${type} must name its boundary.`);
}

/** Reads one part after the other. Call `begin` once, then `headers` and `body` for each part until `ended`. */
export class PartReader {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #marker: Buffer;
  #held: Buffer = Buffer.alloc(0);
  #newline = '\r\n';
  #done = false;
  ended = false;

  constructor(boundary: string, body: AsyncIterable<Uint8Array>) {
    this.#marker = Buffer.from(`--${boundary}`);
    this.#source = body[Symbol.asyncIterator]();
  }

  /** Skips the preamble up to and including the first boundary line. */
  async begin(): Promise<void> {
    let at = this.#held.indexOf(this.#marker);
    while (at < 0 && this.#held.length <= MAX_HEADER_BYTES && (await this.#more()))
      at = this.#held.indexOf(this.#marker);
    if (at < 0) throw malformed('the boundary does not appear');
    this.#held = this.#held.subarray(at + this.#marker.length);
    while (this.#held.indexOf('\n') < 0 && this.#held.length <= MAX_HEADER_BYTES) if (!(await this.#more())) break;
    const line = this.#held.indexOf('\n');
    if (line < 0) throw malformed('the boundary line does not end');
    this.#newline = this.#held[line - 1] === 0x0d ? '\r\n' : '\n';
    this.#held = this.#held.subarray(line + 1);
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    const headers: Record<string, string> = {};
    for (let total = 0; ; ) {
      const line = await this.#line();
      total += line.length;
      if (total > MAX_HEADER_BYTES) throw malformed('the headers of a part are too long');
      if (line === '') return headers;
      const colon = line.indexOf(':');
      if (colon <= 0) throw malformed('a header line of a part has no name');
      headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    }
  }

  /** The bytes up to the next boundary line; afterwards `ended` says whether it was the closing one. */
  async *body(): AsyncGenerator<Uint8Array> {
    const delimiter = Buffer.concat([Buffer.from(this.#newline), this.#marker]);
    // An empty part is closed by a boundary right behind its headers: the newline before it is the headers' own.
    let empty = true;
    for (;;) {
      if (empty && (await this.#startsWith(this.#marker))) {
        this.#held = this.#held.subarray(this.#marker.length);
        return this.#closeLine();
      }
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        if (at > 0) yield this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        return this.#closeLine();
      }
      const safe = this.#held.length - delimiter.length + 1;
      if (safe > 0) {
        yield this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
        empty = false;
      }
      if (!(await this.#more())) throw malformed('the closing boundary is missing');
    }
  }

  async #closeLine(): Promise<void> {
    while (this.#held.length < 2) if (!(await this.#more())) throw malformed('the boundary line does not end');
    if (this.#held[0] === 0x2d && this.#held[1] === 0x2d) {
      this.ended = true;
      // The epilogue is to be ignored, and read so that the connection can be used again.
      while (await this.#more()) this.#held = Buffer.alloc(0);
      return;
    }
    if ((await this.#line()).trim() !== '') throw malformed('text behind a boundary');
  }

  async #line(): Promise<string> {
    let end = this.#held.indexOf('\n');
    while (end < 0) {
      if (this.#held.length > MAX_HEADER_BYTES || !(await this.#more())) throw malformed('a line does not end');
      end = this.#held.indexOf('\n');
    }
    const line = this.#held.subarray(0, end).toString();
    this.#held = this.#held.subarray(end + 1);
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  async #startsWith(bytes: Buffer): Promise<boolean> {
    while (this.#held.length < bytes.length) if (!(await this.#more())) return false;
    return this.#held.subarray(0, bytes.length).equals(bytes);
  }

  async #more(): Promise<boolean> {
    if (this.#done) return false;
    const next = await this.#source.next();
    if (next.done === true) {
      this.#done = true;
      return false;
    }
    this.#held =
      this.#held.length === 0
        ? Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length)
        : Buffer.concat([this.#held, next.value]);
    return true;
  }
}

function malformed(why: string): Error {
  return badRequest(`Malformed multipart body: ${why}.`);
}
