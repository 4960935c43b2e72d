import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Leased } from '@penstock/shared/storage/lease.ts';
import type { Entry, Ledger } from '@penstock/shared/storage/ledger.ts';
import type { AuthConfig, OAuthConfig } from '../../../../functions/puller/http-source/auth/auth-config.ts';
import { googleIdToken } from '../../../../functions/puller/http-source/auth/google-id-token.ts';
import { printOf, seal, sealKey, unseal } from '../../../../functions/puller/http-source/auth/sealed.ts';
import { readStoredToken, type StoredToken } from '../../../../functions/puller/http-source/auth/single-use.ts';
import type { SourceFile } from '../../../../functions/puller/source-file/source-file.ts';
import { type ApiHandler, type FakeApi, startFakeApi } from '../../../support/fake-api.ts';
import {
  optionsOf,
  pagesOf,
  rowsOf,
  type SourceParts,
  sourceOf,
  stillClock,
  WINDOW,
} from '../../../support/http-source.ts';

const secrets = { key: 'k', id: 'i', refresh: 'r' };
const secretTexts = { k: 'k-secret\n', i: 'client', r: 'first-refresh' };
const paging = {
  kind: 'page' as const,
  in: { in: 'query' as const, name: 'p' },
  first: 1,
  sendFirst: true,
  end: { emptyPage: true },
  order: { none: 'fixed' },
};

