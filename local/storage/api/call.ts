/** One request and one answer, free of sockets: what the methods take and give, whether it came alone or in a batch. */

import type { Readable } from 'node:stream';
import type { Query } from './query.ts';

export type Headers = Readonly<Record<string, string | undefined>>;

export interface Call {
  readonly method: string;
  /** The path as sent, still encoded. */
  readonly path: string;
  readonly query: Query;
  /** Lower-case names; a header sent twice is joined by a comma. */
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
  /** `http://host:port` as the caller knows us: links in answers lead back the way the caller came. */
  readonly origin: string;
}

/** The damage that a scripted fault does to the answer: nothing of it is sent, half of it, or the connection ends after it. */
export type Cut = 'instead' | 'midway' | 'afterwards';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable | undefined;
  /** A JSON answer before it is written: it may still be cut down to the fields asked for. */
  readonly resource?: object;
  readonly cut?: Cut;
}

export function json(resource: object, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: undefined,
    resource,
  };
}

/** The answer as it is sent. */
export function bytesOf(answer: Answer): Buffer | Readable | undefined {
  return answer.resource === undefined ? answer.body : Buffer.from(JSON.stringify(answer.resource));
}

export function text(body: string, status: number, contentType = 'text/html; charset=UTF-8'): Answer {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(body) };
}

export function empty(status = 204, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: undefined };
}
