/** Partition decorators in stream names, `table$20260101` (write-api.md, Limits). */

import assert from 'node:assert/strict';
import { OWN_SCHEMA, type Table } from '@penstock/local/bigquery/catalog.ts';
import type { Schema } from '@penstock/local/bigquery/schema.ts';
import { AppendCall, rowType } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture, withFolder } from '../../support/storage-write.ts';

const TYPE = rowType('optional int64 id = 1;');
const ID = { name: 'id', type: 'INT64', mode: 'NULLABLE' } as const;
const DAY_MS = 86_400_000;
const BY_ARRIVAL = { timePartitioning: { type: 'DAY' } } as const;

/** `20260101` for a day counted from 1970. */
function decoratorOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

describe('Storage Write and partition decorators', () => {
  const start = Date.parse('2026-03-10T23:30:00Z');
  const today = Math.floor(start / DAY_MS);
  let nowMs = start;
  let f: WriteFixture;
  let tables = 0;
  const open: AppendCall[] = [];

  before(async () => {
    f = await startWriteFixture({ now: () => nowMs });
  });
  beforeEach(() => {
    nowMs = start;
  });
  afterEach(async () => {
    for (const call of open.splice(0)) await call.close();
  });
  after(() => f.close());

  const connect = (fixture = f): AppendCall => {
    const call = new AppendCall(fixture.client);
    open.push(call);
    return call;
  };
  const create = (schema: Schema, extra: Partial<Table> = {}): Promise<string> => {
    tables += 1;
    return f.createTable(`p${tables}`, schema, extra);
  };
  /** Ids and the day each row was put into. */
  const stored = async (fixture = f): Promise<[number, string][]> => {
    const rows = await fixture.query(
      `SELECT id, strftime(_PARTITIONTIME AT TIME ZONE 'UTC', '%Y%m%d') AS day FROM ${fixture.physical(`p${tables}`)} ORDER BY id`,
    );
    return rows.map(({ id, day }) => [Number(id), String(day)]);
  };
  const streamAt = async (parent: string, type: 'COMMITTED' | 'PENDING' | 'BUFFERED', fixture = f): Promise<string> =>
    (await fixture.client.createWriteStream({ parent, writeStream: { type } }))[0].name ?? '';

  describe('a table partitioned by the day of arrival', () => {
    it('takes rows of a decorated default stream into that day, and of the plain one into today', async () => {
      const parent = await create([ID], BY_ARRIVAL);
      const call = connect();
      const named = await call.append({ stream: `${parent}$20260301/streams/_default`, type: TYPE, rows: [{ id: 1 }] });
      assert.equal(named.response, 'appendResult');
      assert.equal(named.writeStream, `${parent}$20260301/streams/_default`);
      await connect().append({ stream: `${parent}$20260302/_default`, type: TYPE, rows: [{ id: 2 }] });
      await connect().append({ stream: `${parent}/_default`, type: TYPE, rows: [{ id: 3 }] });
      assert.deepEqual(await stored(), [
        [1, '20260301'],
        [2, '20260302'],
        [3, '20260310'],
      ]);
    });

    it('shows a decorated default stream under its own name', async () => {
      const parent = await create([ID], BY_ARRIVAL);
      const [stream] = await f.client.getWriteStream({ name: `${parent}$20260301/_default`, view: 'FULL' });
      assert.equal(stream.name, `${parent}$20260301/streams/_default`);
      assert.equal(stream.type, 'COMMITTED');
      assert.deepEqual(
        stream.tableSchema?.fields?.map(({ name }) => name),
        ['id'],
      );
    });

    it('keeps the rows of several days apart that are sent at once, and on one connection', async () => {
      const parent = await create([ID], BY_ARRIVAL);
      const days = ['20260301', '20260302', '20260303'];
      const [one, ...others] = [connect(), connect(), connect()];
      for (let id = 0; id < 30; id++) {
        const stream = `${parent}$${days[id % 3]}/_default`;
        const call = id < 15 ? one : (others[id % 2] ?? one);
        call.send({ stream, type: TYPE, rows: [{ id }] });
      }
      for (let answers = 0; answers < 15; answers++) assert.equal((await one.next()).response, 'appendResult');
      for (const call of [one, ...others]) await call.close();
      assert.deepEqual(
        await stored(),
        Array.from({ length: 30 }, (_, id) => [id, days[id % 3]]),
      );
    });

    it('takes rows of COMMITTED, PENDING and BUFFERED streams into the day of their name, also after a restart', async () => {
      await withFolder(async (folder) => {
        const path = `${folder}/warehouse.duckdb`;
        const start = () => startWriteFixture({ path, now: () => nowMs });
        let service = await start();
        try {
          tables += 1;
          const parent = await service.createTable(`p${tables}`, [ID], BY_ARRIVAL);
          const at = `${parent}$20260301`;
          const names = [];
          for (const type of ['COMMITTED', 'PENDING', 'BUFFERED'] as const) {
            const name = await streamAt(at, type, service);
            assert.ok(name.startsWith(`${at}/streams/`), name);
            names.push(name);
            const id = names.length;
            const call = connect(service);
            await call.append({ stream: name, type: TYPE, rows: [{ id }, { id: id + 10 }], offset: 0 });
            await call.close();
          }
          await service.close();
          service = await start();
          const [committed = '', pending = '', buffered = ''] = names;
          for (const [index, stream] of names.entries()) {
            assert.equal((await service.client.getWriteStream({ name: stream }))[0].name, stream);
            const call = connect(service);
            const again = await call.append({ stream, type: TYPE, rows: [{ id: 0 }], offset: 0 });
            assert.match(again.error?.message ?? '', /expected offset 2, received 0/);
            assert.equal((await call.append({ rows: [{ id: index + 21 }], offset: 2 })).error, undefined);
            await call.close();
          }
          await service.client.flushRows({ writeStream: buffered, offset: { value: 1 } });
          for (const name of [committed, pending]) {
            assert.equal(Number((await service.client.finalizeWriteStream({ name }))[0].rowCount), 3);
          }
          const [commit] = await service.client.batchCommitWriteStreams({ parent: at, writeStreams: [pending] });
          assert.ok(commit.commitTime);
          assert.deepEqual(
            await stored(service),
            [1, 2, 3, 11, 12, 13, 21, 22].map((id) => [id, '20260301']),
          );
        } finally {
          for (const call of open.splice(0)) await call.close();
          await service.close();
        }
      });
    });

    it('is one table to a commit: streams of several days commit together, a parent that names a day takes its own', async () => {
      const parent = await create([ID], BY_ARRIVAL);
      const streams = [];
      for (const day of ['20260301', '20260302']) {
        const stream = await streamAt(`${parent}$${day}`, 'PENDING');
        await connect().append({ stream, type: TYPE, rows: [{ id: streams.length }] });
        await f.client.finalizeWriteStream({ name: stream });
        streams.push(stream);
      }
      const [refused] = await f.client.batchCommitWriteStreams({
        parent: `${parent}$20260301`,
        writeStreams: streams,
      });
      assert.deepEqual(
        refused.streamErrors?.map(({ code, entity }) => [code, entity]),
        [['INVALID_STREAM_STATE', streams[1]]],
      );
      assert.deepEqual(await stored(), []);
      await f.client.batchCommitWriteStreams({ parent, writeStreams: streams });
      assert.deepEqual(await stored(), [
        [0, '20260301'],
        [1, '20260302'],
      ]);
    });

    it('knows a stream of a day by its whole name only', async () => {
      const parent = await create([ID], BY_ARRIVAL);
      const name = await streamAt(`${parent}$20260301`, 'COMMITTED');
      for (const other of [name.replace('$20260301', ''), name.replace('$20260301', '$20260302')]) {
        await assert.rejects(f.client.getWriteStream({ name: other }), { code: 5 });
        const call = connect();
        call.send({ stream: other, type: TYPE, rows: [{ id: 1 }] });
        assert.equal((await call.failure()).code, 5);
      }
    });

    it('takes plain rows with a decorator, and refuses UPSERT and DELETE', async () => {
      const parent = await create([ID], { ...BY_ARRIVAL, primaryKey: ['id'] });
      const type = rowType('optional int64 id = 1; optional string _CHANGE_TYPE = 2;');
      const stream = `${parent}$20260301/streams/_default`;
      for (const change of ['UPSERT', 'DELETE']) {
        const answer = await connect().append({ stream, type, rows: [{ id: 1, _CHANGE_TYPE: change }] });
        assert.equal(answer.error?.code, 3);
        assert.equal(
          answer.error?.message,
          `UPSERT and DELETE are not supported with a partition decorator. Entity: ${stream}`,
        );
      }
      await connect().append({ stream, type, rows: [{ id: 2, _CHANGE_TYPE: 'INSERT' }] });
      assert.deepEqual(await stored(), [[2, '20260301']]);
    });
  });

  describe('the window of decorators', () => {
    it('is 31 days back and 16 ahead of today in UTC', async () => {
      const parent = await create([ID], BY_ARRIVAL);
      for (const day of [today - 31, today, today + 16]) {
        const at = `${parent}$${decoratorOf(day)}`;
        await streamAt(at, 'PENDING');
        const answer = await connect().append({ stream: `${at}/_default`, type: TYPE, rows: [{ id: day }] });
        assert.equal(answer.response, 'appendResult');
      }
      for (const day of [today - 32, today + 17]) {
        const at = `${parent}$${decoratorOf(day)}`;
        const bounds = new RegExp(
          `partition demo-penstock:d\\.p${tables}\\$${decoratorOf(day)} is outside the allowed bounds`,
        );
        const refused = (error: { code: number; message: string }) =>
          error.code === 3 && bounds.test(error.message) && error.message.endsWith(`Entity: ${at}`);
        await assert.rejects(streamAt(at, 'COMMITTED'), refused);
        await assert.rejects(f.client.getWriteStream({ name: `${at}/_default` }), refused);
        const call = connect();
        call.send({ stream: `${at}/_default`, type: TYPE, rows: [{ id: day }] });
        assert.ok(refused(await call.failure()));
      }
      assert.equal((await stored()).length, 3);
    });

    it('moves with the day: what was appended in time is finalized and committed, what comes later is refused', async () => {
      const parent = await create([ID], BY_ARRIVAL);
      const at = `${parent}$${decoratorOf(today - 31)}`;
      const stream = await streamAt(at, 'PENDING');
      const call = connect();
      assert.equal((await call.append({ stream, type: TYPE, rows: [{ id: 1 }] })).response, 'appendResult');
      nowMs += DAY_MS / 24;
      call.send({ rows: [{ id: 2 }] });
      assert.match((await call.failure()).message, /outside the allowed bounds/);
      assert.equal((await f.client.getWriteStream({ name: stream }))[0].name, stream);
      assert.equal(Number((await f.client.finalizeWriteStream({ name: stream }))[0].rowCount), 1);
      const [{ commitTime }] = await f.client.batchCommitWriteStreams({ parent: at, writeStreams: [stream] });
      assert.ok(commitTime);
      assert.deepEqual(await stored(), [[1, decoratorOf(today - 31)]]);
    });
  });

  describe('a decorator that names no day of the table is refused where it stands:', () => {
    const number = { name: 'c', type: 'INT64', mode: 'NULLABLE' } as const;
    const range = { rangePartitioning: { field: 'c', start: 0n, end: 100n, interval: 10n } };
    const cases: readonly (readonly [string, Partial<Table>, string, RegExp])[] = [
      ['on a table without partitions', {}, '20260301', /non-partitioned table demo-penstock:d\.p\d+\$20260301/],
      ['on one by the hour', { timePartitioning: { type: 'HOUR' } }, '2026030101', /daily partitioned.*by HOUR/],
      ['the day on one by the hour', { timePartitioning: { type: 'HOUR' } }, '20260301', /daily partitioned.*by HOUR/],
      ['on one by the month', { timePartitioning: { type: 'MONTH' } }, '202603', /daily partitioned.*by MONTH/],
      ['on one by the year', { timePartitioning: { type: 'YEAR' } }, '2026', /daily partitioned.*by YEAR/],
      ['on one by a range', range, '10', /daily partitioned.*integer range/],
      ['nothing', BY_ARRIVAL, '', /Invalid time partitioning decorator ""/],
      ['a month', BY_ARRIVAL, '202603', /Invalid time partitioning decorator "202603"/],
      ['an hour', BY_ARRIVAL, '2026030101', /Invalid time partitioning decorator "2026030101"/],
      ['letters', BY_ARRIVAL, '2026030x', /Invalid time partitioning decorator "2026030x"/],
      ['two of them', BY_ARRIVAL, '20260301$20260302', /Invalid time partitioning decorator "20260301\$20260302"/],
      ['a day that is none', BY_ARRIVAL, '20260230', /Invalid date for partition decorator "20260230"/],
      ['the partition of NULLs', BY_ARRIVAL, '__NULL__', /Invalid time partitioning decorator "__NULL__"/],
      [
        'the rows without one',
        BY_ARRIVAL,
        '__UNPARTITIONED__',
        /Invalid time partitioning decorator "__UNPARTITIONED__"/,
      ],
    ];
    for (const [what, extra, decorator, message] of cases) {
      it(what, async () => {
        const parent = await create([ID, number], extra);
        const at = `${parent}$${decorator}`;
        const refused = (error: { code: number; message: string }) =>
          error.code === 3 && message.test(error.message) && error.message.endsWith(`Entity: ${at}`);
        await assert.rejects(streamAt(at, 'COMMITTED'), refused);
        const call = connect();
        call.send({ stream: `${at}/streams/_default`, type: TYPE, rows: [{ id: 1 }] });
        const error = await call.failure();
        assert.ok(refused(error), error.message);
      });
    }

    it('and a table that is not there is not found, with its decorator', async () => {
      const at = 'projects/demo-penstock/datasets/d/tables/nowhere$20260301';
      await assert.rejects(streamAt(at, 'COMMITTED'), { code: 5 });
      const call = connect();
      call.send({ stream: `${at}/_default`, type: TYPE, rows: [{ id: 1 }] });
      const error = await call.failure();
      assert.equal(error.code, 5);
      assert.match(error.message, /tables\/nowhere\$20260301$/);
    });
  });

  it('reads the streams of a state that knew no decorators', async () => {
    await withFolder(async (folder) => {
      const path = `${folder}/warehouse.duckdb`;
      const before = await startWriteFixture({ path, now: () => nowMs });
      const parent = await before.createTable('t', [ID], BY_ARRIVAL);
      const stream = await streamAt(parent, 'COMMITTED', before);
      await before.engine.write((connection) =>
        connection.run(`ALTER TABLE ${OWN_SCHEMA}.write_streams DROP COLUMN decorator`).then(() => undefined),
      );
      await before.close();
      const after = await startWriteFixture({ path, now: () => nowMs });
      try {
        const call = new AppendCall(after.client);
        assert.equal((await call.append({ stream, type: TYPE, rows: [{ id: 1 }], offset: 0 })).error, undefined);
        await call.close();
        assert.ok((await streamAt(`${parent}$20260301`, 'PENDING', after)).includes('$20260301'));
      } finally {
        await after.close();
      }
    });
  });
});
