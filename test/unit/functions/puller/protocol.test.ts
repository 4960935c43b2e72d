import assert from 'node:assert/strict';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { createCommittedStream, openCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { HeldLease, Leased } from '@penstock/shared/storage/lease.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import type { RunOutcome } from '../../../../functions/puller/outcome.ts';
import { pullWindow } from '../../../../functions/puller/pull-window.ts';
import { type RunTimes, runSource, type SourceRun } from '../../../../functions/puller/run.ts';
import { SourceError } from '../../../../functions/puller/source.ts';
import {
  newWindow,
  replayed,
  type WindowRecord,
  withCount,
  withPlan,
  withSegment,
} from '../../../../functions/puller/window-ledger.ts';
import {
  afterWindows,
  type FakeRow,
  fakeSource,
  POLICY,
  type PullerWorld,
  type RunOptions,
  startPullerWorld,
} from '../../../support/puller-world.ts';
import { batchOf, range } from '../../../support/write-core.ts';

const FIRST = new Date(POLICY.startMs).toISOString();
const ENTRY = `orders/${FIRST}`;

describe('the protocol of the puller', function () {
  this.timeout(60_000);
  let world: PullerWorld;
  let prefixes = 0;
  let table: TableName;
  let options: RunOptions;

  before(async () => {
    world = await startPullerWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    prefixes += 1;
    options = { prefix: `p${prefixes}/` };
    table = await world.write.table();
  });
  afterEach(() => {
    world.storage.faults.clear();
    world.write.faults.clear();
  });

  const times = (windows = 1): RunTimes => ({
    scheduledMs: afterWindows(windows),
    deadlineMs: world.now() + 3_600_000,
    reserveMs: 10_000,
  });
  const rowsOf = (count: number, name = 'a'): FakeRow[] => range(0, count).map((id) => ({ id, name }));
  const sourceOf = (count: number, more: object = {}) => fakeSource({ rows: () => rowsOf(count), ...more });
  const recordOf = async (run: SourceRun): Promise<WindowRecord> => {
    const entry = await run.ledger.read(ENTRY);
    assert.ok(entry !== undefined);
    return entry.value.value;
  };
  /** The run with a ledger that calls `before` and `after` each update, with what is written. */
  const watching = (
    run: SourceRun,
    look: (record: WindowRecord, when: 'before' | 'after') => Promise<void> | void,
  ): SourceRun => {
    const ledger: Ledger<Leased<WindowRecord>> = {
      ...run.ledger,
      update: async (name, value, generation) => {
        await look(value.value, 'before');
        const entry = await run.ledger.update(name, value, generation);
        await look(value.value, 'after');
        return entry;
      },
    };
    return { ...run, ledger };
  };
  /** A run whose lease passes soon, because it is going to die. */
  const mortal = (run: SourceRun): SourceRun => ({ ...run, termMs: 1_000 * world.speed });
  const passed = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_100));
  /** Calls `act` once, when the first stream is named in the ledger and nothing is sent yet. */
  const whenNamed = (run: SourceRun, act: (stream: string) => Promise<void>): SourceRun => {
    let acted = false;
    return watching(run, async ({ segments }, when) => {
      const stream = segments.at(-1)?.stream;
      if (when === 'before' || acted || stream === undefined) return;
      acted = true;
      await act(stream);
    });
  };
  const sureOf = async (outcome: RunOutcome, count: number): Promise<void> => {
    assert.equal(outcome.state, 'done', JSON.stringify(outcome));
    assert.deepEqual(await world.write.ids(table), range(0, count));
  };

  describe('step by step', () => {
    it('lands the rows of every window that is due, in order, and has nothing to do when it is called again', async () => {
      const at = (from: string): number => (Date.parse(from) - POLICY.startMs) / POLICY.lengthMs;
      const source = fakeSource({ rows: ({ from }) => range(at(from) * 100, 23).map((id) => ({ id, name: 'a' })) });
      const run = world.run(table, source, options);
      const outcome = await runSource(run, times(3));
      assert.equal(outcome.state, 'done', JSON.stringify(outcome));
      assert.deepEqual(
        outcome.windows.map(({ rows, pages, segments, resumes }) => [rows, pages, segments, resumes]),
        Array.from({ length: 3 }, () => [23, 5, 1, 0]),
      );
      assert.deepEqual(await world.write.ids(table), [...range(0, 23), ...range(100, 23), ...range(200, 23)]);
      assert.equal((await runSource(run, times(3))).state, 'idle');
      assert.equal(source.asked.length, 3);
    });

    it('takes its windows from the scheduled time, whatever its clock says', async () => {
      const source = sourceOf(3);
      const skewMs = 30 * 86_400_000;
      const run = world.run(table, source, { ...options, skewMs });
      const outcome = await runSource(run, { ...times(), deadlineMs: world.now() + skewMs + 3_600_000 });
      assert.deepEqual(source.asked, [{ from: FIRST, to: '2026-01-01T00:10:00.000Z' }]);
      await sureOf(outcome, 3);
    });

    it('leaves a window to the run that holds it, and says for how long', async () => {
      let second: RunOutcome | undefined;
      const source = sourceOf(3, {
        before: async () => {
          second = await runSource(world.run(table, sourceOf(3), options), times());
        },
      });
      await sureOf(await runSource(world.run(table, source, options), times()), 3);
      assert.equal(second?.state, 'elsewhere');
      assert.ok(second?.retryAfterMs !== undefined && second.retryAfterMs > 0);
    });

    it('sends no row before the listing is complete, and lists anew after a failure without mixing the two', async () => {
      let fail = true;
      const source = fakeSource({
        rows: (_window, listing) => rowsOf(12, `L${listing}`),
        before: async (page) => {
          if (page === 2 && fail) throw new SourceError('retry', 'UNAVAILABLE', 'down', { retryAfterMs: 7_000 });
        },
      });
      const run = world.run(table, source, options);
      const first = await runSource(run, times());
      assert.deepEqual([first.state, first.retryAfterMs, first.windows[0]?.code], ['retry', 7_000, 'UNAVAILABLE']);
      assert.deepEqual(await world.write.ids(table), []);
      assert.deepEqual((await recordOf(run)).failure, { code: 'UNAVAILABLE', message: 'down' });
      fail = false;
      await sureOf(await runSource(run, times()), 12);
      const names = await world.write.query(`SELECT DISTINCT name FROM ${world.write.physical(table.tableId)}`);
      assert.deepEqual(names, [{ name: 'L2' }]);
      assert.equal((await recordOf(run)).failure, null);
    });

    it('spools before it sends, and names the stream in the ledger before the first append', async () => {
      const seen: string[] = [];
      const run = watching(world.run(table, sourceOf(20), options), async ({ plan, segments, state }, when) => {
        if (when === 'before') return;
        const rows = (await world.write.ids(table)).length;
        seen.push(
          `${state}: plan ${plan?.rows ?? '-'}, streams ${segments.map((s) => s.rows ?? 'open')}, ${rows} rows`,
        );
      });
      await sureOf(await runSource(run, times()), 20);
      assert.deepEqual(seen, [
        'open: plan 20, streams , 0 rows',
        'open: plan 20, streams open, 0 rows',
        'open: plan 20, streams 20, 20 rows',
        'done: plan 20, streams 20, 20 rows',
      ]);
    });

    it('ends the stream of the run before, skips what it holds and goes on with a stream of its own', async () => {
      const source = sourceOf(20);
      const run = world.run(table, source, options);
      // The run before has spooled all, sent 9 rows and died.
      const dying = watching(mortal(run), ({ segments }, when) => {
        if (when === 'after' && segments.length > 0) throw new PenstockError('LEASE_LOST', 'killed');
      });
      assert.equal((await runSource(dying, times())).state, 'elsewhere');
      const { segments } = await recordOf(run);
      const old = openCommittedStream(world.write.core, segments[0]?.stream ?? '', { onRejected: () => undefined });
      await (await old.append(batchOf(range(0, 9), { name: () => 'a' }))).acknowledged;
      await passed();
      const outcome = await runSource(run, times());
      await sureOf(outcome, 20);
      assert.deepEqual([outcome.windows[0]?.segments, outcome.windows[0]?.resumes], [2, 1]);
      assert.deepEqual(
        (await recordOf(run)).segments.map(({ from, rows }) => [from, rows]),
        [
          [0, 9],
          [9, 11],
        ],
      );
      // The owner that wakes up is fenced, and the source was not asked again.
      await assert.rejects((await old.append(batchOf([9]))).acknowledged, { code: 'STREAM_FINALIZED' });
      assert.equal(source.asked.length, 1);
      await old.close();
    });

    it('finds a window done whose last write was all that was missing', async () => {
      const run = world.run(table, sourceOf(8), options);
      const dying = watching(mortal(run), ({ segments }, when) => {
        if (when === 'before' && segments.some(({ rows }) => rows !== null))
          throw new PenstockError('LEASE_LOST', 'killed');
      });
      assert.equal((await runSource(dying, times())).state, 'elsewhere');
      await passed();
      await sureOf(await runSource(run, times()), 8);
      assert.equal((await recordOf(run)).segments.length, 1);
    });

    it('ends at a clean point when its time is over, and the next run goes on there at once', async () => {
      const source = sourceOf(40);
      const run = world.run(table, source, options);
      const limit = { ...times(), deadlineMs: world.now() + 1_000_000_000 };
      let late = false;
      const clock = { ...run.clock, now: () => (late ? limit.deadlineMs : run.clock.now()) };
      const short = whenNamed({ ...run, clock, limits: { ...run.limits, ahead: 1 } }, async () => {
        late = true;
      });
      const first = await runSource(short, limit);
      assert.equal(first.state, 'more', JSON.stringify(first));
      const between = await recordOf(run);
      assert.ok(
        between.segments.every(({ rows }) => rows !== null),
        'no stream is left open',
      );
      const second = await runSource(run, times());
      await sureOf(second, 40);
      assert.equal(second.windows[0]?.resumes, 0);
      assert.equal(source.asked.length, 1);
    });

    it('does not begin to list when its time is over', async () => {
      const source = sourceOf(4);
      const outcome = await runSource(world.run(table, source, options), { ...times(), deadlineMs: world.now() });
      assert.deepEqual([outcome.state, source.asked.length], ['more', 0]);
    });

    it('lists a source anew at once when a token of the listing has passed, and gives up when that goes on', async () => {
      let passed = 1;
      const source = sourceOf(4, {
        before: async () => {
          passed -= 1;
          if (passed >= 0) throw new SourceError('relist', 'ABORTED', 'the token has passed');
        },
      });
      const run = world.run(table, source, options);
      await sureOf(await runSource(run, times()), 4);
      assert.equal(source.asked.length, 2);
      passed = 10;
      const other = world.run(table, source, { prefix: `${options.prefix}other/` });
      assert.equal((await runSource(other, times())).state, 'retry');
      assert.equal(source.asked.length, 5);
    });

    it('waits for as long as the source asks, and asks it nothing meanwhile', async () => {
      const untilMs = world.now() + 60_000;
      const source = sourceOf(4, {
        before: async () => {
          if (world.now() < untilMs) throw new SourceError('wait', 'RESOURCE_EXHAUSTED', 'quota', { untilMs });
        },
      });
      const run = world.run(table, source, options);
      assert.equal((await runSource(run, times())).state, 'retry');
      const second = await runSource(run, times());
      assert.equal(second.state, 'elsewhere');
      assert.ok((second.retryAfterMs ?? 0) > 0 && source.asked.length === 1);
      while (world.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 50));
      await sureOf(await runSource(run, times()), 4);
    });

    it('lands an empty window as done, without a stream', async () => {
      const run = world.run(table, sourceOf(0), options);
      await sureOf(await runSource(run, times()), 0);
      assert.deepEqual((await recordOf(run)).segments, []);
    });

    it('gives the keys of the windows before to a source that reads them again', async () => {
      const source = fakeSource({ rows: ({ from }) => rowsOf(from === FIRST ? 6 : 10), keys: true });
      const run = world.run(table, source, { ...options, policy: { overlapMs: 900_000 } });
      await sureOf(await runSource(run, times(2)), 10);
    });

    it('reads again only as far back as every window has landed, so that a later backfill lands no row twice', async () => {
      const reached: (number | undefined)[] = [];
      const inner = fakeSource({ rows: () => [], keys: true });
      const source = {
        ...inner,
        open: (...of: Parameters<typeof inner.open>) => {
          reached.push(of[1].reachMs);
          return inner.open(...of);
        },
      };
      const run = world.run(table, source, { ...options, policy: { overlapMs: 900_000 } });
      await runSource(run, times(3));
      assert.deepEqual(reached, [0, 600_000, 900_000]);
      const { windows } = await runSource(
        world.run(table, source, { ...options, policy: { overlapMs: 900_000 } }),
        times(4),
      );
      assert.deepEqual([windows.length, reached.at(-1)], [1, 900_000]);
    });

    it('asks for a shorter overlap where the keys of a window before have aged out', async () => {
      const run = world.run(table, fakeSource({ rows: ({ from }) => (from === FIRST ? rowsOf(6) : []), keys: true }), {
        ...options,
        policy: { overlapMs: 900_000 },
      });
      await runSource(run, times());
      for (const { name } of world.storage.service.listObjects('spool', `${options.prefix}spool/orders/${FIRST}`))
        if (name.endsWith('.pages')) await world.storage.client.bucket('spool').file(name).delete();
      const outcome = await runSource(run, times(2));
      assert.match(outcome.windows.at(-1)?.message ?? '', /window.overlap shorter than the spool is kept/);
    });

    it('begins behind a window of another length, and is back on the borders of the new one after it', async () => {
      const source = sourceOf(2);
      const long = world.run(table, source, { ...options, policy: { lengthMs: 2 * POLICY.lengthMs } });
      const ledger = { ...long.ledger };
      await runSource({ ...long, ledger }, times(2));
      const short = { ...long, policy: { ...long.policy, lengthMs: 900_000 } };
      const outcome = await runSource(short, times(5));
      assert.deepEqual(
        [...source.asked, ...outcome.windows].map(({ from, to }) => `${from.slice(11, 16)}-${to.slice(11, 16)}`),
        ['00:00-00:20', '00:20-00:30', '00:30-00:45', '00:20-00:30', '00:30-00:45'],
      );
    });

    it('goes on with a window that was begun at another length, and then behind its end', async () => {
      const source = sourceOf(2);
      const run = world.run(table, source, options);
      const longer = { from: FIRST, to: new Date(POLICY.startMs + 1_200_000).toISOString() };
      await run.ledger.create(`orders/${FIRST}`, { epoch: 1, lease: null, value: newWindow(longer) });
      const outcome = await runSource(run, times(3));
      assert.deepEqual(
        outcome.windows.map(({ from, to }) => [from, to]),
        [
          [longer.from, longer.to],
          [longer.to, new Date(POLICY.startMs + 1_800_000).toISOString()],
        ],
      );
    });

    it('finds no keys in windows before that it has no ledger of, or whose source gave none', async () => {
      const source = fakeSource({ rows: ({ from }) => (from === FIRST ? [] : rowsOf(5)) });
      const run = world.run(table, source, { ...options, policy: { overlapMs: 1_200_000 } });
      await run.cursors.create('orders', { nextMs: POLICY.startMs + POLICY.lengthMs });
      await sureOf(await runSource(run, times(3)).then((outcome) => ({ ...outcome, windows: [] })), 5).catch(
        () => undefined,
      );
      assert.deepEqual((await world.write.ids(table)).length, 10);
    });

    it('finds a window done that its cursor does not know of, and asks the source nothing', async () => {
      const source = sourceOf(4);
      const { elapsed: _elapsed, ...run } = world.run(table, source, options);
      await sureOf(await runSource(run, times()), 4);
      const cursor = await run.cursors.read('orders');
      await run.cursors.delete('orders', cursor?.generation ?? '');
      await sureOf(await runSource(run, times()), 4);
      assert.equal(source.asked.length, 1);
    });

    it('ends at once when its lease is lost, and leaves what it sent to the run that has it', async () => {
      world.write.faults.add({
        service: 'bigquery-storage',
        method: 'AppendRows',
        resource: `/${table.tableId}/`,
        kind: 'slow',
        delayMs: 12_000,
      });
      const run = mortal(world.run(table, sourceOf(30), options));
      const robbed = whenNamed(run, async () => {
        const entry = await run.ledger.read(ENTRY);
        assert.ok(entry !== undefined);
        const lease = { owner: 'another', termMs: 1_000 };
        await run.ledger.update(ENTRY, { ...entry.value, epoch: 9, lease }, entry.generation);
      });
      const begun = Date.now();
      const outcome = await runSource(robbed, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['elsewhere', 'LEASE_LOST']);
      assert.ok(Date.now() - begun < 11_000);
      assert.equal((await recordOf(run)).segments[0]?.rows, null);
    });

    it('has nothing to do for a record that is settled', async () => {
      const record = { ...newWindow({ from: FIRST, to: FIRST }), state: 'done' as const };
      const lease = { value: record } as HeldLease<WindowRecord>;
      const nothing = {
        deadlineMs: 0,
        leftMs: () => 0,
        enough: () => false,
        past: {},
        stop: new AbortController().signal,
        onStep: () => undefined,
      };
      const { signal } = new AbortController();
      assert.equal(await pullWindow(world.run(table, sourceOf(1), options), lease, nothing, signal), record);
    });

    it('refuses a window that the source does not show any more', async () => {
      const run = world.run(table, sourceOf(4), { ...options, policy: { retentionMs: 60_000 } });
      const outcome = await runSource(run, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['failed', 'INPUT_INVALID']);
    });
  });

  describe('each answer of BigQuery', () => {
    const appends = (rule: object): void => {
      world.write.faults.add({
        service: 'bigquery-storage',
        method: 'AppendRows',
        resource: `/${table.tableId}/`,
        ...rule,
      } as never);
    };

    for (const code of ['UNAVAILABLE', 'ABORTED', 'INTERNAL', 'DEADLINE_EXCEEDED', 'CANCELLED', 'UNKNOWN']) {
      it(`sends the same bytes at the same offset again after ${code}`, async () => {
        appends({ kind: 'error', code, at: 'during', skip: 1 });
        await sureOf(await runSource(world.run(table, sourceOf(30), options), times()), 30);
      });
    }

    it('takes ALREADY_EXISTS past the end of a batch for its acknowledgement, when an answer was lost', async () => {
      appends({ kind: 'ack-lost', times: 2, skip: 1 });
      await sureOf(await runSource(world.run(table, sourceOf(30), options), times()), 30);
    });

    it('stops at ALREADY_EXISTS inside a batch, because rows of another plan stand there', async () => {
      const run = world.run(table, sourceOf(30), options);
      const foreign = whenNamed(run, async (stream) => {
        const other = openCommittedStream(world.write.newCore(), stream, { onRejected: () => undefined });
        await (await other.append(batchOf([99]))).acknowledged;
        await other.close();
      });
      const outcome = await runSource(foreign, times());
      assert.deepEqual(
        [outcome.state, outcome.windows[0]?.code],
        ['failed', 'OFFSET_MISMATCH'],
        JSON.stringify(outcome),
      );
      const again = await runSource(run, times());
      assert.equal(again.state, 'failed');
      assert.match(again.windows[0]?.message ?? '', /replay the window to try it again/);
      assert.deepEqual(await world.write.ids(table), [99]);
    });

    it('waits and goes on after an OUT_OF_RANGE that comes of a stale end', async () => {
      appends({ kind: 'stale', skip: 1 });
      appends({ kind: 'reset', at: 'during', skip: 1 });
      await sureOf(await runSource(world.run(table, sourceOf(30), options), times()), 30);
    });

    it('counts the rows of a stream that was finalized under it, and goes on with another', async () => {
      const run = whenNamed(world.run(table, sourceOf(30), options), async (stream) => {
        await world.write.core.finalizeWriteStream(stream);
      });
      const outcome = await runSource(run, times());
      await sureOf(outcome, 30);
      assert.equal(outcome.windows[0]?.segments, 2);
    });

    it('fails where the stream of the run before is gone, because its rows cannot be counted', async () => {
      const run = world.run(table, sourceOf(30), options);
      const plan = { listing: 'x', batches: 1, pages: 1, rows: 30, rejected: 0, bytes: 1 };
      const { name } = await createCommittedStream(world.write.core, table);
      const record = withSegment(withPlan(newWindow({ from: FIRST, to: FIRST }), plan), name.replace(/[^/]+$/, 'gone'));
      await run.ledger.create(ENTRY, { epoch: 1, lease: null, value: record });
      const outcome = await runSource(run, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['failed', 'OFFSET_MISMATCH']);
      assert.match(outcome.windows[0]?.message ?? '', /cannot be counted: look into the table/);
    });

    it('stops where the streams hold more rows than the plan', async () => {
      const run = world.run(table, sourceOf(5), options);
      const plan = { listing: 'x', batches: 1, pages: 1, rows: 5, rejected: 0, bytes: 1 };
      const value = withCount(withSegment(withPlan(newWindow({ from: FIRST, to: FIRST }), plan), 's'), 6);
      await run.ledger.create(ENTRY, { epoch: 1, lease: null, value });
      const outcome = await runSource(run, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['failed', 'OFFSET_MISMATCH']);
      assert.equal((await recordOf(run)).state, 'failed');
    });

    it('keeps the window open when it may not end the stream of the run before', async () => {
      const run = world.run(table, sourceOf(5), options);
      const plan = { listing: 'x', batches: 1, pages: 1, rows: 5, rejected: 0, bytes: 1 };
      const { name } = await createCommittedStream(world.write.core, table);
      const value = withSegment(withPlan(newWindow({ from: FIRST, to: FIRST }), plan), name);
      await run.ledger.create(ENTRY, { epoch: 1, lease: null, value });
      world.write.faults.add({
        service: 'bigquery-storage',
        method: 'FinalizeWriteStream',
        resource: `/${table.tableId}/`,
        kind: 'error',
        code: 'PERMISSION_DENIED',
      });
      const outcome = await runSource(run, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['failed', 'PERMISSION_DENIED']);
      assert.equal((await recordOf(run)).state, 'open');
    });

    it('backs off when it is throttled, and writes nothing twice', async () => {
      appends({ kind: 'throttle', at: 'during', times: 3 });
      await sureOf(await runSource(world.run(table, sourceOf(30), options), times()), 30);
    });

    it('takes rows that the service refuses out of the plan before it sends the good ones, durably', async () => {
      const source = fakeSource({
        rows: () => range(0, 30).map((id) => ({ id, name: [3, 4, 21].includes(id) ? 'x'.repeat(15) : 'a' })),
      });
      const run = world.run(table, source, options);
      const outcome = await runSource(run, times());
      assert.equal(outcome.state, 'done', JSON.stringify(outcome));
      assert.deepEqual((await recordOf(run)).refused, [3, 4, 21]);
      assert.deepEqual(
        await world.write.ids(table),
        range(0, 30).filter((id) => ![3, 4, 21].includes(id)),
      );
      assert.equal(outcome.windows[0]?.rejected, 3);
      const names = [...world.storage.service.listObjects('errors', options.prefix)].map(({ name }) => name);
      assert.equal(names.filter((name) => name.includes('refused-')).length, 2);
    });

    it('skips refused rows when it goes on behind them', async () => {
      const source = fakeSource({
        rows: () => range(0, 30).map((id) => ({ id, name: id === 3 ? 'x'.repeat(15) : 'a' })),
      });
      const run = world.run(table, source, options);
      const dying = watching(mortal(run), ({ refused }, when) => {
        if (when === 'after' && refused.length > 0) throw new PenstockError('LEASE_LOST', 'killed');
      });
      assert.notEqual((await runSource(dying, times())).state, 'done');
      await passed();
      const outcome = await runSource(run, times());
      assert.equal(outcome.state, 'done', JSON.stringify(outcome));
      assert.deepEqual(
        await world.write.ids(table),
        range(0, 30).filter((id) => id !== 3),
      );
    });

    it('skips a batch whose rows were all refused before', async () => {
      const source = fakeSource({
        rows: () => range(0, 21).map((id) => ({ id, name: id < 7 ? 'x'.repeat(15) : 'a' })),
      });
      const run = world.run(table, source, options);
      const dying = watching(mortal(run), ({ refused }, when) => {
        if (when === 'after' && refused.length > 0) throw new PenstockError('LEASE_LOST', 'killed');
      });
      assert.notEqual((await runSource(dying, times())).state, 'done');
      const entry = await run.ledger.read(ENTRY);
      assert.ok(entry !== undefined);
      await passed();
      const outcome = await runSource(run, times());
      assert.equal(outcome.state, 'done', JSON.stringify(outcome));
      assert.deepEqual(await world.write.ids(table), range(7, 14));
    });

    it('fails where the service refuses more rows than it may', async () => {
      const source = fakeSource({ rows: () => rowsOf(30, 'x'.repeat(15)) });
      const outcome = await runSource(world.run(table, source, { ...options, limits: { maxRefused: 5 } }), times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['failed', 'ROW_REJECTED']);
    });

    it('is tried again when the table is missing or may not be written, and its window is not given up', async () => {
      const run = world.run({ ...table, tableId: 'none' }, sourceOf(3), options);
      const outcome = await runSource(run, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['failed', 'NOT_FOUND'], JSON.stringify(outcome));
      assert.equal((await recordOf(run)).state, 'open');
      await sureOf(await runSource({ ...run, table }, times()), 3);
    });
  });

  describe('rows that do not fit', () => {
    it('are in the error output once, with their page and place, and the others in the table', async () => {
      const bad = [2, 7, 8, 29];
      const source = fakeSource({
        rows: () => range(0, 30).map((id) => ({ id, name: bad.includes(id) ? 'x'.repeat(25) : 'a' })),
      });
      const run = world.run(table, source, options);
      const outcome = await runSource(run, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.rejected], ['done', 4]);
      assert.deepEqual(
        await world.write.ids(table),
        range(0, 30).filter((id) => !bad.includes(id)),
      );
      const found: unknown[] = [];
      for (const { name } of world.storage.service.listObjects('errors', options.prefix)) {
        const text = (await world.storage.service.readObject('errors', name)).toString();
        for (const line of text.split('\n').filter(Boolean)) {
          const { attributes, data } = JSON.parse(line);
          found.push([JSON.parse(Buffer.from(data, 'base64').toString()).id, attributes.page, attributes.row]);
          assert.equal(attributes.error_location, 'name');
        }
      }
      assert.deepEqual(found, [
        [2, '0', '2'],
        [7, '1', '2'],
        [8, '1', '3'],
        [29, '5', '4'],
      ]);
    });

    it('fail the window beyond their share, with no row sent, and a replay lists it anew', async () => {
      let name = 'x'.repeat(25);
      const source = fakeSource({ rows: () => rowsOf(10, name) });
      const run = world.run(table, source, options);
      const outcome = await runSource(run, times());
      assert.deepEqual([outcome.state, outcome.windows[0]?.code], ['failed', 'ROW_REJECTED']);
      assert.match(outcome.windows[0]?.message ?? '', /10 of 10 rows do not fit the table.*; the first of them: name /);
      name = 'a';
      assert.equal((await runSource(run, times())).state, 'failed');
      const entry = await run.ledger.read(ENTRY);
      assert.ok(entry !== undefined);
      await run.ledger.update(ENTRY, { ...entry.value, value: replayed(entry.value.value) }, entry.generation);
      await sureOf(await runSource(run, times()), 10);
    });

    it('stay out of the error output where the table has sensitive columns', async () => {
      const run = world.run(
        table,
        fakeSource({
          rows: () => [
            { id: 1, name: 'a' },
            { id: 2, name: 'x'.repeat(25) },
          ],
        }),
        options,
      );
      const codec = async () => {
        const plain = await run.codec();
        const encode = plain.encode.bind(plain);
        const sensitive = { columns: { name: 'mask' } } as const;
        return { ...plain, descriptorBytes: plain.descriptorBytes, options: { ...plain.options, sensitive }, encode };
      };
      assert.equal((await runSource({ ...run, codec }, times())).state, 'done');
      const [output] = [...world.storage.service.listObjects('errors', options.prefix)];
      const { attributes, data } = JSON.parse(
        (await world.storage.service.readObject('errors', output?.name ?? '')).toString(),
      );
      assert.deepEqual([data, attributes.payload_withheld], ['', 'true']);
    });
  });
});
