/** Authenticators of a manifest as credentials. Every value of the config in one becomes a secret. */

import type { AuthConfig, IntoConfig } from '../http-source/auth/auth-config.ts';
import { isoSeconds } from './clock.ts';
import { type Component, componentAt, listAt, textAt } from './manifest.ts';
import { type OptionPlace, placeOf } from './paging.ts';
import type { PredicateContext } from './predicates.ts';
import { convertRequest } from './request.ts';
import { convertText } from './texts.ts';
import { refuseUncarried } from './uncarried.ts';
import { durationText } from './windows.ts';

/** Takes a key that goes into the body of each request, where the source has such a place. */
export type PlaceKey = (place: OptionPlace, text: string) => void;

export function convertAuth(
  given: Component | undefined,
  context: PredicateContext,
  path: string,
  placeKey?: PlaceKey,
): AuthConfig | undefined {
  const { findings, config } = context;
  const text = (component: Component | undefined, key: string): string | undefined => {
    const value = textAt(component, key);
    return value === undefined
      ? findings.problem(`${path}.${key}`, 'it has no value')
      : convertText(value, 'auth', context, `${path}.${key}`);
  };
  switch (given?.type) {
    case undefined:
    case 'NoAuth':
      return { kind: 'none' };
    case 'ApiKeyAuthenticator': {
      const value = text(given, 'api_token');
      const body = bodyPlaceOf(given, context, path);
      if (placeKey !== undefined && body !== undefined && value !== undefined) {
        placeKey(body, value);
        return { kind: 'none' };
      }
      const into = intoOf(given, context, path);
      return into === undefined || value === undefined
        ? undefined
        : { kind: 'api-key', in: into.in, name: into.name, value };
    }
    case 'BearerAuthenticator': {
      const token = text(given, 'api_token');
      return token === undefined ? undefined : { kind: 'bearer', token };
    }
    case 'BasicHttpAuthenticator': {
      const user = text(given, 'username');
      const password = textAt(given, 'password') === undefined ? '' : text(given, 'password');
      return user === undefined || password === undefined ? undefined : { kind: 'basic', user, password };
    }
    case 'OAuthAuthenticator':
      return oauth(given, context, path, text);
    case 'SessionTokenAuthenticator':
      return session(given, context, path);
    case 'SelectiveAuthenticator': {
      const chosen = config.valueOf(listAt(given, 'authenticator_selection_path').map(String));
      const one = chosen === undefined ? undefined : componentAt(componentAt(given, 'authenticators'), String(chosen));
      return one === undefined
        ? findings.problem(path, 'the config does not say which of the credentials is chosen; give it')
        : convertAuth(one, context, `${path}.authenticators.${String(chosen)}`, placeKey);
    }
    default:
      return findings.problem(path, `the authenticator ${String(given?.type)} is not carried over`);
  }
}

function bodyPlaceOf(given: Component, context: PredicateContext, path: string): OptionPlace | undefined {
  const option = componentAt(given, 'inject_into');
  const isBody = option?.inject_into === 'body_data' || option?.inject_into === 'body_json';
  return option !== undefined && isBody ? placeOf(option, context, `${path}.inject_into`) : undefined;
}

function intoOf(given: Component, context: PredicateContext, path: string): IntoConfig | undefined {
  const option = componentAt(given, 'inject_into');
  const header = textAt(given, 'header');
  if (option === undefined) return { in: 'header', name: header ?? 'Authorization' };
  const place = placeOf(option, context, `${path}.inject_into`);
  if (place === undefined) return undefined;
  if (place.in === 'query' || place.in === 'header') return { in: place.in, name: place.name };
  return context.findings.problem(`${path}.inject_into`, 'a key in the body is not carried over');
}

/** The place of a session's token, with the text before it: `Token {{ session_token }}`. */
function prefixedInto(use: Component, context: PredicateContext, path: string): IntoConfig | undefined {
  const into = intoOf(use, context, path);
  const text = textAt(use, 'api_token');
  if (text === undefined || into === undefined) return into;
  const prefix = /^([^{}]*)\{\{\s*session_token\s*\}\}$/.exec(text)?.[1];
  if (prefix === undefined)
    return context.findings.problem(`${path}.api_token`, `the form ${text} is not carried over`);
  return prefix === '' ? into : { ...into, prefix };
}

