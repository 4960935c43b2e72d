import assert from 'node:assert/strict';
import type { Rejection } from '@penstock/shared/errors/record.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { Flow, type FlowOptions, type FlowRoute } from '../../../../functions/sink/flow.ts';
import { defers, isFull, nearlyFull, part } from '../../../../functions/sink/isolation.ts';
import type { Settling } from '../../../../functions/sink/message.ts';
import { METRICS } from '../../../../functions/sink/metrics.ts';
import { createRouter } from '../../../../functions/sink/routing/route.ts';
import { DELIVERED, type FakeOutput, fakeOutput } from '../../../support/fake-output.ts';
import { deliveryOf } from '../../../support/sink.ts';
import { eventually } from '../../../support/suite.ts';

const ROUTES: readonly FlowRoute[] = [
  { name: 'r', match: { table: { present: true } }, table: 'd.${table}', mode: 'STORAGE_WRITE' },
];

interface World {
  readonly flow: Flow<FlowRoute>;
  readonly lines: Record<string, unknown>[];
  readonly records: Rejection[];
  readonly fallen: Rejection[];
  readonly settled: Map<string, Settling>;
  deliver(text: string, attributes?: Record<string, string>): void;
}

interface Setup {
  readonly outputs?: (table: string) => FakeOutput;
  readonly fallback?: boolean;
  readonly failRecords?: () => unknown;
  readonly options?: Partial<FlowOptions<FlowRoute>>;
}

