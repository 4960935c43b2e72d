import assert from 'node:assert/strict';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { takeLease } from '@penstock/shared/storage/lease.ts';
import { type BackfillOptions, backfill, type EndedWindow } from '../../../../functions/puller/backfill/backfill.ts';
import { checkRange, countOf, rangeOf, windowsOf } from '../../../../functions/puller/backfill/range.ts';
import { checkBorders, survey } from '../../../../functions/puller/backfill/survey.ts';
import { landedKeys } from '../../../../functions/puller/landed-keys.ts';
import { runSource, type SourceRun } from '../../../../functions/puller/run.ts';
import { SourceError } from '../../../../functions/puller/source.ts';
import type { SourceFile } from '../../../../functions/puller/source-file/source-file.ts';
import { windowPolicyOf } from '../../../../functions/puller/source-file/window-policy.ts';
import { failed, newWindow } from '../../../../functions/puller/window-ledger.ts';
import { fileOf } from '../../../support/http-source.ts';
import {
  afterWindows,
  type FakeSourceOptions,
  fakeSource,
  POLICY,
  type PullerWorld,
  type RunOptions,
  startPullerWorld,
} from '../../../support/puller-world.ts';
import { range } from '../../../support/write-core.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const DAY = 86_400_000;

describe('the range of a backfill', () => {
  const daily = (window: object = {}, more: object = {}): SourceFile =>
    fileOf({
      window: {
        kind: 'range',
        length: '1d',
        start: '2026-03-01T00:00:00Z',
        from: { bound: 'inclusive' },
        to: { bound: 'exclusive' },
        ...window,
      } as SourceFile['window'],
      ...more,
    });
  const check = (file: SourceFile, from: string, to: string): void => {
    const policy = windowPolicyOf(file.window);
    checkRange(file, policy, rangeOf(policy, Date.parse(from), Date.parse(to)), NOW);
  };

  it('has the whole windows that its two times touch', () => {
    const policy = windowPolicyOf(daily({ offset: '6h' }).window);
    const touched = rangeOf(policy, Date.parse('2026-01-01T05:00:00Z'), Date.parse('2026-01-03T06:00:00Z'));
    assert.equal(countOf(policy, touched), 3);
    assert.deepEqual(
      [...windowsOf(policy, touched)].map(({ from }) => from.slice(0, 13)),
      ['2025-12-31T06', '2026-01-01T06', '2026-01-02T06'],
    );
  });

  it('may lie before the start of the live schedule, and reach to the last window that has settled', () => {
    check(daily(), '2020-01-01T00:00:00Z', '2026-06-01T00:00:00Z');
  });

  const month = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'] as const;
  const parents = {
    each: [{ request: { url: 'https://a/b' }, paging: { kind: 'none' }, rows: { at: '' }, fields: {}, window: {} }],
  };
  for (const [what, file, [from, to], message] of [
    ['ends before it begins', daily(), [month[1], month[0]], /--from must be before --to/],
    [
      'has more windows than anyone wants',
      daily({ length: '10s' }),
      ['2010-01-01T00:00:00Z', month[1]],
      /has 50760000 windows, and 1000000 are allowed: give parts of it/,
    ],
    ['asks a snapshot for its past', daily({ kind: 'snapshot' }), month, /a snapshot has no past to backfill/],
    [
      'has a window that has not settled',
      daily({ settle: '1h' }),
      ['2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'],
      /The window from 2026-05-31T00:00:00.000Z has not ended and settled yet/,
    ],
    [
      'is older than what the source keeps',
      daily({ retention: '30d' }),
      month,
      /nothing older than 2026-05-02T00:00:00.000Z .* choose a later --from/,
    ],
    [
      'lies before the time that parents are read from',
      daily({}, parents),
      month,
      /parents of each\[0\] are read from window.start on.*set it to the time of the oldest parent/,
    ],
  ] as const) {
    it(`is refused where it ${what}`, () => {
      assert.throws(() => check(file, from, to), message);
    });
  }
});

