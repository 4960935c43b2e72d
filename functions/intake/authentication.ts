/**
 * Establishes the caller of a request. The setting chooses the platform's own IAM (the request arrives only if it was
 * allowed), API keys, or signatures by Standard Webhooks. Comparisons take constant time and every configured key is
 * compared, so the time an answer takes reveals no key and no position of a key.
 */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { Refusal } from './problem.ts';

export interface Received {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface Caller {
  /** The caller's name, for idempotency and limits. Empty if callers cannot be told apart. */
  readonly name: string;
  /** True if this function checked the name itself. The platform may let requests through without a check. */
  readonly proven: boolean;
  /** A key that came with the authentication itself: the id of a webhook. */
  readonly key?: string;
}

/** Answers synchronously if no secret must be read first. */
export type Authenticate = (received: Received) => Caller | Promise<Caller>;

/**
 * The platform has checked the token and removes its signature. The subject only keeps the keys of callers apart. If the
 * service allows unauthenticated calls, nothing is checked and a caller may write any subject. If there are two tokens, the
 * platform checks only the one in `X-Serverless-Authorization`, so that one counts, even if it cannot be read.
 */
export function byPlatform(): Authenticate {
  return ({ headers }) => {
    const token = headerOf(headers, 'x-serverless-authorization') ?? headerOf(headers, 'authorization');
    return { name: subjectOf(token), proven: false };
  };
}

export interface NamedKey {
  readonly name: string;
  readonly key: string;
}

/** One `name=key` a line; several lines of one name while its key is rotated. */
export function parseKeys(text: string): readonly NamedKey[] {
  return linesOf(text).map((line) => {
    const at = line.indexOf('=');
    const [name, key] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (at < 1 || name === '' || key.length < 16)
      throw new TypeError('the secret must hold one name=key a line, each key at least 16 characters');
    return { name, key };
  });
}

/** `X-API-Key: K`, or `Authorization: Bearer K`. */
export function byApiKey(readKeys: () => Promise<readonly NamedKey[]>): Authenticate {
  return async ({ headers }) => {
    const given =
      headerOf(headers, 'x-api-key') ?? /^Bearer (.+)$/i.exec(headerOf(headers, 'authorization') ?? '')?.[1];
    const keys = await readKeys();
    const found = keys.filter(({ key }) => same(key, given ?? ''));
    if (given === undefined || found[0] === undefined) {
      throw unauthenticated('Send a valid key in X-API-Key, or as Authorization: Bearer.', 'Bearer');
    }
    return { name: found[0].name, proven: true };
  };
}

/** One `whsec_…` a line (the prefix may be missing), each the base64 of 24 to 64 bytes. */
export function parseSigningSecrets(text: string): readonly Buffer[] {
  return linesOf(text).map((line) => {
    const secret = Buffer.from(line.replace(/^whsec_/, ''), 'base64');
    if (secret.length < 24 || secret.length > 64)
      throw new TypeError('the secret must hold one whsec_… a line, each of 24 to 64 bytes');
    return secret;
  });
}

/**
 * Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. A timestamp outside the tolerance is refused. A replay
 * inside the tolerance carries the same id. The id is the idempotency key, so the replay is the same issue.
 */
export function bySignature(
  readSecrets: () => Promise<readonly Buffer[]>,
  toleranceMs: number,
  clock: Clock,
): Authenticate {
  return async ({ headers, body }) => {
    const id = headerOf(headers, 'webhook-id') ?? '';
    const timestamp = headerOf(headers, 'webhook-timestamp') ?? '';
    const given = signaturesOf(headerOf(headers, 'webhook-signature') ?? '');
    const late = !/^\d{1,12}$/.test(timestamp) || Math.abs(clock.now() - Number(timestamp) * 1_000) > toleranceMs;
    const secrets = await readSecrets();
    const expected = secrets.map((secret) =>
      createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64'),
    );
    const matching = expected.filter((one) => given.filter((signature) => same(one, signature)).length > 0);
    if (id === '' || matching.length === 0)
      throw unauthenticated(
        'Sign the request by Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature.',
        'Webhook',
      );
    if (late) throw unauthenticated('The webhook-timestamp is too far from now.', 'Webhook');
    return { name: 'webhook', proven: true, key: id };
  };
}

/** Only `v1` is symmetric; other versions in the list are for others. At most ten are looked at. */
function signaturesOf(header: string): readonly string[] {
  return header
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .slice(0, 10)
    .map((one) => one.slice('v1,'.length));
}

/** Hashes both first, because a comparison in constant time needs equal lengths. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

function subjectOf(authorization: string | undefined): string {
  const payload = /^Bearer [\w-]+\.([\w-]+)\./i.exec(authorization ?? '')?.[1];
  if (payload === undefined) return '';
  try {
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { sub?: unknown };
    return typeof sub === 'string' ? sub : '';
  } catch {
    return '';
  }
}

export function headerOf(headers: Received['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function unauthenticated(detail: string, scheme: string): Refusal {
  return new Refusal('unauthenticated', detail, {}, { 'www-authenticate': scheme });
}