function flowOver({
  outputs = () => fakeOutput(1),
  fallback = false,
  failRecords = () => undefined,
  options = {},
}: Setup = {}): World {
  const lines: Record<string, unknown>[] = [];
  const records: Rejection[] = [];
  const fallen: Rejection[] = [];
  const settled = new Map<string, Settling>();
  const log = createLogger({ write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const recordInto = (into: Rejection[]) => ({
    reject: async (rejection: Rejection) => {
      const failure = failRecords();
      if (failure !== undefined) throw failure;
      into.push(rejection);
    },
  });
  const flow = new Flow<FlowRoute>({
    router: createRouter(ROUTES, 'p-1'),
    openOutput: () => (table) => outputs(table.destination.table.tableId).open(table),
    errorOutput: recordInto(records),
    fallback: fallback ? recordInto(fallen) : undefined,
    compression: 'NONE',
    limits: { maxMessages: 40, maxBytes: 1_000_000 },
    missingMs: 1_000,
    refreshMs: 60_000,
    idleMs: 600_000,
    clock: systemClock,
    log,
    metrics: createMetrics(METRICS, log),
    ...options,
  });
  const deliver = (text: string, attributes: Record<string, string> = { table: 't' }): void => {
    const settle = (_delivery: unknown, settling: Settling): void => void settled.set(text, settling);
    flow.deliver({ ...deliveryOf({ data: text, attributes }, { name: 'in', type: 'pubsub', settle }), attempt: 3 });
  };
  return { flow, lines, records, fallen, settled, deliver };
}

const allSettled = (world: World, count: number): Promise<number> =>
  eventually(
    async () => world.settled.size,
    (size) => size === count,
  );

describe('the flow of messages', () => {
  it('drops and counts a message without a route where there is no fallback topic (S-38)', async () => {
    const world = flowOver();
    world.deliver('a', {});
    assert.equal(world.settled.get('a'), 'settled');
    assert.equal(world.flow.held.messages, 0);
    await world.flow.close();
  });

  it('sends a message without a route to the fallback topic, with the reason of each route', async () => {
    const world = flowOver({ fallback: true });
    world.deliver('a', { other: 'x' });
    await allSettled(world, 1);
    const [record] = world.fallen;
    assert.match(String(record?.error), /no route matches: r: attribute table is missing/);
    assert.equal(record?.data.toString(), 'a');
    assert.equal(record?.facts?.attempt, '3');
    await world.flow.close();
  });

  it('holds a message while the fallback topic fails, and says so', async () => {
    let down = true;
    const world = flowOver({
      fallback: true,
      failRecords: () => (down ? new PenstockError('UNAVAILABLE', 'down') : undefined),
    });
    world.deliver('a', {});
    await eventually(
      async () => world.lines.length,
      (count) => count > 0,
    );
    assert.match(String(world.lines[0]?.message), /fallback topic is left alone/);
    down = false;
    await allSettled(world, 1);
    await world.flow.close();
  });

  it('has no more than some thousand error records under way, and gives the others back when it is closed', async () => {
    let [now, most] = [0, 0];
    const answers: (() => void)[] = [];
    const world = flowOver({
      options: {
        limits: { maxMessages: 100_000, maxBytes: 1e9 },
        errorOutput: {
          reject: () =>
            new Promise((resolve) => {
              now += 1;
              most = Math.max(most, now);
              answers.push(() => {
                now -= 1;
                resolve();
              });
            }),
        },
      },
    });
    for (let index = 0; index < 7_000; index += 1) world.deliver(String(index), { table: '' });
    const settledAs = (how: Settling): number => [...world.settled.values()].filter((one) => one === how).length;
    await eventually(
      async () => now,
      (count) => count === 5_000,
    );
    for (const answer of answers.splice(0, 1_000)) answer();
    await eventually(
      async () => settledAs('settled'),
      (count) => count === 1_000,
    );
    assert.equal(most, 5_000);
    await world.flow.close();
    await eventually(
      async () => settledAs('retry'),
      (count) => count === 1_000,
    );
    for (const answer of answers) answer();
    await allSettled(world, 7_000);
    assert.equal(settledAs('settled'), 6_000);
  });

  it('rejects a message whose table cannot be named (SD-06)', async () => {
    const world = flowOver();
    world.deliver('a', { table: 'x.y.z/' });
    await allSettled(world, 1);
    assert.equal(world.settled.get('a'), 'settled');
    assert.equal(world.records[0]?.facts?.error_reason, 'UNROUTABLE');
    await world.flow.close();
  });

  it('rejects a payload that cannot be gunzipped', async () => {
    const world = flowOver({ options: { compression: 'GZIP' } });
    world.deliver('\u001f\u008b no gzip', { table: 't' });
    const bad = Buffer.from([0x1f, 0x8b, 1, 2, 3]);
    world.flow.deliver(
      deliveryOf(
        { data: bad, attributes: { table: 't' } },
        { name: 'in', type: 'pubsub', settle: () => world.settled.set('bad', 'settled') },
      ),
    );
    await eventually(
      async () => world.settled.get('bad'),
      (settling) => settling === 'settled',
    );
    assert.equal(world.records[0]?.facts?.error_reason, 'NOT_GZIP');
    await world.flow.close();
  });

  it('closes open batches when no more messages may come (SD-09)', async () => {
    const output = fakeOutput(1_000);
    const world = flowOver({ outputs: () => output });
    for (let index = 0; index < 36; index += 1) world.deliver(String(index));
    await allSettled(world, 36);
    await world.flow.close();
  });

  it('lets batches fill while rows are settled meanwhile', async () => {
    const slow = fakeOutput(1_000);
    const fast = fakeOutput(1);
    const world = flowOver({ outputs: (table) => (table === 'slow' ? slow : fast) });
    for (let index = 0; index < 9; index += 1) world.deliver(`slow ${index}`, { table: 'slow' });
    const stop = setInterval(() => {
      for (let index = 0; index < 28; index += 1) world.deliver(`${Math.random()}`, { table: 'fast' });
    }, 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    clearInterval(stop);
    assert.equal(slow.batches.length, 0);
    await world.flow.drain(Date.now() + 5_000);
    assert.equal(slow.batches[0]?.length, 9);
    await world.flow.close();
  });

  it('gives messages of a failing table back beyond its share, so that others have room', async () => {
    const failing = fakeOutput(1);
    const fine = fakeOutput(1);
    failing.decide = () => ({ kind: 'retry', error: new PenstockError('UNAVAILABLE', 'down') });
    const world = flowOver({ outputs: (table) => (table === 'failing' ? failing : fine) });
    world.deliver('first', { table: 'failing' });
    await eventually(
      async () => world.lines.length,
      (count) => count > 0,
    );
    for (let index = 0; index < 20; index += 1) world.deliver(`f${index}`, { table: 'failing' });
    const returned = [...world.settled.values()].filter((settling) => settling === 'retry').length;
    assert.equal(returned, 11);
    world.deliver('other', { table: 'fine' });
    await eventually(
      async () => world.settled.get('other'),
      (settling) => settling === 'settled',
    );
    await world.flow.close();
  });

  it('says that a table needs attention where only a person can help', async () => {
    const output = fakeOutput(1);
    output.failOpen = () => new PenstockError('PERMISSION_DENIED', 'no access');
    const world = flowOver({ outputs: () => output });
    world.deliver('a');
    await eventually(
      async () => world.lines.filter(({ severity }) => severity === 'ERROR').length,
      (count) => count === 1,
    );
    const [line] = world.lines.filter(({ severity }) => severity === 'ERROR');
    assert.equal(line?.alert, true);
    assert.match(String(line?.message), /p-1\.d\.t needs attention/);
    await world.flow.close();
    assert.equal(world.settled.get('a'), 'retry');
  });

  it('holds a rejected message until the error output takes it', async () => {
    let down = true;
    const world = flowOver({ failRecords: () => (down ? new PenstockError('UNAVAILABLE', 'down') : undefined) });
    world.deliver('bad', { table: 'x.y.z/' });
    world.deliver('worse', { table: 'x.y.z/' });
    await eventually(
      async () => world.lines.length,
      (count) => count > 0,
    );
    assert.equal(world.settled.size, 0);
    down = false;
    await allSettled(world, 2);
    assert.equal(world.records.length, 2);
    await world.flow.close();
  });

  it('gives rejected messages back when the error output stays down: a quarter of the memory waits for it at most', async () => {
    const world = flowOver({ failRecords: () => new PenstockError('NOT_FOUND', 'no topic') });
    world.deliver('first', { table: 'x.y.z/' });
    await eventually(
      async () => world.lines.length,
      (count) => count > 0,
    );
    for (let index = 0; index < 15; index += 1) world.deliver(`b${index}`, { table: 'x.y.z/' });
    assert.equal([...world.settled.values()].filter((settling) => settling === 'retry').length, 6);
    await world.flow.close();
    await allSettled(world, 16);
    assert.ok([...world.settled.values()].every((settling) => settling === 'retry'));
  });

  it('drains what is on its way, as long as it may', async () => {
    const output = fakeOutput(1_000);
    const world = flowOver({ outputs: () => output });
    await world.flow.drain(Date.now());
    world.deliver('a');
    await world.flow.drain(Date.now() + 5_000);
    assert.equal(world.settled.get('a'), 'settled');
    output.decide = () => undefined;
    world.deliver('b');
    await world.flow.drain(Date.now() + 30);
    assert.equal(world.settled.has('b'), false);
    await world.flow.close();
    output.settleAll(DELIVERED);
    world.deliver('c');
    assert.equal(world.settled.get('c'), 'retry');
  });

  it('closes tables that have had no messages for long, and opens them again', async () => {
    const output = fakeOutput(1);
    const world = flowOver({ outputs: () => output, options: { idleMs: 50 } });
    world.deliver('a');
    await allSettled(world, 1);
    output.decide = () => undefined;
    world.deliver('held', { table: 'busy' });
    await eventually(
      async () => world.flow.tables,
      (count) => count === 1,
    );
    output.decide = () => DELIVERED;
    world.deliver('b');
    await eventually(
      async () => world.settled.get('b'),
      (settling) => settling === 'settled',
    );
    output.settleAll(DELIVERED);
    await world.flow.close();
  });

  it('counts the gunzipped payload as memory too', async () => {
    const { gzipSync } = await import('node:zlib');
    const output = fakeOutput(1);
    output.decide = () => undefined;
    const world = flowOver({ outputs: () => output, options: { compression: 'GZIP' } });
    const data = gzipSync(Buffer.alloc(10_000));
    world.flow.deliver(
      deliveryOf({ data, attributes: { table: 't' } }, { name: 'in', type: 'pubsub', settle: () => undefined }),
    );
    await eventually(
      async () => output.batches.length,
      (count) => count === 1,
    );
    assert.equal(world.flow.held.bytes, data.length + 512 + 10_000);
    output.settleAll({ kind: 'rejected', error: new PenstockError('ROW_REJECTED', 'x') });
    await eventually(
      async () => world.flow.held.bytes,
      (bytes) => bytes === 0,
    );
    await world.flow.close();
  });
});

describe('the shares of memory', () => {
  const limits = { maxMessages: 100, maxBytes: 1_000 };
  it('are of messages or of bytes, whichever is more', () => {
    assert.equal(part(50, 100, limits), 0.5);
    assert.equal(part(5, 800, limits), 0.8);
    assert.equal(nearlyFull(90, 0, limits), true);
    assert.equal(nearlyFull(89, 0, limits), false);
    assert.equal(isFull(100, 0, limits), true);
    assert.equal(isFull(99, 999, limits), false);
  });
  for (const [table, healthy, all, expected] of [
    [0.2, false, 1, false],
    [0.25, false, 0.3, true],
    [0.25, true, 0.4, false],
    [0.25, true, 0.5, true],
  ] as const) {
    it(`a ${healthy ? 'healthy' : 'failing'} table with ${table} of all and ${all} taken ${expected ? 'gives back' : 'takes'} its next message`, () => {
      assert.equal(defers(table, healthy, all), expected);
    });
  }
});
