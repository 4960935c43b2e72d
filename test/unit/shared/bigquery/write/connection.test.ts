import assert from 'node:assert/strict';
import type { FaultRule } from '@penstock/local/core/faults/faults.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { Accepted, Acknowledgement, Batch } from '@penstock/shared/bigquery/write/batch.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { createCommittedStream, openCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { AppendConnection } from '@penstock/shared/bigquery/write/connection.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import type { OffsetStream, OffsetStreamOptions } from '@penstock/shared/bigquery/write/offset-stream.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { CuttingProxy } from '../../../../support/cutting-proxy.ts';
import { startOddServer } from '../../../../support/odd-write-server.ts';
import { batchOf, QUICK, range, startWriteWorld, WIDER, type WriteWorld } from '../../../../support/write-core.ts';

const NOWHERE = '127.0.0.1:1';

type Stream = Pick<AppendConnection, 'append' | 'flush' | 'close'>;

const settle = async (stream: Stream, batches: readonly Batch[]): Promise<Acknowledgement[]> =>
  Promise.all(batches.map(async (batch) => (await stream.append(batch)).acknowledged));

/** The code that each promise rejects with, or OK. */
const codes = (accepted: readonly Accepted[]): Promise<string[]> =>
  Promise.all(
    accepted.map(({ acknowledged }) =>
      acknowledged.then(
        () => 'OK',
        (error: unknown) => (error instanceof PenstockError ? error.code : String(error)),
      ),
    ),
  );

describe('an append connection', () => {
  let world: WriteWorld;
  let table: TableName;

  before(async () => {
    world = await startWriteWorld();
  });

  beforeEach(async () => {
    world.faults.clear();
    table = await world.table();
  });

  after(() => world.close());

  const fault = (rule: Omit<FaultRule, 'service' | 'method'>, method = 'AppendRows'): void => {
    world.faults.add({ ...rule, service: 'bigquery-storage', method });
  };

  const committed = async (options: Partial<OffsetStreamOptions> = {}, core = world.core): Promise<OffsetStream> => {
    const { name } = await createCommittedStream(world.core, table);
    return openCommittedStream(core, name, { onRejected: () => undefined, ...options });
  };

  describe('backpressure', () => {
    it('makes the caller wait when the service cannot be reached, then says that nothing was written', async () => {
      const core = world.newCore({
        endpoint: { emulatorHost: NOWHERE },
        policy: { maxInFlightRequests: 2, retry: { initialMs: 1, maxMs: 10, multiplier: 2, budgetMs: 120 } },
      });
      const { name } = await createCommittedStream(world.core, table);
      const stream = openCommittedStream(core, name, { onRejected: () => undefined });
      const inside = [await stream.append(batchOf([1])), await stream.append(batchOf([2]))];
      let third: unknown = 'waiting';
      const refused = stream.append(batchOf([3])).catch((error: PenstockError) => {
        third = error.code;
      });
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(third, 'waiting');
      assert.deepEqual(await codes(inside), ['UNAVAILABLE', 'UNAVAILABLE']);
      await refused;
      assert.equal(third, 'UNAVAILABLE');
      assert.equal(stream.failure?.code, 'UNAVAILABLE');
      await assert.rejects(stream.append(batchOf([4])), { code: 'UNAVAILABLE' });
      await assert.rejects(stream.finalize(), { code: 'UNAVAILABLE' });
    });

    it('holds bytes in flight under the bound, in the order of the calls', async () => {
      const one = batchOf(range(0, 10));
      const core = world.newCore({ policy: { maxInFlightBytes: one.protoRows.length * 2 } });
      const stream = await committed({}, core);
      const acknowledgements = await settle(
        stream,
        range(0, 20).map((index) => batchOf(range(index * 10, 10))),
      );
      assert.deepEqual(
        acknowledgements.map(({ offset }) => offset),
        range(0, 20).map((index) => index * 10),
      );
      await stream.close();
    });
  });

  describe('a request that cannot be sent', () => {
    it('is an empty batch, or one that no request holds', async () => {
      const core = world.newCore({ policy: { requestBytes: 1_000 } });
      const stream = new DefaultStream(core, table);
      await assert.rejects(stream.append({ ...batchOf([1]), rowCount: 0 }), { code: 'INPUT_INVALID' });
      await assert.rejects(stream.append(batchOf(range(0, 100))), { code: 'INPUT_TOO_LARGE' });
      await settle(stream, [batchOf([1])]);
      await stream.close();
      await assert.rejects(stream.append(batchOf([2])), { code: 'CANCELLED' });
    });

    it('is anything once the client is closed', async () => {
      const core = world.newCore();
      const stream = new DefaultStream(core, table);
      core.close();
      assert.deepEqual(await codes([await stream.append(batchOf([1]))]), ['CANCELLED']);
      await stream.close();
      await assert.rejects(core.getWriteStream(stream.name), { code: 'CANCELLED' });
    });

    it('is any caller that waits for room when the client is closed, however many they are', async () => {
      const core = world.newCore({ policy: { maxInFlightRequests: 1 } });
      const stream = new DefaultStream(core, table);
      fault({ kind: 'slow', delayMs: 100 });
      // One batch for all of them: to encode 20,000 takes a busy machine longer than the budget of a retry.
      const batch = batchOf([1]);
      const waiting = range(0, 20_000).map((id) => stream.append(batch).catch(({ code }) => `${id}: ${code}`));
      core.close();
      const [first, ...others] = await Promise.all(waiting);
      assert.deepEqual(await codes([first as Accepted]), ['CANCELLED']);
      assert.deepEqual(new Set(others.map((other) => String(other).split(' ')[1])), new Set(['CANCELLED']));
      await stream.close();
    });
  });

  describe('rows that the service refuses', () => {
    const long = (bad: readonly number[]) => (id: number) => (bad.includes(id) ? 'much too long' : 'fine');

    it('are durable elsewhere before the good ones are sent', async () => {
      const seen: unknown[] = [];
      const stream = await committed({
        onRejected: async (batch, rejected) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          seen.push([batch.rowCount, rejected.map(({ index }) => index), await world.ids(table)]);
        },
      });
      const [first, second] = await settle(stream, [
        batchOf(range(0, 4), { name: long([1, 2]) }),
        batchOf(range(4, 4), { name: long([4]) }),
      ]);
      assert.deepEqual(seen, [
        [4, [1, 2], []],
        [4, [0], [0, 3]],
      ]);
      assert.deepEqual([first?.offset, first?.rowCount, second?.offset, second?.rowCount], [0, 2, 2, 3]);
      assert.equal(await stream.finalize(), 5);
      assert.deepEqual(await world.ids(table), [0, 3, 5, 6, 7]);
    });

    it('may be all rows of a batch', async () => {
      const stream = await committed();
      const [none, some] = await settle(stream, [batchOf([1, 2], { name: long([1, 2]) }), batchOf([3])]);
      assert.deepEqual([none?.rowCount, none?.rejected.length, some?.offset], [0, 2, 0]);
      await stream.close();
    });

    it('give back all the room that their batch took', async () => {
      const bad = range(1, 39);
      const batch = batchOf(range(0, 40), { name: long(bad) });
      const core = world.newCore({ policy: { maxInFlightBytes: batch.protoRows.length * 2 } });
      const stream = new DefaultStream(core, table);
      for (let turn = 0; turn < 3; turn += 1) await settle(stream, [batch]);
      fault({ kind: 'slow', delayMs: 200 });
      const whole = range(0, 40);
      const first = await stream.append(batchOf(whole));
      let answered = false;
      const done = first.acknowledged.then(() => {
        answered = true;
      });
      const second = await stream.append(batchOf(whole));
      assert.equal(answered, false);
      await Promise.all([done, second.acknowledged]);
      await stream.close();
    });

    it('settle once where the stream is closed while they are made durable', async () => {
      const settled: unknown[] = [];
      const count = (name: string, _by?: number, labels?: object): void => {
        if (name === 'write/appends') settled.push(labels);
      };
      const core = world.newCore({ metrics: { count, observe: () => undefined } });
      const { promise: durable, resolve: makeDurable } = Promise.withResolvers<void>();
      const { promise: told, resolve: tell } = Promise.withResolvers<void>();
      const onRejected = (): Promise<void> => {
        tell();
        return durable;
      };
      const stream = new DefaultStream(core, table, { onRejected });
      const accepted = await stream.append(batchOf([1], { name: long([1]) }));
      await told;
      await stream.close();
      makeDurable();
      assert.deepEqual(await codes([accepted]), ['CANCELLED']);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(settled, [{ outcome: 'rejected', code: 'CANCELLED' }]);
    });

    it('stop a stream with offsets when they cannot be made durable, and only their batch on the default stream', async () => {
      const onRejected = (): Promise<void> => Promise.reject(new Error('the error output is down'));
      const stream = await committed({ onRejected });
      const accepted = [await stream.append(batchOf([1], { name: long([1]) })), await stream.append(batchOf([2]))];
      assert.deepEqual(await codes(accepted), ['INTERNAL', 'INTERNAL']);
      await stream.close();
      const plain = new DefaultStream(world.core, table, { onRejected });
      const onDefault = [await plain.append(batchOf([1], { name: long([1]) })), await plain.append(batchOf([2]))];
      assert.deepEqual(await codes(onDefault), ['INTERNAL', 'OK']);
      await plain.close();
      assert.deepEqual(await world.ids(table), [2]);
    });

    it('leave the rest of their batch to the default stream, with or without a callback', async () => {
      const stream = new DefaultStream(world.core, table);
      const [one] = await settle(stream, [batchOf(range(0, 5), { name: long([0, 4]) }), batchOf([5])]);
      assert.deepEqual(
        one?.rejected.map(({ index }) => index),
        [0, 4],
      );
      assert.equal(one?.offset, undefined);
      await stream.close();
      assert.deepEqual((await world.ids(table)).sort(), [1, 2, 3, 5]);
    });

    it('end the stream where a broken call may still deliver what is behind them', async () => {
      const proxy = await CuttingProxy.start(world.address);
      const core = world.newCore({ endpoint: { emulatorHost: proxy.address }, policy: { appendTimeoutMs: 300 } });
      const told: unknown[] = [];
      const stream = await committed({ onRejected: (_batch, rejected) => void told.push(rejected) }, core);
      proxy.plan({ direction: 'up', from: 'data', skip: 1, bytes: 0, how: 'late' });
      await settle(stream, [batchOf([0])]);
      const accepted = await Promise.all(
        [batchOf([1, 2], { name: long([1]) }), batchOf([3]), batchOf([4])].map((batch) => stream.append(batch)),
      );
      assert.deepEqual(await codes(accepted), ['ABORTED', 'OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
      assert.deepEqual([stream.failure?.code, told], ['ABORTED', []]);
      await stream.close();
      core.close();
      await proxy.close();
      assert.deepEqual(await world.ids(table), [0]);
    });

    it('end the stream when the call breaks while they are being made durable', async () => {
      const proxy = await CuttingProxy.start(world.address);
      const core = world.newCore({ endpoint: { emulatorHost: proxy.address } });
      const onRejected = async (): Promise<void> => {
        proxy.cutAll();
        await new Promise((resolve) => setTimeout(resolve, 50));
      };
      const stream = await committed({ onRejected }, core);
      await settle(stream, [batchOf([0])]);
      // The answers to what is behind come late, so that they are still to come when the call breaks.
      fault({ kind: 'slow', delayMs: 200, skip: 1, times: 0 });
      const accepted = await Promise.all(
        [batchOf([1, 2], { name: long([1]) }), batchOf([3])].map((batch) => stream.append(batch)),
      );
      assert.deepEqual(await codes(accepted), ['ABORTED', 'OUTCOME_UNKNOWN']);
      await stream.close();
      core.close();
      await proxy.close();
    });

    it('are forgotten when the stream is closed while they are being made durable', async () => {
      let release = (): void => undefined;
      const begun = Promise.withResolvers<void>();
      const stream = await committed({
        onRejected: () => {
          begun.resolve();
          return new Promise((resolve) => {
            release = resolve;
          });
        },
      });
      const accepted = await stream.append(batchOf([1, 2], { name: long([1]) }));
      await begun.promise;
      await stream.close();
      release();
      assert.deepEqual(await codes([accepted]), ['CANCELLED']);
      assert.deepEqual(await world.ids(table), []);
    });
  });

  describe('a permanent refusal', () => {
    it('of the first request says that nothing was written, and the default stream goes on afterwards', async () => {
      fault({ kind: 'error', code: 'PERMISSION_DENIED' });
      const stream = new DefaultStream(world.core, table);
      const accepted = await Promise.all([1, 2, 3].map((id) => stream.append(batchOf([id]))));
      assert.deepEqual(await codes(accepted), ['PERMISSION_DENIED', 'PERMISSION_DENIED', 'PERMISSION_DENIED']);
      await settle(stream, [batchOf([4])]);
      await stream.close();
      assert.deepEqual(await world.ids(table), [4]);
    });

    it('that ends a call later leaves the oldest of the default stream unknown and sends the others again', async () => {
      const stream = new DefaultStream(world.core, table);
      await settle(stream, [batchOf([0])]);
      fault({ kind: 'error', code: 'PERMISSION_DENIED' });
      const accepted = await Promise.all([1, 2, 3].map((id) => stream.append(batchOf([id]))));
      assert.deepEqual(await codes(accepted), ['OUTCOME_UNKNOWN', 'OK', 'OK']);
      await stream.close();
    });

    it('that ends a call later ends a stream with offsets, and says unknown of all that was sent', async () => {
      const stream = await committed();
      await settle(stream, [batchOf([0])]);
      fault({ kind: 'error', code: 'PERMISSION_DENIED' });
      const accepted = await Promise.all([1, 2].map((id) => stream.append(batchOf([id]))));
      assert.deepEqual(await codes(accepted), ['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
      assert.equal(stream.failure?.code, 'PERMISSION_DENIED');
      await stream.close();
    });

    it('of one request on the default stream leaves the others alone', async () => {
      const stream = new DefaultStream(world.core, table);
      await settle(stream, [batchOf([0])]);
      fault({ kind: 'error', code: 'INVALID_ARGUMENT', at: 'during', skip: 1 });
      const accepted = await Promise.all([1, 2, 3].map((id) => stream.append(batchOf([id]))));
      assert.deepEqual(await codes(accepted), ['OK', 'INPUT_INVALID', 'OK']);
      await stream.close();
      assert.deepEqual(await world.ids(table), [0, 1, 3]);
    });

    it('of one request on a stream with offsets lets what is on its way hear its own answer', async () => {
      const stream = await committed();
      await settle(stream, [batchOf([0])]);
      fault({ kind: 'error', code: 'INVALID_ARGUMENT', at: 'during' });
      const accepted = await Promise.all([1, 2, 3].map((id) => stream.append(batchOf([id]))));
      assert.deepEqual(await codes(accepted), ['INPUT_INVALID', 'INPUT_INVALID', 'INPUT_INVALID']);
      assert.deepEqual(await world.ids(table), [0]);
      await stream.close();
    });

    it('leaves unknown what was on its way when the wire broke too', async () => {
      const stream = await committed();
      await settle(stream, [batchOf([0])]);
      fault({ kind: 'error', code: 'INVALID_ARGUMENT', at: 'during' });
      fault({ kind: 'reset', at: 'before' });
      const accepted = await Promise.all([1, 2].map((id) => stream.append(batchOf([id]))));
      const [first, second] = await codes(accepted);
      // The reset may overtake the refusal; then both are sent again, and nothing is refused any more.
      assert.ok(
        (first === 'INPUT_INVALID' && second === 'OUTCOME_UNKNOWN') || (first === 'OK' && second === 'OK'),
        `${first} ${second}`,
      );
      await stream.close();
    });

    it('names a schema that the table does not have', async () => {
      const stream = await committed();
      const accepted = [await stream.append(batchOf([1], { codec: WIDER }))];
      assert.deepEqual(await codes(accepted), ['SCHEMA_MISMATCH']);
      await stream.close();
    });
  });

  describe('NOT_FOUND', () => {
    it('is tried again for a while after the stream was made, in both ways it comes', async () => {
      for (const at of ['before', 'during'] as const) {
        const stream = await committed();
        fault({ kind: 'error', code: 'NOT_FOUND', at, times: 2 });
        await settle(stream, [batchOf([1])]);
        await stream.close();
      }
      assert.deepEqual(await world.ids(table), [1, 1]);
    });

    it('is tried again for a stream that is being made', async () => {
      fault({ kind: 'error', code: 'NOT_FOUND' }, 'CreateWriteStream');
      await createCommittedStream(world.core, table);
      const core = world.newCore({ policy: { notFoundGraceMs: 0 } });
      await assert.rejects(createCommittedStream(core, { ...table, tableId: 'none' }), { code: 'NOT_FOUND' });
    });

    it('says that nothing was written where the table does not appear in that while', async () => {
      const core = world.newCore({ policy: { notFoundGraceMs: 100 } });
      const stream = new DefaultStream(core, { ...table, tableId: 'none' });
      const accepted = await Promise.all([1, 2].map((id) => stream.append(batchOf([id]))));
      assert.deepEqual(await codes(accepted), ['NOT_FOUND', 'NOT_FOUND']);
      await stream.close();
    });

    it('ends a stream that was there long ago', async () => {
      const core = world.newCore({ policy: { notFoundGraceMs: 0 } });
      const stream = await committed({}, core);
      fault({ kind: 'error', code: 'NOT_FOUND', at: 'during' });
      assert.deepEqual(await codes([await stream.append(batchOf([1]))]), ['NOT_FOUND']);
      await stream.close();
    });
  });

  describe('time', () => {
    it('does not wait beyond the deadline of the function', async () => {
      const deadline = Date.now() + 1_500;
      const core = world.newCore({ policy: { appendTimeoutMs: 60_000 } });
      fault({ kind: 'slow', delayMs: 30_000, times: 0 });
      const stream = await committed({}, core.until(deadline));
      const accepted = [await stream.append(batchOf([1])), await stream.append(batchOf([2]))];
      assert.deepEqual(await codes(accepted), ['OUTCOME_UNKNOWN', 'DEADLINE_EXCEEDED']);
      assert.ok(Date.now() < deadline + 20_000);
      await stream.close();
      const late = new DefaultStream(core.until(Date.now()), table);
      await assert.rejects(late.append(batchOf([3])), { code: 'DEADLINE_EXCEEDED' });
      await late.close();
      const unreachable = world.newCore({ endpoint: { emulatorHost: NOWHERE } });
      await assert.rejects(createCommittedStream(unreachable.until(Date.now()), table), { code: 'DEADLINE_EXCEEDED' });
      world.faults.clear();
      await settle(new DefaultStream(core, table), [batchOf([4])]);
    });

    it('gives up one request that is refused for ever, while others go through', async () => {
      const core = world.newCore({ policy: { retry: { initialMs: 1, maxMs: 5, multiplier: 2, budgetMs: 80 } } });
      const stream = new DefaultStream(core, table, { inOrder: true });
      await settle(stream, [batchOf([0])]);
      fault({ kind: 'throttle', at: 'during', times: 0 });
      assert.deepEqual(await codes([await stream.append(batchOf([1]))]), ['RESOURCE_EXHAUSTED']);
      await stream.close();
    });

    it('says unknown only of what was sent when the service fails without saying how', async () => {
      const core = world.newCore({ policy: { retry: { initialMs: 1, maxMs: 5, multiplier: 2, budgetMs: 60 } } });
      const stream = await committed({}, core);
      fault({ kind: 'error', code: 'UNKNOWN', times: 0 });
      const accepted = [await stream.append(batchOf([1])), await stream.append(batchOf([2]))];
      assert.deepEqual(await codes(accepted), ['OUTCOME_UNKNOWN', 'UNAVAILABLE']);
      await stream.close();
    });

    it('tells of each wait', async () => {
      const retries: string[] = [];
      const stream = await committed({ onRetry: ({ code }) => retries.push(code) });
      fault({ kind: 'throttle', times: 2 });
      await settle(stream, [batchOf([1])]);
      await stream.close();
      assert.deepEqual(retries, ['RESOURCE_EXHAUSTED', 'RESOURCE_EXHAUSTED']);
    });

    it('opens another channel when one is silent', async () => {
      const proxy = await CuttingProxy.start(world.address);
      const core = world.newCore({ endpoint: { emulatorHost: proxy.address }, policy: { appendTimeoutMs: 300 } });
      proxy.plan({ direction: 'down', from: 'data', bytes: 2, how: 'stall' });
      const stream = await committed({}, core);
      await settle(stream, [batchOf([1])]);
      assert.equal(proxy.opened, 2);
      await stream.close();
      core.close();
      await proxy.close();
      assert.deepEqual(await world.ids(table), [1]);
    });

    it('makes unary calls over another channel when one does not connect, or is silent', async () => {
      const proxy = await CuttingProxy.start(world.address);
      const core = world.newCore({ endpoint: { emulatorHost: proxy.address }, policy: { unaryTimeoutMs: 300 } });
      proxy.plan(
        { direction: 'up', from: 'start', bytes: 0 },
        { direction: 'up', from: 'start', bytes: 11, how: 'stall' },
        { direction: 'down', from: 'data', bytes: 1, how: 'stall' },
      );
      const { name } = await createCommittedStream(core, table);
      assert.ok(name);
      assert.ok(proxy.opened >= 4);
      core.close();
      await proxy.close();
    });

    it('reopens after an idle close as if nothing had been', async () => {
      const idle = await startWriteWorld({ limits: { idleMs: 30 } });
      const name = await idle.table();
      const retries: string[] = [];
      const stream = new DefaultStream(idle.core, name, { onRetry: ({ code }) => retries.push(code) });
      await settle(stream, [batchOf([1])]);
      await new Promise((resolve) => setTimeout(resolve, 80));
      await settle(stream, [batchOf([2])]);
      assert.deepEqual(retries, []);
      await stream.close();
      await idle.close();
    });
  });

  it('switches the schema at a clean point, with nothing lost or reordered', async () => {
    const stream = await committed();
    const before = range(0, 10).map((id) => stream.append(batchOf([id])));
    await world.alterTable(table.tableId, {
      schema: [
        { name: 'id', type: 'INT64', mode: 'NULLABLE' },
        { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
        { name: 'extra', type: 'INT64', mode: 'NULLABLE' },
      ],
    });
    const after = range(10, 10).map((id) => stream.append(batchOf([id], { codec: WIDER })));
    const offsets = await Promise.all(
      [...before, ...after].map(async (one) => (await (await one).acknowledged).offset),
    );
    assert.deepEqual(offsets, range(0, 20));
    assert.equal(await stream.finalize(), 20);
    assert.deepEqual(await world.ids(table), range(0, 20));
  });

  it('is closed at once, with an answer outstanding or not', async () => {
    // A call that is ended in order is given a second of this slow clock to end by itself; one that still owes an answer is given none.
    const clock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms * 15, signal) };
    const stream = new DefaultStream(world.newCore({ clock }), table);
    await settle(stream, [batchOf([1])]);
    fault({ kind: 'slow', delayMs: 16_000 });
    const accepted = await stream.append(batchOf([2]));
    const started = performance.now();
    await stream.close();
    assert.ok(performance.now() - started < 14_000);
    assert.deepEqual(await codes([accepted]), ['OUTCOME_UNKNOWN']);
  });

  describe('a listener that throws', () => {
    const throwing = (): never => {
      throw new Error('the listener is broken');
    };
    const rejecting = (): Promise<never> => Promise.reject(new Error('the listener is broken'));
    const throttled = { kind: 'throttle' } as const;

    for (const [how, listener] of [
      ['at once', throwing],
      ['later', rejecting],
    ] as const) {
      it(`${how} of a schema hides no acknowledgement, and the next append on the default stream says so`, async () => {
        const stream = new DefaultStream(world.core, table, { onSchemaUpdated: listener });
        await settle(stream, [batchOf([1])]);
        await world.alterTable(table.tableId, {
          schema: [
            { name: 'ID', type: 'INT64', mode: 'NULLABLE' },
            { name: 'name', type: 'STRING', mode: 'NULLABLE' },
          ],
        });
        assert.deepEqual(await codes([await stream.append(batchOf([2]))]), ['OK']);
        await assert.rejects(stream.append(batchOf([3])), { code: 'INTERNAL', message: /the listener is broken/ });
        await settle(stream, [batchOf([4])]);
        await stream.close();
        assert.deepEqual(await world.ids(table), [1, 2, 4]);
      });

      it(`${how} of a retry ends what is not settled, and a stream with offsets`, async () => {
        fault(throttled);
        const stream = await committed({ onRetry: listener });
        const accepted = [await stream.append(batchOf([1])), await stream.append(batchOf([2]))];
        assert.deepEqual(await codes(accepted), ['INTERNAL', 'INTERNAL']);
        await assert.rejects(stream.finalize(), { message: /the listener is broken/ });

        fault(throttled);
        const other = new DefaultStream(world.core, table, { onRetry: listener });
        assert.deepEqual(await codes([await other.append(batchOf([3]))]), ['INTERNAL']);
        await settle(other, [batchOf([4])]);
        await other.close();
        assert.deepEqual(await world.ids(table), [4]);
      });
    }

    it('takes no answer for that of another request', async () => {
      const updatedSchema = { fields: [{ name: 'id', type: 2 }] };
      const server = await startOddServer((index) => (index === 0 ? [{ appendResult: {}, updatedSchema }] : []));
      const core = world.newCore({
        endpoint: { emulatorHost: server.address },
        policy: {
          maxInFlightRequests: 1,
          appendTimeoutMs: 100,
          retry: { initialMs: 1, maxMs: 2, multiplier: 2, budgetMs: 1 },
        },
      });
      const stream = new DefaultStream(core, table, { onSchemaUpdated: throwing });
      const accepted = await Promise.all([1, 2, 3].map((id) => stream.append(batchOf([id]))));
      assert.deepEqual(await codes(accepted), ['OK', 'OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
      await stream.close();
      await server.close();
    });
  });

  it('leaves no timer, socket or listener behind after 1,000 openings and closings', async () => {
    const core = world.newCore();
    const cycle = async (id: number): Promise<void> => {
      const stream = new DefaultStream(core, table);
      if (id % 10 === 0) await settle(stream, [batchOf([id])]);
      else await stream.append(batchOf([id]));
      await stream.close();
    };
    for (const id of range(0, 50)) await cycle(id);
    const before = process.getActiveResourcesInfo().length;
    for (const id of range(50, 1_000)) await cycle(id);
    assert.equal(core.channels.size, 1);
    assert.ok(process.getActiveResourcesInfo().length <= before + 5, process.getActiveResourcesInfo().join());
  });

  describe('a service that answers oddly', () => {
    const against = async (
      answers: Parameters<typeof startOddServer>[0],
      test: (client: WriteClient) => Promise<void>,
    ): Promise<void> => {
      const server = await startOddServer(answers);
      const client = new WriteClient({
        endpoint: { emulatorHost: server.address },
        policy: { ...QUICK, appendTimeoutMs: 300, retry: { initialMs: 1, maxMs: 5, multiplier: 2, budgetMs: 100 } },
      });
      try {
        await test(client);
      } finally {
        client.close();
        await server.close();
      }
    };
    const name = 'projects/p/datasets/d/tables/t/streams/s';

    /** For each request, whether it names the stream and the schema, and its offset. */
    const recorder = (
      answer: (index: number) => object,
    ): { seen: unknown[]; answers: Parameters<typeof startOddServer>[0] } => {
      const seen: unknown[] = [];
      return {
        seen,
        answers: (index, { writeStream, protoRows, offset }) => {
          seen.push([writeStream !== '', protoRows?.writerSchema !== null, Number(offset?.value)]);
          return [answer(index)];
        },
      };
    };

    it('hears stream name and schema once a connection', () => {
      const { seen, answers } = recorder(() => ({ appendResult: {} }));
      return against(answers, async (client) => {
        const connection = new AppendConnection(client, { writeStream: name, firstOffset: 0 });
        await settle(connection, [batchOf([1, 2]), batchOf([3]), batchOf([4])]);
        await connection.close();
        assert.deepEqual(seen, [
          [true, true, 0],
          [false, false, 2],
          [false, false, 3],
        ]);
      });
    });

    it('hears them again on another call when it refused the first request', () => {
      const { seen, answers } = recorder((index) =>
        index === 0 ? { error: { code: 10, message: 'not now' } } : { appendResult: {} },
      );
      return against(answers, async (client) => {
        const connection = new AppendConnection(client, { writeStream: name, firstOffset: 0 });
        await settle(connection, [batchOf([1, 2]), batchOf([3])]);
        await connection.close();
        assert.deepEqual(seen, [
          [true, true, 0],
          [true, true, 0],
          [false, false, 2],
        ]);
      });
    });

    it('hears them again on another call when it refused rows of the first request', () => {
      const rowErrors = [{ index: 0, code: 1, message: 'bad' }];
      const { seen, answers } = recorder((index) =>
        index === 0 ? { error: { code: 3, message: 'see row_errors' }, rowErrors } : { appendResult: {} },
      );
      return against(answers, async (client) => {
        const connection = new AppendConnection(client, { writeStream: name, firstOffset: 0 });
        await settle(connection, [batchOf([1, 2])]);
        await connection.close();
        assert.deepEqual(seen, [
          [true, true, 0],
          [true, true, 0],
        ]);
      });
    });

    it('with an error that has no code, or none that there is, may have written the rows', () =>
      against(
        (index) => [{ error: { code: index % 2 === 0 ? 0 : 99, message: 'odd' } }],
        async (client) => {
          const connection = new AppendConnection(client, { writeStream: name });
          assert.deepEqual(await codes([await connection.append(batchOf([1]))]), ['OUTCOME_UNKNOWN']);
          await connection.close();
        },
      ));

    it('with answers to no request is left and tried anew', () =>
      against(
        (request) =>
          request === 0 ? [{ appendResult: {} }, { appendResult: {} }, { appendResult: {} }] : [{ appendResult: {} }],
        async (client) => {
          let calls = 0;
          const count = (metric: string): void => {
            if (metric === 'write/connections') calls += 1;
          };
          const counted = new WriteClient({ metrics: { count, observe: () => undefined } }, client);
          const connection = new AppendConnection(counted, { writeStream: name });
          await settle(connection, [batchOf([1])]);
          await new Promise((resolve) => setTimeout(resolve, 20));
          await settle(connection, [batchOf([2]), batchOf([3])]);
          await connection.close();
          assert.equal(calls, 2);
        },
      ));

    it('is not heard any more on a call that was left', () => {
      const retries: string[] = [];
      return against(
        (index) =>
          index === 0 ? [{ error: { code: 10, message: 'not now' } }, { appendResult: {} }] : [{ appendResult: {} }],
        async (client) => {
          const onRetry = ({ code }: PenstockError): void => void retries.push(code);
          const connection = new AppendConnection(client, { writeStream: name, onRetry });
          await settle(connection, [batchOf([1])]);
          await connection.close();
          assert.deepEqual(retries, ['ABORTED']);
        },
      );
    });

    for (const type of ['google.cloud.bigquery.storage.v1.StorageError', 'google.rpc.RetryInfo']) {
      it(`with a ${type} that cannot be read is heard by its code`, () => {
        // Some field of 127 bytes, and not one of them.
        const value = Buffer.from([0x2a, 0x7f]);
        const error = { code: 10, message: 'not now', details: [{ type_url: `type.googleapis.com/${type}`, value }] };
        return against(
          (index) => [index === 0 ? { error } : { appendResult: {} }],
          async (client) => {
            const connection = new AppendConnection(client, { writeStream: name });
            assert.deepEqual(await codes([await connection.append(batchOf([1]))]), ['OK']);
            await connection.close();
          },
        );
      });
    }

    it('with a delay to keep is not asked again before it', () => {
      const delay = Buffer.from([0x0a, 0x05, 0x10, 0x80, 0xb4, 0xc4, 0x04]); // RetryInfo { retry_delay { nanos: 9_509_376 } }
      const details = [{ type_url: 'type.googleapis.com/google.rpc.RetryInfo', value: delay }];
      const waits: number[] = [];
      return against(
        (index) => [index === 0 ? { error: { code: 8, message: 'quota', details } } : { appendResult: {} }],
        async (client) => {
          const clock = { ...client.clock, random: () => 0 };
          const patient = new WriteClient({ clock }, client);
          const onRetry = (_error: PenstockError, ms: number): void => void waits.push(ms);
          const connection = new AppendConnection(patient, { writeStream: name, onRetry });
          await settle(connection, [batchOf([1])]);
          assert.deepEqual(waits, [10]);
          await connection.close();
        },
      );
    });

    it('with neither result nor error has not acknowledged anything', () => {
      const updatedSchema = { fields: [{ name: 'id', type: 2 }] };
      const schemas: unknown[] = [];
      return against(
        () => [{ updatedSchema }],
        async (client) => {
          const onSchemaUpdated = (schema: unknown): void => void schemas.push(schema);
          const connection = new AppendConnection(client, { writeStream: name, onSchemaUpdated });
          assert.deepEqual(await codes([await connection.append(batchOf([1]))]), ['OUTCOME_UNKNOWN']);
          assert.ok(schemas.length > 0);
          await connection.close();
        },
      );
    });

    it('with bytes that are no answer ends unknown', () =>
      against(
        () => [Buffer.from([0x0a, 0x7f])],
        async (client) => {
          const connection = new AppendConnection(client, { writeStream: name });
          assert.deepEqual(await codes([await connection.append(batchOf([1]))]), ['OUTCOME_UNKNOWN']);
          await connection.close();
        },
      ));

    it('with one bad row at a time has them all reported in order, by their place in the batch', () => {
      const bad = (index: number): object => ({
        error: { code: 3, message: 'bad' },
        rowErrors: [{ index, code: 1, message: 'bad' }],
      });
      return against(
        (index) => [[bad(2), bad(2), bad(0)][index] ?? { appendResult: {} }],
        async (client) => {
          const connection = new AppendConnection(client, { writeStream: name });
          const [acknowledged] = await settle(connection, [batchOf(range(0, 5))]);
          assert.deepEqual([acknowledged?.rowCount, acknowledged?.rejected.map(({ index }) => index)], [2, [0, 2, 3]]);
          await connection.close();
        },
      );
    });

    it('with row errors that name no row rejects the batch', () =>
      against(
        () => [{ error: { code: 3, message: 'bad' }, rowErrors: [{ index: 9, code: 1, message: 'row 9 of 1' }] }],
        async (client) => {
          const connection = new AppendConnection(client, {
            writeStream: name,
            traceId: 't:1',
            missingValues: 'NULL_VALUE',
          });
          const accepted = await connection.append(batchOf([1]));
          await assert.rejects(accepted.acknowledged, { code: 'ROW_REJECTED', message: /row 9 of 1/ });
          await connection.close();
        },
      ));

    it('with a success at another offset stops the stream, and does not deny what was written', () =>
      against(
        () => [{ appendResult: { offset: { value: 5 } } }],
        async (client) => {
          const connection = new AppendConnection(client, { writeStream: name, firstOffset: 0 });
          assert.deepEqual(await codes([await connection.append(batchOf([1]))]), ['OUTCOME_UNKNOWN']);
          assert.equal(connection.failure?.code, 'OFFSET_MISMATCH');
          await connection.close();
        },
      ));
  });
});
