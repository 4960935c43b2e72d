import assert from 'node:assert/strict';
import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { Batcher, type BatcherOptions, type TokenBatch } from '@penstock/shared/bigquery/write/batcher.ts';
import { checkCdcTable, sequenceProblem } from '@penstock/shared/bigquery/write/cdc-table.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { LatestByKey } from '@penstock/shared/bigquery/write/latest-by-key.ts';
import { sequenceNumber } from '@penstock/shared/bigquery/write/sequence-number.ts';
import { openTableWriter, type TableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PLAIN, range, startWriteWorld, WIDER, type WriteWorld } from '../../../../support/write-core.ts';

const row = (id: number): JsonRow => ({ id, name: `row ${id}` });

/** Time that stands still until it is moved. */
function stoppedClock(): Clock & { move(ms: number): Promise<void>; readonly sleepers: number } {
  let now = 1_000;
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    random: () => 0,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          reject(signal.reason);
        });
      }),
    move: async (ms) => {
      now += ms;
      for (const sleeper of sleepers.filter(({ until }) => until <= now)) {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        sleeper.wake();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
    get sleepers() {
      return sleepers.length;
    },
  };
}

function batcherOf(options: Partial<BatcherOptions<number>> = {}): {
  batcher: Batcher<number>;
  batches: TokenBatch<number>[];
} {
  const batches: TokenBatch<number>[] = [];
  const batcher = new Batcher<number>({
    codec: PLAIN,
    clock: stoppedClock(),
    onBatch: (batch) => batches.push(batch),
    ...options,
  });
  return { batcher, batches };
}

