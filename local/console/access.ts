/**
 * Decides which requests reach the API. The server has refused other sites by Origin and Host already; here a browser's
 * own word on who asks (Sec-Fetch-Site) is heeded too, and every change has to bring the token of this start, which only
 * the console's own page can read.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The header of the token. A page of another site cannot send it without a preflight, which is never answered. */
export const TOKEN_HEADER = 'x-penstock-token';

export type Verdict = 'allowed' | 'other-site' | 'no-token';

export class Access {
  readonly token: string = randomBytes(24).toString('base64url');

  /** Judges a request of the API. */
  judge({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): Verdict {
    if (isOfOtherSite(headers)) return 'other-site';
    if (method === 'GET' || method === 'HEAD') return 'allowed';
    return this.#matches(headers[TOKEN_HEADER]) ? 'allowed' : 'no-token';
  }

  #matches(given: string | string[] | undefined): boolean {
    const [ours, theirs] = [Buffer.from(this.token), Buffer.from(String(given ?? ''))];
    return ours.length === theirs.length && timingSafeEqual(ours, theirs);
  }
}

/** Images, scripts and links of other pages send no Origin; a browser still says where they come from. */
export function isOfOtherSite(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

/** On every answer: nothing of it may be framed, sniffed, embedded by another page, or run as a page of its own. */
export const GUARDS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};
