import assert from 'node:assert/strict';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { createCommittedStream, fenceStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import type { WriterOptions } from '@penstock/shared/bigquery/writer/options.ts';
import type { DeliveredBatch, RejectedToken } from '@penstock/shared/bigquery/writer/outcome.ts';
import { openTableWriter, type TableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { range, startWriteWorld, type WriteWorld } from '../../../../support/write-core.ts';

/** What a writer told, by token. */
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
  ): Promise<Told & { readonly writer: TableWriter<number> }> {
    const told: Told = { delivered: [], rejected: [], retry: [] };
    const writer = await openTableWriter<number>(world.core, table, {
      stream: { kind: 'default' },
      batch: { maxAgeMs: 20 },
      onDelivered: (batch) => void told.delivered.push(batch),
      onRejected: (rows) => void told.rejected.push(...rows),
      onRetry: (tokens, error) => void told.retry.push({ tokens, error }),
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
});

/** As the table, with names longer than it takes: the service refuses what the codec lets through. */
const WIDE_NAMES = {
  fields: [
    { name: 'id', type: 'INT64', mode: 'NULLABLE' },
    { name: 'name', type: 'STRING', mode: 'NULLABLE' },
  ],
} as const;
