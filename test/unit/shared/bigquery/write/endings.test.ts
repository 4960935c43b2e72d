import assert from 'node:assert/strict';
import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { FaultRule } from '@penstock/local/core/faults/faults.ts';
import { startGrpcServer } from '@penstock/local/core/grpc/server.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { Accepted } from '@penstock/shared/bigquery/write/batch.ts';
import { createCommittedStream, openCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import type { WriteMetrics } from '@penstock/shared/bigquery/write/metrics.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { CuttingProxy } from '../../../../support/cutting-proxy.ts';
import { startOddServer } from '../../../../support/odd-write-server.ts';
import { watchUnhandled } from '../../../../support/unhandled.ts';
import { batchOf, range, startWriteWorld, WIDER, type WriteWorld } from '../../../../support/write-core.ts';

const codeOf = (error: unknown): string => (error instanceof PenstockError ? error.code : String(error));

const QUICK_RETRY = { initialMs: 1, maxMs: 5, multiplier: 2, budgetMs: 60_000 };
const NARROW = [
  { name: 'id', type: 'INT64', mode: 'NULLABLE' },
  { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
] as const;

/** The end of an append, wherever it was by then. */
const outcome = (append: Promise<Accepted>): Promise<string> =>
  append.then(({ acknowledged }) => acknowledged).then(() => 'OK', codeOf);

describe('appends that are given up', () => {
  let world: WriteWorld;
  let table: TableName;
  const unhandled = watchUnhandled();

  before(async () => {
    world = await startWriteWorld();
  });

  beforeEach(async () => {
    world.faults.clear();
    table = await world.table();
  });

  after(async () => {
    unhandled.stop();
    await world.close();
  });

  const fault = (rule: Omit<FaultRule, 'service' | 'method'>, method = 'AppendRows'): void => {
    world.faults.add({ ...rule, service: 'bigquery-storage', method });
  };

  describe('while others wait for their room', () => {
    it('are not sent in the moment in which they are rejected', async () => {
      const core = world.newCore({ policy: { maxInFlightRequests: 3 } });
      fault({ kind: 'error', code: 'PERMISSION_DENIED' });
      const stream = new DefaultStream(core, table);
      const outcomes = await Promise.all(range(1, 6).map((id) => outcome(stream.append(batchOf([id])))));
      await stream.close();
      assert.deepEqual(outcomes, ['PERMISSION_DENIED', 'PERMISSION_DENIED', 'PERMISSION_DENIED', 'OK', 'OK', 'OK']);
      assert.deepEqual(await world.ids(table), [4, 5, 6]);
    });

    it('leave each answer to the request that it is of', async () => {
      const core = world.newCore({ policy: { maxInFlightRequests: 3 } });
      fault({ kind: 'error', code: 'PERMISSION_DENIED' });
      const rejected: number[] = [];
      const stream = new DefaultStream(core, table, { onRejected: (_batch, rows) => void rejected.push(rows.length) });
      // The service refuses row 4: an append that takes another's answer for its own would take it for written.
      const name = (id: number): string => (id === 4 ? 'much too long' : 'fine');
      const appends = range(1, 6).map((id) => stream.append(batchOf([id], { name })));
      const acknowledged = await Promise.all(appends.slice(3).map(async (append) => (await append).acknowledged));
      await stream.close();
      assert.deepEqual([acknowledged.map(({ rowCount }) => rowCount), rejected], [[0, 1, 1], [1]]);
      assert.deepEqual(await world.ids(table), [5, 6]);
    });
  });

  describe('for good', () => {
    const impatient = { retry: { initialMs: 1, maxMs: 5, multiplier: 2, budgetMs: 80 } };

    it('are unknown where the service answered that it does not know', async () => {
      const core = world.newCore({ policy: impatient });
      const { name } = await createCommittedStream(world.core, table);
      const stream = openCommittedStream(core, name, { onRejected: () => undefined });
      fault({ kind: 'error', code: 'INTERNAL', at: 'during', times: 0 });
      const outcomes = await Promise.all([1, 2].map((id) => outcome(stream.append(batchOf([id])))));
      assert.deepEqual(outcomes, ['OUTCOME_UNKNOWN', 'INTERNAL']);
      await stream.close();
    });

    it('are only those that are encoded by the schema of the call that was turned away', async () => {
      fault({ kind: 'error', code: 'INVALID_ARGUMENT' });
      const stream = new DefaultStream(world.core, table);
      await world.alterTable(table.tableId, {
        schema: [...NARROW, { name: 'extra', type: 'INT64', mode: 'NULLABLE' }],
      });
      const batches = [batchOf([1], { codec: WIDER }), batchOf([2], { codec: WIDER }), batchOf([3])];
      const outcomes = await Promise.all(batches.map((batch) => outcome(stream.append(batch))));
      assert.deepEqual(outcomes, ['INPUT_INVALID', 'INPUT_INVALID', 'OK']);
      await stream.close();
      assert.deepEqual(await world.ids(table), [3]);
    });

    it('are not those that came while others were acknowledged', async () => {
      const core = world.newCore({ policy: { ...impatient, retry: { ...impatient.retry, budgetMs: 400 } } });
      const stream = new DefaultStream(core, table, { inOrder: true });
      // Each takes 50 ms, so that the last has waited longer than the budget; then it fails once.
      fault({ kind: 'slow', delayMs: 50, times: 12 });
      fault({ kind: 'error', code: 'UNAVAILABLE', at: 'during' });
      const outcomes = await Promise.all(range(1, 14).map((id) => outcome(stream.append(batchOf([id])))));
      assert.deepEqual(new Set(outcomes), new Set(['OK']));
      await stream.close();
    });
  });

  it('end after the budget where they are refused again and again, although their neighbours are acknowledged', async () => {
    let now = 0;
    const clock: Clock = {
      now: () => now,
      random: () => 1,
      // The pauses between attempts move the clock; the watch for answers, which is longer, waits until it is stopped.
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          if (ms > 1_000) return;
          now += ms;
          setImmediate(resolve);
        }),
    };
    // A request of two rows is refused for ever, any other is acknowledged.
    const server = await startOddServer((_, request) => [
      request.protoRows?.rows?.serializedRows?.length === 2
        ? { error: { code: status.RESOURCE_EXHAUSTED, message: 'later' } }
        : { appendResult: {} },
    ]);
    const policy = {
      appendTimeoutMs: 1e9,
      throttleInitialMs: 10,
      retry: { initialMs: 10, maxMs: 10, multiplier: 1, budgetMs: 500 },
    };
    const core = world.newCore({ endpoint: { emulatorHost: server.address }, clock, policy });
    const stream = new DefaultStream(core, table);
    // The first request of a call goes alone: it is a good one.
    assert.equal(await outcome(stream.append(batchOf([3]))), 'OK');
    const refused = outcome(stream.append(batchOf([1, 2])));
    const state = { over: false };
    void refused.then(() => {
      state.over = true;
    });
    let acknowledged = 0;
    for (let neighbours = 0; !state.over && neighbours < 2_000; neighbours += 1) {
      if ((await outcome(stream.append(batchOf([3])))) === 'OK') acknowledged += 1;
    }
    assert.ok(acknowledged > 10, `${acknowledged} neighbours were acknowledged`);
    assert.ok(state.over, 'it was refused 2,000 times and is tried still');
    assert.equal(await refused, 'RESOURCE_EXHAUSTED');
    await stream.close();
    await server.close();
  });

  it('crash nothing if the caller ignores their outcome', async () => {
    fault({ kind: 'error', code: 'PERMISSION_DENIED' });
    const stream = new DefaultStream(world.core, table);
    await stream.append(batchOf([1]));
    await stream.flush();
    await stream.close();
    assert.deepEqual(await unhandled.found(), []);
  });

  it('are counted once', async () => {
    let appends = 0;
    const metrics: WriteMetrics = {
      count: (name) => {
        if (name === 'write/appends') appends += 1;
      },
      observe: () => undefined,
    };
    const core = world.newCore({ metrics, policy: { retry: { ...QUICK_RETRY, budgetMs: 60 } } });
    const { name } = await createCommittedStream(world.core, table);
    const stream = openCommittedStream(core, name, { onRejected: () => undefined });
    fault({ kind: 'error', code: 'UNAVAILABLE', at: 'during', times: 0 });
    await Promise.all([1, 2, 3].map((id) => outcome(stream.append(batchOf([id])))));
    await stream.close();
    assert.equal(appends, 3);
  });

  it('were not sent where more than some megabytes wait for the wire', async () => {
    const proxy = await CuttingProxy.start(world.address);
    const core = world.newCore({ endpoint: { emulatorHost: proxy.address } });
    const stream = new DefaultStream(core, table);
    const batch = batchOf(range(0, 40_000));
    proxy.plan({ direction: 'up', from: 'data', skip: 1, bytes: 0, how: 'stall' });
    assert.equal(await outcome(stream.append(batchOf([1]))), 'OK');
    const appends = range(0, 40).map(() => stream.append(batch));
    const accepted = await Promise.all(appends);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await stream.close();
    const outcomes = await Promise.all(accepted.map(({ acknowledged }) => acknowledged.catch(codeOf)));
    const unsent = outcomes.filter((code) => code === 'CANCELLED').length * batch.protoRows.length;
    assert.ok(unsent > 8e6, `of ${40 * batch.protoRows.length} bytes ${unsent} were not sent`);
    core.close();
    await proxy.close();
  });

  it('end by closing though the service never ends its side of a call', async () => {
    const path = '/google.cloud.bigquery.storage.v1.BigQueryWrite/AppendRows';
    const asIs = (bytes: Buffer): Buffer => bytes;
    const ways = {
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    const server = await startGrpcServer({ host: '127.0.0.1', port: 0, maxReceiveBytes: -1 }, (grpc) => {
      const method = { ...ways, path, requestStream: true, responseStream: true };
      // An append_result and nothing else, to each request.
      const answer = (call: ServerDuplexStream<Buffer, Buffer>): void =>
        void call.on('data', () => call.write(Buffer.from([0x0a, 0x00]))).on('error', () => undefined);
      grpc.addService({ method }, { method: answer });
    });
    const core = world.newCore({ endpoint: { emulatorHost: server.address, callsPerChannel: 1 } });
    for (const id of [1, 2]) {
      const stream = new DefaultStream(core, table);
      assert.equal(await outcome(stream.append(batchOf([id]))), 'OK');
      await stream.close();
    }
    assert.equal(core.channels.size, 1);
    core.close();
    await server.close();
  });

  describe('by closing', () => {
    it('are those that wait for room, too', async () => {
      const core = world.newCore({ policy: { maxInFlightRequests: 1 } });
      fault({ kind: 'slow', delayMs: 5_000, times: 0 });
      const stream = new DefaultStream(core, table);
      const outcomes = [1, 2, 3].map((id) => outcome(stream.append(batchOf([id]))));
      await stream.close();
      assert.deepEqual(await Promise.all(outcomes), ['OUTCOME_UNKNOWN', 'CANCELLED', 'CANCELLED']);
    });

    it('do not give up the channel that was about to connect', async () => {
      const core = world.newCore();
      const lease = core.channels.lease();
      lease.release();
      const stream = new DefaultStream(core, table);
      const ended = outcome(stream.append(batchOf([1])));
      await stream.close();
      assert.equal(await ended, 'OUTCOME_UNKNOWN');
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(core.channels.lease().client, lease.client);
    });

    it('leave no timer behind, whatever was waited for', async () => {
      const asleep = new Set<AbortSignal | undefined>();
      const clock: Clock = {
        ...systemClock,
        random: () => 0.9,
        sleep: (ms, signal) => {
          asleep.add(signal);
          return systemClock.sleep(ms, signal).finally(() => asleep.delete(signal));
        },
      };
      const core = world.newCore({ clock, policy: { retry: { ...QUICK_RETRY, initialMs: 12_000, maxMs: 12_000 } } });
      const waits: readonly Parameters<typeof fault>[0][] = [
        { kind: 'slow', delayMs: 5_000 },
        { kind: 'error', code: 'UNAVAILABLE', at: 'during' },
      ];
      for (const wait of waits) {
        fault(wait);
        const stream = new DefaultStream(core, table);
        const ended = outcome(stream.append(batchOf([1])));
        await new Promise((resolve) => setTimeout(resolve, 50));
        assert.equal(asleep.size, 1, `${wait.kind} is waited for`);
        await stream.close();
        assert.equal(await ended, 'OUTCOME_UNKNOWN');
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(asleep.size, 0, `a timer is left after ${wait.kind}`);
      }
    });
  });

  it('end the call of a stream with offsets, so that its place is free', async () => {
    const core = world.newCore({ endpoint: { emulatorHost: world.address, callsPerChannel: 1 } });
    for (const id of [1, 2]) {
      const { name } = await createCommittedStream(world.core, table);
      const stream = openCommittedStream(core, name, { onRejected: () => undefined });
      assert.equal(await outcome(stream.append(batchOf([id]))), 'OK');
      fault({ kind: 'error', code: 'INVALID_ARGUMENT', at: 'during' });
      assert.equal(await outcome(stream.append(batchOf([id]))), 'INPUT_INVALID');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(core.channels.size, 1);
  });

  describe('at the deadline', () => {
    /** Time enough for an answer from a busy machine. */
    const LATER_MS = 2_000;

    it('say that nothing was written of what waits for room, on the default stream too', async () => {
      const core = world.newCore({ policy: { maxInFlightRequests: 2 } }).until(Date.now() + 1_500);
      fault({ kind: 'slow', delayMs: 12_000, times: 0 });
      const stream = new DefaultStream(core, table);
      const began = Date.now();
      const outcomes = await Promise.all(range(1, 6).map((id) => outcome(stream.append(batchOf([id])))));
      assert.ok(Date.now() - began < 11_000, `it took ${Date.now() - began} ms`);
      await stream.close();
      assert.deepEqual(outcomes, ['OUTCOME_UNKNOWN', ...Array(5).fill('DEADLINE_EXCEEDED')]);
    });

    it('wait no longer behind a pause that another began', async () => {
      const clock: Clock = { ...systemClock, random: () => 0.9 };
      const policy = { maxInFlightRequests: 2, retry: { ...QUICK_RETRY, initialMs: 12_000, maxMs: 12_000 } };
      const core = world.newCore({ clock, policy }).until(Date.now() + 1_500);
      fault({ kind: 'error', code: 'UNAVAILABLE', at: 'during' });
      const stream = new DefaultStream(core, table, { inOrder: true });
      const began = Date.now();
      const outcomes = await Promise.all(range(1, 4).map((id) => outcome(stream.append(batchOf([id])))));
      assert.ok(Date.now() - began < 11_000, `it took ${Date.now() - began} ms`);
      await stream.close();
      assert.deepEqual(outcomes, ['OUTCOME_UNKNOWN', 'UNAVAILABLE', 'OK', 'DEADLINE_EXCEEDED']);
    });

    it('wait no longer for rejected rows to be made durable', async () => {
      const core = world.core.until(Date.now() + LATER_MS);
      const { name } = await createCommittedStream(world.core, table);
      const release = Promise.withResolvers<void>();
      const stream = openCommittedStream(core, name, { onRejected: () => release.promise });
      const long = (id: number): string => (id === 1 ? 'much too long' : 'fine');
      const outcomes = await Promise.all(
        [batchOf([1, 2], { name: long }), batchOf([3])].map((batch) => outcome(stream.append(batch))),
      );
      assert.deepEqual(outcomes, ['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED']);
      release.resolve();
      await stream.close();
      assert.deepEqual(await world.ids(table), []);
    });

    it('are not waited for until then where they are silent after rows were made durable', async () => {
      const core = world.newCore({ policy: { appendTimeoutMs: 600, retry: QUICK_RETRY } }).until(Date.now() + 15_000);
      const { name } = await createCommittedStream(world.core, table);
      // The good row is sent next, and gets no answer.
      const onRejected = async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 800));
        fault({ kind: 'slow', delayMs: 16_000 });
      };
      const stream = openCommittedStream(core, name, { onRejected });
      const long = (id: number): string => (id === 1 ? 'much too long' : 'fine');
      const began = Date.now();
      assert.equal(await outcome(stream.append(batchOf([1, 2], { name: long }))), 'OK');
      assert.ok(Date.now() - began < 14_000, `it took ${Date.now() - began} ms`);
      await stream.close();
      assert.deepEqual(await world.ids(table), [2]);
    });

    it('are not sent after it when a wait ends later', async () => {
      const release = Promise.withResolvers<void>();
      const core = world.core.until(Date.now() + LATER_MS);
      const stream = new DefaultStream(core, table, { onRejected: () => release.promise });
      const long = (id: number): string => (id === 1 ? 'much too long' : 'fine');
      const outcomes = Promise.all(
        [batchOf([1, 2], { name: long }), batchOf([3])].map((batch) => outcome(stream.append(batch))),
      );
      await new Promise((resolve) => setTimeout(resolve, LATER_MS + 50));
      release.resolve();
      const [first] = await outcomes;
      await stream.close();
      assert.equal(first, 'DEADLINE_EXCEEDED');
      assert.ok(!(await world.ids(table)).includes(2));
    });

    it('begin no unary call after it, and give no channel up for that', async () => {
      const core = world.newCore();
      await createCommittedStream(core, table);
      const { client } = core.channels.lease();
      await assert.rejects(createCommittedStream(core.until(Date.now()), table), { code: 'DEADLINE_EXCEEDED' });
      assert.equal(core.channels.lease().client, client);
    });

    it('end a unary call that is silent, however long one may take otherwise', async () => {
      const proxy = await CuttingProxy.start(world.address);
      const core = world.newCore({ endpoint: { emulatorHost: proxy.address }, policy: { unaryTimeoutMs: 15_000 } });
      proxy.plan({ direction: 'up', from: 'start', bytes: 0, how: 'stall' });
      const began = Date.now();
      await assert.rejects(createCommittedStream(core.until(Date.now() + 150), table), { code: 'DEADLINE_EXCEEDED' });
      assert.ok(Date.now() - began < 14_000, `it took ${Date.now() - began} ms`);
      core.close();
      await proxy.close();
    });
  });
});
