import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Attempt } from '../../../../functions/puller/http-source/requester.ts';
import { waitOf } from '../../../../functions/puller/http-source/waits.ts';
import type { SourceError } from '../../../../functions/puller/source.ts';
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

const items = { body: { items: [{ id: 1 }] } };

describe('answers of an HTTP source', () => {
  let api: FakeApi | undefined;

  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  async function rows(
    handler: ApiHandler,
    part: Partial<SourceFile> = {},
    parts: SourceParts = {},
    options = {},
  ): Promise<readonly unknown[]> {
    api = await startFakeApi(handler);
    return rowsOf(sourceOf({ request: { url: `${api.url}/rows` }, ...part }, parts), options);
  }

  async function failure(
    handler: ApiHandler,
    part: Partial<SourceFile> = {},
    parts: SourceParts = {},
    options = {},
  ): Promise<SourceError> {
    return rows(handler, part, parts, options).then(
      () => assert.fail('the listing ended well'),
      (error: SourceError) => error,
    );
  }

  const transient: readonly (readonly [string, ReturnType<ApiHandler>])[] = [
    ['429', { status: 429 }],
    ['408', { status: 408 }],
    ['425', { status: 425 }],
    ['500', { status: 500 }],
    ['503', { status: 503, body: 'busy' }],
    ['403 with Retry-After', { status: 403, headers: { 'retry-after': '1' } }],
    ['JSON that was cut', { headers: { 'content-type': 'application/json' }, body: '{"items":[{"id"' }],
    ['a body that ends before its length', { body: { items: [{ id: 1 }, { id: 2 }] }, cutAfter: 10 }],
    ['gzip that was cut', { body: gzipSync('{"items":[]}').subarray(0, 15) }],
    ['HTML in place of JSON', { headers: { 'content-type': 'text/html' }, body: '<html>login</html>' }],
    ['a missing row path', { body: { message: 'try later' } }],
    ['204 without a body', { status: 204 }],
    [
      'bytes that are not UTF-8',
      { headers: { 'content-type': 'application/json' }, body: Buffer.from([0x22, 0xff, 0x22]) },
    ],
  ];
  for (const [what, answer] of transient) {
    it(`are asked for again after ${what}`, async () => {
      assert.equal((await rows((_request, count) => (count === 1 ? answer : items))).length, 1);
    });
  }

  for (const [what, answer] of transient.slice(6)) {
    it(`fail the window, and never end it well, where ${what} stays`, async () => {
      const error = await failure(() => answer, { limits: { attempts: 2 } });
      assert.ok(['fail', 'retry'].includes(error.action));
      assert.match(error.message, /Given up after 2 attempts/);
    });
  }

  it('that stay broken fail the window for good, and a source that stays away does not', async () => {
    assert.equal((await failure(() => ({ body: { x: 1 } }), { limits: { attempts: 2 } })).action, 'fail');
    assert.equal((await failure(() => ({ status: 500 }), { limits: { attempts: 2 } })).action, 'retry');
  });

  for (const status of [400, 404, 501, 505]) {
    it(`of status ${status} fail at once, with what the source says`, async () => {
      const error = await failure(() => ({ status, body: { error: { message: 'no such thing' } } }));
      assert.equal(error.action, 'fail');
      assert.match(
        error.message,
        new RegExp(`GET http://127.0.0.1:\\d+/rows: Refused: the source answered ${status}: no such thing`),
      );
      assert.equal(api?.asked.length, 1);
    });
  }

  it('say why by message, detail or error, or not at all', async () => {
    for (const [body, expected] of [
      [{ message: 'm' }, /: m\./],
      [{ detail: 'd' }, /: d\./],
      [{ error: 'e' }, /: e\./],
      [{ error: { code: 5 } }, /400\./],
      ['plain', /400\./],
      [undefined, /400\./],
      ['x'.repeat(70_000), /400\./],
    ] as const) {
      assert.match((await failure(() => ({ status: 400, body }))).message, expected);
      await api?.close();
    }
  });

  it('without a body are zero rows where that is declared (dlt#1849)', async () => {
    assert.deepEqual(await rows(() => ({ status: 204 }), { rows: { at: 'items', emptyBody: true } }), []);
  });

  it('are unpacked by their magic bytes', async () => {
    assert.deepEqual(
      await rows(() => ({
        headers: { 'content-type': 'application/json' },
        body: gzipSync('{"items":[{"id":9007199254740993}]}'),
      })),
      [{ id: 9_007_199_254_740_993n }],
    );
  });

  describe('by error rules', () => {
    it('wait as the source says, by a named header in seconds, an epoch or a date', async () => {
      const now = Date.parse('2026-03-01T02:00:00Z');
      const wait = (
        headers: Record<string, string>,
        as: 'seconds' | 'epoch-s' | 'epoch-ms' | 'date' | 'minutes',
        match?: string,
      ): number | undefined =>
        waitOf(
          { headers, body: { in: 30, none: null } },
          [
            { from: 'header', at: 'X-Reset', as, ...(match === undefined ? {} : { match }) },
            { from: 'body', at: 'none', as: 'seconds' },
          ],
          now,
        );
      assert.equal(wait({ 'x-reset': '2.5' }, 'seconds'), 2_500);
      assert.equal(wait({ 'x-reset': '2' }, 'minutes'), 120_000);
      assert.equal(wait({ 'x-reset': String(now / 1_000 + 7) }, 'epoch-s'), 7_000);
      assert.equal(wait({ 'x-reset': String(now + 9) }, 'epoch-ms'), 9);
      assert.equal(wait({ 'x-reset': '2026-03-01T02:00:05Z' }, 'date'), 5_000);
      assert.equal(wait({ 'x-reset': 'wait 12 s' }, 'seconds', '(\\d+)'), 12_000);
      assert.equal(wait({ 'x-reset': 'soon' }, 'seconds', '(\\d+)'), undefined);
      assert.equal(wait({ 'x-reset': 'soon' }, 'seconds'), undefined);
      assert.equal(
        waitOf({ headers: {}, body: { in: 30 } }, [{ from: 'body', at: ['in'], as: 'seconds' }], now),
        30_000,
      );
      assert.equal(
        waitOf({ headers: { 'a.b': '3' }, body: {} }, [{ from: 'header', at: ['a', 'b'], as: 'seconds' }], now),
        3_000,
      );
    });

    it('read Retry-After as whole, decimal or HTTP date, and a time that has passed as now', () => {
      const now = Date.parse('2026-03-01T02:00:00Z');
      const wait = (text: string): number | undefined =>
        waitOf({ headers: { 'retry-after': text }, body: undefined }, undefined, now);
      assert.deepEqual(
        ['3', '1.5', 'Sun, 01 Mar 2026 02:00:10 GMT', 'Sun, 01 Mar 2026 01:00:00 GMT', 'Sunday soon', 'x'].map(wait),
        [3_000, 1_500, 10_000, 0, undefined, undefined],
      );
    });

    it('end the run cleanly where the wait is longer than it lasts', async () => {
      const error = await failure(() => ({ status: 429, headers: { 'retry-after': '7200' } }));
      assert.equal(error.action, 'wait');
      assert.equal(error.untilMs, Date.parse('2026-03-01T04:00:00Z'));
    });

    it('hold back every request of the source while one was told to wait', async () => {
      const clock = stillClock();
      await rows(
        (_request, count) => (count === 1 ? { status: 429, headers: { 'retry-after': '30' } } : items),
        {},
        { clock },
      );
      assert.ok(clock.now() >= Date.parse('2026-03-01T02:00:30Z'));
    });

    it('retry an error in a 200 body (dlt#1786)', async () => {
      const errors = [{ when: { at: 'error', eq: 'busy' }, action: 'retry' as const }];
      assert.equal(
        (
          await rows(
            (_request, count) => ({ body: count === 1 ? { error: 'busy', items: [] } : { items: [{ id: 1 }] } }),
            { errors },
          )
        ).length,
        1,
      );
    });

    it('wait for what a named header says, also of the default rules', async () => {
      const clock = stillClock();
      const errors = [
        {
          status: [418],
          action: 'wait' as const,
          wait: [{ from: 'header' as const, at: 'x-in', as: 'seconds' as const }],
        },
      ];
      await rows(
        (_request, count) =>
          count === 1
            ? { status: 418, headers: { 'x-in': '20' } }
            : count === 2
              ? { status: 503, headers: { 'x-in': '40' } }
              : items,
        { errors },
        { clock },
      );
      assert.ok(clock.now() >= Date.parse('2026-03-01T02:01:00Z'));
    });

    it('fail with the reason of the rule, by its header', async () => {
      const errors = [
        { when: { header: 'x-plan', eq: 'free' }, action: 'fail' as const, reason: 'needs another plan' },
      ];
      assert.match(
        (await failure(() => ({ headers: { 'x-plan': 'free' }, body: { items: [] } }), { errors })).message,
        /needs another plan/,
      );
    });

    it('begin the listing anew where a token has passed', async () => {
      assert.equal(
        (await failure(() => ({ status: 410 }), { errors: [{ status: [410], action: 'relist' }] })).action,
        'relist',
      );
    });

    it('take an answer for no rows on the first page, and fail on a later one (dlt: a tolerated 404 on page 5 drops the rest)', async () => {
      const errors = [{ status: [404], action: 'empty' as const }];
      assert.deepEqual(await rows(() => ({ status: 404 }), { errors }), []);
      await api?.close();
      const paging = {
        kind: 'page' as const,
        in: { in: 'query' as const, name: 'p' },
        first: 1,
        sendFirst: true,
        end: { emptyPage: true },
        order: { none: 'fixed' },
      };
      const error = await failure((_request, count) => (count === 1 ? items : { status: 404 }), { errors, paging });
      assert.match(error.message, /Page 1 of a listing was refused/);
    });

    it('ask for another credential once, and fail where there is none', async () => {
      const error = await failure(() => ({ status: 401 }));
      assert.deepEqual([error.action, error.code], ['fail', 'UNAUTHENTICATED']);
    });
  });

  describe('within bounds', () => {
    it('of bytes', async () => {
      assert.match(
        (await failure(() => ({ body: 'x'.repeat(3_000) }), { limits: { wireBytes: 2_000 } })).message,
        /longer than 2000 bytes/,
      );
    });

    it('of rows', async () => {
      assert.match(
        (await failure(() => ({ body: { items: [{}, {}, {}] } }), { limits: { pageRows: 2 } })).message,
        /3 rows, and at most 2 are taken/,
      );
    });

    it('of time', async () => {
      const slow: ApiHandler = () =>
        new Promise((resolve) => {
          setTimeout(() => resolve(items), 500);
        });
      const error = await failure(slow, { limits: { timeout: '20ms', attempts: 1 } });
      assert.match(error.message, /did not answer within 20 ms/);
    });

    it('and end at once where the caller gives up', async () => {
      const controller = new AbortController();
      const error = await failure(
        () => {
          controller.abort();
          return items;
        },
        {},
        {},
        { signal: controller.signal },
      );
      assert.match(error.message, /was given up/);
    });
  });

  it('are counted by attempt, for metrics, without a status where no whole answer came', async () => {
    const attempts: Attempt[] = [];
    await rows(
      (_request, count) =>
        count === 1 ? { status: 500 } : count === 2 ? { body: { items: [{ id: 1 }] }, cutAfter: 5 } : items,
      {},
      { onAttempt: (attempt) => attempts.push(attempt) },
    );
    assert.deepEqual(
      attempts.map(({ outcome, status }) => [outcome, status]),
      [
        ['retried', 500],
        ['retried', 0],
        ['taken', 200],
      ],
    );
    await api?.close();
    attempts.length = 0;
    await failure(() => ({ status: 404 }), {}, { onAttempt: (attempt) => attempts.push(attempt) });
    assert.deepEqual(
      attempts.map(({ outcome }) => outcome),
      ['failed'],
    );
  });

  it('cost no more than the budget of the source', async () => {
    const clock = stillClock();
    const paging = {
      kind: 'page' as const,
      in: { in: 'query' as const, name: 'p' },
      first: 1,
      sendFirst: true,
      end: { emptyPage: true },
      order: { none: 'fixed' },
    };
    await rows(
      (_request, count) => ({ body: { items: count < 5 ? [{ id: count }] : [] } }),
      { paging, rate: { requests: 2, per: '10s' } },
      { clock },
    );
    assert.ok(clock.now() >= Date.parse('2026-03-01T02:00:20Z'));
    await api?.close();
    const error = await failure(
      () => items,
      { rate: { requests: 1, per: '1h' }, paging },
      { clock: stillClock(Date.parse('2026-03-01T02:30:00Z')) },
    );
    assert.equal(error.action, 'wait');
  });

  it('that tell that no request is left hold the next one until there is', async () => {
    const clock = stillClock();
    const paging = {
      kind: 'page' as const,
      in: { in: 'query' as const, name: 'p' },
      first: 1,
      sendFirst: true,
      end: { emptyPage: true },
      order: { none: 'fixed' },
    };
    const rate = {
      requests: 100,
      per: '1s',
      remaining: 'X-Left',
      reset: { from: 'header' as const, at: 'X-Reset', as: 'seconds' as const },
    };
    await rows(
      (_request, count) => ({
        headers: { 'x-left': count === 1 ? '0' : '9', 'x-reset': '45' },
        body: { items: count < 3 ? [{ id: count }] : [] },
      }),
      { paging, rate },
      { clock },
    );
    assert.ok(clock.now() >= Date.parse('2026-03-01T02:00:45Z') && clock.now() < Date.parse('2026-03-01T02:01:00Z'));
  });

  it('come one page ahead of their reader and no more', async () => {
    const paging = {
      kind: 'page' as const,
      in: { in: 'query' as const, name: 'p' },
      first: 1,
      sendFirst: true,
      end: { when: { at: 'n', ge: 50 } },
      order: { none: 'fixed' },
    };
    api = await startFakeApi((_request, count) => ({ body: { items: [{ id: count }], n: count } }));
    const source = sourceOf({ request: { url: `${api.url}/rows` }, paging });
    for await (const page of source.open(WINDOW, optionsOf()).pages) if (page.index === 3) break;
    await source.close();
    assert.ok(api.asked.length <= 8, `${api.asked.length} requests for 4 pages`);
  });

  it('name each listing apart', async () => {
    api = await startFakeApi(() => items);
    const source = sourceOf({ request: { url: `${api.url}/rows` } });
    const ids = [source.open(WINDOW, optionsOf()).id, source.open(WINDOW, optionsOf()).id];
    await pagesOf(source);
    assert.notEqual(ids[0], ids[1]);
    assert.equal(source.name, 'test-source');
  });
});
