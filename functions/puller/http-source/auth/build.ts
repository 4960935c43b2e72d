/** The credentials of a source file, put together. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { SourceError } from '../../source.ts';
import { durationOr } from '../durations.ts';
import { compileEndpoint } from '../endpoint.ts';
import { compileValue } from '../paging/next-value.ts';
import type { Answered, Requester } from '../requester.ts';
import type { SecretValues } from '../secret-values.ts';
import type { Values } from '../template.ts';
import { compileRules } from '../verdict.ts';
import type { Outgoing } from '../wire/exchange.ts';
import type { Gate } from '../wire/gate.ts';
import type { Redactor } from '../wire/redact.ts';
import type { AuthConfig, IntoConfig, OAuthConfig } from './auth-config.ts';
import { type Authenticator, basicAuth, fixedAuth, NO_AUTH } from './authenticator.ts';
import { DEFAULT_LIFETIME_MS, type Granted, grantedBy, tokenRequest } from './oauth.ts';
import { type SingleUseParts, singleUseToken } from './single-use.ts';
import { type Token, tokenAuth } from './token.ts';

export interface AuthParts {
  readonly clock: Clock;
  readonly secrets: SecretValues;
  readonly settings: Values;
  readonly requester: Requester;
  readonly gate: Gate;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** The store of single-use refresh tokens. */
  readonly tokens: Omit<SingleUseParts, 'clock'> | undefined;
  /** A Google id token for the audience. */
  readonly idToken: (audience: string) => Promise<string>;
}

const BEARER: IntoConfig = { in: 'header', name: 'authorization', prefix: 'Bearer ' };
const TOKEN_BUDGET_MS = 60_000;
const RULES = compileRules([]);

export function buildAuth(config: AuthConfig, parts: AuthParts): Authenticator {
  const { secrets, settings, clock } = parts;
  switch (config.kind) {
    case 'none':
      return NO_AUTH;
    case 'api-key':
      return fixedAuth(config, () => secrets.fill(config.value, settings));
    case 'bearer':
      return fixedAuth(BEARER, () => secrets.fill(config.token, settings));
    case 'basic':
      return basicAuth(
        () => secrets.fill(config.user, settings),
        () => secrets.fill(config.password, settings),
      );
    case 'oauth2':
      return tokenAuth(config.into ?? BEARER, (refused) => oauthToken(config, parts, refused), clock);
    case 'session': {
      const own = buildAuth(config.auth ?? { kind: 'none' }, parts);
      return tokenAuth(config.into, () => sessionToken(config, parts, own), clock);
    }
    case 'google-id-token':
      return tokenAuth(
        BEARER,
        async () => ({ text: await parts.idToken(config.audience), expiresMs: clock.now() + DEFAULT_LIFETIME_MS }),
        clock,
      );
  }
}

async function oauthToken(config: OAuthConfig, parts: AuthParts, refused: string | undefined): Promise<Token> {
  const { secrets, settings, gate, clock, tokens, redactor } = parts;
  const fill = (text: string): Promise<string> => secrets.fill(text, settings);
  const clientSecret = await fill(config.clientSecret);
  const request = async (refreshToken: string | undefined): Promise<Granted> => {
    const outgoing = tokenRequest(config, {
      url: gate.pass(await fill(config.tokenUrl)),
      clientId: await fill(config.clientId),
      clientSecret,
      refreshToken,
      fields: await filled(config.fields, fill),
      headers: await filled(config.headers, fill),
    });
    const { body } = await asked(parts, outgoing, NO_AUTH);
    const granted = grantedBy(body, config, clock, durationOr(config.lifetime, DEFAULT_LIFETIME_MS));
    redactor.hide(granted.text);
    redactor.hide(granted.refreshToken ?? '');
    return granted;
  };
  const seed = config.refreshToken === undefined ? undefined : await fill(config.refreshToken);
  if (config.singleUse !== true || seed === undefined || tokens === undefined) return request(seed);
  return singleUseToken({ ...tokens, clock }, { seed, clientSecret }, refused, (token) => {
    redactor.hide(token);
    return request(token);
  });
}

async function filled(
  texts: Readonly<Record<string, string>> | undefined,
  fill: (text: string) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(texts ?? {}).map(async ([name, text]) => [name, await fill(text)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function sessionToken(
  config: Extract<AuthConfig, { readonly kind: 'session' }>,
  parts: AuthParts,
  own: Authenticator,
): Promise<Token> {
  const { secrets, settings, gate, clock, redactor } = parts;
  const endpoint = compileEndpoint(config.request, { kind: 'none' });
  const outgoing = endpoint.build({ ...settings, secret: await secrets.read(endpoint.secrets) }, { index: 0 }, gate);
  const { body, headers } = await asked(parts, outgoing, own);
  const token = compileValue(config.token)({ body, headers, rows: [] });
  if (token === undefined)
    throw new SourceError('fail', 'UNAUTHENTICATED', "The login's answer has no token at the declared place.");
  redactor.hide(token);
  return { text: token, expiresMs: clock.now() + durationOr(config.lifetime, DEFAULT_LIFETIME_MS) };
}

async function asked(
  { requester, signal, clock }: AuthParts,
  outgoing: Outgoing,
  auth: Authenticator,
): Promise<Extract<Answered, { readonly kind: 'answer' }>> {
  const answered = await requester.ask(outgoing, {
    auth,
    rules: RULES,
    decode: {},
    signal,
    deadlineMs: clock.now() + TOKEN_BUDGET_MS,
    check: () => undefined,
  });
  // Only an error rule of a file gives another kind, and the file's rules are for its rows.
  return answered as Extract<Answered, { readonly kind: 'answer' }>;
}