describe('a backfill', function () {
  this.timeout(60_000);
  let world: PullerWorld;
  let table: TableName;
  let options: RunOptions;
  let prefixes = 0;

  before(async () => {
    world = await startPullerWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    prefixes += 1;
    options = { prefix: `b${prefixes}/` };
    table = await world.write.table();
  });
  afterEach(() => {
    world.storage.faults.clear();
    world.write.faults.clear();
  });

  const BEFORE = { fromMs: POLICY.startMs - 6 * POLICY.lengthMs, toMs: POLICY.startMs };
  const indexOf = (from: string): number => (Date.parse(from) - BEFORE.fromMs) / POLICY.lengthMs;
  /** Five rows a window, from six windows before the start of the live schedule on. */
  const sourceOf = (more: Partial<FakeSourceOptions> = {}) =>
    fakeSource({ rows: ({ from }) => range(indexOf(from) * 100, 5).map((id) => ({ id, name: 'a' })), ...more });
  const idsOf = (windows: readonly number[]): number[] => windows.flatMap((window) => range(window * 100, 5));
  const landed = async (): Promise<number[]> => (await world.write.ids(table)).toSorted((a, b) => a - b);
  const fill = async (run: SourceRun, part: Partial<BackfillOptions> = {}): Promise<readonly EndedWindow[]> => {
    const ended: EndedWindow[] = [];
    await backfill(run, {
      windows: windowsOf(run.policy, BEFORE),
      parallel: 3,
      waitMs: 3_600_000,
      keepGoing: false,
      stop: new AbortController().signal,
      onWindow: (window) => ended.push(window),
      ...part,
    });
    return ended.toSorted((a, b) => a.outcome.from.localeCompare(b.outcome.from));
  };
  const live = (run: SourceRun, windows: number) =>
    runSource(run, { scheduledMs: afterWindows(windows), deadlineMs: world.now() + 3_600_000, reserveMs: 10_000 });

  it('lands each row of each window once, no more windows at once than asked, and leaves the live schedule its place', async () => {
    let now = 0;
    let most = 0;
    const source = sourceOf({
      before: async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 20));
        now -= 1;
      },
    });
    const run = world.run(table, source, options);
    const ended = await fill(run);
    assert.deepEqual(
      ended.map(({ outcome, before }) => [outcome.state, outcome.rows, before]),
      range(0, 6).map(() => ['done', 5, false]),
    );
    assert.deepEqual(await landed(), idsOf(range(0, 6)));
    assert.ok(most > 1 && most <= 3, `${most} at once`);
    assert.equal(await run.cursors.read('orders'), undefined);
    assert.equal((await live(run, 2)).windows.length, 2);
    assert.deepEqual(await landed(), idsOf(range(0, 8)));
  });

  it('finds everything done when it is run again, and asks the source nothing', async () => {
    const source = sourceOf();
    const run = world.run(table, source, options);
    await fill(run);
    const again = await fill(run);
    assert.deepEqual(
      again.map(({ outcome, before }) => [outcome.state, before]),
      range(0, 6).map(() => ['done', true]),
    );
    assert.equal(source.asked.length, 6);
  });

  it('runs twice at once and beside the live schedule, and each row is there once', async () => {
    const wide = { fromMs: BEFORE.fromMs, toMs: POLICY.startMs + 4 * POLICY.lengthMs };
    const slow = { before: () => new Promise<void>((resolve) => setTimeout(resolve, 30)) };
    const runs = range(0, 3).map(() => world.run(table, sourceOf(slow), options));
    const [first, second, third] = runs as unknown as [SourceRun, SourceRun, SourceRun];
    const windows = (run: SourceRun) => ({ windows: windowsOf(run.policy, wide), parallel: 2 });
    const both = await Promise.all([fill(first, windows(first)), fill(second, windows(second)), live(third, 4)]);
    for (let tries = 0; (await live(third, 4)).state !== 'idle' && tries < 50; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(
      [...both[0], ...both[1]].filter(({ outcome }) => outcome.state !== 'done'),
      [],
    );
    assert.deepEqual(await landed(), idsOf(range(0, 10)));
  });

  it('waits for a window that another run holds until that has passed, and no longer than it is told to', async () => {
    const run = world.run(table, sourceOf(), options);
    const window = [...windowsOf(run.policy, BEFORE)][0] as { from: string; to: string };
    const hold = () =>
      takeLease(run.ledger, `orders/${window.from}`, {
        owner: 'dead',
        termMs: 300 * world.speed,
        initial: newWindow(window),
      });
    await hold();
    const short = await fill(run, { waitMs: 0 });
    assert.deepEqual(
      short.map(({ outcome }) => outcome.state),
      ['elsewhere', ...range(0, 5).map(() => 'done')],
    );
    const long = await fill(run);
    assert.deepEqual([long[0]?.outcome.state, await landed()], ['done', idsOf(range(0, 6))]);
  });

  it('tries a window again that fails for a reason that passes, and leaves it after five times', async () => {
    let broken = 2;
    const source = sourceOf({
      before: async (_page, { from }) => {
        if (indexOf(from) === 1 && broken-- > 0) throw new SourceError('retry', 'UNAVAILABLE', 'down');
        if (indexOf(from) === 2) throw new SourceError('retry', 'UNAVAILABLE', 'down for good');
      },
    });
    const run = world.run(table, source, options);
    const ended = await fill(run);
    assert.deepEqual(
      ended.map(({ outcome }) => outcome.state),
      ['done', 'done', 'retry', 'done', 'done', 'done'],
    );
    assert.equal(ended[2]?.outcome.message, 'down for good');
    assert.deepEqual(source.asked.filter(({ from }) => indexOf(from) === 2).length, 5);
  });

  it('tries again where a ledger cannot be read, and ends where it may not be', async () => {
    let broken = 3;
    const run = world.run(table, sourceOf(), options);
    const ledger: SourceRun['ledger'] = {
      ...run.ledger,
      read: (name) => {
        if (broken-- > 0) throw new PenstockError('UNAVAILABLE', 'Cloud Storage is down');
        return run.ledger.read(name);
      },
    };
    const ended = await fill({ ...run, ledger }, { parallel: 1 });
    assert.deepEqual(
      ended.map(({ outcome }) => outcome.state),
      range(0, 6).map(() => 'done'),
    );
    world.storage.faults.add({ service: 'storage', method: 'objects.get', kind: 'error', code: 403 });
    await assert.rejects(fill(world.run(table, sourceOf(), options)), /403|ermission/);
  });

  it('begins no window behind one that failed, unless it is told to go on with the others', async () => {
    const source = () =>
      sourceOf({
        before: async (_page, { from }) => {
          if (indexOf(from) === 1) throw new SourceError('fail', 'INPUT_INVALID', 'no row path');
        },
      });
    const ended = await fill(world.run(table, source(), options), { parallel: 1 });
    assert.deepEqual(
      ended.map(({ outcome }) => outcome.state),
      ['done', 'failed'],
    );
    const others = await fill(world.run(table, source(), options), { parallel: 1, keepGoing: true });
    assert.deepEqual(
      others.map(({ outcome }) => outcome.state),
      ['done', 'failed', 'done', 'done', 'done', 'done'],
    );
    assert.match(others[1]?.outcome.message ?? '', /no row path \(replay the window/);
  });

  it('ends at the next clean point when it is stopped, in a listing as well, and goes on there', async () => {
    const stop = new AbortController();
    const source = sourceOf({
      pageRows: 1,
      before: async (page, { from }) => {
        if (indexOf(from) === 2 && page === 3) stop.abort();
      },
    });
    const run = world.run(table, source, options);
    const ended = await fill(run, { parallel: 1, stop: stop.signal });
    assert.deepEqual(
      ended.map(({ outcome }) => outcome.state),
      ['done', 'done', 'more'],
    );
    const left = (await run.ledger.read(`orders/${ended[2]?.outcome.from}`))?.value;
    assert.deepEqual([left?.lease, left?.value.failure, left?.value.plan], [null, null, null]);
    await fill(run);
    assert.deepEqual(await landed(), idsOf(range(0, 6)));
  });

  it('never reads before its windows, so that they do not depend on each other, and keeps their keys for live ones', async () => {
    const reached: (number | undefined)[] = [];
    const inner = sourceOf({ keys: true });
    const source = {
      ...inner,
      open: (...of: Parameters<typeof inner.open>) => {
        reached.push(of[1].reachMs);
        return inner.open(...of);
      },
    };
    const run = world.run(table, source, { ...options, policy: { overlapMs: DAY } });
    await fill(run);
    assert.deepEqual(
      reached,
      range(0, 6).map(() => 0),
    );
    const { keys, reachMs } = await landedKeys(run, run.ledger, run.policy, POLICY.startMs);
    assert.deepEqual([keys.size, reachMs], [30, 6 * POLICY.lengthMs]);
  });

  it('leaves a gap before a live window that is not read again across it, and says where keys cannot be read', async () => {
    const run = world.run(table, sourceOf({ keys: true }), options);
    const [first] = [...windowsOf(run.policy, BEFORE)];
    await fill(run, { windows: [first as { from: string; to: string }] });
    const policy = { lengthMs: POLICY.lengthMs, overlapMs: DAY };
    assert.deepEqual(await landedKeys(run, run.ledger, policy, POLICY.startMs), { keys: new Set(), reachMs: 0 });
    const next = Date.parse(first?.to as string);
    assert.equal((await landedKeys(run, run.ledger, policy, next)).keys.size, 5);
    world.storage.faults.add({
      service: 'storage',
      method: 'objects.get',
      resource: '.pages',
      kind: 'error',
      code: 403,
    });
    await assert.rejects(landedKeys(run, run.ledger, policy, next), { code: 'PERMISSION_DENIED' });
  });

  it('counts what is done, open, failed and held before anything is pulled', async () => {
    const run = world.run(table, sourceOf(), options);
    const windows = [...windowsOf(run.policy, BEFORE)];
    const keep = (at: number, value: ReturnType<typeof newWindow>, lease: object | null = null) =>
      run.ledger.create(`orders/${windows[at]?.from}`, { epoch: 1, lease: lease as null, value });
    const fresh = (at: number) => newWindow(windows[at] as { from: string; to: string });
    await keep(0, { ...fresh(0), state: 'done' });
    await keep(1, fresh(1));
    await keep(2, fresh(2), { owner: 'run', termMs: 60_000 });
    await keep(3, failed(fresh(3), { code: 'NOT_FOUND', message: 'no table' }));
    const names = await checkBorders(run, BEFORE);
    assert.deepEqual(await survey(run, names), { done: 1, open: 2, failed: 1, held: 1 });
    assert.deepEqual(await survey(run, ['orders/2020-01-01T00:00:00.000Z']), { done: 0, open: 0, failed: 0, held: 0 });
  });

  const minutes = (count: number): number => POLICY.startMs + count * 60_000;
  for (const [what, from, to] of [
    ['reaches into the range from before it', -70, -50],
    ['begins between two borders of it', -45, -35],
  ] as const) {
    it(`refuses a range where a window of another length ${what}, since its rows would land twice`, async () => {
      const run = world.run(table, sourceOf(), options);
      const window = { from: new Date(minutes(from)).toISOString(), to: new Date(minutes(to)).toISOString() };
      await run.ledger.create(`orders/${window.from}`, { epoch: 1, lease: null, value: newWindow(window) });
      await assert.rejects(checkBorders(run, BEFORE), /another window.length and reaches into this range/);
    });
  }

  it('refuses a window of another length that begins where one of its own does, before anything is pulled', async () => {
    const source = sourceOf();
    const run = world.run(table, source, options);
    const window = { from: new Date(minutes(-30)).toISOString(), to: new Date(minutes(0)).toISOString() };
    await run.ledger.create(`orders/${window.from}`, { epoch: 1, lease: null, value: newWindow(window) });
    const names = await checkBorders(run, BEFORE);
    await assert.rejects(survey(run, names), /another window.length/);
    await assert.rejects(fill(run, { parallel: 1 }), /another window.length/);
    assert.equal(source.asked.length, 3);
  });
});
