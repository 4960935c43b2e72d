/**
 * Load jobs with their file along: multipart (one request) and resumable (a session of PUTs), as Google's clients and
 * command line send them. The file goes to disk as it comes; the job's work removes it.
 */

import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BigQueryError } from '../errors.ts';
import type { Json } from '../jobs/configuration.ts';
import type { LocalFile } from '../jobs/load.ts';
import { isObject } from '../tables/schema-resource.ts';
import { type Call, parseBody, readBytes } from './call.ts';
import { startJob } from './jobs.ts';
import type { Surface } from './surface.ts';

export interface UploadReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Session {
  readonly projectId: string;
  readonly body: Json;
  readonly path: string;
  received: number;
  /** The job, once the last byte has come: a repeated last PUT is answered again. */
  done?: unknown;
  busy: boolean;
}

/** Sessions open at once; a client that never finishes must not fill the memory. */
const MAX_SESSIONS = 100;
/** The most bytes of a multipart body before the media. */
const MAX_HEAD = 10 * 1024 * 1024;

export class Uploads {
  readonly #surface: Surface;
  readonly #sessions = new Map<string, Session>();

  constructor(surface: Surface) {
    this.#surface = surface;
  }

  async handle(call: Call): Promise<UploadReply> {
    const type = call.query.get('uploadType') ?? '';
    if (call.method === 'PUT' || call.query.has('upload_id')) return this.#resume(call);
    if (type === 'multipart') return this.#multipart(call);
    if (type === 'resumable') return this.#begin(call);
    throw new BigQueryError('invalid', `Invalid value for uploadType: ${type}. Use multipart or resumable.`, {
      location: 'uploadType',
    });
  }

  async close(): Promise<void> {
    for (const { path } of this.#sessions.values()) await rm(path, { force: true });
    this.#sessions.clear();
  }

  #scratch(): string {
    return join(this.#surface.warehouse.scratchDir, `${randomUUID()}.upload`);
  }

  async #multipart(call: Call): Promise<UploadReply> {
    const boundary = /boundary=(?:"([^"]+)"|'([^']+)'|([^;\s]+))/i.exec(call.headers['content-type'] ?? '');
    const mark = boundary?.[1] ?? boundary?.[2] ?? boundary?.[3];
    if (mark === undefined)
      throw new BigQueryError('badRequest', 'A multipart upload needs a boundary in its Content-Type.');
    const whole = this.#scratch();
    try {
      await this.#receive(call, whole);
      const { body, start, end } = await multipartParts(whole, mark);
      checkLoad(body);
      const path = this.#scratch();
      if (end > start) await pipeline(createReadStream(whole, { start, end: end - 1 }), createWriteStream(path));
      else await writeFile(path, '');
      return { status: 200, body: await this.#start(call.params.projectId ?? '', body, { path, size: end - start }) };
    } finally {
      await rm(whole, { force: true });
    }
  }

