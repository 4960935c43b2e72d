import assert from 'node:assert/strict';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { createCommittedStream, fenceStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import type { WriterOptions } from '@penstock/shared/bigquery/writer/options.ts';
import type { DeliveredBatch, RejectedToken } from '@penstock/shared/bigquery/writer/outcome.ts';
import { openTableWriter, type TableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { range, startWriteWorld, type WriteWorld } from '../../../../support/write-core.ts';

/** The outcomes that a writer reported, by token. */
interface Told {
  readonly delivered: DeliveredBatch<number>[];
  readonly rejected: RejectedToken<number>[];
  readonly retry: { readonly tokens: readonly number[]; readonly error: PenstockError }[];
}

describe('TableWriter', () => {
  let world: WriteWorld;
  let table: TableName;

  before(async () => {
    world = await startWriteWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    world.faults.clear();
    table = await world.table();
  });

  async function open(
    options: Partial<WriterOptions<number>> = {},
    schemaPauseMs?: number,
  ): Promise<Told & { readonly writer: TableWriter<number> }> {
    const told: Told = { delivered: [], rejected: [], retry: [] };
    const writer = await openTableWriter<number>(world.core, table, {
      stream: { kind: 'default' },
      batch: { maxAgeMs: 20 },
      onDelivered: (batch) => void told.delivered.push(batch),
      onRejected: (rows) => void told.rejected.push(...rows),
      onRetry: (tokens, error) => void told.retry.push({ tokens, error }),
      ...(schemaPauseMs === undefined ? {} : { schemaPauseMs }),
      ...options,
    });
    return { ...told, writer };
  }

  const tokensOf = (batches: readonly DeliveredBatch<number>[]): number[] => batches.flatMap(({ tokens }) => tokens);

  it('delivers rows and tells each token once', async () => {
    const { writer, delivered, rejected, retry } = await open({ batch: { maxRows: 100 } });
    for (const id of range(0, 1_000)) await writer.add({ id, name: `row ${id}` }, id);
    await writer.flush();
    assert.deepEqual(
      tokensOf(delivered).sort((a, b) => a - b),
      range(0, 1_000),
    );
    assert.equal(delivered.length, 10);
    assert.deepEqual([rejected, retry, writer.unsettledRows], [[], [], 0]);
    await writer.close();
    assert.deepEqual(
      (await world.ids(table)).sort((a, b) => a - b),
      range(0, 1_000),
    );
  });

  it('rejects a row that does not fit its column, and delivers those around it', async () => {
    const { writer, delivered, rejected } = await open();
    for (const id of range(0, 10)) await writer.add({ id: id === 4 ? 'four' : id, name: 'x' }, id);
    await writer.close();
    assert.deepEqual(tokensOf(delivered), [0, 1, 2, 3, 5, 6, 7, 8, 9]);
    const [{ token, error, problem } = assert.fail()] = rejected;
    assert.deepEqual([token, error.code, problem?.path, problem?.code], [4, 'ROW_REJECTED', 'id', 'MALFORMED']);
  });

  it('rejects the rows that the service refuses, and delivers those around them', async () => {
    const { writer, delivered, rejected, retry } = await open({ schema: WIDE_NAMES });
    for (const id of range(0, 10)) await writer.add({ id, name: id % 5 === 0 ? 'much too long' : 'short' }, id);
    await writer.close();
    assert.deepEqual(tokensOf(delivered), [1, 2, 3, 4, 6, 7, 8, 9]);
    assert.deepEqual(
      rejected.map(({ token, problem }) => [token, problem]),
      [
        [0, undefined],
        [5, undefined],
      ],
    );
    assert.deepEqual(retry, []);
    assert.deepEqual(await world.ids(table), [1, 2, 3, 4, 6, 7, 8, 9]);
  });

  it('makes rejections durable before it sends the rows behind them', async () => {
    let durable = false;
    const durableFirst: boolean[] = [];
    const { writer } = await open({
      onRejected: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        durable = true;
      },
      onDelivered: () => void durableFirst.push(durable),
    });
    await writer.add({ id: 'x' }, 0);
    await writer.add({ id: 1 }, 1);
    await writer.flush();
    assert.deepEqual(durableFirst, [true]);
    await writer.close();
  });

  it('writes to a Committed stream from the offset given, and finalizes it with the exact count', async () => {
    const { name } = await createCommittedStream(world.core, table);
    const first = await open({ stream: { kind: 'committed', name, firstOffset: 0 } });
    for (const id of range(0, 30)) await first.writer.add({ id }, id);
    await first.writer.close();
    const second = await open({ stream: { kind: 'committed', name, firstOffset: 30 }, batch: { maxRows: 10 } });
    for (const id of range(30, 30)) await second.writer.add({ id }, id);
    assert.equal(await second.writer.finalize(), 60);
    assert.deepEqual(
      second.delivered.map(({ offset, rowCount }) => [offset, rowCount]),
      [
        [30, 10],
        [40, 10],
        [50, 10],
      ],
    );
    assert.deepEqual(await world.ids(table), range(0, 60));
  });

  it('passes every row on to retry when another owner has fenced its stream, and takes no more', async () => {
    const { name } = await createCommittedStream(world.core, table);
    const { writer, retry, delivered } = await open({ stream: { kind: 'committed', name, firstOffset: 0 } });
    assert.equal(await fenceStream(world.core, name), 0);
    for (const id of range(0, 5)) await writer.add({ id }, id);
    await writer.flush();
    assert.deepEqual(
      retry.map(({ tokens, error }) => [tokens, error.code]),
      [[range(0, 5), 'STREAM_FINALIZED']],
    );
    assert.deepEqual(delivered, []);
    assert.throws(() => writer.add({ id: 9 }, 9), { code: 'STREAM_FINALIZED' });
    await writer.close();
  });

  it('takes rows as JSON bytes, digit by digit, and rejects bytes that are no row', async () => {
    const { writer, rejected, delivered } = await open();
    await writer.addJson(Buffer.from('{"id":9007199254740993}'), 0);
    await writer.addJson(Buffer.from('{"id":'), 1);
    await writer.addJson(Buffer.from([0x22, 0xff, 0x22]), 2);
    await writer.addJson(Buffer.from('[1]'), 3);
    await writer.close();
    assert.deepEqual(tokensOf(delivered), [0]);
    assert.deepEqual(
      rejected.map(({ token, error, problem }) => [token, error.code, problem?.code]),
      [
        [1, 'INPUT_MALFORMED', undefined],
        [2, 'INPUT_MALFORMED', undefined],
        [3, 'ROW_REJECTED', 'NOT_AN_OBJECT'],
      ],
    );
    const [{ id } = assert.fail()] = await world.query(
      `SELECT id::VARCHAR AS id FROM ${world.physical(table.tableId)}`,
    );
    assert.equal(id, '9007199254740993');
  });

  it('takes plain JSON text without parsing it, and leaves other text to its caller', async () => {
    const { writer, delivered, rejected } = await open();
    assert.equal(writer.addPlainJson(Buffer.from('{"id":1,"name":"a"}'), 0), true);
    for (const text of ['{"id":', '{"id":"x"}', '{"id":1,"stranger":2}'])
      assert.equal(writer.addPlainJson(Buffer.from(text), 1), false, text);
    assert.equal(writer.unsettledRows, 1);
    await writer.close();
    assert.deepEqual([tokensOf(delivered), rejected], [[0], []]);
    assert.deepEqual(await world.ids(table), [1]);
    assert.throws(() => writer.addPlainJson(Buffer.from('{"id":2}'), 2), { code: 'CANCELLED' });
  });

  it('leaves plain JSON text to its caller while there is no room', async () => {
    const { writer, delivered } = await open({ maxUnsettledRows: 1, batch: { maxAgeMs: 60_000 } });
    assert.equal(writer.addPlainJson(Buffer.from('{"id":1}'), 0), true);
    assert.equal(writer.addPlainJson(Buffer.from('{"id":2}'), 1), false);
    await writer.addJson(Buffer.from('{"id":2}'), 1);
    await writer.close();
    assert.deepEqual(tokensOf(delivered), [0, 1]);
  });

  it('goes on taking rows while batches wait for their place, where its caller bounds them', async () => {
    const { writer, delivered } = await open({ maxBatchesAhead: 1_000, batch: { maxRows: 1 } });
    for (const id of range(0, 50)) assert.equal(writer.addPlainJson(Buffer.from(`{"id":${id}}`), id), true);
    await writer.close();
    assert.deepEqual(
      tokensOf(delivered).sort((a, b) => a - b),
      range(0, 50),
    );
  });

  it('keeps its callers waiting while too many rows are not settled, and lets them in in order', async () => {
    world.faults.add({ service: 'bigquery-storage', method: 'AppendRows', kind: 'slow', delayMs: 20, times: 0 });
    const { writer, delivered } = await open({ maxUnsettledRows: 10, batch: { maxRows: 5, maxAgeMs: 60_000 } });
    let most = 0;
    const adding = range(0, 100).map(async (id) => {
      await writer.add({ id }, id);
      most = Math.max(most, writer.unsettledRows);
    });
    await Promise.all(adding);
    await writer.flush();
    assert.deepEqual(tokensOf(delivered), range(0, 100));
    assert.ok(most <= 10, `${most} rows were taken`);
    await writer.close();
  });

  it('goes on gathering while a caller waits for room that batches on their way will give', async () => {
    world.faults.add({ service: 'bigquery-storage', method: 'AppendRows', kind: 'slow', delayMs: 50, times: 0 });
    const core = world.newCore({ policy: { maxInFlightRequests: 1 } });
    const delivered: number[] = [];
    const writer = await openTableWriter<number>(core, table, {
      stream: { kind: 'default' },
      batch: { maxRows: 6, maxAgeMs: 3_600_000 },
      maxBatchesAhead: 5,
      maxUnsettledRows: 14,
      onDelivered: ({ tokens }) => void delivered.push(tokens.length),
      onRejected: () => undefined,
      onRetry: () => undefined,
    });
    for (const id of range(0, 18)) await writer.add({ id }, id);
    await writer.close();
    assert.deepEqual(delivered, [6, 6, 6]);
  });

  it('sends what is gathered when a caller waits for room', async () => {
    const { writer, delivered } = await open({ maxUnsettledRows: 3, batch: { maxAgeMs: 3_600_000 } });
    for (const id of range(0, 7)) await writer.add({ id }, id);
    await writer.addJson(Buffer.from('no'), 7);
    await writer.addJson(Buffer.from('no'), 8);
    await writer.addJson(Buffer.from('no'), 9);
    await writer.close();
    assert.deepEqual(tokensOf(delivered), range(0, 7));
  });

  it('tells rejections that no batch takes along when they are old, or many', async () => {
    const { writer, rejected } = await open();
    await writer.add({ id: 'x' }, 0);
    while (rejected.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await writer.close();
    const many = await open({ batch: { maxAgeMs: 3_600_000 } });
    for (const id of range(0, 1_000)) await many.writer.add({ id: 'x' }, id);
    while (many.rejected.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(many.rejected.length, 1_000);
    await many.writer.close();
  });

  it('passes rows on to retry whose rejection cannot be made durable, and goes on with the others', async () => {
    const { writer, retry, delivered } = await open({
      onRejected: () => Promise.reject(new Error('the error output is away')),
    });
    for (const id of range(0, 4)) await writer.add({ id: id === 1 ? 'x' : id }, id);
    await writer.close();
    assert.deepEqual(
      retry.map(({ tokens, error }) => [tokens, error.message]),
      [[[1], 'the error output is away']],
    );
    assert.deepEqual(tokensOf(delivered), [0, 2, 3]);
  });

  it('stops a Committed stream where a rejection cannot be made durable: its plan would be another', async () => {
    const { name } = await createCommittedStream(world.core, table);
    const { writer, retry, delivered } = await open({
      stream: { kind: 'committed', name, firstOffset: 0 },
      onRejected: () => {
        throw new Error('the error output is away');
      },
    });
    for (const id of range(0, 4)) await writer.add({ id: id === 1 ? 'x' : id }, id);
    await writer.flush();
    assert.deepEqual(retry.flatMap(({ tokens }) => tokens).sort(), [0, 1, 2, 3]);
    assert.deepEqual(delivered, []);
    await assert.rejects(writer.finalize(), { message: 'the error output is away' });
    await writer.close();
    assert.equal(await fenceStream(world.core, name), 0);
  });

  it('upserts and deletes by key, and tells what a later change has superseded', async () => {
    table = await world.table({ primaryKey: ['id'] } as never);
    const { writer, delivered, rejected } = await open({
      stream: { kind: 'cdc', primaryKey: ['id'], sequenced: true },
    });
    await writer.add({ id: 1, name: 'a' }, 0, { type: 'UPSERT', sequence: '1' });
    await writer.add({ id: 1, name: 'b' }, 1, { type: 'UPSERT', sequence: '2' });
    await writer.add({ id: 2, name: 'c' }, 2, { type: 'UPSERT', sequence: '1' });
    await writer.add({ id: 3 }, 3, { type: 'DELETE', sequence: '1' });
    await writer.add({ id: 4 }, 4, { type: 'UPSERT' });
    await writer.add({ id: 4 }, 5);
    assert.equal(writer.addPlainJson(Buffer.from('{"id":4}'), 6), false);
    await writer.flush();
    assert.deepEqual(
      delivered.map(({ tokens, superseded }) => [tokens, superseded]),
      [[[1, 2, 3], [0]]],
    );
    assert.deepEqual(
      rejected.map(({ token, problem }) => [token, problem?.code]),
      [
        [4, 'CHANGE_INVALID'],
        [5, 'CHANGE_INVALID'],
      ],
    );
    await writer.close();
  });

  it('refuses changes to a table without the key, and rows for a stream of another table', async () => {
    await assert.rejects(open({ stream: { kind: 'cdc', primaryKey: [], sequenced: false } }), {
      code: 'INPUT_INVALID',
    });
    const { name } = await createCommittedStream(world.core, await world.table());
    await assert.rejects(open({ stream: { kind: 'committed', name, firstOffset: 0 } }), { message: /is not of table/ });
  });

  it('refuses to finalize the default stream', async () => {
    // Also with a column whose values are masked on their way.
    const { writer } = await open({
      sensitive: { columns: { name: 'mask' } },
      traceId: 'penstock:test',
      missingValues: 'NULL_VALUE',
      missingValuesByColumn: {},
    });
    await assert.rejects(writer.finalize(), { code: 'INPUT_INVALID' });
  });

  it('reads the schema again before it rejects a row for a column that is new', async () => {
    const { writer, delivered, rejected } = await open({}, 0);
    await writer.add({ id: 1 }, 0);
    await world.alterTable(table.tableId, { schema: EXTENDED });
    const waiting = [writer.add({ id: 2, extra: 5 }, 1), writer.add({ id: 3, extra: 6 }, 2)];
    await Promise.all(waiting);
    await writer.add({ id: 4, never: 7 }, 3);
    await writer.close();
    assert.deepEqual(tokensOf(delivered), [0, 1, 2]);
    assert.deepEqual(
      rejected.map(({ token, problem }) => [token, problem?.code]),
      [[3, 'UNKNOWN_FIELD']],
    );
    const rows = await world.query(`SELECT id, extra FROM ${world.physical(table.tableId)} ORDER BY id`);
    assert.deepEqual(
      rows.map(({ id, extra }) => [Number(id), extra === null ? null : Number(extra)]),
      [
        [1, null],
        [2, 5],
        [3, 6],
      ],
    );
    assert.ok(writer.codec.schema.fields.some(({ name }) => name === 'extra'));
    assert.ok(writer.streamName.endsWith('/_default'));
  });

  it('passes a row on to retry where the schema cannot be read', async () => {
    const { writer, retry } = await open({}, 0);
    world.faults.add({
      service: 'bigquery-storage',
      method: 'GetWriteStream',
      kind: 'error',
      code: 'PERMISSION_DENIED',
    });
    await writer.add({ id: 1, never: 5 }, 0);
    assert.deepEqual(
      retry.map(({ tokens, error }) => [tokens, error.code]),
      [[[0], 'PERMISSION_DENIED']],
    );
    await writer.close();
  });

  it('goes over to a schema that the service tells with an answer', async () => {
    const { writer, delivered } = await open();
    await writer.add({ id: 1 }, 0);
    await writer.flush();
    await world.alterTable(table.tableId, { schema: EXTENDED });
    // The service tells it with an answer some rows later.
    for (let id = 2; !writer.codec.schema.fields.some(({ name }) => name === 'extra'); id += 1) {
      assert.ok(id < 500, 'the writer stays with the old schema');
      if (id % 2 === 0) assert.ok(writer.addPlainJson(Buffer.from(`{"id":${id}}`), id));
      else await writer.add({ id }, id);
      await writer.flush();
    }
    await writer.add({ id: 1_000, extra: 1 }, 1_000);
    await writer.close();
    assert.ok(tokensOf(delivered).includes(1_000));
  });

  it('waits for a schema that lags behind the table before its first row, and says what is missing', async () => {
    setTimeout(() => void world.alterTable(table.tableId, { schema: EXTENDED }), 30);
    const wanted = {
      fields: [...WIDE_NAMES.fields, { name: 'extra', type: 'INT64' as const, mode: 'NULLABLE' as const }],
    };
    const { writer, delivered } = await open({ schema: wanted, schemaLagMs: 20_000 }, 10);
    await writer.add({ id: 1, extra: 2 }, 0);
    await writer.close();
    assert.deepEqual(tokensOf(delivered), [0]);
    await assert.rejects(
      open(
        { schema: { fields: [...wanted.fields, { ...wanted.fields[2], name: 'absent' } as never] }, schemaLagMs: 30 },
        10,
      ),
      {
        code: 'SCHEMA_MISMATCH',
        kind: 'transient',
        message: /did not know of absent after 30 ms/,
      },
    );
  });

  it('closes within its time while the service is silent, and passes every row on to retry', async () => {
    world.faults.add({ service: 'bigquery-storage', method: 'AppendRows', kind: 'slow', delayMs: 60_000, times: 0 });
    const { writer, retry, delivered } = await open({ maxUnsettledRows: 20, batch: { maxRows: 10 } });
    for (const id of range(0, 15)) await writer.add({ id }, id);
    for (const id of range(15, 5)) await writer.add({ id }, id);
    const refused = assert.rejects(async () => writer.add({ id: 99 }, 99), { code: 'CANCELLED' });
    await writer.close({ withinMs: 20 });
    await refused;
    await writer.close();
    assert.deepEqual(delivered, []);
    assert.deepEqual(
      retry.flatMap(({ tokens }) => tokens).sort((a, b) => a - b),
      range(0, 20),
    );
    assert.throws(() => writer.add({ id: 1 }, 1), { code: 'CANCELLED' });
    assert.throws(() => writer.addJson(Buffer.from('x'), 1), { code: 'CANCELLED' });
    world.faults.clear();
  });

  it('stops with the reason where an event throws', async () => {
    const { writer } = await open({
      onDelivered: () => {
        throw new Error('a defect of the caller');
      },
    });
    await writer.add({ id: 1 }, 0);
    await writer.flush();
    assert.equal(writer.failure?.message, 'a defect of the caller');
    assert.throws(() => writer.add({ id: 2 }, 1), { message: 'a defect of the caller' });
    await writer.close();
  });
});

const EXTENDED = [
  { name: 'id', type: 'INT64', mode: 'NULLABLE' },
  { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
  { name: 'extra', type: 'INT64', mode: 'NULLABLE' },
] as const;

/** As the table, with names longer than it takes: the service refuses what the codec lets through. */
const WIDE_NAMES = {
  fields: [
    { name: 'id', type: 'INT64', mode: 'NULLABLE' },
    { name: 'name', type: 'STRING', mode: 'NULLABLE' },
  ],
} as const;
