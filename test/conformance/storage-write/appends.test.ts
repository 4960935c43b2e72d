/** AppendRows (write-api.md, Checklist, points 2, 3, 4, 5 and 11), by Google's unmodified client. */

import assert from 'node:assert/strict';
import { AppendCall, rowType, storageErrorOf } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const TYPE = rowType('optional int64 id = 1; optional string name = 2;');
const SCHEMA = [
  { name: 'id', type: 'INT64', mode: 'NULLABLE' },
  { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
] as const;

describe('Storage Write appends', () => {
  let f: WriteFixture;
  let table: string;
  let tables = 0;
  const open: AppendCall[] = [];

  before(async () => {
    f = await startWriteFixture({ limits: { maxRequestBytes: 100_000 } });
  });
  beforeEach(async () => {
    tables += 1;
    table = await f.createTable(`t${tables}`, SCHEMA);
  });
  afterEach(async () => {
    for (const call of open.splice(0)) await call.close();
    f.faults.clear();
  });
  after(() => f.close());

  const connect = (headers?: Record<string, string>): AppendCall => {
    const call = new AppendCall(f.client, headers);
    open.push(call);
    return call;
  };
  const create = async (): Promise<string> =>
    (await f.client.createWriteStream({ parent: table, writeStream: { type: 'COMMITTED' } }))[0].name ?? '';
  const ids = async (name = `t${tables}`): Promise<number[]> =>
    (await f.query(`SELECT id FROM ${f.physical(name)} ORDER BY id`)).map(({ id }) => Number(id));
  const rows = (...list: number[]) => list.map((id) => ({ id }));
  const offsetOf = (answer: { appendResult?: { offset?: { value?: unknown } | null } | null }): unknown => {
    const value = answer.appendResult?.offset?.value;
    return value === undefined ? undefined : Number(value);
  };

  describe('2. the first request of a connection', () => {
    it('needs write_stream: without it the RPC ends with INVALID_ARGUMENT', async () => {
      const call = connect();
      call.send({ type: TYPE, rows: rows(1) });
      assert.equal((await call.failure()).code, 3);
    });

    it('needs writer_schema: without it the RPC ends with INVALID_ARGUMENT', async () => {
      const call = connect();
      call.send({ stream: await create(), rows: [Buffer.from([8, 1])] });
      const error = await call.failure();
      assert.equal(error.code, 3);
      assert.match(error.message, /writer_schema/);
    });

    it('is enough for the rest: later requests leave both out', async () => {
      const call = connect();
      await call.append({ stream: await create(), type: TYPE, rows: rows(1) });
      assert.equal(offsetOf(await call.append({ rows: rows(2, 3) })), 1);
      assert.deepEqual(await ids(), [1, 2, 3]);
    });

    it('may be repeated whole on every request, as JSONWriter does', async () => {
      const call = connect();
      const stream = await create();
      for (const id of [1, 2]) {
        assert.equal(
          (await call.append({ stream, type: TYPE, rows: rows(id), extra: { traceId: `x${id}` } })).response,
          'appendResult',
        );
      }
    });

    it('takes a routing header', async () => {
      const stream = await create();
      const call = connect({ 'x-goog-request-params': `write_stream=${encodeURIComponent(stream)}` });
      assert.equal((await call.append({ stream, type: TYPE, rows: rows(1) })).response, 'appendResult');
    });

    it('ends the RPC with NOT_FOUND for a stream, a table or a name that is not there', async () => {
      for (const [stream, grpcCode, code] of [
        [`${table}/streams/nothing`, 5, 'STREAM_NOT_FOUND'],
        [`${table}x/streams/_default`, 5, 'TABLE_NOT_FOUND'],
        ['nonsense', 3, undefined],
      ] as const) {
        const call = connect();
        call.send({ stream, type: TYPE, rows: rows(1) });
        const error = await call.failure();
        assert.equal(error.code, grpcCode);
        assert.equal(storageErrorOf(error)?.code, code);
      }
    });
  });

  describe('2. a connection that changes', () => {
    it('refuses another writer schema on an application-created stream and reads nothing with the wrong one', async () => {
      const call = connect();
      await call.append({ stream: await create(), type: TYPE, rows: rows(1) });
      const other = rowType('optional int64 id = 2;');
      const answer = await call.append({ type: other, rows: rows(2) });
      assert.equal(answer.error?.code, 3);
      assert.match(answer.error?.message ?? '', /new connection/);
      assert.deepEqual(await ids(), [1]);
    });

    it('takes another writer schema on the default stream', async () => {
      const call = connect();
      await call.append({ stream: `${table}/streams/_default`, type: TYPE, rows: rows(1) });
      const other = rowType('optional int64 id = 7;');
      assert.equal((await call.append({ type: other, rows: rows(2) })).response, 'appendResult');
      assert.deepEqual(await ids(), [1, 2]);
    });

    it('moves between default streams, and then every request must name its own', async () => {
      const second = await f.createTable(`second${tables}`, SCHEMA);
      const call = connect();
      await call.append({ stream: `${table}/streams/_default`, type: TYPE, rows: rows(1) });
      assert.equal((await call.append({ stream: `${second}/streams/_default`, rows: rows(2) })).error?.code, 3);
      const moved = await call.append({ stream: `${second}/streams/_default`, type: TYPE, rows: rows(2) });
      assert.equal(moved.writeStream, `${second}/streams/_default`);
      assert.equal((await call.append({ rows: rows(3) })).error?.code, 3);
      assert.deepEqual([await ids(), await ids(`second${tables}`)], [[1], [2]]);
    });

    it('does not move away from an application-created stream', async () => {
      const call = connect();
      await call.append({ stream: await create(), type: TYPE, rows: rows(1) });
      for (const stream of [await create(), `${table}/streams/_default`]) {
        assert.equal((await call.append({ stream, type: TYPE, rows: rows(2) })).error?.code, 3);
      }
      assert.deepEqual(await ids(), [1]);
    });
  });

  describe('3. offsets', () => {
    it('refuses one within the stream with ALREADY_EXISTS and one beyond it with OUT_OF_RANGE, and stays open', async () => {
      const call = connect();
      const stream = await create();
      await call.append({ stream, type: TYPE, rows: rows(1), offset: 0 });
      const within = await call.append({ rows: rows(1), offset: 0 });
      assert.equal(within.error?.code, 6);
      assert.equal(within.error?.message, 'The offset is within stream, expected offset 1, received 0');
      assert.deepEqual(storageErrorOf(within), { code: 'OFFSET_ALREADY_EXISTS', entity: stream });
      const beyond = await call.append({ rows: rows(9), offset: 100 });
      assert.equal(beyond.error?.code, 11);
      assert.equal(beyond.error?.message, 'The offset is beyond stream, expected offset 1, received 100');
      assert.deepEqual(storageErrorOf(beyond), { code: 'OFFSET_OUT_OF_RANGE', entity: stream });
      assert.equal(offsetOf(await call.append({ rows: rows(2) })), 1);
      assert.deepEqual(await ids(), [1, 2]);
    });

    it('checks against the end of the stream across connections', async () => {
      const stream = await create();
      const [one, two] = [connect(), connect()];
      await one.append({ stream, type: TYPE, rows: rows(1, 2), offset: 0 });
      assert.equal((await two.append({ stream, type: TYPE, rows: rows(1), offset: 1 })).error?.code, 6);
      assert.equal(offsetOf(await two.append({ rows: rows(3), offset: 2 })), 2);
      assert.equal((await one.append({ rows: rows(3), offset: 2 })).error?.code, 6);
      assert.equal(offsetOf(await one.append({ rows: rows(4), offset: 3 })), 3);
    });

    it('lets exactly one of two connections write an offset', async () => {
      const stream = await create();
      const calls = Array.from({ length: 8 }, () => connect());
      const answers = await Promise.all(
        calls.map((call, id) => call.append({ stream, type: TYPE, rows: rows(id), offset: 0 })),
      );
      assert.equal(answers.filter(({ appendResult }) => appendResult).length, 1);
      assert.equal((await ids()).length, 1);
    });

    it('refuses a negative offset', async () => {
      const answer = await connect().append({ stream: await create(), type: TYPE, rows: rows(1), offset: -1 });
      assert.equal(answer.error?.code, 3);
    });

    it('are not allowed on the default stream', async () => {
      const call = connect();
      const answer = await call.append({ stream: `${table}/streams/_default`, type: TYPE, rows: rows(1), offset: 0 });
      assert.equal(answer.error?.code, 3);
      assert.match(answer.error?.message ?? '', /not allowed/);
      assert.equal((await call.append({ rows: rows(1) })).response, 'appendResult');
      assert.deepEqual(await ids(), [1]);
    });
  });

  describe('4. one request', () => {
    it('is appended whole or not at all, with an error for each bad row', async () => {
      const call = connect();
      const answer = await call.append({
        stream: await create(),
        type: TYPE,
        rows: [{ id: 1 }, { id: 2, name: 'twelve chars' }, { id: 3 }, { id: 4, name: 'x'.repeat(11) }],
        offset: 0,
      });
      assert.equal(answer.error?.code, 3);
      assert.match(
        answer.error?.message ?? '',
        /^Errors found while processing rows\. Please refer to the row_errors field/,
      );
      assert.deepEqual(
        answer.rowErrors?.map(({ index, code, message }) => [Number(index), code, message]),
        [
          [
            1,
            'FIELDS_ERROR',
            'Field name: STRING(10) has maximum length 10 but got a value with length 12 on field name.',
          ],
          [
            3,
            'FIELDS_ERROR',
            'Field name: STRING(10) has maximum length 10 but got a value with length 11 on field name.',
          ],
        ],
      );
      assert.deepEqual(await ids(), []);
      assert.equal(offsetOf(await call.append({ rows: rows(1, 3), offset: 0 })), 0);
      assert.deepEqual(await ids(), [1, 3]);
    });

    it('cuts a list of row errors that would be too long, and says so', async () => {
      const wide = rowType('optional int64 id = 1; optional string name = 2;');
      const answer = await connect().append({
        stream: await create(),
        type: wide,
        rows: Array.from({ length: 20_000 }, () => Buffer.from([0x00, 1])),
      });
      assert.match(answer.error?.message ?? '', /The list may not be complete because of the size limitations/);
      const told = answer.rowErrors?.length ?? 0;
      assert.ok(told > 0 && told < 20_000, `${told}`);
    });

    it('needs rows', async () => {
      const call = connect();
      assert.equal(
        (await call.append({ stream: await create(), type: TYPE, rows: [] })).error?.message,
        'Rows must be specified',
      );
      assert.equal((await call.append({})).error?.message, 'Rows must be specified');
      assert.equal((await call.append({ rows: rows(1) })).response, 'appendResult');
    });

    it('11. has a size limit, told in an answer on a connection that stays open', async () => {
      const call = connect();
      const stream = await create();
      const answer = await call.append({ stream, type: TYPE, rows: [{ name: 'x'.repeat(99_950) }] });
      assert.equal(answer.error?.code, 3);
      assert.match(answer.error?.message ?? '', /^AppendRows request too large: 1000\d\d limit 100000$/);
      assert.equal((await call.append({ rows: rows(2) })).response, 'appendResult');
    });
  });

  describe('5. answers', () => {
    it('come one a request, in order, with the offset at which the rows began and the stream', async () => {
      const call = connect();
      const stream = await create();
      const sizes = [3, 1, 4, 1, 5, 9, 2, 6];
      for (const [index, size] of sizes.entries()) {
        const list = Array.from({ length: size }, () => ({
          id: index,
          ...(index === 4 ? { name: 'much too long' } : {}),
        }));
        call.send({ ...(index === 0 ? { stream, type: TYPE } : {}), rows: list });
      }
      const answers = [];
      for (const _ of sizes) answers.push(await call.next());
      assert.deepEqual(answers.map(offsetOf), [0, 3, 4, 8, undefined, 9, 18, 20]);
      assert.equal(answers[4]?.rowErrors?.length, 5);
      assert.ok(answers.every(({ writeStream }) => writeStream === stream));
    });

    it('carry no offset for the default stream', async () => {
      const answer = await connect().append({ stream: `${table}/_default`, type: TYPE, rows: rows(1) });
      assert.equal(answer.response, 'appendResult');
      assert.equal(answer.appendResult?.offset, null);
    });
  });
});
