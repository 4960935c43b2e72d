import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressCheck } from '../../../../functions/puller/http-source/wire/addresses.ts';
import { createExchange } from '../../../../functions/puller/http-source/wire/exchange.ts';
import { type FollowParts, follow } from '../../../../functions/puller/http-source/wire/follow.ts';
import { createGate, type Gate } from '../../../../functions/puller/http-source/wire/gate.ts';
import { recordTo, replayFrom } from '../../../../functions/puller/http-source/wire/recording.ts';
import { Redactor } from '../../../../functions/puller/http-source/wire/redact.ts';
import { abortAtEnd } from '../../../support/abort-at-end.ts';
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts';
import { pagesOf, rowsOf, sourceOf } from '../../../support/http-source.ts';

const LIMITS = { timeoutMs: 5_000, wireBytes: 10_000 };
const signal = new AbortController().signal;
const local = addressCheck({ allowLoopback: true });
const open = addressCheck({ allowLoopback: false });

describe('addresses of sources', () => {
  it('may be public ones', () => {
    for (const address of ['8.8.8.8', '93.184.216.34', '2606:4700::1111', '[2606:4700::1111]'])
      assert.equal(open(address), true, address);
  });

  it('may not be private, local, reserved, of the metadata server, or lead to such by a translation', () => {
    const bad = [
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      'fd20:ce::254',
      'ff02::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      '2001:db8::1',
      'no address',
    ];
    for (const address of bad) assert.equal(open(address), false, address);
  });

  it('may be of this machine where the local cloud is', () => {
    assert.deepEqual(['127.0.0.1', '::1', '10.0.0.1', '169.254.169.254'].map(local), [true, true, false, false]);
  });
});

describe('the gate for URLs', () => {
  const gate = (
    allowLoopback = false,
    hosts = ['api.example.com', 'Files.example.com', '127.0.0.1:8080', '10.0.0.1'],
  ): Gate =>
    createGate({
      hosts,
      credentialOrigins: ['https://api.example.com'],
      address: allowLoopback ? local : open,
      allowLoopback,
    });

  it('lets pass the hosts of the source, and trusts its own origin alone with credentials', () => {
    const passed = gate().pass('/x?y=1', new URL('https://api.example.com/a/b'));
    assert.equal(passed.href, 'https://api.example.com/x?y=1');
    assert.equal(gate().trusts(passed), true);
    assert.equal(gate().trusts(gate().pass('https://files.example.com/f')), false);
  });

  for (const [url, expected] of [
    ['https://evil.example.org/', /leads to the host evil.example.org, which is not among its hosts/],
    ['https://api.example.com.evil.org/', /not among its hosts/],
    ['https://api.example.com@evil.org/', /user name or a password|not among/],
    ['https://user:pw@api.example.com/', /holds a user name or a password/],
    ['http://api.example.com/', /only https is asked/],
    ['https://10.0.0.1/', /private, local or reserved address\.$/],
    ['file:///etc/passwd', /not among its hosts/],
    ['https://', /cannot be read/],
    [`https://api.example.com/${'x'.repeat(20_000)}`, /too long/],
    ['http://127.0.0.1:8080/', /reserved address; a fake API on this machine is allowed by --loopback/],
  ] as const) {
    it(`refuses ${url.slice(0, 40)}`, () => {
      assert.throws(() => gate().pass(url), expected);
    });
  }

  it('lets http pass to this machine where the local cloud is, and nowhere else', () => {
    assert.equal(gate(true).pass('http://127.0.0.1:8080/').host, '127.0.0.1:8080');
    assert.equal(gate(true, ['localhost:1', '[::1]:2']).pass('http://localhost:1/').host, 'localhost:1');
    assert.equal(gate(true, ['[::1]:2']).pass('http://[::1]:2/').host, '[::1]:2');
    assert.throws(() => gate(true).pass('http://api.example.com/'), /only https/);
  });
});

