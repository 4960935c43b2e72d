import assert from 'node:assert/strict';
import { BUCKET, ERRORS, type SinkWorld, startSinkWorld, type TestMessage } from '../support/sink.ts';

/** As many tables as the system that the seed describes had: 89 and 118. */
const TABLES = 207;
const FIELDS = [{ name: 'id', type: 'STRING', mode: 'REQUIRED' }];

describe('many tables at once', function () {
  this.timeout(120_000);
  let world: SinkWorld;

  before(async () => {
    world = await startSinkWorld();
    for (let from = 0; from < TABLES; from += 20) {
      const some = Array.from({ length: Math.min(20, TABLES - from) }, (_, at) => `many_${from + at}`);
      await Promise.all(some.map((table) => world.createTable('d', table, FIELDS)));
    }
  });
  after(() => world.close());

  for (const mode of ['STORAGE_WRITE', 'STREAMING_INSERTS'] as const) {
    it(`have batches of their own in mode ${mode}: each row is in its own table once (AS-11)`, async () => {
      const sink = world.open({
        errorOutput: { topic: ERRORS },
        routes: [{ name: 'many', table: 'd.many_${n}', mode, maxDelay: '100ms' }],
      });
      const messages = Array.from({ length: TABLES * 4 }, (_, index) => ({
        data: JSON.stringify({ id: `${mode} ${index}` }),
        attributes: { n: String(index % TABLES) },
      }));
      const settled = await sink.deliver(messages);
      assert.ok(settled.every((one) => one === 'settled'));
      assert.equal(sink.engine.flow.tables, TABLES);
      for (const n of [0, 88, 206]) {
        const rows = await world.rows(`SELECT id FROM d.many_${n} WHERE id LIKE '${mode}%' ORDER BY id`);
        const expected = [0, 1, 2, 3].map((turn) => `${mode} ${turn * TABLES + n}`).sort();
        assert.deepEqual(
          rows,
          expected.map((id) => [id]),
        );
      }
      await sink.close();
    });
  }

  it('do not wait for one that is slow, nor for one that is missing, nor for one that may not be written', async () => {
    world.cloud.faults.add({
      service: 'bigquery-storage',
      method: 'AppendRows',
      resource: '/many_1/',
      kind: 'slow',
      delayMs: 3_000,
      times: 0,
    });
    world.cloud.faults.add({
      service: 'bigquery-storage',
      method: 'AppendRows',
      resource: '/many_2/',
      kind: 'error',
      code: 'PERMISSION_DENIED',
      times: 0,
    });
    const sink = world.open(
      {
        errorOutput: { topic: ERRORS },
        maxMessages: 400,
        routes: [{ name: 'many', table: 'd.many_${n}', mode: 'STORAGE_WRITE', maxDelay: '20ms' }],
      },
      { drain: 0 },
    );
    const to = (n: string, count: number): readonly TestMessage[] =>
      Array.from({ length: count }, (_, index) => ({
        data: JSON.stringify({ id: `isolated ${n} ${index}` }),
        attributes: { n },
      }));
    const held = [sink.deliver(to('1', 150)), sink.deliver(to('2', 150))];
    const missing = await sink.deliver(to('missing', 5));
    let heldDone = false;
    void Promise.race(held).then(() => {
      heldDone = true;
    });
    const fine = await sink.deliver(to('3', 60));
    assert.ok([...missing, ...fine].every((one) => one === 'settled'));
    assert.equal(heldDone, false, 'the slow table takes 20 s for one batch');
    assert.equal((await world.errors()).length, 5);
    await sink.close();
    world.cloud.faults.clear();
    assert.ok((await Promise.all(held)).flat().some((one) => one === 'retry'));
  });

  it('one poison message among 9,999 good ones goes to the error output, and the good ones within their batch (AS-06, SD-02, SD-03)', async () => {
    for (const mode of ['STORAGE_WRITE', 'STREAMING_INSERTS', 'FILE_LOADS'] as const) {
      const table = `poison_${mode.toLowerCase()}`;
      await world.createTable('d', table, FIELDS);
      const sink = world.open({
        errorOutput: { topic: ERRORS },
        routes: [{ name: 'p', table: `d.${table}`, mode, maxDelay: '50ms' }],
        ...(mode === 'FILE_LOADS' ? { fileLoads: { bucket: BUCKET, prefix: `${table}/` } } : {}),
      });
      const messages = Array.from({ length: 10_000 }, (_, index) => ({
        data: index === 4_321 ? '{"id":{"wr.x":1,"wr_x":' : `{"id":"${index}"}`,
      }));
      const settled = await sink.deliver(messages);
      assert.ok(settled.every((one) => one === 'settled'));
      await sink.engine.loads?.sweep();
      assert.deepEqual(await world.rows(`SELECT COUNT(DISTINCT id) FROM d.${table}`), [['9999']]);
      const [record, ...more] = await world.errors();
      assert.equal(record?.data.toString(), '{"id":{"wr.x":1,"wr_x":');
      assert.equal(more.length, 0);
      await sink.close();
    }
  });

  it('un-encodable messages at every index of a batch are rejected, and no other (AS-05, SD-01)', async () => {
    for (const mode of ['STORAGE_WRITE', 'STREAMING_INSERTS'] as const) {
      const table = `interleaved_${mode.toLowerCase()}`;
      await world.createTable('d', table, [...FIELDS, { name: 'n', type: 'INTEGER' }]);
      const sink = world.open({
        errorOutput: { topic: ERRORS },
        routes: [{ name: 'p', table: `d.${table}`, mode, maxDelay: '10ms' }],
      });
      const size = 12;
      await Promise.all(
        Array.from({ length: size }, (_, bad) =>
          sink.deliver(
            Array.from({ length: size }, (_, at) => ({
              data: at === bad ? `{"n":${bad}}` : `{"id":"${bad}-${at}","n":${at}}`,
            })),
          ),
        ),
      );
      const rows = await world.rows(`SELECT id FROM d.${table} ORDER BY id`);
      const expected = Array.from({ length: size * size }, (_, index) => [Math.floor(index / size), index % size])
        .filter(([bad, at]) => bad !== at)
        .map(([bad, at]) => [`${bad}-${at}`]);
      assert.deepEqual(rows.map(String).toSorted(), expected.map(String).toSorted());
      assert.deepEqual(
        (await world.errors()).map(({ data }) => data.toString()).toSorted(),
        Array.from({ length: size }, (_, bad) => `{"n":${bad}}`).toSorted(),
      );
      await sink.close();
    }
  });
});
