/** OAuth 2.0: client credentials and refresh tokens (RFC 6749, sections 4.4 and 6). */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { SourceError } from '../../source.ts';
import { pathOf, valueAt } from '../json-path.ts';
import { textOf } from '../template.ts';
import type { Outgoing } from '../wire/exchange.ts';
import type { OAuthConfig } from './auth-config.ts';
import type { Token } from './token.ts';

export interface OAuthTexts {
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

export const DEFAULT_LIFETIME_MS = 50 * 60_000;

export function tokenRequest(config: OAuthConfig, texts: OAuthTexts): Outgoing {
  const { grant, client = 'body', body = 'form', scope } = config;
  const fields: Record<string, string> = {
    grant_type: grant,
    ...(texts.refreshToken === undefined ? {} : { refresh_token: texts.refreshToken }),
    ...(scope === undefined ? {} : { scope }),
    ...(client === 'body' ? { client_id: texts.clientId, client_secret: texts.clientSecret } : {}),
    ...texts.fields,
  };
  const { clientId, clientSecret } = texts;
  // Section 2.3.1: both are form-encoded before they become a user name and a password.
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
  const text = body === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
  return {
    method: 'POST',
    url: texts.url,
    headers: {
      accept: 'application/json',
      'content-type': body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
      ...(client === 'basic' ? { authorization: `Basic ${basic}` } : {}),
      ...texts.headers,
    },
    body: Buffer.from(text),
  };
}

export interface Granted extends Token {
  readonly refreshToken: string | undefined;
}

/** Throws where the answer has no token. Its contents are never shown: they are credentials. */
export function grantedBy(answer: unknown, config: OAuthConfig, clock: Clock, lifetimeMs: number): Granted {
  const text = valueAt(answer, pathOf(config.tokenAt ?? 'access_token'));
  if (typeof text !== 'string' || text === '') {
    throw new SourceError(
      'fail',
      'UNAUTHENTICATED',
      `The token endpoint's answer has no ${config.tokenAt ?? 'access_token'}.`,
    );
  }
  const { expires_in: expiresIn, refresh_token: refreshToken } = isJsonObject(answer) ? answer : {};
  const seconds = Number(textOf(expiresIn ?? ''));
  const lifeMs = seconds > 0 ? seconds * 1_000 : lifetimeMs;
  return {
    text,
    expiresMs: clock.now() + lifeMs,
    refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined,
  };
}