describe('a batcher', () => {
  it('closes on rows', () => {
    const { batcher, batches } = batcherOf({ limits: { maxRows: 3 } });
    for (const id of range(0, 7)) assert.equal(batcher.add(row(id), id), undefined);
    assert.deepEqual(
      batches.map(({ tokens }) => tokens),
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    );
    assert.equal(batcher.openRows, 1);
    batcher.close();
    assert.deepEqual(
      batches.map(({ rowCount }) => rowCount),
      [3, 3, 1],
    );
  });

  it('has limits that close it', () => {
    const limits = { maxBytes: Number.NaN, maxRows: 0, maxAgeMs: 5 };
    assert.throws(() => batcherOf({ limits }), {
      code: 'CONFIG_INVALID',
      message: 'batch limits: maxBytes is NaN, and at least 1 is needed; maxRows is 0, and at least 1 is needed',
    });
  });

  it('closes on encoded bytes, before the row that would not fit', () => {
    const { batcher, batches } = batcherOf({ limits: { maxBytes: 40 } });
    for (const id of range(0, 10)) assert.equal(batcher.add(row(id), id), undefined);
    batcher.flush();
    assert.ok(batches.every(({ protoRows }) => protoRows.length <= 40));
    assert.deepEqual(
      batches.flatMap(({ tokens }) => tokens),
      range(0, 10),
    );
    batcher.flush();
    assert.equal(
      batches.reduce((sum, { rowCount }) => sum + rowCount, 0),
      10,
    );
  });

  it('takes JSON text as it takes rows, and none that no batch holds', () => {
    const { batcher, batches } = batcherOf({ limits: { maxBytes: 40 } });
    const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
    for (const id of range(0, 10)) assert.equal(batcher.addJson(json(row(id)), id), true);
    assert.equal(batcher.addJson(json({ id: 10, name: 'x'.repeat(40) }), 10), false);
    assert.equal(batcher.addJson(json({ id: 'x' }), 11), false);
    batcher.close();
    assert.ok(batches.every(({ protoRows }) => protoRows.length <= 40));
    assert.deepEqual(
      batches.flatMap(({ tokens }) => tokens),
      range(0, 10),
    );
    const same = batcherOf({ limits: { maxBytes: 40 } });
    for (const id of range(0, 10)) same.batcher.add(row(id), id);
    same.batcher.close();
    assert.deepEqual(
      batches.map(({ protoRows }) => protoRows),
      same.batches.map(({ protoRows }) => protoRows),
    );
  });

  it('closes on age, by one timer that is gone with the batch', async () => {
    const clock = stoppedClock();
    const { batcher, batches } = batcherOf({ clock, limits: { maxAgeMs: 100 } });
    batcher.add(row(1), 1);
    await clock.move(60);
    batcher.add(row(2), 2);
    await clock.move(39);
    assert.equal(batches.length, 0);
    await clock.move(1);
    assert.deepEqual(
      batches.map(({ tokens }) => tokens),
      [[1, 2]],
    );
    assert.equal(clock.sleepers, 0);
    batcher.add(row(3), 3);
    assert.equal(clock.sleepers, 1);
    batcher.close();
    await clock.move(0);
    assert.equal(clock.sleepers, 0);
    assert.equal(batches.length, 2);
  });

  it('has no timer for a batch that was closed by its rows', async () => {
    const clock = stoppedClock();
    const { batcher } = batcherOf({ clock, limits: { maxRows: 2 } });
    for (const id of range(0, 2)) batcher.add(row(id), id);
    await clock.move(0);
    assert.equal(clock.sleepers, 0);
  });

  it('names a row that no request holds, and goes on with the others', () => {
    const { batcher, batches } = batcherOf({ limits: { maxBytes: 20 } });
    assert.equal(batcher.add({ id: 1, name: 'a' }, 1), undefined);
    const problem = batcher.add({ id: 2, name: 'twenty characters !!' }, 2);
    assert.equal(problem?.code, 'ROW_TOO_LARGE');
    assert.equal(batcher.add({ id: 3, name: 'c' }, 3), undefined);
    batcher.close();
    assert.deepEqual(
      batches.flatMap(({ tokens }) => tokens),
      [1, 3],
    );
  });

  it('passes on what the codec has against a row, and writes nothing of it', () => {
    const { batcher, batches } = batcherOf();
    assert.equal(batcher.add({ id: 'x' }, 1)?.code !== undefined, true);
    batcher.close();
    assert.equal(batches.length, 0);
  });

  it('uses memory again once a batch is released, and not before', () => {
    const { batcher, batches } = batcherOf({ limits: { maxRows: 1 } });
    for (const id of range(0, 3)) batcher.add(row(id), id);
    const [first, second] = batches;
    assert.ok(first && second);
    assert.notEqual(first.protoRows.buffer, second.protoRows.buffer);
    first.release();
    first.release();
    for (const id of range(3, 3)) batcher.add(row(id), id);
    const again = batches.slice(3).filter(({ protoRows }) => protoRows.buffer === first.protoRows.buffer);
    assert.equal(again.length, 1);
    for (const batch of [...batches]) batch.release();
    for (const id of range(6, 12)) batcher.add(row(id), id);
    for (const batch of batches) batch.release();
  });

  it('keeps no more memory for use again than a bound', () => {
    const codec = compileCodec(
      { fields: [{ name: 'text', type: 'STRING', mode: 'NULLABLE' }] },
      { unknownFields: 'reject' },
    );
    const { batcher, batches } = batcherOf({ codec, limits: { maxRows: 100 } });
    const text = 'x'.repeat(10_000);
    const fill = (count: number): void => {
      for (const id of range(0, count * 100)) batcher.add({ text }, id);
    };
    fill(40);
    const used = new Set(batches.map(({ protoRows }) => protoRows.buffer));
    for (const batch of batches) batch.release();
    fill(40);
    const again = batches.slice(40).filter(({ protoRows }) => used.has(protoRows.buffer));
    // Of 40 a little over 1 MB each.
    assert.ok(again.length > 0 && again.length <= 33, `${again.length} buffers were used again`);
  });

  describe('whose batch cannot be taken', () => {
    const broken = new Error('the queue is gone');

    it('fails the call that closed it, and goes on', () => {
      const taken: number[][] = [];
      const { batcher } = batcherOf({
        limits: { maxRows: 2 },
        onBatch: ({ tokens }) => {
          if (tokens.includes(2) || tokens.includes(3)) throw broken;
          taken.push([...tokens]);
        },
      });
      batcher.add(row(1), 1);
      assert.throws(() => batcher.add(row(2), 2), broken);
      batcher.add(row(3), 3);
      assert.throws(() => batcher.flush(), broken);
      batcher.add(row(4), 4);
      batcher.close();
      assert.deepEqual(taken, [[4]]);
    });

    it('keeps the row that did not fit into it: it opens the next batch', () => {
      const taken: number[][] = [];
      const onBatch = ({ tokens, rowCount }: TokenBatch<number>): void => {
        assert.equal(rowCount, tokens.length);
        if (tokens.includes(1)) throw broken;
        taken.push([...tokens]);
      };
      const { batcher } = batcherOf({ limits: { maxBytes: 30 }, onBatch });
      for (const id of [1, 2]) batcher.add(row(id), id);
      assert.throws(() => batcher.add(row(3), 3), broken);
      batcher.close();
      assert.deepEqual(taken, [[3]]);
    });

    it('reports the first of several failures that had no call to fail', async () => {
      const onBatch = ({ tokens }: TokenBatch<number>): Promise<never> => Promise.reject(new Error(`batch ${tokens}`));
      const { batcher } = batcherOf({ onBatch, limits: { maxRows: 1 } });
      for (const id of [1, 2]) batcher.add(row(id), id);
      await new Promise((resolve) => setImmediate(resolve));
      assert.throws(() => batcher.flush(), { message: 'batch 1' });
      batcher.close();
    });

    const calls: readonly (readonly [string, (batcher: Batcher<number>) => void])[] = [
      ['add', (batcher) => batcher.add(row(2), 2)],
      ['flush', (batcher) => batcher.flush()],
      ['close', (batcher) => batcher.close()],
    ];
    for (const [how, fail] of [
      ['at once', () => assert.fail(broken)],
      ['later', () => Promise.reject(broken)],
    ] as const) {
      for (const [name, next] of calls) {
        it(`${how} after it was closed by its age tells the next ${name}, once`, async () => {
          const clock = stoppedClock();
          const taken: number[][] = [];
          const onBatch = ({ tokens }: TokenBatch<number>): unknown =>
            tokens.includes(1) ? fail() : taken.push([...tokens]);
          const { batcher } = batcherOf({ clock, onBatch, limits: { maxAgeMs: 100 } });
          batcher.add(row(1), 1);
          await clock.move(100);
          assert.throws(() => next(batcher), broken);
          batcher.add(row(3), 3);
          batcher.close();
          assert.deepEqual(taken, [[3]]);
          assert.equal(clock.sleepers, 0);
        });
      }
    }
  });

  it('leaves a row to the schema that it was encoded by, though the batch that it closes brings another', () => {
    const { batcher, batches } = batcherOf({
      limits: { maxBytes: 30 },
      onBatch: (batch) => {
        batches.push(batch);
        if (batches.length === 1) batcher.switchCodec(WIDER);
      },
    });
    for (const id of [1, 2, 3, 4]) batcher.add(row(id), id);
    batcher.close();
    assert.deepEqual(
      batches.map(({ tokens, schema }) => [[...tokens], schema === WIDER]),
      [
        [[1, 2], false],
        [[3], false],
        [[4], true],
      ],
    );
  });

  it('puts rows of another schema into another batch', () => {
    const { batcher, batches } = batcherOf();
    batcher.add(row(1), 1);
    batcher.switchCodec(WIDER);
    batcher.add({ ...row(2), extra: 5 }, 2);
    batcher.close();
    assert.deepEqual(
      batches.map(({ schema }) => schema),
      [PLAIN, WIDER],
    );
  });
});

