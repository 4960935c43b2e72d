import assert from 'node:assert/strict';
import type { FaultRule } from '@penstock/local/core/faults/faults.ts';
import { startGrpcServer } from '@penstock/local/core/grpc/server.ts';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { Acknowledgement, Batch } from '@penstock/shared/bigquery/write/batch.ts';
import {
  createCommittedStream,
  fenceStream,
  openCommittedStream,
  resumeCommittedStream,
} from '@penstock/shared/bigquery/write/committed-stream.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import type { OffsetStream } from '@penstock/shared/bigquery/write/offset-stream.ts';
import { commitStreams, createPendingStream } from '@penstock/shared/bigquery/write/pending-stream.ts';
import { batchOf, PLAIN, range, startWriteWorld, type WriteWorld } from '../../../../support/write-core.ts';

const CHANGES = compileCodec(PLAIN.schema, { unknownFields: 'reject', cdc: true, primaryKey: ['id'] });
const QUIET = { onRejected: (): void => undefined };

const settle = (stream: OffsetStream | DefaultStream, batches: readonly Batch[]): Promise<Acknowledgement[]> =>
  Promise.all(batches.map(async (batch) => (await stream.append(batch)).acknowledged));

describe('streams', () => {
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

  const fault = (rule: Omit<FaultRule, 'service'>): void =>
    void world.faults.add({ ...rule, service: 'bigquery-storage' });

  describe('missing values', () => {
    const FIELDS = [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 'a', type: 'STRING', mode: 'NULLABLE', defaultValueExpression: "'A'" },
      { name: 'b', type: 'STRING', mode: 'NULLABLE', defaultValueExpression: "'B'" },
    ] as const;
    const codec = compileCodec({ fields: FIELDS }, { unknownFields: 'reject' });
    const rowOf = (id: number): Batch => {
      const buffer = new RowBuffer();
      assert.equal(codec.encode({ id }, buffer), undefined);
      return { schema: codec, protoRows: buffer.protoRows, rowCount: 1 };
    };
    const stored = async ({ tableId }: TableName): Promise<unknown[]> =>
      (await world.query(`SELECT a, b FROM ${world.physical(tableId)} ORDER BY id`)).map(({ a, b }) => [a, b]);

    for (const [what, options, row] of [
      ['are NULL', {}, [null, null]],
      ['are the default values of all columns', { missingValues: 'DEFAULT_VALUE' }, ['A', 'B']],
      ['are those of single columns', { missingValuesByColumn: { b: 'DEFAULT_VALUE' } }, [null, 'B']],
      [
        'are NULL in single columns',
        { missingValues: 'DEFAULT_VALUE', missingValuesByColumn: { a: 'NULL_VALUE' } },
        [null, 'B'],
      ],
    ] as const) {
      it(`${what} where that is asked for, in every request and after a reconnect`, async () => {
        const other = { ...table, tableId: `${table.tableId}_missing` };
        await world.createTable(other.tableId, FIELDS);
        const stream = new DefaultStream(world.core, other, options);
        await settle(stream, [rowOf(1)]);
        await settle(stream, [rowOf(2)]);
        fault({ method: 'AppendRows', kind: 'reset' });
        await settle(stream, [rowOf(3)]);
        await settle(stream, [rowOf(4)]);
        await stream.close();
        assert.deepEqual(await stored(other), [row, row, row, row]);
      });
    }

    it('of a column that is not there are refused, and nothing is written', async () => {
      const options = { missingValuesByColumn: { nowhere: 'DEFAULT_VALUE' } } as const;
      const stream = new DefaultStream(world.core, table, options);
      await assert.rejects(settle(stream, [batchOf([1])]), { code: 'INPUT_INVALID', message: /nowhere/ });
      await stream.close();
      assert.deepEqual(await world.ids(table), []);
    });

    it('of single columns count in the size of every request', async () => {
      const core = world.newCore({ policy: { requestBytes: 2_000 } });
      const options = { missingValuesByColumn: { ['x'.repeat(1_900)]: 'NULL_VALUE' } } as const;
      const stream = new DefaultStream(core, table, options);
      await assert.rejects(stream.append(batchOf([1])), { code: 'INPUT_TOO_LARGE' });
      await stream.close();
    });
  });

  describe('committed', () => {
    it('write each row once, and finalize says how many', async () => {
      const { name, tableSchema } = await createCommittedStream(world.core, table);
      assert.deepEqual(
        tableSchema?.fields?.map((field) => field.name),
        ['id', 'name'],
      );
      const stream = openCommittedStream(world.core, name, QUIET);
      fault({ method: 'AppendRows', kind: 'ack-lost', skip: 2 });
      await settle(
        stream,
        range(0, 6).map((id) => batchOf([id])),
      );
      assert.equal(stream.acknowledgedRows, 6);
      assert.equal(await stream.finalize(), 6);
      assert.deepEqual(await world.ids(table), range(0, 6));
    });

    it('are gone on with by name: what is there already is acknowledged, and the rest is written', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const first = openCommittedStream(world.core, name, QUIET);
      await settle(first, [batchOf([0, 1]), batchOf([2])]);
      await first.close();
      const second = resumeCommittedStream(world.newCore(), { name, firstOffset: 0 }, QUIET);
      const acknowledgements = await settle(second, [batchOf([0, 1]), batchOf([2]), batchOf([3, 4])]);
      assert.deepEqual(
        acknowledgements.map(({ offset }) => offset),
        [0, 2, 3],
      );
      assert.equal(await second.finalize(), 5);
      assert.deepEqual(await world.ids(table), range(0, 5));
    });

    it('are gone on with at a count of rows, whatever the ledger says', () => {
      for (const firstOffset of [undefined, null, Number.NaN, -1, 0.5, '3'] as unknown as readonly number[]) {
        const resume = (): unknown => resumeCommittedStream(world.core, { name: 'x', firstOffset }, QUIET);
        assert.throws(resume, { code: 'INPUT_INVALID', message: /a count of rows, found/ });
      }
    });

    it('stop when the plan is another than the stream was written by', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const first = openCommittedStream(world.core, name, QUIET);
      await settle(first, [batchOf([0, 1, 2])]);
      await first.close();
      const second = resumeCommittedStream(world.core, { name, firstOffset: 0 }, QUIET);
      const accepted = await second.append(batchOf([0, 1, 2, 3]));
      await assert.rejects(accepted.acknowledged, (error: { code: string; context: Record<string, unknown> }) => {
        // Some of its rows stand there, by this plan or another.
        assert.deepEqual([error.code, error.context.reason], ['OUTCOME_UNKNOWN', 'OFFSET_MISMATCH']);
        assert.equal(error.context.expected_offset, 3);
        return true;
      });
      assert.equal(second.failure?.code, 'OFFSET_MISMATCH');
      await second.close();
    });

    it('that are there no longer are NOT_FOUND at once: only the ledger can decide then', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const stream = resumeCommittedStream(world.core, { name: `${name}x`, firstOffset: 3 }, QUIET);
      await assert.rejects((await stream.append(batchOf([3]))).acknowledged, { code: 'NOT_FOUND' });
      await stream.close();
    });

    it('stop when rows ahead are missing, after having looked often enough', async () => {
      const core = world.newCore({ policy: { staleWaitMs: 5, staleProbes: 2 } });
      const { name } = await createCommittedStream(world.core, table);
      const retries: number[] = [];
      const stream = resumeCommittedStream(
        core,
        { name, firstOffset: 7 },
        { ...QUIET, onRetry: (_error, ms) => retries.push(ms) },
      );
      await assert.rejects((await stream.append(batchOf([7]))).acknowledged, { code: 'OFFSET_MISMATCH' });
      assert.deepEqual(retries, [5, 5]);
      await stream.close();
    });

    it('wait for a row count that is stale after a reconnect', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const first = openCommittedStream(world.core, name, QUIET);
      await settle(first, [batchOf([0]), batchOf([1])]);
      await first.close();
      fault({ method: 'AppendRows', kind: 'stale' });
      const retries: string[] = [];
      const second = resumeCommittedStream(
        world.core,
        { name, firstOffset: 2 },
        { ...QUIET, onRetry: ({ code }) => retries.push(code) },
      );
      await settle(second, [batchOf([2])]);
      assert.deepEqual(retries, ['OFFSET_MISMATCH']);
      await second.close();
      assert.deepEqual(await world.ids(table), [0, 1, 2]);
    });

    it('written by two owners of one plan at once hold each row once, and both are told so', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const owners = [openCommittedStream(world.core, name, QUIET), openCommittedStream(world.newCore(), name, QUIET)];
      const plan = range(0, 30).map((index) => batchOf(range(index * 4, 4)));
      const acknowledged = await Promise.all(owners.map((owner) => settle(owner, plan)));
      for (const one of acknowledged)
        assert.deepEqual(
          one.map(({ offset }) => offset),
          range(0, 30).map((index) => index * 4),
        );
      await Promise.all(owners.map((owner) => owner.close()));
      assert.equal(await fenceStream(world.core, name), 120);
      assert.deepEqual(await world.ids(table), range(0, 120));
    });

    it('are fenced by the owner that finalizes them', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const owner = openCommittedStream(world.core, name, QUIET);
      await settle(owner, [batchOf([0, 1])]);
      assert.equal(await fenceStream(world.core, name), 2);
      await assert.rejects((await owner.append(batchOf([2]))).acknowledged, { code: 'STREAM_FINALIZED' });
      assert.equal(owner.failure?.code, 'STREAM_FINALIZED');
      await assert.rejects(owner.append(batchOf([3])), { code: 'STREAM_FINALIZED' });
      await assert.rejects(owner.finalize(), { code: 'STREAM_FINALIZED' });
      assert.deepEqual(await world.ids(table), [0, 1]);
    });

    it('say when they hold more rows than were acknowledged', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const mine = openCommittedStream(world.core, name, QUIET);
      await settle(mine, [batchOf([0])]);
      const other = resumeCommittedStream(world.core, { name, firstOffset: 1 }, QUIET);
      await settle(other, [batchOf([1])]);
      await other.close();
      await assert.rejects(mine.finalize(), {
        code: 'OFFSET_MISMATCH',
        message: '2 rows in the stream and 1 acknowledged',
      });
    });

    it('finalize through a lost answer, and take no changes', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const stream = openCommittedStream(world.core, name, QUIET);
      await assert.rejects(stream.append(batchOf([1], { codec: CHANGES })), { code: 'INPUT_INVALID' });
      await settle(stream, [batchOf([1])]);
      fault({ method: 'FinalizeWriteStream', kind: 'ack-lost' });
      assert.equal(await stream.finalize(), 1);
    });

    it('tell their type and their table to a caller that knows the name', async () => {
      const { name } = await createCommittedStream(world.core, table);
      const found = await world.core.getWriteStream(name);
      assert.deepEqual([found.name, found.type, found.location], [name, 'COMMITTED', 'US']);
      assert.ok(found.createdMs && found.committedMs === found.createdMs && found.tableSchema);
    });
  });

  describe('pending', () => {
    it('show nothing until they are committed as one', async () => {
      const streams = await Promise.all([0, 1].map(() => createPendingStream(world.core, table, QUIET)));
      for (const [index, stream] of streams.entries()) {
        await settle(stream, [batchOf([index * 2, index * 2 + 1])]);
        assert.equal(await stream.finalize(), 2);
      }
      assert.deepEqual(await world.ids(table), []);
      fault({ method: 'BatchCommitWriteStreams', kind: 'ack-lost' });
      const names = streams.map(({ name }) => name);
      await commitStreams(world.core, names);
      assert.deepEqual((await world.ids(table)).sort(), [0, 1, 2, 3]);
      await commitStreams(world.core, names);
      assert.equal((await world.ids(table)).length, 4);
    });

    it('are committed all or none', async () => {
      const done = await createPendingStream(world.core, table, QUIET);
      await settle(done, [batchOf([1])]);
      await done.finalize();
      const open = await createPendingStream(world.core, table, QUIET);
      await settle(open, [batchOf([2])]);
      await assert.rejects(commitStreams(world.core, [done.name, open.name]), {
        code: 'CONFLICT',
        message: /not finalized/,
      });
      assert.deepEqual(await world.ids(table), []);
      await commitStreams(world.core, [done.name]);
      await open.finalize();
      await assert.rejects(
        commitStreams(world.core, [done.name, open.name]),
        (error: { context: Record<string, unknown> }) => {
          assert.deepEqual([error.context.already_committed, error.context.refused], [1, 0]);
          return true;
        },
      );
    });

    it('are not taken for committed where the service does not say when', async () => {
      const path = '/google.cloud.bigquery.storage.v1.BigQueryWrite/BatchCommitWriteStreams';
      const server = await startGrpcServer({ host: '127.0.0.1', port: 0, maxReceiveBytes: -1 }, (grpc) => {
        const asIs = (bytes: Buffer): Buffer => bytes;
        const shape = {
          requestSerialize: asIs,
          requestDeserialize: asIs,
          responseSerialize: asIs,
          responseDeserialize: asIs,
        };
        const method = { ...shape, path, requestStream: false, responseStream: false };
        grpc.addService(
          { method },
          { method: (_call: unknown, answer: (error: null, bytes: Buffer) => void) => answer(null, Buffer.alloc(0)) },
        );
      });
      const core = world.newCore({ endpoint: { emulatorHost: server.address } });
      const name = 'projects/p/datasets/d/tables/t/streams/s';
      await assert.rejects(commitStreams(core, [name]), { code: 'CONFLICT', message: /does not say why/ });
      core.close();
      await server.close();
    });

    it('are refused in too great a number, and from two tables', async () => {
      const many = range(0, 10_001).map((id) => `projects/p/datasets/d/tables/t/streams/${id}`);
      await assert.rejects(commitStreams(world.core, many), { code: 'INPUT_TOO_LARGE' });
      const two = ['a', 'b'].map((id) => `projects/p/datasets/d/tables/${id}/streams/s`);
      await assert.rejects(commitStreams(world.core, two), { code: 'INPUT_INVALID' });
      await assert.rejects(commitStreams(world.core, []), { code: 'INPUT_INVALID' });
    });
  });

  describe('default', () => {
    it('write through several connections', async () => {
      const stream = new DefaultStream(world.core, table, { connections: 3 });
      await settle(
        stream,
        range(0, 30).map((id) => batchOf([id])),
      );
      await stream.flush();
      await stream.close();
      assert.deepEqual(
        (await world.ids(table)).sort((a, b) => a - b),
        range(0, 30),
      );
    });

    it('give the next batch to the connection that has the least to do', async () => {
      const stream = new DefaultStream(world.core, table, { connections: 2 });
      fault({ method: 'AppendRows', kind: 'slow', delayMs: 150 });
      const slow = await stream.append(batchOf([0]));
      await settle(stream, [batchOf([1])]);
      await settle(stream, [batchOf([2])]);
      await settle(stream, [batchOf([3])]);
      let slowIsDone = false;
      void slow.acknowledged.then(() => {
        slowIsDone = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(slowIsDone, false);
      await stream.flush();
      await stream.close();
    });

    it('keep the order of the calls where asked to', async () => {
      const stream = new DefaultStream(world.core, table, { inOrder: true });
      fault({ method: 'AppendRows', kind: 'error', code: 'ABORTED', at: 'during', skip: 3, times: 2 });
      await settle(
        stream,
        range(0, 10).map((id) => batchOf([id])),
      );
      await stream.close();
      assert.deepEqual(await world.ids(table), range(0, 10));
    });

    it('carry plain rows or changes, never both', async () => {
      const plain = new DefaultStream(world.core, table);
      await assert.rejects(plain.append(batchOf([1], { codec: CHANGES })), {
        code: 'INPUT_INVALID',
        message: /changes among plain rows/,
      });
      const changes = new DefaultStream(world.core, table, { changes: true });
      await assert.rejects(changes.append(batchOf([1])), {
        code: 'INPUT_INVALID',
        message: /plain rows among changes/,
      });
      await Promise.all([plain.close(), changes.close()]);
    });

    it('are refused without a connection, or in order over two', () => {
      assert.throws(() => new DefaultStream(world.core, table, { connections: 0 }), { code: 'CONFIG_INVALID' });
      assert.throws(() => new DefaultStream(world.core, table, { connections: 2, inOrder: true }), {
        code: 'CONFIG_INVALID',
      });
    });
  });
});
