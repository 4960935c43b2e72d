import assert from 'node:assert/strict';
import type { PagingConfig } from '../../../../functions/puller/http-source/source-config.ts';
import { type ApiHandler, type ApiRequest, type FakeApi, startFakeApi } from '../../../support/fake-api.ts';
import { pagesOf, rowsOf, sourceOf } from '../../../support/http-source.ts';

const numbered = (count: number, from = 0): readonly { readonly id: number }[] =>
  Array.from({ length: count }, (_, index) => ({ id: from + index }));
const ids = (rows: readonly unknown[]): readonly number[] => rows.map((row) => (row as { readonly id: number }).id);
const none = { none: 'the order of the fake is fixed' } as const;

describe('paging of an HTTP source', () => {
  let api: FakeApi | undefined;

  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  async function list(paging: PagingConfig, handler: ApiHandler, url = '/rows'): Promise<readonly number[]> {
    api = await startFakeApi(handler);
    return ids(await rowsOf(sourceOf({ request: { url: `${api.url}${url}` }, paging })));
  }

  async function failure(paging: PagingConfig, handler: ApiHandler): Promise<string> {
    api = await startFakeApi(handler);
    const source = sourceOf({ request: { url: `${api.url}/rows` }, paging });
    const error = await pagesOf(source).then(
      () => assert.fail('the listing ended well'),
      (thrown: Error & { action?: string }) => thrown,
    );
    return `${error.action}: ${error.message}`;
  }

  const asked = (name: string): readonly (string | null)[] =>
    (api as FakeApi).asked.map(({ query }) => query.get(name));

  it('by page number sends the first one where it is told to, and ends with a short page', async () => {
    const paging: PagingConfig = {
      kind: 'page',
      in: { in: 'query', name: 'page' },
      first: 1,
      sendFirst: true,
      size: 2,
      sizeIn: { in: 'query', name: 'per_page' },
      end: { shortPage: true },
      order: none,
    };
    const rows = await list(paging, ({ query }) => ({
      body: {
        items: numbered(5)
          .slice((Number(query.get('page')) - 1) * 2)
          .slice(0, 2),
      },
    }));
    assert.deepEqual(rows, [0, 1, 2, 3, 4]);
    assert.deepEqual(asked('page'), ['1', '2', '3']);
    assert.deepEqual(asked('per_page'), ['2', '2', '2']);
  });

  it('by page number leaves the first one out where it is told to, and goes on over a short page that does not end it', async () => {
    const pages = [[0, 1], [2], [3, 4], []];
    const paging: PagingConfig = {
      kind: 'page',
      in: { in: 'query', name: 'p' },
      first: 0,
      sendFirst: false,
      end: { emptyPage: true },
      order: none,
    };
    const rows = await list(paging, ({ query }) => ({
      body: { items: (pages[Number(query.get('p') ?? 0)] ?? []).map((id) => ({ id })) },
    }));
    assert.deepEqual(rows, [0, 1, 2, 3, 4]);
    assert.deepEqual(asked('p'), [null, '1', '2', '3']);
  });

  it('by offset grows by the rows received, so that a page of another size loses none', async () => {
    const paging: PagingConfig = {
      kind: 'offset',
      in: { in: 'query', name: 'skip' },
      first: 0,
      sendFirst: true,
      advance: 'rows',
      end: { emptyPage: true },
      order: none,
    };
    const rows = await list(paging, ({ query }, count) => ({
      body: {
        items: numbered(7)
          .slice(Number(query.get('skip')))
          .slice(0, count),
      },
    }));
    assert.deepEqual(rows, [0, 1, 2, 3, 4, 5, 6]);
    assert.deepEqual(asked('skip'), ['0', '1', '3', '6', '7']);
  });

  it('by offset grows by the page size where the source counts places', async () => {
    const paging: PagingConfig = {
      kind: 'offset',
      in: { in: 'query', name: 'skip' },
      first: 0,
      sendFirst: false,
      advance: 'size',
      size: 3,
      end: { when: { at: 'more', eq: false } },
      order: none,
    };
    await list(paging, (_request, count) => ({ body: { items: numbered(2, count * 10), more: count < 3 } }));
    assert.deepEqual(asked('skip'), [null, '3', '6']);
  });

  it('by token ends where there is none, and sends the first one that is declared', async () => {
    const tokens: Record<string, string | null> = { start: 'b', b: 'c', c: null };
    const paging: PagingConfig = {
      kind: 'token',
      in: { in: 'query', name: 't' },
      value: { from: 'body', at: 'meta.next' },
      first: 'start',
      end: { noValue: true },
    };
    const rows = await list(paging, ({ query }, count) => ({
      body: { items: [{ id: count }], meta: { next: tokens[query.get('t') ?? ''] } },
    }));
    assert.deepEqual(rows, [1, 2, 3]);
    assert.deepEqual(asked('t'), ['start', 'b', 'c']);
  });

  const places: readonly (readonly [
    string,
    PagingConfig & { readonly kind: 'token' },
    string,
    (request: ApiRequest) => unknown,
  ])[] = [
    [
      'a header',
      {
        kind: 'token',
        in: { in: 'header', name: 'X-Next' },
        value: { from: 'header', name: 'X-Cursor' },
        end: { noValue: true },
      },
      '/rows',
      ({ headers }) => headers['x-next'],
    ],
    [
      'the path',
      { kind: 'token', in: { in: 'path' }, first: 'a b', value: { from: 'body', at: 'next' }, end: { noValue: true } },
      '/rows/{page}',
      ({ path }) => decodeURIComponent(path.slice('/rows/'.length)),
    ],
    [
      'a nested place of the JSON body',
      {
        kind: 'token',
        in: { in: 'json', at: 'page.after' },
        value: { from: 'body', at: 'next' },
        end: { noValue: true },
      },
      '/rows',
      ({ body }) => (body === '' ? undefined : (JSON.parse(body) as { page: { after: string } }).page.after),
    ],
    [
      'a form',
      { kind: 'token', in: { in: 'form', name: 'after' }, value: { from: 'body', at: 'next' }, end: { noValue: true } },
      '/rows',
      ({ body }) => new URLSearchParams(body).get('after') ?? undefined,
    ],
  ];
  for (const [place, paging, url, read] of places) {
    it(`puts the token into ${place}`, async () => {
      await list(
        paging,
        (_request, count) => ({
          headers: count < 3 ? { 'x-cursor': `n${count}` } : {},
          body: { items: [{ id: count }], next: count < 3 ? `n${count}` : '' },
        }),
        url,
      );
      const first = paging.first;
      assert.deepEqual((api as FakeApi).asked.map(read), [first, 'n1', 'n2']);
    });
  }

  it('takes a token from the last row, counts on from it, and cuts it out of a URL or by a pattern', async () => {
    const cases: readonly (readonly [(PagingConfig & { readonly kind: 'token' })['value'], unknown, string])[] = [
      [{ from: 'lastRow', at: 'id' }, {}, '7'],
      [{ from: 'lastRow', at: 'id', add: 1 }, {}, '8'],
      [{ from: 'body', at: 'next', urlParam: 'c' }, { next: '/rows?x=1&c=abc%20d#end' }, 'abc d'],
      [{ from: 'body', at: 'next', urlParam: 'c' }, { next: 'c=raw' }, 'raw'],
      [{ from: 'body', at: 'next', match: 'page-(\\d+)' }, { next: 'go to page-12' }, '12'],
      [{ from: 'body', at: 'n', add: 2 }, { n: 40 }, '42'],
      [{ from: 'link', rel: 'next', urlParam: 'cursor' }, {}, 'L'],
    ];
    for (const [value, more, expected] of cases) {
      await list(
        { kind: 'token', in: { in: 'query', name: 't' }, value, end: { when: { at: 'last', eq: true } } },
        (_request, count) => ({
          headers: { link: '<https://a/x?cursor=L>; rel="next"' },
          body: {
            items: [{ id: 6 + count, x: count }, ...(count === 1 ? [{ id: 7 }] : [])],
            last: count > 1,
            ...(more as object),
          },
        }),
      );
      assert.deepEqual(asked('t'), [null, expected]);
      await api?.close();
    }
  });

  it('follows a next URL with the parameters that it names and those that are kept', async () => {
    api = await startFakeApi(({ query }, count) => ({
      body: { items: [{ id: count }], next: count < 3 ? `/rows?after=${count}&limit=9` : null, q: query.toString() },
    }));
    const source = sourceOf({
      request: { url: `${api.url}/rows`, query: { fields: 'a', limit: 5, q: 'x y' }, headers: { 'X-Mode': 'full' } },
      paging: { kind: 'url', value: { from: 'body', at: 'next' }, keep: ['fields', 'limit'], end: { noValue: true } },
    });
    await rowsOf(source);
    assert.deepEqual(
      api.asked.map(({ query }) => query.toString()),
      ['fields=a&limit=5&q=x+y', 'after=1&limit=9&fields=a', 'after=2&limit=9&fields=a'],
    );
    assert.ok(api.asked.every(({ headers }) => headers['x-mode'] === 'full'));
  });

  it('follows the Link header, whatever stands before the relation', async () => {
    const rows = await list(
      { kind: 'url', value: { from: 'link', rel: 'next' }, end: { noValue: true } },
      ({ query }, count) => ({
        headers:
          count < 3
            ? {
                link: `</rows?page=9>; title="a; rel=\\"next\\""; rel=last, </rows?page=${count + 1}>; rel="prev next"`,
              }
            : { link: '</rows?page=1>; rel="first"' },
        body: { items: [{ id: Number(query.get('page') ?? 1) }] },
      }),
    );
    assert.deepEqual(rows, [1, 2, 3]);
  });

  const clamp: ApiHandler = ({ query }) => ({
    body: { items: numbered(2, Math.min(Number(query.get('page')), 3) * 2) },
  });
  const byPage: PagingConfig = {
    kind: 'page',
    in: { in: 'query', name: 'page' },
    first: 1,
    sendFirst: true,
    size: 2,
    end: { shortPage: true },
    order: none,
  };

  it('fails where a full last page makes the source repeat it (airbyte#28226)', async () => {
    assert.match(await failure(byPage, clamp), /^fail: .*page 3 holds the rows of an earlier page/);
  });

  it('ends there without the repeated rows where the end rule says that the source repeats its last page', async () => {
    assert.deepEqual(await list({ ...byPage, end: { repeat: true } }, clamp), [2, 3, 4, 5, 6, 7]);
  });

  it('fails on tokens A, B, A, B (airbyte-python-cdk#1148)', async () => {
    const paging: PagingConfig = {
      kind: 'token',
      in: { in: 'query', name: 't' },
      value: { from: 'body', at: 'next' },
      end: { noValue: true },
    };
    const message = await failure(paging, (_request, count) => ({
      body: { items: [{ id: count }], next: count % 2 === 0 ? 'A' : 'B' },
    }));
    assert.match(message, /^fail: .*was read already: the source runs in a circle/);
  });

  it('ends on a repeated token where the end rule says so', async () => {
    const paging: PagingConfig = {
      kind: 'token',
      in: { in: 'query', name: 't' },
      value: { from: 'body', at: 'next' },
      end: { repeat: true },
    };
    assert.deepEqual(
      await list(paging, (_request, count) => ({ body: { items: [{ id: count }], next: 'same' } })),
      [1, 2],
    );
  });

  it('fails where a next link never ends and its start is inclusive (airbyte#81516)', async () => {
    const paging: PagingConfig = {
      kind: 'token',
      in: { in: 'query', name: 'from' },
      value: { from: 'lastRow', at: 'id' },
      end: { emptyPage: true },
    };
    const message = await failure(paging, ({ query }) => ({
      body: { items: numbered(5).slice(Number(query.get('from') ?? 0)) },
    }));
    assert.match(message, /circle|earlier page/);
  });

  it('fails at maxPages and does not end there as if it were done', async () => {
    const message = await failure({ ...byPage, maxPages: 3 }, ({ query }) => ({
      body: { items: numbered(2, Number(query.get('page')) * 2) },
    }));
    assert.match(message, /^fail: .*more than maxPages, 3, pages/);
  });

  it('fails where the next value is missing and the end rule does not say that this is the end', async () => {
    const paging: PagingConfig = {
      kind: 'token',
      in: { in: 'query', name: 't' },
      value: { from: 'body', at: 'next' },
      end: { when: { at: 'done', eq: true } },
    };
    assert.match(await failure(paging, () => ({ body: { items: [{ id: 1 }] } })), /^fail: .*names no next page/);
  });

  it('fails where the total differs from the rows that were sent, or reports it', async () => {
    const told = { ...byPage, total: { at: 'total', mismatch: 'fail' as const } };
    const handler: ApiHandler = ({ query }) => ({
      body: { items: query.get('page') === '1' ? numbered(2) : numbered(1, 9), total: 4 },
    });
    assert.match(await failure(told, handler), /^fail: .*tells 4 rows at total and sent 3/);
    await api?.close();
    api = await startFakeApi(handler);
    const source = sourceOf({
      request: { url: `${api.url}/rows` },
      paging: { ...told, total: { at: 'total', mismatch: 'report' } },
    });
    const warnings: (string | undefined)[] = [];
    for await (const { warning } of source.inspect(
      { from: '2026-03-01T00:00:00.000Z', to: '2026-03-01T01:00:00.000Z' },
      { signal: new AbortController().signal, deadlineMs: Number.MAX_SAFE_INTEGER },
    ))
      warnings.push(warning);
    await source.close();
    assert.deepEqual(warnings, [undefined, 'the source tells 4 rows at total and sent 3']);
  });

  it('takes a total that only the first page tells (dlt#1414)', async () => {
    const told: PagingConfig = { ...byPage, total: { at: 'total', mismatch: 'fail' } };
    const rows = await list(told, ({ query }) => ({
      body: query.get('page') === '1' ? { items: numbered(2), total: 3 } : { items: numbered(1, 2) },
    }));
    assert.deepEqual(rows, [0, 1, 2]);
  });

  it('begins the listing anew where the total moves between its pages', async () => {
    const told: PagingConfig = { ...byPage, total: { at: 'total', mismatch: 'fail' } };
    const message = await failure(told, (_request, count) => ({
      body: { items: numbered(2, count * 2), total: 10 + count },
    }));
    assert.match(message, /^relist: .*total moved from 11 to 12/);
  });

  it('begins the listing anew where the first page has changed when it is looked at again', async () => {
    const looked: PagingConfig = { ...byPage, recheck: true };
    const moved: ApiHandler = ({ query }, count) => ({
      body: { items: query.get('page') === '1' ? numbered(2, count === 1 ? 0 : 50) : numbered(1, 2) },
    });
    assert.match(await failure(looked, moved), /^relist: .*first page has changed/);
    await api?.close();
    const still: ApiHandler = ({ query }) => ({
      body: { items: query.get('page') === '1' ? numbered(2) : numbered(1, 2) },
    });
    assert.deepEqual(await list(looked, still), [0, 1, 2]);
  });

  it('takes an empty page for the end only where that is declared (SDK rest.py)', async () => {
    const paging: PagingConfig = {
      kind: 'token',
      in: { in: 'query', name: 't' },
      value: { from: 'body', at: 'next' },
      end: { noValue: true },
    };
    const rows = await list(paging, (_request, count) => ({
      body: { items: count === 2 ? [] : [{ id: count }], next: count < 3 ? `n${count}` : null },
    }));
    assert.deepEqual(rows, [1, 3]);
  });

  it('counts the rows of a page before they are filtered (airbyte-python-cdk#1073)', async () => {
    api = await startFakeApi(({ query }) => ({
      body: {
        items: numbered(5)
          .slice((Number(query.get('page')) - 1) * 2)
          .slice(0, 2),
      },
    }));
    const source = sourceOf({
      request: { url: `${api.url}/rows` },
      paging: byPage,
      rows: { at: 'items', filter: { row: 'id', in: [0, 4] } },
    });
    const pages = await pagesOf(source);
    assert.deepEqual(ids(pages.flatMap(({ rows }) => rows)), [0, 4]);
    assert.deepEqual(
      pages.map(({ dropped }) => dropped.filtered),
      [1, 2, 0],
    );
  });
});
