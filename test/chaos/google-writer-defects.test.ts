/** Each defect of Google's Node writer (write-api.md, Google's Node writer), shown not to happen here. */

import assert from 'node:assert/strict';
import type { FaultRule } from '@penstock/local/core/faults/faults.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import { schemaFromStorage } from '@penstock/shared/bigquery/schema/from-storage.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { Acknowledgement, Batch } from '@penstock/shared/bigquery/write/batch.ts';
import { createCommittedStream, openCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import type { OffsetStream } from '@penstock/shared/bigquery/write/offset-stream.ts';
import { openTableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { eventually } from '../support/suite.ts';
import { watchUnhandled } from '../support/unhandled.ts';
import { batchOf, PLAIN, range, startWriteWorld, type WriteWorld } from '../support/write-core.ts';

describe("the defects of Google's writer", () => {
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

  const fault = (rule: Omit<FaultRule, 'service' | 'method'>): void => {
    world.faults.add({ ...rule, service: 'bigquery-storage', method: 'AppendRows' });
  };

  const committed = async (core = world.core): Promise<OffsetStream> => {
    const { name } = await createCommittedStream(world.core, table);
    return openCommittedStream(core, name, { onRejected: () => undefined });
  };

  it('2.3 a: an in-stream error rejects, row errors are reported, and ALREADY_EXISTS resolves only as an acknowledgement', async () => {
    const stream = await committed();
    const long = await (
      await stream.append(batchOf([1, 2, 3], { name: (id) => (id === 2 ? 'much too long' : 'fine') }))
    ).acknowledged;
    assert.deepEqual(
      long.rejected.map(({ index }) => index),
      [1],
    );
    fault({ kind: 'error', code: 'FAILED_PRECONDITION', at: 'during' });
    const failed = (await stream.append(batchOf([4]))).acknowledged;
    await assert.rejects(failed, { code: 'CONFLICT' });
    await stream.close();
    assert.deepEqual(await world.ids(table), [1, 3]);
  });

  it('2.3 b: a schema update while writes are in flight gives each its own acknowledgement', async () => {
    const updates: unknown[] = [];
    const { name } = await createCommittedStream(world.core, table);
    const stream = openCommittedStream(world.core, name, {
      onRejected: () => undefined,
      onSchemaUpdated: (schema) => updates.push(schemaFromStorage(schema).fields.map((field) => field.name)),
    });
    await settle(stream, [batchOf([0])]);
    const three = range(1, 3).map((id) => stream.append(batchOf([id])));
    await world.alterTable(table.tableId, {
      schema: [
        { name: 'id', type: 'INT64', mode: 'NULLABLE' },
        { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
        { name: 'extra', type: 'INT64', mode: 'NULLABLE' },
      ],
    });
    const later = range(4, 3).map((id) => stream.append(batchOf([id])));
    const acknowledgements = await Promise.all(
      [...three, ...later].map(async (accepted) => (await accepted).acknowledged),
    );
    assert.deepEqual(
      acknowledgements.map(({ offset }) => offset),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(updates, [['id', 'name', 'extra']]);
    await stream.close();
  });

  it('2.3 c: after a schema update changes are still changes', async () => {
    const columns = [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 'name', type: 'STRING', mode: 'NULLABLE' },
    ] as const;
    table = await world.table({ primaryKey: ['id'] });
    const writer = await openTableWriter<number>(world.core, table, {
      stream: { kind: 'cdc', primaryKey: ['id'], sequenced: false },
      schemaPauseMs: 0,
      onDelivered: () => undefined,
      onRejected: (refused) => assert.fail(`rejected: ${refused.map(({ error }) => error.message)}`),
      onRetry: (_tokens, error) => assert.fail(error.message),
    });
    await writer.add({ id: 1, name: 'one' }, 1, { type: 'UPSERT' });
    await writer.add({ id: 2, name: 'two' }, 2, { type: 'UPSERT' });
    await writer.flush();
    const wider = [...columns, { name: 'extra', type: 'INT64', mode: 'NULLABLE' } as const];
    await world.alterTable(table.tableId, { schema: [...wider] });
    await writer.add({ id: 1 }, 3, { type: 'DELETE' });
    await writer.add({ id: 2, name: 'two', extra: 22 }, 4, { type: 'UPSERT' });
    await writer.close();
    const rows = await world.query(`SELECT id, extra FROM ${world.physical(table.tableId)}`);
    assert.deepEqual(
      rows.map(({ id, extra }) => [Number(id), Number(extra)]),
      [[2, 22]],
    );
  });

  it('2.3 d: a retried request and those behind it keep the order of their offsets', async () => {
    const stream = await committed();
    fault({ kind: 'error', code: 'ABORTED', at: 'during', skip: 1 });
    const acknowledgements = await settle(
      stream,
      range(0, 6).map((id) => batchOf([id])),
    );
    assert.deepEqual(
      acknowledgements.map(({ offset }) => offset),
      range(0, 6),
    );
    await stream.close();
    assert.deepEqual(await world.ids(table), range(0, 6));
  });

  it('2.3 e: a connection error rejects the promise and crashes nothing, even without a listener', async () => {
    const crashes: unknown[] = [];
    const onCrash = (error: unknown): void => void crashes.push(error);
    process.on('uncaughtException', onCrash);
    const unhandled = watchUnhandled();
    try {
      fault({ kind: 'error', code: 'PERMISSION_DENIED' });
      const stream = new DefaultStream(world.core, table);
      await stream.append(batchOf([1]));
      await stream.flush();
      await stream.close();
      assert.deepEqual(await unhandled.found(), []);
    } finally {
      process.off('uncaughtException', onCrash);
      unhandled.stop();
    }
    assert.deepEqual(crashes, []);
  });

  it('2.3 f: writes that are pending when the service ends the call with OK are sent again', async () => {
    const stream = await committed();
    fault({ kind: 'half-close', skip: 2 });
    await settle(
      stream,
      range(0, 5).map((id) => batchOf([id])),
    );
    await stream.close();
    assert.deepEqual(await world.ids(table), range(0, 5));
  });

  it('2.3 g: close settles every promise, and says which rows may have been written', async () => {
    const stream = await committed();
    fault({ kind: 'slow', delayMs: 300, times: 0 });
    const accepted = await Promise.all(range(0, 3).map((id) => stream.append(batchOf([id]))));
    await stream.close();
    const codes = await Promise.all(
      accepted.map(({ acknowledged }) =>
        acknowledged.then(
          () => 'OK',
          (error: PenstockError) => error.code,
        ),
      ),
    );
    assert.deepEqual(codes, ['OUTCOME_UNKNOWN', 'CANCELLED', 'CANCELLED']);
  });

  it('2.3 h: flushRows sends the offset 0', async () => {
    const { name } = await world.core.createWriteStream(parent(table), 'BUFFERED');
    const stream = openCommittedStream(world.core, name, { onRejected: () => undefined });
    await settle(stream, [batchOf([7, 8])]);
    assert.equal(await world.core.flushRows(name, 0), 0);
    await stream.close();
    assert.deepEqual(await world.ids(table), [7]);
  });

  it('2.3 i: a closed client leaves no socket open after 50 cycles', async () => {
    const proxy = await CuttingProxy.start(world.address);
    try {
      for (const id of range(0, 50)) {
        const core = world.newCore({ endpoint: { emulatorHost: proxy.address } });
        const stream = new DefaultStream(core, table);
        await settle(stream, [batchOf([id])]);
        await stream.close();
        core.close();
      }
      await eventually(
        async () => proxy.open,
        (open) => open === 0,
      );
    } finally {
      await proxy.close();
    }
  });

  it('2.3 j: 250 calls at once do not wait for each other, though a connection carries 100', async () => {
    const streams = range(0, 250).map(() => new DefaultStream(world.core, table));
    await Promise.all(streams.map((stream, id) => settle(stream, [batchOf([id])])));
    assert.ok(world.core.channels.size > 2, 'calls are spread over channels');
    await Promise.all(streams.map((stream) => stream.close()));
    assert.equal((await world.ids(table)).length, 250);
    assert.equal(world.core.channels.size, 1, 'what is no longer used is closed');
  });

  it('2.3 k: a write that fails in transit shifts no acknowledgement', async () => {
    const proxy = await CuttingProxy.start(world.address);
    const core = world.newCore({ endpoint: { emulatorHost: proxy.address } });
    const stream = await committed(core);
    proxy.plan({ direction: 'up', from: 'data', skip: 2, bytes: 40 });
    const batches = range(0, 8).map((id) => batchOf(range(id * 3, 3)));
    const acknowledgements = await settle(stream, batches);
    assert.deepEqual(
      acknowledgements.map(({ offset }) => offset),
      range(0, 8).map((id) => id * 3),
    );
    await stream.close();
    core.close();
    await proxy.close();
    assert.deepEqual(await world.ids(table), range(0, 24));
  });

  it('2.3 l: an append without an answer is sent again after its own deadline', async () => {
    const stream = await committed(world.newCore({ policy: { appendTimeoutMs: 300 } }));
    fault({ kind: 'slow', delayMs: 15_000 });
    const start = Date.now();
    await settle(stream, [batchOf([1])]);
    assert.ok(Date.now() - start < 14_000);
    await stream.close();
    assert.deepEqual(await world.ids(table), [1]);
  });

  it('2.3 m: when attempts are used up the rejection has a code, a kind and a cause', async () => {
    const core = world.newCore({ policy: { retry: { initialMs: 1, maxMs: 5, multiplier: 2, budgetMs: 60 } } });
    fault({ kind: 'error', code: 'UNAVAILABLE', times: 0 });
    const stream = new DefaultStream(core, table);
    const { acknowledged } = await stream.append(batchOf([1]));
    await assert.rejects(acknowledged, (error) => {
      assert.ok(error instanceof PenstockError);
      assert.equal(error.code, 'OUTCOME_UNKNOWN');
      assert.equal(error.kind, 'transient');
      assert.equal(error.context.reason, 'UNAVAILABLE');
      assert.ok(error.cause instanceof PenstockError);
      return true;
    });
    await stream.close();
  });

  it('2.4: a value that does not fit is refused before it is sent, not bent', () => {
    const problems = [{ id: 'abc' }, { id: 1.5 }, { ID: 9_223_372_036_854_775_808n }, { id: 1, nmae: 'x' }].map((row) =>
      codecProblem(row),
    );
    assert.deepEqual(
      problems.map((problem) => problem !== undefined),
      [true, true, true, true],
    );
    assert.equal(codecProblem({ ID: 9_223_372_036_854_775_807n }), undefined);
  });
});

function parent({ projectId, datasetId, tableId }: TableName): string {
  return `projects/${projectId}/datasets/${datasetId}/tables/${tableId}`;
}

function codecProblem(row: Record<string, unknown>): unknown {
  return PLAIN.encode(row, new RowBuffer());
}

async function settle(stream: OffsetStream | DefaultStream, batches: readonly Batch[]): Promise<Acknowledgement[]> {
  return Promise.all(batches.map(async (batch) => (await stream.append(batch)).acknowledged));
}
