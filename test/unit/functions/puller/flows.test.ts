import assert from 'node:assert/strict';
import { createHttpSource } from '../../../../functions/puller/http-source/http-source.ts';
import type { LevelConfig } from '../../../../functions/puller/http-source/source-config.ts';
import type { SourceError } from '../../../../functions/puller/source.ts';
import type { SourceFile } from '../../../../functions/puller/source-file/source-file.ts';
import { type ApiHandler, type FakeApi, startFakeApi } from '../../../support/fake-api.ts';
import {
  fileOf,
  optionsOf,
  pagesOf,
  rowsOf,
  type SourceParts,
  sourceOf,
  stillClock,
  WINDOW,
} from '../../../support/http-source.ts';

const none = { none: 'fixed' } as const;
const at = (minute: number): string => `2026-03-01T00:${String(minute).padStart(2, '0')}:00Z`;

describe('flows of an HTTP source', () => {
  let api: FakeApi | undefined;
  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  async function rows(
    handler: ApiHandler,
    part: (url: string) => Partial<SourceFile>,
    parts: SourceParts = {},
    options = {},
  ): Promise<readonly unknown[]> {
    api = await startFakeApi(handler);
    return rowsOf(sourceOf(part(api.url), parts), options);
  }

  async function failure(
    handler: ApiHandler,
    part: (url: string) => Partial<SourceFile>,
    parts: SourceParts = {},
  ): Promise<SourceError> {
    return rows(handler, part, parts).then(
      () => assert.fail('the listing ended well'),
      (error: SourceError) => error,
    );
  }

  const paths = (): readonly string[] =>
    (api as FakeApi).asked.map(({ path, query }) => `${path}${query.size === 0 ? '' : `?${query}`}`);

  describe('with parents', () => {
    const orgs = (url: string): LevelConfig => ({
      request: { url: `${url}/orgs` },
      paging: { kind: 'none' },
      rows: { at: 'items' },
      fields: { org: 'login', plan: 'plan.name' },
    });
    const repos = (url: string): LevelConfig => ({
      request: { url: `${url}/orgs/{parent.org}/repos` },
      paging: {
        kind: 'page',
        in: { in: 'query', name: 'page' },
        first: 1,
        sendFirst: false,
        end: { emptyPage: true },
        order: none,
      },
      rows: { at: '', expect: 'list', filter: { row: 'fork', eq: false } },
      fields: { repo: 'name' },
    });
    const handler: ApiHandler = ({ path, query }) => {
      if (path === '/orgs')
        return {
          body: {
            items: [
              { login: 'a/b', plan: { name: 'p' } },
              { login: 'c', plan: { name: 'q' } },
              { login: 'c', plan: { name: 'q' } },
            ],
          },
        };
      if (path.endsWith('/repos'))
        return {
          body: query.has('page')
            ? []
            : [
                { name: `${path.split('/')[2]}-1`, fork: false },
                { name: 'x', fork: true },
              ],
        };
      return { body: { items: [{ at: path }] } };
    };

    it('feeds their values into the path of the next, two levels deep, and each parent once', async () => {
      const found = await rows(handler, (url) => ({
        each: [orgs(url), repos(url)],
        request: { url: `${url}/repos/{parent.repo}`, query: { plan: '{parent.plan}' } },
        rows: { at: 'items', steps: [{ set: 'org', to: '{parent.org}' }] },
      }));
      assert.deepEqual(
        found.map((row) => (row as { org: string }).org),
        ['a/b', 'c'],
      );
      assert.deepEqual(paths(), [
        '/orgs',
        '/orgs/a%2Fb/repos',
        '/orgs/a%2Fb/repos?page=2',
        '/orgs/c/repos',
        '/orgs/c/repos?page=2',
        '/repos/a%2Fb-1?plan=p'.replace('a%2Fb-1', 'a%252Fb-1'),
        '/repos/c-1?plan=q',
      ]);
    });

    it('makes them a part of the plan: they come first, as a note', async () => {
      api = await startFakeApi(handler);
      const pages = await pagesOf(
        sourceOf({ each: [orgs(api.url)], request: { url: `${api.url}/x/{parent.org:path}` } }),
      );
      assert.deepEqual(
        pages.map(({ index }) => index),
        [0, 1, 2],
      );
      assert.deepEqual(pages[0]?.note, {
        parents: [
          { org: 'a/b', plan: 'p' },
          { org: 'c', plan: 'q' },
        ],
      });
    });

    it('takes fixed lists, lists of the settings, and the product of two', async () => {
      await rows(handler, (url) => ({
        settings: { years: [2025, 2026] },
        each: [
          { list: ['eu', 'us'], as: 'region' },
          { list: { settings: 'years' }, as: 'year' },
        ],
        request: { url: `${url}/r/{parent.region}`, query: { year: '{parent.year}' } },
      }));
      assert.deepEqual(paths(), ['/r/eu?year=2025', '/r/eu?year=2026', '/r/us?year=2025', '/r/us?year=2026']);
      assert.match(
        (
          await failure(handler, (url) => ({
            settings: { years: 5 },
            each: [{ list: { settings: 'years' }, as: 'year' }],
            request: { url: `${url}/{parent.year}` },
          }))
        ).message,
        /is no list/,
      );
    });

    it('passes over a status of one of them without losing the others', async () => {
      const found = await rows(
        (request, count) => (request.path === '/r/b' ? { status: 404 } : handler(request, count)),
        (url) => ({
          each: [{ list: ['a', 'b', 'c'], as: 'id' }],
          request: { url: `${url}/r/{parent.id}` },
          errors: [{ status: [404], action: 'skip' }],
        }),
      );
      assert.equal(found.length, 2);
    });

    it('asks for several side by side, and gives their rows in the order of the parents', async () => {
      const slow: ApiHandler = async ({ path }) => {
        await new Promise((resolve) => {
          setTimeout(resolve, path === '/r/a' ? 60 : 1);
        });
        return { body: { items: [{ at: path }, { at: path }] } };
      };
      const found = await rows(slow, (url) => ({
        each: [{ list: ['a', 'b', 'c', 'd'], as: 'id' }],
        concurrency: 3,
        request: { url: `${url}/r/{parent.id}` },
      }));
      assert.deepEqual(
        found.map((row) => (row as { at: string }).at),
        ['/r/a', '/r/a', '/r/b', '/r/b', '/r/c', '/r/c', '/r/d', '/r/d'],
      );
    });

    it('ends all of them where one fails', async () => {
      const error = await failure(
        (request, count) => (request.path === '/r/b' ? { status: 400 } : handler(request, count)),
        (url) => ({
          each: [{ list: ['a', 'b', 'c'], as: 'id' }],
          concurrency: 3,
          request: { url: `${url}/r/{parent.id}` },
        }),
      );
      assert.equal(error.action, 'fail');
    });

    it('fails where a parent lacks what its children need, or where there are too many', async () => {
      assert.match(
        (
          await failure(
            () => ({ body: { items: [{ plan: {} }] } }),
            (url) => ({ each: [orgs(url)], request: { url } }),
          )
        ).message,
        /A parent has nothing at login, which \{parent.org\} stands for/,
      );
      assert.match(
        (await failure(handler, (url) => ({ each: [orgs(url)], limits: { parents: 1 }, request: { url } }))).message,
        /more than 1 parents/,
      );
    });

    it('reads them from the start of the source on, in steps, where they have a window of their own', async () => {
      const level = (url: string): LevelConfig => ({
        ...orgs(url),
        request: { url: `${url}/orgs`, query: { from: '{window.from}', to: '{window.to}' } },
        window: {
          kind: 'range',
          format: 'date',
          from: { bound: 'inclusive' },
          to: { bound: 'inclusive' },
          step: '30d',
        },
        paging: {
          kind: 'token',
          first: 'x',
          in: { in: 'query', name: 't' },
          value: { from: 'body', at: 'none' },
          end: { noValue: true },
        },
      });
      await rows(handler, (url) => ({ each: [level(url)], request: { url: `${url}/r/{parent.org}` } }));
      assert.deepEqual(paths().slice(0, 2), [
        '/orgs?from=2026-01-01&to=2026-01-31&t=x',
        '/orgs?from=2026-01-31&to=2026-03-02&t=x',
      ]);
    });
  });

  describe('of windows', () => {
    const timed = { at: 'items', key: ['id'], time: { at: 't', formats: ['rfc3339'] } };
    const window = { length: '1h', start: '2026-01-01T00:00:00Z' };

    it('asks for a range by both bounds and cuts by the time of the rows', async () => {
      const found = await rows(
        () => ({
          body: {
            items: [
              { id: 1, t: at(0) },
              { id: 2, t: '2026-03-01T01:00:00Z' },
              { id: 3, t: '2026-03-01T00:59:59.412Z' },
            ],
          },
        }),
        (url) => ({
          request: { url, query: { a: '{window.from}', b: '{window.to}' } },
          rows: timed,
          window: {
            ...window,
            kind: 'range',
            format: '%Y-%m-%dT%H:%M:%SZ',
            from: { bound: 'exclusive' },
            to: { bound: 'inclusive' },
          },
        }),
      );
      assert.deepEqual(paths(), ['/?a=2026-02-28T23%3A59%3A59Z&b=2026-03-01T01%3A00%3A00Z']);
      assert.deepEqual(
        found.map((row) => (row as { id: number }).id),
        [1, 3],
      );
    });

    it('asks for it in steps, in order', async () => {
      await rows(
        () => ({ body: { items: [] } }),
        (url) => ({
          request: { url, query: { a: '{window.from:%H:%M}', b: '{window.to:%H:%M}' } },
          rows: timed,
          window: { ...window, kind: 'range', step: '30m', from: { bound: 'inclusive' }, to: { bound: 'exclusive' } },
        }),
      );
      assert.deepEqual(paths(), ['/?a=00%3A00&b=00%3A30', '/?a=00%3A30&b=01%3A00']);
    });

    it('asks since the start, less the overlap, and drops what has landed', async () => {
      api = await startFakeApi(() => ({
        body: {
          items: [
            { id: 1, t: '2026-02-28T23:50:00Z' },
            { id: 2, t: at(5) },
          ],
        },
      }));
      const part = {
        request: { url: api.url, query: { since: '{window.from}' } },
        rows: timed,
        window: { ...window, kind: 'since' as const, overlap: '15m', from: { bound: 'inclusive' as const } },
      };
      const first = await pagesOf(sourceOf(part));
      assert.equal(api.asked[0]?.query.get('since'), '2026-02-28T23:45:00.000Z');
      assert.equal(first[0]?.keys?.length, 2);
      const again = await pagesOf(sourceOf(part), { landed: new Set(first[0]?.keys) });
      assert.deepEqual([again[0]?.rows.length, again[0]?.dropped.repeated], [1, 1]);
    });

    it('reads a newest-first feed down to the start of the window and no further', async () => {
      const found = await rows(
        ({ query }) => ({
          body: { items: [{ id: Number(query.get('p')), t: at(50 - 20 * (Number(query.get('p')) - 1)) }] },
        }),
        (url) => ({
          request: { url },
          rows: timed,
          paging: {
            kind: 'page',
            in: { in: 'query', name: 'p' },
            first: 1,
            sendFirst: true,
            end: { emptyPage: true },
            order: none,
          },
          window: { ...window, kind: 'feed', start: '2026-01-01T00:00:00Z' },
        }),
        {},
        {},
      ).catch((error: Error) => error);
      // The fourth page is older: -10 minutes is no minute, so the handler gives one that cannot be read.
      assert.ok(Array.isArray(found) || /time at t/.test((found as Error).message));
      await api?.close();
      const times = [at(50), at(20), '2026-02-28T23:59:00Z', '2026-02-28T23:00:00Z'];
      const read = await rows(
        (_request, count) => ({ body: { items: [{ id: count, t: times[count - 1] }] } }),
        (url) => ({
          request: { url },
          rows: timed,
          paging: {
            kind: 'page',
            in: { in: 'query', name: 'p' },
            first: 1,
            sendFirst: true,
            end: { emptyPage: true },
            order: none,
          },
          window: { ...window, kind: 'feed' },
        }),
      );
      assert.equal(read.length, 2);
      assert.equal(api?.asked.length, 3);
    });

    it('stamps a snapshot with its window, in requests as well where a format is named', async () => {
      const found = await rows(
        () => ({ body: { items: [{ id: 1 }] } }),
        (url) => ({
          request: { url, query: { until: '{window.to-1d:date}' } },
          rows: { at: 'items', steps: [{ set: 'seen_at', to: '{window.to}' }] },
        }),
      );
      assert.deepEqual([found, paths()], [[{ id: 1, seen_at: '2026-03-01T01:00:00.000Z' }], ['/?until=2026-02-28']]);
    });

    it('drops rows whose key came before where paging can repeat them, and keeps them where it is told to', async () => {
      const paging = {
        kind: 'page' as const,
        in: { in: 'query' as const, name: 'p' },
        first: 1,
        sendFirst: true,
        end: { emptyPage: true },
        order: none,
      };
      const drifting: ApiHandler = ({ query }) => ({
        body: {
          items:
            ({ 1: [{ id: 1 }, { id: 2 }], 2: [{ id: 2 }, { id: 3 }] } as Record<string, object[]>)[
              query.get('p') ?? ''
            ] ?? [],
        },
      });
      assert.equal(
        (await rows(drifting, (url) => ({ request: { url }, paging, rows: { at: 'items', key: ['id'] } }))).length,
        3,
      );
      await api?.close();
      assert.equal(
        (
          await rows(drifting, (url) => ({
            request: { url },
            paging,
            rows: { at: 'items', key: ['id'], repeats: 'keep' },
          }))
        ).length,
        4,
      );
    });
  });

  describe('that is capped', () => {
    const capped =
      (most: number): ApiHandler =>
      ({ query }) => {
        const [from, to] = ['a', 'b'].map((name) => Date.parse(query.get(name) ?? '')) as [number, number];
        const all = Array.from({ length: 60 }, (_, minute) => ({ id: minute, t: at(minute) })).filter(
          ({ t }) => Date.parse(t) >= from && Date.parse(t) < to,
        );
        return { body: { items: all, total: all.length > most ? 'too many' : all.length } };
      };
    const part = (url: string): Partial<SourceFile> => ({
      request: { url, query: { a: '{window.from}', b: '{window.to}' } },
      rows: { at: 'items', key: ['id'], time: { at: 't', formats: ['rfc3339'] } },
      errors: [{ when: { at: 'total', eq: 'too many' }, action: 'split' }],
      window: {
        kind: 'range',
        length: '1h',
        start: '2026-01-01T00:00:00Z',
        unit: '1m',
        from: { bound: 'inclusive' },
        to: { bound: 'exclusive' },
      },
    });

    it('is asked for in halves until each is small enough (airbyte#16163)', async () => {
      const found = await rows(capped(20), part);
      assert.deepEqual(
        found.map((row) => (row as { id: number }).id),
        Array.from({ length: 60 }, (_, id) => id),
      );
    });

    it('fails where a single unit is too much', async () => {
      assert.match((await failure(capped(0), part)).message, /cannot be split any further/);
    });

    it('is thrown away whole where its pages are out already, and begun anew in halves', async () => {
      api = await startFakeApi(({ query }) => {
        const wide = Date.parse(query.get('b') ?? '') - Date.parse(query.get('a') ?? '') > 1_800_000;
        if (wide && query.get('p') === '2') return { status: 400 };
        return { body: { items: query.get('p') === '1' ? [{ id: query.get('a'), t: query.get('a') }] : [] } };
      });
      const source = sourceOf({
        ...part(api.url),
        errors: [{ status: [400], action: 'split' }],
        paging: {
          kind: 'page',
          in: { in: 'query', name: 'p' },
          first: 1,
          sendFirst: true,
          end: { emptyPage: true },
          order: none,
        },
      });
      const listing = async (): Promise<number> => {
        let count = 0;
        for await (const page of source.open(WINDOW, optionsOf()).pages) count += page.rows.length;
        return count;
      };
      await assert.rejects(
        listing(),
        (error: SourceError) => error.action === 'relist' && /its span is split/.test(error.message),
      );
      assert.equal(await listing(), 2);
      await source.close();
    });
  });

  describe('by an export job', () => {
    const file = (url: string): Partial<SourceFile> => {
      const { request: _r, paging: _p, ...rest } = fileOf({});
      return {
        ...rest,
        export: {
          create: { url: `${url}/jobs`, method: 'POST', json: { from: '{window.from:date}' } },
          fields: { id: 'job.id' },
          poll: {
            request: { url: `${url}/jobs/{job.id}` },
            every: '5s',
            status: 'state',
            done: ['ready'],
            running: ['queued', '3'],
            failed: ['dead'],
            fields: { key: 'key' },
          },
          download: { urls: 'files' },
        },
        rows: { format: 'csv', at: '', expect: 'list' },
      };
    };
    const handler =
      (done: object): ApiHandler =>
      ({ path, method }, count) => {
        if (method === 'POST') return { body: { job: { id: 'j 1' } } };
        if (path.startsWith('/jobs/')) return { body: count < 4 ? { state: count === 2 ? 'queued' : 3 } : done };
        return { headers: { 'content-type': 'text/csv' }, body: `id,name\n1,${path}\n` };
      };
    const run = async (
      done: object,
      change: (given: Partial<SourceFile>) => Partial<SourceFile> = (given) => given,
      parts: SourceParts = {},
    ): Promise<readonly unknown[]> => {
      api = await startFakeApi((request, count) => handler(done)(request, count));
      const { url } = api;
      const { paging: _, ...made } = fileOf(change(file(url)));
      const text = JSON.stringify(made).replaceAll('URL', url);
      const source = createHttpSource(JSON.parse(text) as SourceFile, {
        clock: stillClock(),
        allowLoopback: true,
        newId: () => 'x',
        secrets: { read: async () => 's' },
        ...parts,
      });
      return rowsOf(source);
    };

    it('begins it, asks after it until it is done, and downloads its files', async () => {
      const found = await run({ state: 'ready', key: 'k', files: ['URL/f/1', 'URL/f/2'].map((text) => text) }).catch(
        (error: Error) => error,
      );
      assert.match(String(found), /cannot be read|no URLs|Not asked/);
      await api?.close();
      api = await startFakeApi((request, count) =>
        handler({ state: 'ready', key: 'k', files: [`${api?.url}/f/1`, `${api?.url}/f/2`] })(request, count),
      );
      const clock = stillClock();
      const source = createHttpSource(fileOf(file(api.url)), {
        clock,
        allowLoopback: true,
        newId: () => 'x',
        secrets: { read: async () => 's' },
      });
      const good = await rowsOf(source);
      assert.deepEqual(good, [
        { id: '1', name: '/f/1' },
        { id: '1', name: '/f/2' },
      ]);
      assert.deepEqual(clock.waits.filter((ms) => ms === 5_000).length, 2);
      assert.equal(api.asked[1]?.path, '/jobs/j%201');
    });

    for (const [what, done, expected] of [
      ['fails', { state: 'dead' }, /its status is dead/],
      ['has a status that is not declared', { state: 'odd' }, /its status odd is among neither/],
      ['has no status', {}, /its status null/],
      ['lacks a field', { state: 'ready', files: [] }, /has nothing at key/],
      ['lacks its files', { state: 'ready', key: 'k' }, /no URLs at files/],
    ] as const) {
      it(`that ${what} is an error`, async () => {
        await assert.rejects(run(done), expected);
      });
    }

    it('that has no file has no rows, and one of one file is a text', async () => {
      assert.deepEqual(await run({ state: 'ready', key: 'k', files: [] }), []);
    });

    it('that takes too long is an error', async () => {
      api = await startFakeApi(({ method }) => ({
        body: method === 'POST' ? { job: { id: 1 } } : { state: 'queued' },
      }));
      const given = file(api.url);
      const slow = {
        ...given,
        export: {
          ...(given.export as NonNullable<SourceFile['export']>),
          poll: { ...(given.export as NonNullable<SourceFile['export']>).poll, atMost: '12s' },
        },
      };
      await assert.rejects(rowsOf(sourceOf(slow)), /not done in time/);
    });

    it('is refused by a rule like any other request', async () => {
      api = await startFakeApi(() => ({ status: 404 }));
      await assert.rejects(
        rowsOf(sourceOf({ ...file(api.url), errors: [{ status: [404], action: 'empty' }] })),
        /answered by the rule empty/,
      );
    });

    it('is downloaded from the URL in each item of a list, and may need no field of the answer', async () => {
      api = await startFakeApi(({ path, method }) => {
        if (method === 'POST') return { body: { job: { id: 7 } } };
        if (path !== '/jobs/7') return { body: `id,name\n1,${path}\n` };
        return { body: { state: 'ready', parts: ['/f/1', '/f/2'].map((file) => ({ href: `${api?.url}${file}` })) } };
      });
      const given = file(api.url);
      const { poll, ...job } = given.export as NonNullable<SourceFile['export']>;
      const { fields: _, ...plain } = poll;
      const source = sourceOf({ ...given, export: { ...job, poll: plain, download: { urls: 'parts.*.href' } } });
      assert.deepEqual(await rowsOf(source), [
        { id: '1', name: '/f/1' },
        { id: '1', name: '/f/2' },
      ]);
    });

    it('is downloaded by requests of its own, with paging', async () => {
      api = await startFakeApi(({ path, method, query }) => {
        if (method === 'POST') return { body: { job: { id: 7 } } };
        if (path === '/jobs/7') return { body: { state: 'ready', key: 'k' } };
        return { body: { items: query.get('p') === '1' ? [{ key: query.get('key') }] : [] } };
      });
      const given = file(api.url);
      const download = {
        request: { url: `${api.url}/rows`, query: { key: '{job.key}' } },
        paging: {
          kind: 'page' as const,
          in: { in: 'query' as const, name: 'p' },
          first: 1,
          sendFirst: true,
          end: { emptyPage: true },
          order: none,
        },
      };
      const found = await rowsOf(
        sourceOf({
          ...given,
          export: { ...(given.export as NonNullable<SourceFile['export']>), download },
          rows: { at: 'items' },
        }),
      );
      assert.deepEqual(found, [{ key: 'k' }]);
    });
  });

  it('turns a defect of a template into a failure of the window', async () => {
    const error = await failure(
      () => ({ body: { items: [{ a: {} }] } }),
      (url) => ({ request: { url }, rows: { at: 'items', steps: [{ set: 'b', to: '{row.none}' }] } }),
    );
    assert.deepEqual([error.action, error.code], ['fail', 'INPUT_INVALID']);
  });

  it('turns an error of the network of Secret Manager into a retry', async () => {
    api = await startFakeApi(() => ({ body: {} }));
    const source = sourceOf(
      { request: { url: api.url, headers: { 'X-K': '{secret.key}' } }, secrets: { key: 'k' } },
      {
        secrets: {
          read: async () => {
            throw Object.assign(new Error('down'), { code: 'ECONNRESET' });
          },
        },
      },
    );
    await assert.rejects(pagesOf(source), (error: SourceError) => error.action === 'retry');
  });
});
