/** Sends a whole answer at once. */

import type { ServerResponse } from 'node:http';

export type ReplyHeaders = Readonly<Record<string, string>>;

export const JSON_TYPE: ReplyHeaders = { 'content-type': 'application/json' };

/** A 204 has neither body nor length. For HEAD Node leaves the body out by itself. */
export function sendReply(response: ServerResponse, status: number, body = '', headers: ReplyHeaders = {}): void {
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length, 'x-content-type-options': 'nosniff' });
  response.end(body);
}