describe('credentials of an HTTP source', () => {
  let api: FakeApi | undefined;
  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  async function run(
    auth: (url: string) => AuthConfig,
    handler: ApiHandler,
    part: Partial<SourceFile> = {},
    parts: SourceParts = {},
  ): Promise<readonly unknown[]> {
    api ??= await startFakeApi(handler);
    return rowsOf(
      sourceOf(
        { request: { url: `${api.url}/rows` }, secrets, auth: auth(api.url), ...part },
        { secretTexts, ...parts },
      ),
    );
  }

  const rowsAnswer = { body: { items: [{ id: 1 }] } };
  const asked = (path: string) => (api as FakeApi).asked.filter((request) => request.path === path);

  for (const [what, auth, header, expected] of [
    [
      'a key in a header',
      { kind: 'api-key', in: 'header', name: 'X-Key', value: 'Token {secret.key}' },
      'x-key',
      'Token k-secret',
    ],
    ['a bearer token', { kind: 'bearer', token: '{secret.key}' }, 'authorization', 'Bearer k-secret'],
    [
      'a user and a password',
      { kind: 'basic', user: '{secret.id}', password: '{secret.key}' },
      'authorization',
      `Basic ${Buffer.from('client:k-secret').toString('base64')}`,
    ],
  ] as const) {
    it(`are ${what}, read from Secret Manager`, async () => {
      await run(
        () => auth,
        () => rowsAnswer,
      );
      assert.equal(asked('/rows')[0]?.headers[header], expected);
    });
  }

  it('are a key in the query', async () => {
    await run(
      () => ({ kind: 'api-key', in: 'query', name: 'key', value: '{secret.key}' }),
      () => rowsAnswer,
    );
    assert.equal(asked('/rows')[0]?.query.get('key'), 'k-secret');
  });

  /** Too short to be struck out as a text, so that it is by its parameter alone. */
  const SHORT = 'abc';
  const inQuery: readonly (readonly [string, (url: string) => AuthConfig])[] = [
    ['a key', () => ({ kind: 'api-key', in: 'query', name: 'own', value: '{secret.key}' })],
    ['a token', (url) => oauth(url, { into: { in: 'query', name: 'own' } })],
  ];
  for (const [what, auth] of inQuery) {
    it(`are struck out of the address of a page where they are ${what} that the source repeats there`, async () => {
      api = await startFakeApi(({ path, query }) => {
        if (path === '/token') return { body: { access_token: SHORT } };
        const next = query.get('p') === null ? { next: `/rows?p=2&own=${query.get('own')}` } : {};
        return { body: { items: [{ id: query.get('p') }], ...next } };
      });
      const part: Partial<SourceFile> = {
        request: { url: `${api.url}/rows` },
        secrets,
        auth: auth(api.url),
        paging: { kind: 'url', value: { from: 'body', at: 'next' }, end: { noValue: true } },
      };
      const pages = await pagesOf(sourceOf(part, { secretTexts: { ...secretTexts, k: SHORT } }));
      assert.deepEqual(
        pages.map(({ request }) => request.slice(request.indexOf('/rows'))),
        ['/rows', '/rows?p=2&own=REDACTED'],
      );
      assert.equal(asked('/rows')[1]?.query.get('own'), SHORT);
    });
  }

  it('are secrets within the request, read by their names', async () => {
    api = await startFakeApi(() => rowsAnswer);
    const { url } = api;
    await run(
      () => ({ kind: 'none' }),
      () => rowsAnswer,
      {
        request: {
          url: `${url}/rows`,
          headers: { 'X-Own': '{secret.key}' },
          query: { token: '{secret.id}' },
        },
      },
    );
    assert.equal(asked('/rows')[0]?.headers['x-own'], 'k-secret');
    assert.equal(asked('/rows')[0]?.query.get('token'), 'client');
  });

  const oauth = (url: string, part: Partial<OAuthConfig> = {}): OAuthConfig => ({
    kind: 'oauth2',
    grant: 'client_credentials',
    tokenUrl: `${url}/token`,
    clientId: '{secret.id}',
    clientSecret: '{secret.key}',
    ...part,
  });

  it('are a token of client credentials, got once for all pages and again before it passes', async () => {
    const clock = stillClock();
    const handler: ApiHandler = async ({ path, query }, count) => {
      if (path === '/token') return { body: { access_token: `t${count}`, expires_in: 3_600 } };
      if (query.get('p') === '2') await clock.sleep(3_590_000);
      return { body: { items: Number(query.get('p')) < 4 ? [{ id: count }] : [] } };
    };
    await run(
      (url) => oauth(url, { scope: 'read', fields: { audience: 'a' }, headers: { 'X-Extra': 'e' } }),
      handler,
      { paging },
      { clock },
    );
    assert.deepEqual(
      asked('/rows').map(({ headers }) => headers.authorization),
      ['Bearer t1', 'Bearer t1', 'Bearer t4', 'Bearer t4'],
    );
    assert.equal(
      asked('/token')[0]?.body,
      'grant_type=client_credentials&scope=read&client_id=client&client_secret=k-secret&audience=a',
    );
    assert.equal(asked('/token')[0]?.headers['x-extra'], 'e');
  });

  it('go to the token endpoint as JSON or in a header, and the token into a query', async () => {
    await run(
      (url) =>
        oauth(url, {
          body: 'json',
          client: 'basic',
          tokenAt: 'data.jwt',
          lifetime: '1h',
          into: { in: 'query', name: 'jwt' },
        }),
      ({ path }) => (path === '/token' ? { body: { data: { jwt: 'j' } } } : rowsAnswer),
    );
    assert.deepEqual(JSON.parse(asked('/token')[0]?.body ?? ''), { grant_type: 'client_credentials' });
    assert.equal(
      asked('/token')[0]?.headers.authorization,
      `Basic ${Buffer.from('client:k-secret').toString('base64')}`,
    );
    assert.equal(asked('/rows')[0]?.query.get('jwt'), 'j');
  });

  it('are got anew once after the source refuses them', async () => {
    const rows = await run(
      (url) => oauth(url),
      ({ path, headers }, count) =>
        path === '/token'
          ? { body: { access_token: `t${count}`, expires_in: '60' } }
          : headers.authorization === 'Bearer t1'
            ? { status: 401 }
            : rowsAnswer,
    );
    assert.equal(rows.length, 1);
    assert.equal(asked('/token').length, 2);
  });

  it('are got anew once for two requests, of which one is refused after the other has the new one', async () => {
    let renewed: () => void = () => undefined;
    const taken = new Promise<void>((resolve) => {
      renewed = resolve;
    });
    let refusals = 0;
    api = await startFakeApi(async ({ path, headers }, count) => {
      if (path === '/token') return { body: { access_token: `t${count}` } };
      if (headers.authorization !== 'Bearer t1') {
        renewed();
        return rowsAnswer;
      }
      refusals += 1;
      if (refusals === 2) await taken;
      return { status: 401 };
    });
    const rows = await run(
      (url) => oauth(url),
      () => rowsAnswer,
      { each: [{ list: ['a', 'b'], as: 'id' }], concurrency: 2 },
    );
    assert.deepEqual([rows.length, refusals, asked('/token').length], [2, 2, 2]);
  });

  it('are not got anew for each listing where the source refuses every one', async () => {
    api = await startFakeApi(({ path }, count) =>
      path === '/token' ? { body: { access_token: `t${count}` } } : { status: 401 },
    );
    const source = sourceOf({ request: { url: `${api.url}/rows` }, secrets, auth: oauth(api.url) }, { secretTexts });
    const listed = async (): Promise<void> => {
      for await (const _ of source.open(WINDOW, optionsOf()).pages) assert.fail('a page came');
    };
    await assert.rejects(listed(), /Refused: the source answered 401/);
    await assert.rejects(listed(), /Refused: the source answered 401/);
    await source.close();
    assert.equal(asked('/token').length, 2);
  });

  it('are kept where a host that does not get them answers 401', async () => {
    const there = await startFakeApi(() => ({ status: 401 }));
    await assert.rejects(
      run(
        (url) => oauth(url),
        ({ path }) =>
          path === '/token' ? { body: { access_token: 't' } } : { body: { items: [], next: `${there.url}/more` } },
        {
          hosts: [there.host],
          paging: { kind: 'url', value: { from: 'body', at: 'next' }, end: { noValue: true } },
        },
      ),
      /Refused: the source answered 401/,
    );
    assert.deepEqual([there.asked.length, asked('/token').length], [1, 1]);
    await there.close();
  });

  it('that do not change are sent once and fail the window where they are refused', async () => {
    await assert.rejects(
      run(
        () => ({ kind: 'bearer', token: '{secret.key}' }),
        () => ({ status: 401 }),
      ),
      /Refused: the source answered 401/,
    );
    assert.equal(asked('/rows').length, 1);
  });

  it('are a token of a list', async () => {
    await run(
      (url) => oauth(url, { tokenAt: '0.token' }),
      ({ path }) => (path === '/token' ? { body: [{ token: 'first' }] } : rowsAnswer),
    );
    assert.equal(asked('/rows')[0]?.headers.authorization, 'Bearer first');
  });

  it('that are refused again and again fail the window', async () => {
    await assert.rejects(
      run(
        (url) => oauth(url),
        ({ path }, count) => (path === '/token' ? { body: { access_token: `t${count}` } } : { status: 401 }),
        { paging },
      ),
      /Refused: the source answered 401/,
    );
    assert.equal(asked('/token').length, 2);
  });

  it('that the endpoint does not give fail the window without showing its answer', async () => {
    await assert.rejects(
      run(
        (url) => oauth(url),
        () => ({ body: { access: 'shown?' } }),
      ),
      (error: Error) => /answer has no access_token/.test(error.message) && !error.message.includes('shown?'),
    );
    await assert.rejects(
      run(
        (url) => oauth(url, { tokenAt: 'jwt' }),
        () => ({ body: [] }),
      ),
      /answer has no jwt/,
    );
  });

  it('are one token request for all parents that wait for it', async () => {
    const each = [{ list: ['a', 'b', 'c'], as: 'id' }];
    api = await startFakeApi(({ path }) => (path === '/token' ? { body: { access_token: 't' } } : rowsAnswer));
    await run(
      (url) => oauth(url),
      () => rowsAnswer,
      { each, concurrency: 3, request: { url: `${api.url}/rows` } },
    );
    assert.equal(asked('/token').length, 1);
  });

  it('are a login, whose token is found in its body or header, and whose own credentials stay there', async () => {
    const login = (url: string): AuthConfig => ({
      kind: 'session',
      request: { url: `${url}/login`, method: 'POST', json: { user: '{secret.id}' } },
      auth: { kind: 'api-key', in: 'header', name: 'X-App', value: '{secret.key}' },
      token: { from: 'body', at: 'session.id' },
      lifetime: '10m',
      into: { in: 'header', name: 'X-Session' },
    });
    await run(login, ({ path }) => (path === '/login' ? { body: { session: { id: 's1' } } } : rowsAnswer));
    assert.deepEqual(
      [asked('/login')[0]?.body, asked('/login')[0]?.headers['x-app']],
      ['{"user":"client"}', 'k-secret'],
    );
    assert.deepEqual([asked('/rows')[0]?.headers['x-session'], asked('/rows')[0]?.headers['x-app']], ['s1', undefined]);
    await assert.rejects(
      run(
        (url) => ({
          kind: 'session',
          request: { url: `${url}/login` },
          token: { from: 'header', name: 'x-token' },
          into: { in: 'query', name: 's' },
        }),
        () => rowsAnswer,
      ),
      /login's answer has no token/,
    );
  });

  it('are an id token of Google', async () => {
    await run(
      () => ({ kind: 'google-id-token', audience: 'https://a.example.com' }),
      () => rowsAnswer,
      {},
      { idToken: async (audience) => `id for ${audience}` },
    );
    assert.equal(asked('/rows')[0]?.headers.authorization, 'Bearer id for https://a.example.com');
    await assert.rejects(
      run(
        () => ({ kind: 'google-id-token', audience: 'x' }),
        () => rowsAnswer,
      ),
      /no Google credentials are connected/,
    );
    const load = async () => ({
      getIdTokenClient: async () => ({
        idTokenProvider: { fetchIdToken: async (audience: string) => `t-${audience}` },
      }),
    });
    assert.equal(await googleIdToken('a', load), 't-a');
    await assert.rejects(googleIdToken('a'));
  });

  describe('of single use', () => {
    /** A ledger in memory that compares and sets. */
    function memoryLedger(): Ledger<Leased<StoredToken>> & {
      readonly entries: Map<string, Entry<Leased<StoredToken>>>;
    } {
      const entries = new Map<string, Entry<Leased<StoredToken>>>();
      let generation = 0;
      const put = (name: string, value: Leased<StoredToken>): Entry<Leased<StoredToken>> => {
        const now = Date.now();
        const entry = { value, generation: String(++generation), updatedMs: now, nowMs: now };
        entries.set(name, entry);
        return entry;
      };
      return {
        entries,
        read: async (name) => {
          const entry = entries.get(name);
          return entry === undefined ? undefined : { ...entry, nowMs: Date.now() };
        },
        create: async (name, value) => {
          if (entries.has(name)) throw new PenstockError('ALREADY_EXISTS', name);
          return put(name, value);
        },
        update: async (name, value, expected) => {
          if (entries.get(name)?.generation !== expected) throw new PenstockError('CONFLICT', name);
          return put(name, value);
        },
        delete: async (name) => void entries.delete(name),
        list: async function* () {
          yield [];
        },
      };
    }

    /** Each refresh token is good once; a second use of one takes the grant away, as servers do. */
    function strictTokens(): { readonly handler: ApiHandler; readonly used: string[] } {
      const used: string[] = [];
      let good = 'first-refresh';
      const handler: ApiHandler = ({ path, body }) => {
        if (path !== '/token') return rowsAnswer;
        const token = new URLSearchParams(body).get('refresh_token') as string;
        used.push(token);
        if (token !== good) return { status: 400, body: { error: 'invalid_grant' } };
        good = `refresh-${used.length}`;
        return { body: { access_token: `access-${used.length}`, expires_in: 3_600, refresh_token: good } };
      };
      return { handler, used };
    }

    const single = (url: string): AuthConfig =>
      oauth(url, { grant: 'refresh_token', refreshToken: '{secret.refresh}', singleUse: true });

    it('are refreshed by one of the runs that overlap, and never with a token that was used (airbyte#80783)', async () => {
      const ledger = memoryLedger();
      const { handler, used } = strictTokens();
      let ids = 0;
      const tokens = { ledger, newId: () => `owner-${++ids}`, termMs: 5_000 };
      api = await startFakeApi(handler);
      const runs = Array.from({ length: 3 }, () =>
        run(
          single,
          handler,
          {},
          {
            tokens,
            clock: {
              ...stillClock(),
              sleep: (ms) =>
                new Promise((resolve) => {
                  setTimeout(resolve, Math.min(ms, 20));
                }),
            },
          },
        ),
      );
      assert.deepEqual(
        (await Promise.all(runs)).map(({ length }) => length),
        [1, 1, 1],
      );
      assert.deepEqual(used, ['first-refresh']);
      const stored = JSON.stringify([...ledger.entries.values()]);
      assert.ok(!stored.includes('access-1') && !stored.includes('refresh-1'), 'sealed');
    });

    it('go on with the token that was stored, and begin anew where another is put into Secret Manager', async () => {
      const ledger = memoryLedger();
      const { handler, used } = strictTokens();
      const later = stillClock(Date.parse('2026-03-01T02:00:00Z'));
      const tokens = { ledger, newId: () => `owner-${Math.random()}` };
      await run(single, handler, {}, { tokens, clock: later });
      await run(single, handler, {}, { tokens, clock: stillClock(Date.parse('2026-03-01T02:59:30Z')) });
      assert.deepEqual(used, ['first-refresh', 'refresh-1']);
      await assert.rejects(
        run(single, handler, {}, { tokens, secretTexts: { ...secretTexts, r: 'another' } }),
        /invalid_grant/,
      );
      assert.equal(used.at(-1), 'another');
      assert.equal([...ledger.entries.values()][0]?.value.lease, null);
    });

    it('are not taken from the store where the source has refused them', async () => {
      const ledger = memoryLedger();
      const { handler, used } = strictTokens();
      const refusing: ApiHandler = (request, count) =>
        request.path === '/rows' && request.headers.authorization === 'Bearer access-1'
          ? { status: 401 }
          : handler(request, count);
      assert.equal(
        (await run(single, refusing, {}, { tokens: { ledger, newId: () => `owner-${Math.random()}` } })).length,
        1,
      );
      assert.deepEqual(used, ['first-refresh', 'refresh-1']);
    });

    it('keep the token where the endpoint gives no other', async () => {
      const ledger = memoryLedger();
      await run(
        single,
        ({ path }) => (path === '/token' ? { body: { access_token: 'a', expires_in: 1 } } : rowsAnswer),
        {},
        { tokens: { ledger, newId: () => `o-${Math.random()}` } },
      );
      const [entry] = ledger.entries.values();
      assert.equal(unseal(entry?.value.value.refresh ?? '', sealKey('k-secret')), 'first-refresh');
    });

    it('wait for a run that holds them, and give up after a while', async () => {
      const ledger = memoryLedger();
      await ledger.create('test-source', {
        epoch: 1,
        lease: { owner: 'other', termMs: 600_000 },
        value: { seed: '', refresh: '', access: '', expiresMs: 0 },
      });
      await assert.rejects(
        run(single, () => rowsAnswer, { limits: { attempts: 1 } }, { tokens: { ledger, newId: () => 'me' } }),
        /Another run holds the refresh token test-source/,
      );
    });

    it('are sealed under the secret of the client', () => {
      const sealed = seal('token', sealKey('a'));
      assert.deepEqual(
        [unseal(sealed, sealKey('a')), unseal(sealed, sealKey('b')), unseal('', sealKey('a'))],
        ['token', undefined, undefined],
      );
      assert.equal(printOf('a').length, 16);
      assert.throws(() => readStoredToken({}), /a stored token has/);
      assert.deepEqual(readStoredToken({ seed: '', refresh: '', access: '', expiresMs: 1 }).expiresMs, 1);
      assert.throws(() => readStoredToken(null), /a stored token has/);
    });
  });

  it('of a reusable refresh token are sent as they stand in Secret Manager', async () => {
    await run(
      (url) => oauth(url, { grant: 'refresh_token', refreshToken: '{secret.refresh}' }),
      ({ path }) => (path === '/token' ? { body: { access_token: 't' } } : rowsAnswer),
    );
    assert.match(asked('/token')[0]?.body ?? '', /refresh_token=first-refresh/);
  });

  it('that cannot be read from Secret Manager fail the listing', async () => {
    api = await startFakeApi(() => rowsAnswer);
    const source = sourceOf(
      { request: { url: `${api.url}/rows` }, secrets, auth: { kind: 'bearer', token: '{secret.key}' } },
      {
        secrets: {
          read: async () => {
            throw new PenstockError('PERMISSION_DENIED', 'no access');
          },
        },
      },
    );
    await assert.rejects(pagesOf(source), (error: { action?: string }) => error.action === 'fail');
  });
});