  async #receive(call: Call, path: string): Promise<void> {
    let bytes = 0;
    const limit = this.#surface.warehouse.limits.uploadBytes;
    const bounded = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        if (bytes > limit) done(tooLarge(limit));
        else done(null, chunk);
      },
    });
    const file = createWriteStream(path, { flags: 'a' });
    if (call.headers['content-encoding'] !== 'gzip') return pipeline(call.request, bounded, file);
    // Java's clients compress every body that they send in one request.
    await pipeline(call.request, createGunzip(), bounded, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code?.startsWith('Z_')
        ? new BigQueryError('parseError', 'The request body is not valid gzip.', { cause: error })
        : error;
    });
  }

  async #start(projectId: string, body: Json, file: LocalFile): Promise<unknown> {
    try {
      return await startJob(this.#surface, projectId, body, file);
    } catch (error) {
      await rm(file.path, { force: true });
      throw error;
    }
  }

  async #begin(call: Call): Promise<UploadReply> {
    const body = parseBody(await readBytes(call.request, this.#surface.warehouse.limits.requestBytes));
    checkLoad(body);
    if (this.#sessions.size >= MAX_SESSIONS) await this.#forgetOne();
    const id = randomUUID();
    const session: Session = {
      projectId: call.params.projectId ?? '',
      body,
      path: this.#scratch(),
      received: 0,
      busy: false,
    };
    await writeFile(session.path, '');
    this.#sessions.set(id, session);
    const path = `/upload/bigquery/v2/projects/${session.projectId}/jobs?uploadType=resumable&upload_id=${id}`;
    return { status: 200, headers: { location: `${this.#surface.origin(call)}${path}`, 'x-guploader-uploadid': id } };
  }

  /** The oldest that is over, whose file is its job's, else the oldest that receives nothing. */
  async #forgetOne(): Promise<void> {
    const sessions = [...this.#sessions];
    const [id, session] =
      sessions.find(([, { done }]) => done !== undefined) ?? sessions.find(([, { busy }]) => !busy) ?? [];
    if (id === undefined || session === undefined)
      throw new BigQueryError('backendError', 'Too many uploads at once. Please retry.');
    this.#sessions.delete(id);
    if (session.done === undefined) await rm(session.path, { force: true });
  }

  /** One PUT: some bytes, or the question how many have come (a Content-Range without a range). */
  async #resume(call: Call): Promise<UploadReply> {
    const session = this.#sessions.get(call.query.get('upload_id') ?? '');
    if (session === undefined) throw new BigQueryError('notFound', 'The upload session was not found.');
    if (session.busy) throw new BigQueryError('backendError', 'The upload session is receiving another request.');
    if (session.done !== undefined) {
      call.request.resume();
      return { status: 200, body: session.done };
    }
    session.busy = true;
    try {
      return await this.#put(call, session);
    } finally {
      session.busy = false;
    }
  }

  async #put(call: Call, session: Session): Promise<UploadReply> {
    const range = rangeOf(call.headers['content-range']);
    const bytes = await readBytes(call.request, this.#surface.warehouse.limits.uploadBytes);
    if (range.start !== undefined) {
      if (range.end !== range.start + bytes.length - 1)
        throw new BigQueryError(
          'invalid',
          `The Content-Range speaks of other bytes than the ${bytes.length} of the body.`,
        );
      if (range.start > session.received)
        throw new BigQueryError(
          'invalid',
          `The chunk starts at ${range.start}, but only ${session.received} bytes were received.`,
        );
      // Bytes that were received before are not taken twice.
      const fresh = bytes.subarray(session.received - range.start);
      if (session.received + fresh.length > this.#surface.warehouse.limits.uploadBytes)
        throw tooLarge(this.#surface.warehouse.limits.uploadBytes);
      await appendFile(session.path, fresh);
      session.received += fresh.length;
    } else if (call.headers['content-range'] === undefined) {
      await writeFile(session.path, bytes);
      session.received = bytes.length;
    }
    const isWhole = call.headers['content-range'] === undefined || range.total === session.received;
    if (!isWhole) {
      return { status: 308, headers: session.received > 0 ? { range: `bytes=0-${session.received - 1}` } : {} };
    }
    session.done = await this.#start(session.projectId, session.body, { path: session.path, size: session.received });
    return { status: 200, body: session.done };
  }
}

function rangeOf(header: string | undefined): {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly total: number | undefined;
} {
  if (header === undefined) return { start: undefined, end: undefined, total: undefined };
  const match = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(header);
  if (match === null)
    throw new BigQueryError('invalid', `Invalid Content-Range: ${header}`, {
      location: 'Content-Range',
      locationType: 'header',
    });
  return {
    start: match[1] === undefined ? undefined : Number(match[1]),
    end: match[2] === undefined ? undefined : Number(match[2]),
    total: match[3] === '*' ? undefined : Number(match[3]),
  };
}

/** Only load jobs bring a file along. */
function checkLoad(body: Json): void {
  if (isObject(body.configuration) && isObject(body.configuration.load)) return;
  throw new BigQueryError('invalid', 'An upload needs configuration.load');
}

function tooLarge(limit: number): BigQueryError {
  return new BigQueryError('uploadTooLarge', `Request payload size exceeds the limit: ${limit} bytes.`);
}

/**
 * The JSON part, and where in the file the media part's bytes lie. RFC 2387. Lines end in CRLF or, as Google's Python code
 * writes them, in LF alone: the first boundary line says which.
 */
async function multipartParts(
  path: string,
  mark: string,
): Promise<{ readonly body: Json; readonly start: number; readonly end: number }> {
  const { size } = await stat(path);
  const handle = await open(path);
  try {
    const head = Buffer.alloc(Math.min(size, MAX_HEAD));
    await handle.read(head, 0, head.length, 0);
    const first = head.indexOf(`--${mark}`);
    const newline = newlineAt(head, first);
    const jsonStart = afterHeaders(head, first, newline);
    const second = head.indexOf(`${newline}--${mark}`, jsonStart);
    if (first < 0 || second < 0) throw malformed();
    const start = afterHeaders(head, second + newline.length, newline);
    const tail = Buffer.alloc(Math.min(size - start, mark.length + 64));
    await handle.read(tail, 0, tail.length, size - tail.length);
    const last = tail.lastIndexOf(`${newline}--${mark}--`);
    if (last < 0) throw malformed();
    return { body: parseBody(head.subarray(jsonStart, second)), start, end: size - tail.length + last };
  } finally {
    await handle.close();
  }
}

function newlineAt(head: Buffer, from: number): string {
  const end = from < 0 ? -1 : head.indexOf('\n', from);
  return end > 0 && head[end - 1] === 0x0d ? '\r\n' : '\n';
}

function afterHeaders(head: Buffer, from: number, newline: string): number {
  const blank = from < 0 ? -1 : head.indexOf(newline + newline, from);
  if (blank < 0) throw malformed();
  return blank + 2 * newline.length;
}

function malformed(): BigQueryError {
  return new BigQueryError('badRequest', 'Malformed multipart body.');
}