const ID: Field = { name: 'Id', type: 'INT64', mode: 'NULLABLE' };
const PART: Field = { name: 'part', type: 'STRING', mode: 'NULLABLE' };
const NAME: Field = { name: 'name', type: 'STRING', mode: 'NULLABLE' };

describe('changes', () => {
  let world: WriteWorld;
  let table: TableName;

  before(async () => {
    world = await startWriteWorld();
  });

  beforeEach(async () => {
    world.faults.clear();
    table = await world.table({ primaryKey: ['id'] });
  });

  after(() => world.close());

  const changeWriter = (core: WriteClient, sequenced: boolean): Promise<TableWriter<number>> =>
    openTableWriter<number>(core, table, {
      stream: { kind: 'cdc', primaryKey: ['id'], sequenced },
      onDelivered: () => undefined,
      onRejected: (refused) => assert.fail(`rejected: ${refused.map(({ error }) => error.message)}`),
      onRetry: (_tokens, error) => assert.fail(error.message),
    });

  const KEYED = compileCodec(
    { fields: [NAME, ID, PART] },
    { unknownFields: 'reject', cdc: true, primaryKey: ['id', 'PART'] },
  );

  it('of one key in one batch are one: the last without sequence numbers', () => {
    const { batcher, batches } = batcherOf({ codec: KEYED, primaryKey: ['id', 'PART'] });
    const add = (token: number, key: unknown, part: string): void =>
      assert.equal(batcher.add({ id: key, part, name: String(token) }, token, { type: 'UPSERT' }), undefined);
    add(0, 1, 'a');
    add(1, '1', 'a');
    add(2, 1, 'b');
    add(3, 1n, 'a');
    batcher.close();
    assert.deepEqual(
      batches.map(({ tokens, superseded, rowCount }) => [tokens, superseded, rowCount]),
      [[[2, 3], [0, 1], 2]],
    );
    batches[0]?.release();
    add(4, 1, 'a');
    batcher.close();
    assert.deepEqual(batches[1]?.tokens, [4]);
    add(5, 2, 'a');
    add(6, 2, 'a');
    batcher.close();
    assert.deepEqual([batches[2]?.tokens, batches[2]?.superseded], [[6], [5]]);
  });

  it('of one key in one batch are one: the highest sequence number, and the last of equals', () => {
    const { batcher, batches } = batcherOf({ codec: KEYED, primaryKey: ['id', 'part'] });
    for (const [token, sequence] of ['B', 'A', 'B', '9'].entries()) {
      batcher.add({ id: 1, part: 'x', name: String(token) }, token, { type: 'UPSERT', sequence });
    }
    batcher.close();
    assert.deepEqual(
      batches.map(({ tokens, superseded }) => [tokens, superseded]),
      [[[2], [0, 1, 3]]],
    );
  });

  it('need a key that the codec knows', () => {
    assert.throws(() => new LatestByKey(KEYED, ['nothing']), { code: 'CONFIG_INVALID' });
  });

  it('converge to the highest sequence number, resent or not', async () => {
    const writer = await changeWriter(world.core, true);
    world.faults.add({ service: 'bigquery-storage', method: 'AppendRows', kind: 'ack-lost', skip: 1 });
    const change = (type: 'UPSERT' | 'DELETE', id: number, name: string, sequence: number) =>
      writer.add({ id, name }, id, { type, sequence: sequenceNumber(sequence) });
    await change('UPSERT', 1, 'new', 5);
    await change('UPSERT', 2, 'two', 1);
    await change('UPSERT', 1, 'old', 4);
    await change('DELETE', 2, '', 2);
    await change('UPSERT', 3, 'three', 1);
    await change('UPSERT', 3, 'third', 2);
    await writer.close();
    const rows = await world.query(`SELECT id, name FROM ${world.physical(table.tableId)} ORDER BY id`);
    assert.deepEqual(
      rows.map(({ id, name }) => [Number(id), name]),
      [
        [1, 'new'],
        [3, 'third'],
      ],
    );
  });

  it('bring a sequence number each, or none does', () => {
    const missing = sequenceProblem({ type: 'UPSERT' }, true);
    assert.deepEqual(
      [missing?.code, missing?.reason],
      ['CHANGE_INVALID', 'has no sequence number, and every change needs one'],
    );
    const given = sequenceProblem({ type: 'UPSERT', sequence: 'A' }, false);
    assert.equal(given?.reason, 'has a sequence number, and none may');
  });

  it('are counted where they are superseded', async () => {
    const counted: unknown[] = [];
    const count = (name: string, by: number): void => {
      if (name === 'write/superseded') counted.push(by);
    };
    const writer = await changeWriter(world.newCore({ metrics: { count, observe: () => undefined } }), false);
    for (const [token, id] of [1, 1, 2, 1].entries()) await writer.add({ id }, token, { type: 'UPSERT' });
    await writer.flush();
    await writer.add({ id: 1 }, 4, { type: 'UPSERT' });
    await writer.close();
    assert.deepEqual(counted, [2]);
  });

  it('are refused by name before anything is sent to a table that takes none', () => {
    const name = { projectId: 'p', datasetId: 'd', tableId: 't' };
    const column = (index: number): Field => ({ name: `c${index}`, type: 'INT64', mode: 'NULLABLE' });
    const many = range(0, 2_001).map(column);
    const cases: readonly [readonly Field[], readonly string[], RegExp][] = [
      [[ID], [], /d\.t: the table has no primary key/],
      [many.slice(0, 20), range(0, 17).map((index) => `c${index}`), /17 columns, at most 16/],
      [many, ['c0'], /2001 columns, at most 2000/],
      [[ID], ['other'], /key column other is not in the schema/],
      [[{ ...ID, mode: 'REPEATED' }], ['id'], /key column id is repeated/],
    ];
    for (const [fields, primaryKey, message] of cases) {
      assert.throws(() => checkCdcTable({ name, schema: { fields }, primaryKey }), { code: 'INPUT_INVALID', message });
    }
  });
});