function oauth(
  given: Component,
  context: PredicateContext,
  path: string,
  text: (component: Component | undefined, key: string) => string | undefined,
): AuthConfig | undefined {
  const { findings } = context;
  const grant = textAt(given, 'grant_type') ?? 'refresh_token';
  if (grant !== 'refresh_token' && grant !== 'client_credentials')
    return findings.problem(`${path}.grant_type`, `the grant ${grant} is not carried over`);
  refuseUncarried(given, 'oauth', findings, path);
  if (given.token_expiry_date_format !== undefined)
    findings.note(
      `${path}.token_expiry_date_format`,
      'the date that the answer names is not read: a token is renewed after 50 minutes, and when it is refused',
    );
  const body = componentAt(given, 'refresh_request_body') ?? {};
  const fields = Object.fromEntries(
    Object.entries(body)
      // A field that the grant has itself is not replaced.
      .filter(([name]) => !['grant_type', 'client_id', 'client_secret', grant].includes(name))
      .map(([name, value]) => [
        name,
        convertText(String(value), 'auth', context, `${path}.refresh_request_body.${name}`) ?? '',
      ]),
  );
  const headers = componentAt(given, 'refresh_request_headers') ?? {};
  const sent = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      convertText(String(value), 'auth', context, `${path}.refresh_request_headers.${name}`) ?? '',
    ]),
  );
  const url = textAt(given, 'token_refresh_endpoint');
  const tokenUrl =
    url === undefined
      ? findings.problem(path, 'there is no token endpoint')
      : convertText(url, 'request', context, `${path}.token_refresh_endpoint`);
  const [clientId, clientSecret] = [text(given, 'client_id'), text(given, 'client_secret')];
  const refreshToken = grant === 'refresh_token' ? text(given, 'refresh_token') : undefined;
  if (tokenUrl === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  const scopes = listAt(given, 'scopes').map(String);
  if (scopes.length > 0) findings.note(`${path}.scopes`, 'they are sent as scope, where its engine sends scopes');
  const json = Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && String(value).includes('json'),
  );
  const tokenAt = textAt(given, 'access_token_name');
  return {
    kind: 'oauth2',
    grant,
    tokenUrl,
    clientId,
    clientSecret,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(given.refresh_token_updater === undefined ? {} : { singleUse: true }),
    ...(json ? { body: 'json' as const } : {}),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(Object.keys(sent).length === 0 ? {} : { headers: sent }),
    ...(tokenAt === undefined || tokenAt === 'access_token' ? {} : { tokenAt }),
  };
}

function session(given: Component, context: PredicateContext, path: string): AuthConfig | undefined {
  const login = componentAt(given, 'login_requester');
  const converted = login === undefined ? undefined : convertRequest(login, context, `${path}.login_requester`);
  const at = listAt(given, 'session_token_path').map(String);
  if (componentAt(given, 'decoder')?.type !== 'JsonDecoder') refuseUncarried(given, 'login', context.findings, path);
  const use = componentAt(given, 'request_authentication');
  const into: IntoConfig | undefined =
    use?.type === 'Bearer'
      ? { in: 'header', name: 'Authorization', prefix: 'Bearer ' }
      : use === undefined
        ? undefined
        : prefixedInto(use, context, `${path}.request_authentication`);
  const own = convertAuth(componentAt(login, 'authenticator'), context, `${path}.login_requester.authenticator`);
  if (own === undefined) return undefined;
  if (own.kind === 'session')
    return context.findings.problem(
      `${path}.login_requester.authenticator`,
      'a login that needs a login is not carried over',
    );
  if (converted === undefined || into === undefined || at.length === 0)
    return context.findings.problem(path, 'the login is not of a known form');
  const seconds = isoSeconds(textAt(given, 'expiration_duration') ?? '');
  return {
    kind: 'session',
    request: converted.request,
    ...(own.kind === 'none' ? {} : { auth: own }),
    token: { from: 'body', at },
    into,
    ...(seconds === undefined ? {} : { lifetime: durationText(seconds) }),
  };
}
