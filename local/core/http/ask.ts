/** One HTTP request by Node's own client, whose body and answer fit in memory. Redirects are answers like any other. */

import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { hearSocket } from './heard-socket.ts';
import { request as httpRequest } from './node-http.ts';

export interface Question {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Whether the status is 2xx. */
  readonly ok: boolean;
  readonly text: string;
}

/** Fails as Node's sockets do, and with an AbortError once the signal is raised. */
export async function ask({ method, url, headers, body = '', signal }: Question): Promise<Answer> {
  const open = url.startsWith('https:') ? httpsRequest : httpRequest;
  const settings = {
    method,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    ...(signal !== undefined && { signal }),
  };
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = hearSocket(open(url, settings, resolve));
    sent.on('error', reject);
    sent.end(body);
  });
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const status = message.statusCode ?? 0;
  return { status, ok: status >= 200 && status < 300, text: Buffer.concat(parts).toString() };
}
