import assert from 'node:assert/strict';
import type { SourceFile } from '../../../../functions/puller/source-file/source-file.ts';
import { type ApiHandler, type FakeApi, startFakeApi } from '../../../support/fake-api.ts';
import { pagesOf, rowsOf, sourceOf, stillClock } from '../../../support/http-source.ts';

const one: ApiHandler = () => ({ body: { items: [{ id: 1 }] } });
const byPage = { in: { in: 'query', name: 'p' }, sendFirst: true, order: { none: 'fixed' } } as const;

describe('requests of an HTTP source', () => {
  let api: FakeApi | undefined;
  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  async function asked(
    part: (url: string) => Partial<SourceFile>,
    handler: ApiHandler = one,
    parts: Parameters<typeof sourceOf>[1] = {},
  ): Promise<FakeApi['asked']> {
    api = await startFakeApi(handler);
    await rowsOf(sourceOf(part(api.url), parts));
    return api.asked;
  }

  it('send a parameter once for each of its values, and none whose optional setting is missing', async () => {
    const [request] = await asked((url) => ({
      settings: { shop: 'acme' },
      request: {
        url: `${url}/rows`,
        query: { fields: ['id', '{settings.shop}'], q: '{settings.none?}' },
        headers: { 'X-None': '{settings.none?}' },
      },
    }));
    assert.equal(request?.query.toString(), 'fields=id&fields=acme');
    assert.equal(request?.headers['x-none'], undefined);
  });

  it('send the parameters of the first page with the first request only', async () => {
    const sent = await asked(
      (url) => ({
        request: { url: `${url}/rows`, query: { since: '2026', fields: 'id' } },
        paging: {
          kind: 'token',
          in: { in: 'query', name: 'next' },
          value: { from: 'body', at: 'next' },
          end: { noValue: true },
          firstOnly: ['since'],
        },
      }),
      ({ query }) => ({ body: query.has('next') ? { items: [{ id: 2 }] } : { items: [{ id: 1 }], next: 'n' } }),
    );
    assert.deepEqual(
      sent.map(({ query }) => query.toString()),
      ['since=2026&fields=id', 'fields=id&next=n'],
    );
  });

  it('send a form, with values encoded', async () => {
    const [request] = await asked((url) => ({
      settings: { shop: 'a&b' },
      request: { url: `${url}/rows`, method: 'POST', form: { shop: '{settings.shop}', limit: 5 } },
    }));
    assert.equal(request?.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(request?.body, 'shop=a%26b&limit=5');
  });

  it('send a text, which is empty where its optional setting is missing', async () => {
    const sent = async (shop: string | undefined): Promise<string | undefined> => {
      const [request] = await asked((url) => ({
        settings: shop === undefined ? {} : { shop },
        request: { url: `${url}/rows`, method: 'POST', text: '{settings.shop?}' },
      }));
      assert.equal(request?.headers['content-type'], 'text/plain; charset=utf-8');
      await api?.close();
      return request?.body;
    };
    assert.deepEqual([await sent('acme'), await sent(undefined)], ['acme', '']);
  });

  it('go to the URL of a parent, whose host is listed', async () => {
    api = await startFakeApi(one);
    const { url, host } = api;
    const source = sourceOf({
      each: [{ list: [`${url}/a`], as: 'href' }],
      hosts: [host],
      request: { url: '{parent.href}' },
    });
    await rowsOf(source).catch((error: Error) => assert.fail(error.message));
    assert.deepEqual(
      api.asked.map(({ path }) => path),
      ['/a'],
    );
  });

  it('are not sent where the file makes no URL', async () => {
    const source = sourceOf({ settings: { api: 'no address' }, request: { url: '{settings.api}/rows' } });
    await assert.rejects(pagesOf(source), (error: { action?: string; message: string }) => {
      assert.match(error.message, /cannot be read/);
      return error.action === 'fail';
    });
  });

  it('do not wait where the source does not tell how many are left', async () => {
    const clock = stillClock();
    const rate = {
      requests: 100,
      per: '1s',
      remaining: 'X-Left',
      reset: { from: 'header', at: 'X-Reset', as: 'seconds' },
    } as const;
    await asked(
      (url) => ({
        request: { url: `${url}/rows` },
        rate,
        paging: { ...byPage, kind: 'page', first: 1, end: { emptyPage: true } },
      }),
      (_request, count) => ({ headers: { 'x-reset': '45' }, body: { items: count < 3 ? [{ id: count }] : [] } }),
      { clock },
    );
    assert.ok(clock.now() < Date.parse('2026-03-01T02:00:45Z'));
  });

  it('begin the listing anew where the total moves between pages by offset', async () => {
    const part = (url: string): Partial<SourceFile> => ({
      request: { url: `${url}/rows` },
      paging: {
        ...byPage,
        kind: 'offset',
        first: 0,
        advance: 'rows',
        end: { emptyPage: true },
        total: { at: 'total', mismatch: 'fail' },
      },
    });
    await assert.rejects(
      asked(part, (_request, count) => ({ body: { items: [{ id: count }], total: 10 + count } })),
      (error: { action?: string }) => error.action === 'relist',
    );
  });

  it('fail where the listing has more keys than the file allows', async () => {
    const part = (url: string): Partial<SourceFile> => ({
      request: { url: `${url}/rows` },
      rows: { at: 'items', key: ['id'], repeats: 'drop' },
      limits: { keys: 2 },
    });
    await assert.rejects(
      asked(part, () => ({ body: { items: [{ id: 1 }, { id: 2 }, { id: 3 }] } })),
      /more than 2 keys: make the windows shorter, or raise limits.keys/,
    );
  });
});
