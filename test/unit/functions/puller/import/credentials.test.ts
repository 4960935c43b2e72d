import assert from 'node:assert/strict';
import type { SourceFile } from '../../../../../functions/puller/source-file/source-file.ts';
import { assertRefused, carried, type Json } from '../../../../support/manifest.ts';

const AT = 'retriever.requester.authenticator';
const token = "{{ config['token'] }}";
const bearer = { type: 'BearerAuthenticator', api_token: token };
const client = {
  type: 'OAuthAuthenticator',
  grant_type: 'client_credentials',
  token_refresh_endpoint: 'https://a.example.com/t',
  client_id: token,
  client_secret: token,
};
const login = { url_base: 'https://api.example.com', path: 'login', http_method: 'POST' };
const session = {
  type: 'SessionTokenAuthenticator',
  login_requester: login,
  session_token_path: ['id'],
  request_authentication: { type: 'Bearer' },
};
const signed = (authenticator: Json): Json => ({ retriever: { requester: { authenticator } } });

describe('an import of credentials', () => {
  const cases: readonly (readonly [string, Json, SourceFile['auth']])[] = [
    [
      'sends a key without a named place in Authorization',
      { type: 'ApiKeyAuthenticator', api_token: token },
      { kind: 'api-key', in: 'header', name: 'Authorization', value: '{secret.token}' },
    ],
    [
      'asks for a token by the client alone where the grant is client_credentials',
      client,
      {
        kind: 'oauth2',
        grant: 'client_credentials',
        tokenUrl: 'https://a.example.com/t',
        clientId: '{secret.token}',
        clientSecret: '{secret.token}',
      },
    ],
    [
      'sends the token of a login in the place that the manifest names, and logs in without credentials of its own',
      {
        ...session,
        request_authentication: {
          type: 'ApiKey',
          inject_into: { inject_into: 'request_parameter', field_name: 'sid' },
        },
      },
      {
        kind: 'session',
        request: { url: 'https://api.example.com/login', method: 'POST' },
        token: { from: 'body', at: ['id'] },
        into: { in: 'query', name: 'sid' },
      },
    ],
  ];
  for (const [title, authenticator, expected] of cases) {
    it(title, async () => {
      assert.deepEqual((await carried(signed(authenticator))).auth, expected);
    });
  }

  const refused: readonly (readonly [string, Json, string, RegExp])[] = [
    ['a bearer without a token', { type: 'BearerAuthenticator' }, '.api_token', /has no value/],
    ['a user without a name', { type: 'BasicHttpAuthenticator', password: token }, '.username', /has no value/],
    [
      'OAuth by a refresh token without one',
      { ...client, grant_type: 'refresh_token' },
      '.refresh_token',
      /has no value/,
    ],
    [
      'a key in a cookie',
      { type: 'ApiKeyAuthenticator', api_token: token, inject_into: { inject_into: 'cookie', field_name: 'k' } },
      '.inject_into',
      /goes into cookie/,
    ],
    [
      'a computed field of a token request',
      { ...client, refresh_request_body: { sign: '{{ hmac(config.a) }}' } },
      '.refresh_request_body.sign',
      /is not carried over/,
    ],
    [
      'a computed header of a token request',
      { ...client, refresh_request_headers: { 'X-Sign': '{{ hmac(config.a) }}' } },
      '.refresh_request_headers.X-Sign',
      /is not carried over/,
    ],
    [
      'a token that is stamped with the clock',
      { ...bearer, api_token: '{{ now_utc() }}' },
      '.api_token',
      /is not carried over/,
    ],
    ['a session without a login', { ...session, login_requester: undefined }, '', /the login is not of a known form/],
    [
      'a login by an unknown authenticator',
      { ...session, login_requester: { ...login, authenticator: { type: 'JwtAuthenticator' } } },
      '.login_requester.authenticator',
      /JwtAuthenticator is not carried over/,
    ],
    [
      'a login that needs a login',
      { ...session, login_requester: { ...login, authenticator: session } },
      '.login_requester.authenticator',
      /a login that needs a login/,
    ],
  ];
  for (const [what, authenticator, at, reason] of refused) {
    it(`refuses ${what}, by its path`, async () => {
      await assertRefused(signed(authenticator), `${AT}${at}`, reason);
    });
  }
});
