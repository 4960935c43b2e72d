/** Streams (write-api.md, Checklist, points 1, 6, 7 and 8), by Google's unmodified client. */

import assert from 'node:assert/strict';
import type { ServiceError } from '@grpc/grpc-js';
import { AppendCall, rowType, storageErrorOf } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const ID = rowType('optional int64 id = 1;');
const SCHEMA = [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }] as const;

describe('Storage Write streams', () => {
  let f: WriteFixture;
  let table: string;
  let tables = 0;

  before(async () => {
    f = await startWriteFixture();
  });
  beforeEach(async () => {
    tables += 1;
    table = await f.createTable(`t${tables}`, SCHEMA);
  });
  after(() => f.close());

  const ids = async (): Promise<unknown[]> =>
    (await f.query(`SELECT id FROM ${f.physical(`t${tables}`)} ORDER BY id`)).map(({ id }) => Number(id));
  const create = async (type: 'COMMITTED' | 'PENDING' | 'BUFFERED'): Promise<string> => {
    const [stream] = await f.client.createWriteStream({ parent: table, writeStream: { type } });
    return stream.name ?? '';
  };
  const write = async (stream: string, rows: readonly number[], offset?: number) => {
    const call = new AppendCall(f.client);
    const answer = await call.append({
      stream,
      type: ID,
      rows: rows.map((id) => ({ id })),
      ...(offset === undefined ? {} : { offset }),
    });
    await call.close();
    return answer;
  };
  const failureOf = async (call: Promise<unknown>): Promise<ServiceError> =>
    call.then(
      () => assert.fail('the call succeeded'),
      (error: ServiceError) => error,
    );

  describe('1. CreateWriteStream', () => {
    it('chooses an id below the table and answers with type, times, location and schema', async () => {
      const [stream] = await f.client.createWriteStream({ parent: table, writeStream: { type: 'COMMITTED' } });
      assert.match(stream.name ?? '', new RegExp(`^${table}/streams/[A-Za-z0-9_-]{20,}$`));
      assert.equal(stream.type, 'COMMITTED');
      assert.equal(stream.writeMode, 'INSERT');
      assert.equal(stream.location, 'US');
      assert.deepEqual(stream.commitTime, stream.createTime);
      assert.deepEqual(
        stream.tableSchema?.fields?.map(({ name, type, mode }) => ({ name, type, mode })),
        [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }],
      );
    });

    it('leaves the commit time of a PENDING stream empty', async () => {
      const [stream] = await f.client.createWriteStream({ parent: table, writeStream: { type: 'PENDING' } });
      assert.equal(stream.commitTime, null);
    });

    it('answers NOT_FOUND with TABLE_NOT_FOUND for a table that is not there', async () => {
      const parent = table.replace(/t\d+$/, 'missing');
      const error = await failureOf(f.client.createWriteStream({ parent, writeStream: { type: 'COMMITTED' } }));
      assert.equal(error.code, 5);
      assert.deepEqual(storageErrorOf(error), { code: 'TABLE_NOT_FOUND', entity: parent });
    });

    it('refuses a stream without a type and a malformed parent', async () => {
      assert.equal((await failureOf(f.client.createWriteStream({ parent: table, writeStream: {} }))).code, 3);
      const error = await failureOf(
        f.client.createWriteStream({ parent: 'nonsense', writeStream: { type: 'PENDING' } }),
      );
      assert.equal(error.code, 3);
      assert.match(error.message, /Invalid table name: nonsense/);
    });

    it('refuses a view', async () => {
      await f.alterTable(`t${tables}`, { kind: 'VIEW' });
      const error = await failureOf(f.client.createWriteStream({ parent: table, writeStream: { type: 'COMMITTED' } }));
      assert.equal(error.code, 3);
      assert.match(error.message, /view/);
    });
  });

  describe('GetWriteStream', () => {
    it('shows no schema in the BASIC view and the schema in the FULL one', async () => {
      const name = await create('BUFFERED');
      const [basic] = await f.client.getWriteStream({ name });
      const [full] = await f.client.getWriteStream({ name, view: 'FULL' });
      assert.equal(basic.tableSchema, null);
      assert.equal(basic.type, 'BUFFERED');
      assert.equal(full.tableSchema?.fields?.length, 1);
    });

    it('shows the default stream as a COMMITTED one as old as its table', async () => {
      for (const name of [`${table}/streams/_default`, `${table}/_default`]) {
        const [stream] = await f.client.getWriteStream({ name, view: 'FULL' });
        assert.equal(stream.name, `${table}/streams/_default`);
        assert.equal(stream.type, 'COMMITTED');
        assert.equal(stream.tableSchema?.fields?.length, 1);
      }
    });

    it('answers NOT_FOUND with STREAM_NOT_FOUND for a stream that is not there', async () => {
      const error = await failureOf(f.client.getWriteStream({ name: `${table}/streams/nothing` }));
      assert.equal(error.code, 5);
      assert.deepEqual(storageErrorOf(error), { code: 'STREAM_NOT_FOUND', entity: `${table}/streams/nothing` });
    });
  });

  describe('6. finalize', () => {
    it('answers with the number of rows appended, for COMMITTED too, and again the same', async () => {
      const name = await create('COMMITTED');
      await write(name, [1, 2, 3]);
      for (let times = 0; times < 2; times++) {
        const [{ rowCount }] = await f.client.finalizeWriteStream({ name });
        assert.equal(Number(rowCount), 3);
      }
    });

    it('refuses later appends with STREAM_FINALIZED and keeps the connection open', async () => {
      const name = await create('COMMITTED');
      await f.client.finalizeWriteStream({ name });
      const call = new AppendCall(f.client);
      const answer = await call.append({ stream: name, type: ID, rows: [{ id: 1 }] });
      assert.equal(answer.error?.code, 3);
      assert.match(answer.error?.message ?? '', /Stream has been finalized and cannot be appended/);
      assert.equal(storageErrorOf(answer)?.code, 'STREAM_FINALIZED');
      assert.equal((await call.append({ rows: [{ id: 2 }], offset: 0 })).error?.code, 3);
      await call.close();
      assert.deepEqual(await ids(), []);
    });

    it('fences a connection that was open before', async () => {
      const name = await create('COMMITTED');
      const call = new AppendCall(f.client);
      await call.append({ stream: name, type: ID, rows: [{ id: 1 }], offset: 0 });
      const [{ rowCount }] = await f.client.finalizeWriteStream({ name });
      assert.equal(Number(rowCount), 1);
      const late = await call.append({ rows: [{ id: 2 }], offset: 1 });
      assert.equal(storageErrorOf(late)?.code, 'STREAM_FINALIZED');
      await call.close();
      assert.deepEqual(await ids(), [1]);
    });

    it('is not supported on the default stream', async () => {
      const error = await failureOf(f.client.finalizeWriteStream({ name: `${table}/streams/_default` }));
      assert.equal(error.code, 3);
      assert.equal(storageErrorOf(error)?.code, 'INVALID_STREAM_TYPE');
    });
  });

  describe('7. PENDING', () => {
    it('shows no row before the commit and every row after it', async () => {
      const [one, two] = [await create('PENDING'), await create('PENDING')];
      await write(one, [1, 2], 0);
      await write(two, [3], 0);
      assert.deepEqual(await ids(), []);
      for (const name of [one, two]) await f.client.finalizeWriteStream({ name });
      assert.deepEqual(await ids(), []);
      const [answer] = await f.client.batchCommitWriteStreams({ parent: table, writeStreams: [one, two] });
      assert.ok(answer.commitTime);
      assert.deepEqual(answer.streamErrors, []);
      assert.deepEqual(await ids(), [1, 2, 3]);
      const [stream] = await f.client.getWriteStream({ name: one });
      assert.deepEqual(stream.commitTime, answer.commitTime);
    });

    it('commits nothing where one stream cannot be, and lists only that one', async () => {
      const [good, open, committed, buffered] = [
        await create('PENDING'),
        await create('PENDING'),
        await create('COMMITTED'),
        await create('BUFFERED'),
      ];
      await write(good, [1], 0);
      await f.client.finalizeWriteStream({ name: good });
      for (const [bad, code] of [
        [open, 'INVALID_STREAM_STATE'],
        [committed, 'INVALID_STREAM_TYPE'],
        [buffered, 'INVALID_STREAM_TYPE'],
        [`${table}/streams/none`, 'STREAM_NOT_FOUND'],
        [`${table}/streams/_default`, 'INVALID_STREAM_TYPE'],
      ]) {
        const [answer] = await f.client.batchCommitWriteStreams({ parent: table, writeStreams: [good, bad ?? ''] });
        assert.equal(answer.commitTime, null);
        assert.deepEqual(
          answer.streamErrors?.map((error) => [error.code, error.entity]),
          [[code, bad]],
        );
      }
      assert.deepEqual(await ids(), []);
    });

    it('commits a stream once: the second time it is STREAM_ALREADY_COMMITTED', async () => {
      const name = await create('PENDING');
      await write(name, [1], 0);
      await f.client.finalizeWriteStream({ name });
      await f.client.batchCommitWriteStreams({ parent: table, writeStreams: [name] });
      const [again] = await f.client.batchCommitWriteStreams({ parent: table, writeStreams: [name] });
      assert.equal(again.commitTime, null);
      assert.equal(again.streamErrors?.[0]?.code, 'STREAM_ALREADY_COMMITTED');
      assert.deepEqual(await ids(), [1]);
    });

    it('refuses streams of another table', async () => {
      const other = await f.createTable(`other${tables}`, SCHEMA);
      const [stream] = await f.client.createWriteStream({ parent: other, writeStream: { type: 'PENDING' } });
      await f.client.finalizeWriteStream({ name: stream.name ?? '' });
      const [answer] = await f.client.batchCommitWriteStreams({ parent: table, writeStreams: [stream.name ?? ''] });
      assert.equal(answer.commitTime, null);
      assert.equal(answer.streamErrors?.length, 1);
    });

    it('checks offsets like the others', async () => {
      const name = await create('PENDING');
      await write(name, [1], 0);
      assert.match((await write(name, [1], 0)).error?.message ?? '', /expected offset 1, received 0/);
      assert.match((await write(name, [1], 5)).error?.message ?? '', /expected offset 1, received 5/);
    });
  });

  describe('8. BUFFERED', () => {
    it('shows rows up to and with the flushed offset', async () => {
      const name = await create('BUFFERED');
      await write(name, [10, 11, 12, 13], 0);
      assert.deepEqual(await ids(), []);
      const [{ offset }] = await f.client.flushRows({ writeStream: name, offset: { value: 1 } });
      assert.equal(Number(offset), 1);
      assert.deepEqual(await ids(), [10, 11]);
    });

    it('flushes offset 0, and again, without writing a row twice', async () => {
      const name = await create('BUFFERED');
      await write(name, [10, 11], 0);
      for (const value of [0, 0, 1, 0, 1]) await f.client.flushRows({ writeStream: name, offset: { value } });
      assert.deepEqual(await ids(), [10, 11]);
    });

    it('refuses an offset past the end with OUT_OF_RANGE, and a flush without one', async () => {
      const name = await create('BUFFERED');
      await write(name, [10], 0);
      assert.equal((await failureOf(f.client.flushRows({ writeStream: name, offset: { value: 1 } }))).code, 11);
      assert.equal((await failureOf(f.client.flushRows({ writeStream: name }))).code, 3);
      assert.deepEqual(await ids(), []);
    });

    it('refuses INVALID_ARGUMENT on a finalized stream, even for an offset that is flushed already', async () => {
      const name = await create('BUFFERED');
      await write(name, [10, 11], 0);
      await f.client.flushRows({ writeStream: name, offset: { value: 0 } });
      await f.client.finalizeWriteStream({ name });
      for (const value of [0, 1]) {
        assert.equal((await failureOf(f.client.flushRows({ writeStream: name, offset: { value } }))).code, 3);
      }
      assert.deepEqual(await ids(), [10]);
    });

    it('is the only type that flushes', async () => {
      for (const name of [await create('COMMITTED'), await create('PENDING'), `${table}/streams/_default`]) {
        const error = await failureOf(f.client.flushRows({ writeStream: name, offset: { value: 0 } }));
        assert.equal(storageErrorOf(error)?.code, 'INVALID_STREAM_TYPE');
      }
    });
  });
});
