/** Change data capture (write-api.md, CDC and Checklist, point 9), by Google's unmodified client. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AppendCall, rowType } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture, withFolder } from '../../support/storage-write.ts';

const SCHEMA = [
  { name: 'id', type: 'INT64', mode: 'REQUIRED' },
  { name: 'v', type: 'STRING', mode: 'NULLABLE' },
  { name: 'must', type: 'INT64', mode: 'REQUIRED', defaultValueExpression: '7' },
] as const;
const CHANGE = rowType(
  'optional int64 id = 1; optional string v = 2; optional string _CHANGE_TYPE = 990; optional string _CHANGE_SEQUENCE_NUMBER = 991;',
);
const PLAIN = rowType('optional int64 id = 1; optional string v = 2;');

const RUNS = process.env.PENSTOCK_SOAK === '1' ? 500 : 25;

interface Change {
  readonly id?: number;
  readonly v?: string;
  readonly _CHANGE_TYPE?: string;
  readonly _CHANGE_SEQUENCE_NUMBER?: string;
}

const upsert = (id: number, v: string, sequence?: string): Change => ({
  id,
  v,
  _CHANGE_TYPE: 'UPSERT',
  ...(sequence === undefined ? {} : { _CHANGE_SEQUENCE_NUMBER: sequence }),
});
const remove = (id: number, sequence?: string): Change => ({
  id,
  _CHANGE_TYPE: 'DELETE',
  ...(sequence === undefined ? {} : { _CHANGE_SEQUENCE_NUMBER: sequence }),
});

describe('9. Storage Write CDC', () => {
  let f: WriteFixture;
  let tables = 0;
  let table: string;
  let nowMs = 1_790_000_000_000;
  const open: AppendCall[] = [];

  before(async () => {
    f = await startWriteFixture({ now: () => nowMs });
  });
  beforeEach(async () => {
    tables += 1;
    table = await f.createTable(`t${tables}`, SCHEMA, { primaryKey: ['id'], maxStaleness: '0-0 0 0:15:0' });
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
  const stored = async (): Promise<unknown[]> =>
    (await f.query(`SELECT id, v FROM ${f.physical(`t${tables}`)} ORDER BY id`)).map(({ id, v }) => [Number(id), v]);
  const send = async (rows: readonly Change[], call = connect()) => {
    nowMs += 1;
    return call.append({ stream: `${table}/streams/_default`, type: CHANGE, rows });
  };
  const accepted = async (rows: readonly Change[], call?: AppendCall): Promise<void> => {
    assert.equal((await send(rows, call)).response, 'appendResult');
  };

  it('inserts, replaces whole rows and deletes by primary key', async () => {
    await accepted([upsert(1, 'a'), upsert(2, 'b')]);
    await accepted([upsert(1, 'c'), remove(2), upsert(3, 'd')]);
    assert.deepEqual(await stored(), [
      [1, 'c'],
      [3, 'd'],
    ]);
    await accepted([{ id: 1, _CHANGE_TYPE: 'UPSERT' }]);
    assert.deepEqual(await stored(), [
      [1, null],
      [3, 'd'],
    ]);
  });

  it('needs nothing but the key for a DELETE, though other columns are REQUIRED', async () => {
    const strict = await f.createTable(
      `strict${tables}`,
      [SCHEMA[0], { name: 'must', type: 'STRING', mode: 'REQUIRED' }],
      { primaryKey: ['id'] },
    );
    const type = rowType('optional int64 id = 1; optional string must = 2; optional string _change_type = 3;');
    const call = connect();
    const stream = `${strict}/_default`;
    assert.equal(
      (await call.append({ stream, type, rows: [{ id: 1, must: 'x', _change_type: 'UPSERT' }] })).error,
      undefined,
    );
    assert.equal((await call.append({ rows: [{ id: 2, _change_type: 'UPSERT' }] })).rowErrors?.length, 1);
    assert.equal((await call.append({ rows: [{ id: 1, _change_type: 'DELETE' }] })).response, 'appendResult');
    assert.deepEqual(await f.query(`SELECT * FROM ${f.physical(`strict${tables}`)}`), []);
  });

  describe('sequence numbers', () => {
    for (const [higher, lower] of [
      ['FFF/ABC', 'FFF/B'],
      ['ABC', 'BA/FFFFFFFF'],
      ['FFF/ABC', 'ABC'],
      ['ffff', 'FFE'],
      ['FFFFFFFFFFFFFFFF', '7FFFFFFFFFFFFFFF'],
      ['10', '0000000000000F'],
      ['1/0', '1'],
      ['1/2/3/4', '1/2/3/3'],
    ] as const) {
      it(`${higher} wins over ${lower} whatever the order of arrival, in one request and in two`, async () => {
        await accepted([upsert(1, 'higher', higher)]);
        await accepted([upsert(1, 'lower', lower)]);
        await accepted([upsert(2, 'lower', lower)]);
        await accepted([upsert(2, 'higher', higher)]);
        await accepted([upsert(3, 'higher', higher), upsert(3, 'lower', lower)]);
        await accepted([upsert(4, 'lower', lower), upsert(4, 'higher', higher)]);
        assert.deepEqual(await stored(), [
          [1, 'higher'],
          [2, 'higher'],
          [3, 'higher'],
          [4, 'higher'],
        ]);
      });
    }

    for (const bad of ['', 'G', '1/', '/1', '1//2', '1/2/3/4/5', '00000000000000001', '-1', '0x1', ' 1']) {
      it(`cannot be ${JSON.stringify(bad)}: a row error and nothing written`, async () => {
        const answer = await send([upsert(1, 'a', '1'), upsert(2, 'b', bad)]);
        assert.equal(answer.error?.code, 3);
        assert.deepEqual(
          answer.rowErrors?.map(({ index }) => Number(index)),
          [1],
        );
        assert.match(answer.rowErrors?.[0]?.message ?? '', /CHANGE_SEQUENCE_NUMBER/);
        assert.deepEqual(await stored(), []);
      });
    }

    it('equal: the later arrival wins, within a request the later row', async () => {
      await accepted([upsert(1, 'first', 'A')]);
      await accepted([upsert(1, 'second', 'a')]);
      await accepted([upsert(2, 'first', 'A'), upsert(2, 'second', '0A')]);
      assert.deepEqual(await stored(), [
        [1, 'second'],
        [2, 'second'],
      ]);
    });

    it('absent: the time of arrival counts, within a request the later row wins', async () => {
      await accepted([upsert(1, 'first')]);
      await accepted([upsert(1, 'second'), upsert(1, 'third')]);
      assert.deepEqual(await stored(), [[1, 'third']]);
    });

    it('redelivered with the same key and payload changes nothing', async () => {
      const batch = [upsert(1, 'a', '1'), remove(2, '2'), upsert(2, 'b', '1')];
      for (let times = 0; times < 3; times++) await accepted(batch);
      assert.deepEqual(await stored(), [[1, 'a']]);
    });
  });

  describe('a DELETE', () => {
    it('outlives older UPSERTs that come late, and yields to a newer one', async () => {
      await accepted([remove(1, '10')]);
      await accepted([upsert(1, 'late', 'F')]);
      assert.deepEqual(await stored(), []);
      await accepted([upsert(1, 'newer', '11')]);
      assert.deepEqual(await stored(), [[1, 'newer']]);
    });

    it('is remembered over a restart, for two days', async () => {
      await withFolder(async (folder) => {
        const path = `${folder}/warehouse.duckdb`;
        let clock = 1_790_000_000_000;
        const start = () => startWriteFixture({ path, now: () => clock });
        const apply = async (service: WriteFixture, row: Change) => {
          const call = new AppendCall(service.client);
          const stream = 'projects/demo-penstock/datasets/d/tables/t/streams/_default';
          const answer = await call.append({ stream, type: CHANGE, rows: [row] });
          assert.equal(answer.response, 'appendResult');
          await call.close();
          return (await service.query(`SELECT id FROM ${service.physical('t')}`)).length;
        };
        let service = await start();
        await service.createTable('t', SCHEMA, { primaryKey: ['id'] });
        assert.equal(await apply(service, remove(1, '10')), 0);
        await service.close();
        clock += 2 * 86_400_000;
        service = await start();
        assert.equal(await apply(service, upsert(1, 'late', 'F')), 0);
        await service.close();
        clock += 1;
        service = await start();
        assert.equal(await apply(service, upsert(1, 'very late', 'F')), 1);
        await service.close();
      });
    });
  });

  describe('refusals', () => {
    it('without a primary key the RPC ends INVALID_ARGUMENT', async () => {
      const keyless = await f.createTable(`keyless${tables}`, SCHEMA);
      const call = connect();
      call.send({ stream: `${keyless}/_default`, type: CHANGE, rows: [upsert(1, 'a')] });
      const error = await call.failure();
      assert.equal(error.code, 3);
      assert.match(
        error.message,
        new RegExp(`Create UPSERT stream is not supported for primary key disabled table: keyless${tables}`),
      );
    });

    it('on COMMITTED, PENDING and BUFFERED streams: the default stream only', async () => {
      for (const type of ['COMMITTED', 'PENDING', 'BUFFERED'] as const) {
        const [stream] = await f.client.createWriteStream({ parent: table, writeStream: { type } });
        const answer = await connect().append({ stream: stream.name ?? '', type: CHANGE, rows: [upsert(1, 'a')] });
        assert.equal(answer.error?.code, 3);
        assert.match(answer.error?.message ?? '', /default stream only/);
      }
      assert.deepEqual(await stored(), []);
    });

    it('of UPSERT or DELETE on a connection of plain rows', async () => {
      for (const type of ['UPSERT', 'DELETE']) {
        const call = connect();
        await accepted([{ id: 1, _CHANGE_TYPE: 'INSERT' }], call);
        const answer = await send([{ id: 2 }, { id: 3, _CHANGE_TYPE: type }], call);
        assert.deepEqual(
          answer.rowErrors?.map(({ index }) => Number(index)),
          [1],
        );
        assert.match(
          answer.rowErrors?.[0]?.message ?? '',
          new RegExp(`The given value is not a valid CHANGE_TYPE in insert mode: ${type}`),
        );
      }
    });

    it('of INSERT or unspecified rows on a connection of changes', async () => {
      const call = connect();
      await accepted([upsert(1, 'a')], call);
      for (const row of [{ id: 2 }, { id: 2, _CHANGE_TYPE: 'INSERT' }]) {
        const answer = await send([upsert(1, 'b'), row], call);
        assert.deepEqual(
          answer.rowErrors?.map(({ index }) => Number(index)),
          [1],
        );
        assert.match(answer.rowErrors?.[0]?.message ?? '', /not a valid CHANGE_TYPE in upsert mode/);
      }
      assert.deepEqual(await stored(), [[1, 'a']]);
    });

    it('of a mix in the very first request', async () => {
      assert.equal((await send([upsert(1, 'a'), { id: 2 }])).rowErrors?.length, 1);
      assert.deepEqual(await stored(), []);
    });

    it('of another change type, a NULL or missing key, and a sequence number on a plain row', async () => {
      for (const row of [
        { id: 1, _CHANGE_TYPE: 'upsert' },
        { id: 1, _CHANGE_TYPE: 'MERGE' },
        { v: 'no key', _CHANGE_TYPE: 'UPSERT' },
        { _CHANGE_TYPE: 'DELETE' },
        { id: 1, _CHANGE_SEQUENCE_NUMBER: '1' },
      ]) {
        assert.equal((await send([row])).rowErrors?.length, 1, JSON.stringify(row));
      }
      const keyless = rowType('optional string v = 2; optional string _CHANGE_TYPE = 3;');
      const answer = await connect().append({
        stream: `${table}/_default`,
        type: keyless,
        rows: [{ _CHANGE_TYPE: 'DELETE' }],
      });
      assert.equal(answer.rowErrors?.length, 1);
    });
  });

  it('leaves plain rows alone: without the pseudo-columns nothing is deduplicated', async () => {
    await connect().append({
      stream: `${table}/_default`,
      type: PLAIN,
      rows: [
        { id: 1, v: 'a' },
        { id: 1, v: 'b' },
      ],
    });
    assert.equal((await stored()).length, 2);
    await accepted([upsert(1, 'c')]);
    assert.deepEqual(await stored(), [[1, 'c']]);
  });

  it('takes composite keys', async () => {
    const parent = await f.createTable(
      `pair${tables}`,
      [
        { name: 'region', type: 'STRING', mode: 'NULLABLE' },
        { name: 'day', type: 'DATE', mode: 'NULLABLE' },
        { name: 'n', type: 'INT64', mode: 'NULLABLE' },
      ],
      { primaryKey: ['region', 'Day'] },
    );
    const type = rowType(
      'optional string region = 1; optional int32 day = 2; optional int64 n = 3; optional string _CHANGE_TYPE = 4;',
    );
    const row = (region: string, day: number, n: number, change = 'UPSERT') => ({
      region,
      day,
      n,
      _CHANGE_TYPE: change,
    });
    await connect().append({
      stream: `${parent}/_default`,
      type,
      rows: [row('eu', 1, 1), row('eu', 2, 2), row('us', 1, 3), row('eu', 1, 4), row('us', 1, 0, 'DELETE')],
    });
    assert.deepEqual(await f.query(`SELECT region, n FROM ${f.physical(`pair${tables}`)} ORDER BY n`), [
      { region: 'eu', n: '2' },
      { region: 'eu', n: '4' },
    ]);
  });

  it('begins anew for a table that was deleted and made again', async () => {
    await accepted([remove(1, 'FF')]);
    await f.dropTable(`t${tables}`);
    nowMs += 1;
    await f.createTable(`t${tables}`, SCHEMA, { primaryKey: ['id'] });
    await accepted([upsert(1, 'new', '1')]);
    assert.deepEqual(await stored(), [[1, 'new']]);
  });

  it('ends where a plain fold over the changes ends, whatever the requests they came in', async function () {
    this.timeout(RUNS * 500);
    const change = fc.record({
      id: fc.integer({ min: 1, max: 6 }),
      isDelete: fc.boolean(),
      sequence: fc.integer({ min: 0, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { minLength: 1, maxLength: 12 }), { maxLength: 6 }),
        async (requests) => {
          tables += 1;
          table = await f.createTable(`t${tables}`, SCHEMA, { primaryKey: ['id'] });
          const expected = new Map<number, { sequence: number; v: string | undefined }>();
          const call = new AppendCall(f.client);
          for (const [r, changes] of requests.entries()) {
            for (const [index, { id, isDelete, sequence }] of changes.entries()) {
              if (sequence < (expected.get(id)?.sequence ?? -1)) continue;
              expected.set(id, { sequence, v: isDelete ? undefined : `${r}.${index}` });
            }
            call.send({
              stream: `${table}/_default`,
              type: CHANGE,
              rows: changes.map(({ id, isDelete, sequence }, index) =>
                isDelete ? remove(id, sequence.toString(16)) : upsert(id, `${r}.${index}`, sequence.toString(16)),
              ),
            });
          }
          for (const _ of requests) assert.equal((await call.next()).response, 'appendResult');
          await call.close();
          const rows = [...expected].flatMap(([id, { v }]) => (v === undefined ? [] : [[id, v] as const]));
          assert.deepEqual(
            await stored(),
            rows.sort(([a], [b]) => a - b),
          );
        },
      ),
      { seed: 9, numRuns: RUNS },
    );
  });
});
