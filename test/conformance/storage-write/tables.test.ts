/** Tables that change under an open connection (write-api.md, Schema changes), and other clients. */

import assert from 'node:assert/strict';
import { AppendCall, rowType, storageErrorOf } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const TYPE = rowType('optional int64 id = 1;');
const ID = { name: 'id', type: 'INT64', mode: 'NULLABLE' } as const;
const NAME = { name: 'name', type: 'STRING', mode: 'NULLABLE' } as const;

describe('Storage Write and its tables', () => {
  let f: WriteFixture;
  let tables = 0;
  let parent: string;
  let nowMs = 1_790_000_000_000;
  const open: AppendCall[] = [];

  before(async () => {
    f = await startWriteFixture({ now: () => nowMs, limits: { schemaDelayMs: 1000 } });
  });
  beforeEach(async () => {
    tables += 1;
    nowMs += 10_000;
    parent = await f.createTable(`t${tables}`, [ID]);
  });
  afterEach(async () => {
    for (const call of open.splice(0)) await call.close();
  });
  after(() => f.close());

  const connect = (): AppendCall => {
    const call = new AppendCall(f.client);
    open.push(call);
    return call;
  };
  const stored = () => f.query(`SELECT * FROM ${f.physical(`t${tables}`)} ORDER BY id`);

  describe('a schema that changes', () => {
    it('is told once as updated_schema, when the service has had the time to notice, and old rows go on', async () => {
      const call = connect();
      const stream = `${parent}/streams/_default`;
      assert.equal((await call.append({ stream, type: TYPE, rows: [{ id: 1 }] })).updatedSchema, null);
      await f.alterTable(`t${tables}`, { schema: [ID, NAME] });
      assert.equal((await call.append({ rows: [{ id: 2 }] })).updatedSchema, null);
      nowMs += 1000;
      const told = await call.append({ rows: [{ id: 3 }] });
      assert.equal(told.response, 'appendResult');
      assert.deepEqual(
        told.updatedSchema?.fields?.map(({ name, type }) => [name, type]),
        [
          ['id', 'INT64'],
          ['name', 'STRING'],
        ],
      );
      assert.equal((await call.append({ rows: [{ id: 4 }] })).updatedSchema, null);
      assert.equal((await stored()).length, 4);
    });

    it('takes its new column on a new connection at once', async () => {
      await f.alterTable(`t${tables}`, { schema: [ID, NAME] });
      const type = rowType('optional int64 id = 1; optional string name = 2;');
      const answer = await connect().append({ stream: `${parent}/_default`, type, rows: [{ id: 1, name: 'n' }] });
      assert.equal(answer.response, 'appendResult');
      assert.equal(answer.updatedSchema, null);
      assert.deepEqual(await stored(), [{ id: '1', name: 'n' }]);
    });

    it('is not told for a change of the table that is none of the schema', async () => {
      const call = connect();
      await call.append({ stream: `${parent}/_default`, type: TYPE, rows: [{ id: 1 }] });
      await f.alterTable(`t${tables}`, { resource: { labels: { a: 'b' } } });
      nowMs += 5000;
      assert.equal((await call.append({ rows: [{ id: 2 }] })).updatedSchema, null);
    });

    it('while requests are on their way loses and reorders nothing', async () => {
      const call = connect();
      const [{ name = '' }] = await f.client.createWriteStream({ parent, writeStream: { type: 'COMMITTED' } });
      const altered: Promise<void>[] = [];
      for (let offset = 0; offset < 40; offset++) {
        call.send({ ...(offset === 0 ? { stream: name ?? '', type: TYPE } : {}), rows: [{ id: offset }], offset });
        if (offset % 10 === 5) {
          const resource = { labels: { offset: String(offset) } };
          altered.push(f.alterTable(`t${tables}`, { resource }));
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      const answers = [];
      for (let offset = 0; offset < 40; offset++) answers.push((await call.next()).error?.code ?? 'ok');
      await Promise.all(altered);
      assert.deepEqual(answers, new Array(40).fill('ok'));
      assert.deepEqual(
        (await stored()).map(({ id }) => Number(id)),
        Array.from({ length: 40 }, (_, id) => id),
      );
    });

    it('gives PENDING rows the new column too', async () => {
      const [{ name: stream = '' }] = await f.client.createWriteStream({ parent, writeStream: { type: 'PENDING' } });
      const first = connect();
      await first.append({ stream: stream ?? '', type: TYPE, rows: [{ id: 1 }], offset: 0 });
      await f.alterTable(`t${tables}`, { schema: [ID, NAME] });
      const type = rowType('optional int64 id = 1; optional string name = 2;');
      await connect().append({ stream: stream ?? '', type, rows: [{ id: 2, name: 'n' }], offset: 1 });
      await f.client.finalizeWriteStream({ name: stream });
      const [{ commitTime }] = await f.client.batchCommitWriteStreams({ parent, writeStreams: [stream ?? ''] });
      assert.ok(commitTime);
      assert.deepEqual(await stored(), [
        { id: '1', name: null },
        { id: '2', name: 'n' },
      ]);
    });
  });

  describe('a table that is deleted', () => {
    it('ends the RPC with NOT_FOUND', async () => {
      const call = connect();
      await call.append({ stream: `${parent}/_default`, type: TYPE, rows: [{ id: 1 }] });
      await f.dropTable(`t${tables}`);
      call.send({ rows: [{ id: 2 }] });
      const error = await call.failure();
      assert.equal(error.code, 5);
      assert.equal(storageErrorOf(error)?.code, 'TABLE_NOT_FOUND');
    });

    it('and made again does not know the streams of the first', async () => {
      const [{ name = '' }] = await f.client.createWriteStream({ parent, writeStream: { type: 'COMMITTED' } });
      const call = connect();
      await call.append({ stream: name ?? '', type: TYPE, rows: [{ id: 1 }], offset: 0 });
      await f.dropTable(`t${tables}`);
      nowMs += 1;
      await f.createTable(`t${tables}`, [ID]);
      call.send({ rows: [{ id: 2 }], offset: 1 });
      assert.equal(storageErrorOf(await call.failure())?.code, 'STREAM_NOT_FOUND');
      await assert.rejects(f.client.getWriteStream({ name }), { code: 5 });
      await assert.rejects(f.client.finalizeWriteStream({ name }), { code: 5 });
      assert.deepEqual(await stored(), []);
    });
  });

  it('fails one request alone where the engine refuses its rows, and not what shares its transaction', async () => {
    const broken = await f.createTable(`broken${tables}`, [ID]);
    await f.engine.write((connection) =>
      connection.run(`ALTER TABLE ${f.physical(`broken${tables}`)} ALTER COLUMN id SET NOT NULL`).then(() => undefined),
    );
    const calls = [connect(), connect(), connect()];
    for (const [index, call] of calls.entries()) {
      const [stream, row] = index === 1 ? [broken, {}] : [parent, { id: index }];
      call.send({ stream: `${stream}/_default`, type: TYPE, rows: [row] });
    }
    const answers = await Promise.all(calls.map((call) => call.next()));
    assert.deepEqual(
      answers.map(({ error }) => error?.code),
      [undefined, 13, undefined],
    );
    assert.deepEqual(await stored(), [{ id: '0' }, { id: '2' }]);
  });

  it('puts rows of a table partitioned by arrival into the partition of their arrival', async () => {
    const at = await f.createTable(`hourly${tables}`, [ID], { timePartitioning: { type: 'HOUR' } });
    await connect().append({ stream: `${at}/_default`, type: TYPE, rows: [{ id: 1 }] });
    const [row] = await f.query(`SELECT epoch_ms(_PARTITIONTIME) AS ms FROM ${f.physical(`hourly${tables}`)}`);
    assert.equal(Number(row?.ms), Math.floor(nowMs / 3_600_000) * 3_600_000);
  });
});
