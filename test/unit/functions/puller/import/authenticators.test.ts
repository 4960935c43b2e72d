import assert from 'node:assert/strict';
import type { SourceFile } from '../../../../../functions/puller/source-file/source-file.ts';
import type { Json } from '../../../../support/manifest.ts';
import { imported, whole } from '../../../../support/shop-manifest.ts';

describe('an import of authenticators', () => {
  const auth = async (authenticator: Json, config: Json = {}): Promise<SourceFile['auth']> =>
    (await whole({ retriever: { requester: { authenticator } } }, { config })).auth;
  const problem = async (authenticator: Json): Promise<string> =>
    (await imported({ retriever: { requester: { authenticator } } })).report.problems
      .map(({ text }) => text)
      .join('; ');
  const token = "{{ config['token'] }}";

  it('knows keys, bearers, users, OAuth, sessions and a choice of them', async () => {
    assert.deepEqual(await auth({ type: 'BearerAuthenticator', api_token: token }), {
      kind: 'bearer',
      token: '{secret.token}',
    });
    assert.deepEqual(await auth({ type: 'ApiKeyAuthenticator', header: 'X', api_token: token }), {
      kind: 'api-key',
      in: 'header',
      name: 'X',
      value: '{secret.token}',
    });
    assert.deepEqual(await auth({ type: 'BasicHttpAuthenticator', username: token }), {
      kind: 'basic',
      user: '{secret.token}',
      password: '',
    });
    assert.deepEqual(await auth({ type: 'BasicHttpAuthenticator', username: token, password: token }), {
      kind: 'basic',
      user: '{secret.token}',
      password: '{secret.token}',
    });
    assert.equal(await auth({ type: 'NoAuth' }), undefined);
    assert.deepEqual(
      await auth({
        type: 'OAuthAuthenticator',
        token_refresh_endpoint: 'https://a.example.com/t',
        client_id: token,
        client_secret: token,
        refresh_token: token,
        refresh_token_updater: {},
        scopes: ['a', 'b'],
        access_token_name: 'jwt',
        refresh_request_body: { aud: 'x' },
        refresh_request_headers: { 'Content-Type': 'application/json' },
      }),
      {
        kind: 'oauth2',
        grant: 'refresh_token',
        tokenUrl: 'https://a.example.com/t',
        clientId: '{secret.token}',
        clientSecret: '{secret.token}',
        refreshToken: '{secret.token}',
        singleUse: true,
        body: 'json',
        scope: 'a b',
        fields: { aud: 'x' },
        headers: { 'Content-Type': 'application/json' },
        tokenAt: 'jwt',
      },
    );
    const login = {
      type: 'HttpRequester',
      url_base: 'https://api.example.com',
      path: 'login',
      http_method: 'POST',
      request_body_json: { key: token },
      authenticator: { type: 'BearerAuthenticator', api_token: token },
    };
    assert.deepEqual(
      await auth({
        type: 'SessionTokenAuthenticator',
        login_requester: login,
        session_token_path: ['id'],
        expiration_duration: 'PT1H',
        request_authentication: { type: 'Bearer' },
      }),
      {
        kind: 'session',
        request: { url: 'https://api.example.com/login', method: 'POST', json: { key: '{secret.token}' } },
        auth: { kind: 'bearer', token: '{secret.token}' },
        token: { from: 'body', at: ['id'] },
        into: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
        lifetime: '1h',
      },
    );
    const choice = {
      type: 'SelectiveAuthenticator',
      authenticator_selection_path: ['mode'],
      authenticators: { a: { type: 'BearerAuthenticator', api_token: token } },
    };
    assert.deepEqual(await auth(choice, { mode: 'a' }), { kind: 'bearer', token: '{secret.token}' });
    assert.match(await problem(choice), /does not say which of the credentials is chosen/);
  });

  it('puts a key of the body into the request', async () => {
    const keyed = async (inject_into: string, requests: Json): Promise<SourceFile> =>
      whole({
        retriever: {
          requester: {
            http_method: 'POST',
            ...requests,
            authenticator: {
              type: 'ApiKeyAuthenticator',
              api_token: "{{ config['api_key'] }}",
              inject_into: { type: 'RequestOption', inject_into, field_name: 'apiKey' },
            },
          },
        },
      });
    const form = await keyed('body_data', {});
    assert.deepEqual([form.request?.form, form.auth], [{ apiKey: '{secret.api_key}' }, undefined]);
    const json = await keyed('body_json', { request_body_json: { a: 'x' } });
    assert.deepEqual(json.request?.json, { a: 'x', apiKey: '{secret.api_key}' });
  });

  it('notes a date of expiry that is not read', async () => {
    const { report } = await imported({
      retriever: {
        requester: {
          authenticator: {
            type: 'OAuthAuthenticator',
            client_id: token,
            client_secret: token,
            refresh_token: token,
            token_refresh_endpoint: 'https://x.example.com/token',
            token_expiry_date_format: 'YYYY',
          },
        },
      },
    });
    assert.ok(report.whole && report.notes.some(({ text }) => text.includes('renewed after 50 minutes')));
  });

  for (const [what, authenticator, expected] of [
    ['another authenticator', { type: 'JwtAuthenticator' }, /JwtAuthenticator is not carried over/],
    ['another grant', { type: 'OAuthAuthenticator', grant_type: 'password' }, /the grant password/],
    [
      'an assertion',
      {
        type: 'OAuthAuthenticator',
        grant_type: 'client_credentials',
        use_profile_assertion: true,
        client_id: token,
        client_secret: token,
      },
      /it is not carried over.*no token endpoint/,
    ],
    [
      'a login that is not known',
      { type: 'SessionTokenAuthenticator', login_requester: { url_base: 'https://x.example.com' } },
      /login is not of a known form/,
    ],
    [
      'a computed key',
      { type: 'BearerAuthenticator', api_token: "{{ config['a'] | hash('md5') }}" },
      /is not carried over/,
    ],
  ] as const) {
    it(`reports ${what}`, async () => {
      assert.match(await problem(authenticator), expected);
    });
  }
});