describe('connections to a source', () => {
  let api: FakeApi | undefined;
  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  const lookupTo = (...addresses: readonly string[]): LookupFunction =>
    ((_name: string, _options: object, callback: (error: Error | null, found: object) => void) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      )) as unknown as LookupFunction;

  it('check the address that a name resolves to when they are made, so that it cannot be bound anew (SSRF)', async () => {
    for (const addresses of [['10.0.0.1'], ['8.8.8.8', '169.254.169.254'], []]) {
      const exchange = createExchange({ address: open, lookup: lookupTo(...addresses) });
      await assert.rejects(
        exchange.send({ method: 'GET', url: new URL('https://api.example.com/'), headers: {} }, LIMITS, signal),
        /api.example.com resolves to (a private|no address)/,
      );
      exchange.close();
    }
  });

  it('are made to the address that was checked, of every family or of one', async () => {
    api = await startFakeApi(() => ({ body: {} }));
    const port = api.host.split(':')[1];
    const exchange = createExchange({ address: local, lookup: lookupTo('127.0.0.1') });
    const answer = await exchange.send(
      { method: 'GET', url: new URL(`http://named.example.com:${port}/`), headers: {} },
      LIMITS,
      signal,
    );
    assert.equal(answer.status, 200);
    exchange.close();
  });

  it('tell that a name does not resolve', async () => {
    const failing = ((_name: string, _options: object, callback: (error: Error) => void) =>
      callback(Object.assign(new Error('no such name'), { code: 'EAI_AGAIN' }))) as unknown as LookupFunction;
    const exchange = createExchange({ address: open, lookup: failing });
    await assert.rejects(
      exchange.send({ method: 'GET', url: new URL('https://api.example.com/'), headers: {} }, LIMITS, signal),
      /The request to api.example.com broke: no such name/,
    );
    exchange.close();
  });

  it('are tried again where the answer is no HTTP', async () => {
    const server = createServer((socket) => socket.resume().end('garbage\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const exchange = createExchange({ address: local });
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await assert.rejects(
      exchange.send({ method: 'GET', url, headers: {} }, LIMITS, signal),
      (error: { action?: string; code?: string; message: string }) =>
        error.action === 'retry' && error.code === 'UNAVAILABLE' && /broke: Parse Error/.test(error.message),
    );
    exchange.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are given up in the moment in which an answer ends, and end no process by that', async () => {
    api = await startFakeApi(() => ({ body: {} }));
    const url = new URL(api.url);
    const exchange = createExchange({ address: local });
    await abortAtEnd((ending) => exchange.send({ method: 'GET', url, headers: {} }, LIMITS, ending));
    exchange.close();
  });

  it('of a whole source are checked by their addresses as well', async () => {
    const source = sourceOf({ request: { url: 'https://shop.example.com/rows' } }, { lookup: lookupTo('10.0.0.1') });
    await assert.rejects(pagesOf(source), /shop.example.com resolves to a private, local or reserved address/);
  });

  it('use the resolver of the system by themselves', async () => {
    api = await startFakeApi(() => ({ body: {} }));
    const exchange = createExchange({ address: local });
    const url = new URL(`http://localhost:${api.host.split(':')[1]}/`);
    assert.equal(
      (await exchange.send({ method: 'POST', url, headers: {}, body: Buffer.from('x') }, LIMITS, signal)).status,
      200,
    );
    exchange.close();
  });
});

describe('redirects of a source', () => {
  let here: FakeApi | undefined;
  let there: FakeApi | undefined;
  afterEach(async () => {
    await here?.close();
    await there?.close();
  });

  async function followed(
    answer: (there: string) => object,
    method: 'GET' | 'POST' = 'GET',
    trusted = false,
  ): Promise<number> {
    there = await startFakeApi(() => ({ body: { ok: true } }));
    const target = there.url;
    here = await startFakeApi(({ path }) => (path === '/ok' ? { body: {} } : (answer(target) as never)));
    const gate = createGate({
      hosts: [here.host, there.host],
      credentialOrigins: [here.url, ...(trusted ? [there.url] : [])],
      address: local,
      allowLoopback: true,
    });
    const exchange = createExchange({ address: local });
    const parts: FollowParts = {
      exchange,
      gate,
      authorize: async (outgoing) => ({ ...outgoing, headers: { ...outgoing.headers, 'x-api-key': 'k3y' } }),
    };
    const outgoing = {
      method,
      url: new URL(`${here.url}/rows`),
      headers: { accept: 'application/json', 'x-own': '1' },
      ...(method === 'POST' ? { body: Buffer.from('{}') } : {}),
    };
    return follow(parts, outgoing, LIMITS, signal)
      .then(({ status }) => status)
      .finally(() => exchange.close());
  }

  it('are followed at the same origin, with its credentials', async () => {
    assert.equal(await followed(() => ({ status: 302, headers: { location: '/ok' } })), 200);
    assert.deepEqual(
      here?.asked.map(({ headers }) => headers['x-api-key']),
      ['k3y', 'k3y'],
    );
  });

  it('get no header of the source at another origin, the key neither (undici#4917, erpl-web#183)', async () => {
    assert.equal(await followed((target) => ({ status: 302, headers: { location: `${target}/f` } })), 200);
    assert.deepEqual(
      [there?.asked[0]?.headers['x-api-key'], there?.asked[0]?.headers['x-own'], there?.asked[0]?.headers.accept],
      [undefined, undefined, 'application/json'],
    );
  });

  it('get the credentials at an origin that is named for them', async () => {
    await followed((target) => ({ status: 307, headers: { location: `${target}/f` } }), 'GET', true);
    assert.equal(there?.asked[0]?.headers['x-api-key'], 'k3y');
  });

  it('are refused to a host that is not listed, from POST to GET, with a body elsewhere, and without an end', async () => {
    await assert.rejects(
      followed(() => ({ status: 302, headers: { location: 'https://evil.example.org/' } })),
      /not among its hosts/,
    );
    await assert.rejects(
      followed(() => ({ status: 303, headers: { location: '/ok' } }), 'POST'),
      /redirects a POST with 303/,
    );
    await assert.rejects(
      followed((target) => ({ status: 307, headers: { location: target } }), 'POST'),
      /redirects a request with a body/,
    );
    await assert.rejects(
      followed(() => ({ status: 302, headers: { location: '/rows' } })),
      /redirects more than 5 times/,
    );
    assert.equal(await followed(() => ({ status: 307, headers: { location: '/ok' } }), 'POST'), 200);
    assert.equal(await followed(() => ({ status: 304 })), 304);
  });

  it('are refused from https to http', async () => {
    const gate: Gate = { pass: (url, base) => new URL(url, base), trusts: () => false };
    const exchange = {
      send: async () => ({ status: 302, headers: { location: 'http://api.example.com/' }, wire: Buffer.alloc(0) }),
      close: () => undefined,
    };
    await assert.rejects(
      follow(
        { exchange, gate, authorize: async (one) => one },
        { method: 'GET', url: new URL('https://api.example.com/'), headers: {} },
        LIMITS,
        signal,
      ),
      /from https to http/,
    );
  });
});

describe('a next URL of a source', () => {
  it('to a host that is listed and not trusted is asked without header, body and credentials', async () => {
    const there = await startFakeApi(() => ({ body: { items: [{ id: 2 }], next: null } }));
    const here = await startFakeApi(() => ({ body: { items: [{ id: 1 }], next: `${there.url}/more` } }));
    const source = sourceOf({
      request: { url: `${here.url}/rows`, method: 'POST', headers: { 'X-Mode': 'a' }, json: {} },
      hosts: [there.host],
      secrets: { key: 'k' },
      auth: { kind: 'api-key', in: 'header', name: 'X-Key', value: '{secret.key}' },
      paging: { kind: 'url', value: { from: 'body', at: 'next' }, end: { noValue: true } },
    });
    assert.equal((await rowsOf(source)).length, 2);
    assert.deepEqual(
      [
        there.asked[0]?.method,
        there.asked[0]?.headers['x-key'],
        there.asked[0]?.headers['x-mode'],
        there.asked[0]?.body,
      ],
      ['GET', undefined, undefined, ''],
    );
    assert.equal(here.asked[0]?.headers['x-key'], 'secret of k');
    await here.close();
    await there.close();
  });

  it('to a host that is not listed fails the window', async () => {
    const here = await startFakeApi(() => ({ body: { items: [], next: 'https://evil.example.org/' } }));
    const source = sourceOf({
      request: { url: `${here.url}/rows` },
      paging: { kind: 'url', value: { from: 'body', at: 'next' }, end: { noValue: true } },
    });
    await assert.rejects(
      pagesOf(source),
      (error: { action?: string; message: string }) =>
        error.action === 'fail' && /evil.example.org, which is not among its hosts/.test(error.message),
    );
    await here.close();
  });
});

describe('credentials in texts', () => {
  it('are struck out of URLs by name and by value, and of messages (dlt#2856)', () => {
    const redactor = new Redactor(['App_Id']);
    redactor.hide('s3cr/t!');
    redactor.hide('abc');
    assert.equal(
      redactor.url(new URL('https://a.example.com/s3cr%2Ft!/x?api_key=1&app_id=2&q=3&q=s3cr/t!')),
      'https://a.example.com/REDACTED/x?api_key=REDACTED&app_id=REDACTED&q=3&q=s3cr%2Ft%21'.replace(
        's3cr%2Ft%21',
        'REDACTED',
      ),
    );
    assert.equal(redactor.text('abc s3cr/t! czNjci90IQ=='), 'abc REDACTED REDACTED');
  });

  it('are in no error of a listing', async () => {
    const api = await startFakeApi(({ query }) => ({
      status: 400,
      body: { message: `bad key ${query.get('api_key')}` },
    }));
    const source = sourceOf(
      {
        request: { url: `${api.url}/rows` },
        secrets: { key: 'k' },
        auth: { kind: 'api-key', in: 'query', name: 'api_key', value: '{secret.key}' },
      },
      { secretTexts: { k: 'very-secret-key' } },
    );
    await assert.rejects(
      pagesOf(source),
      (error: Error) => !error.message.includes('very-secret-key') && error.message.includes('bad key REDACTED'),
    );
    assert.equal(api.asked[0]?.query.get('api_key'), 'very-secret-key');
    await api.close();
  });
});

describe('a recording', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-recording-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('holds no credentials, and answers without the API in the order of the requests', async () => {
    const api = await startFakeApi(({ query }, count) => ({
      headers: { 'set-cookie': 'session=1' },
      body: { items: [{ id: count }], next: query.get('t') === null ? 'n' : null },
    }));
    const file = {
      request: { url: `${api.url}/rows`, method: 'POST' as const, json: { a: 1 } },
      secrets: { key: 'k' },
      paging: {
        kind: 'token' as const,
        in: { in: 'query' as const, name: 't' },
        value: { from: 'body' as const, at: 'next' },
        end: { noValue: true },
      },
    };
    const auth = { kind: 'api-key' as const, in: 'query' as const, name: 'app', value: '{secret.key}' };
    const live = await rowsOf(
      sourceOf(
        { ...file, auth },
        { secretTexts: { k: 'very-secret-key' }, wrap: (exchange, redactor) => recordTo(folder, exchange, redactor) },
      ),
    );
    await api.close();
    const text = await readFile(join(folder, '0001.json'), 'utf8');
    assert.ok(!text.includes('very-secret-key') && !text.includes('session='));
    await writeFile(join(folder, 'notes.txt'), '');
    const again = await rowsOf(sourceOf(file, { wrap: (_exchange, redactor) => replayFrom(folder, redactor) }));
    assert.deepEqual(again, live);
    await assert.rejects(
      rowsOf(
        sourceOf(
          { ...file, request: { url: `${api.url}/other` } },
          { wrap: (_exchange, redactor) => replayFrom(folder, redactor) },
        ),
      ),
      /has no answer \(any more\) to GET/,
    );
  });
});
