/** Tables partitioned by a column: which rows a stream takes, with and without a decorator (write-api.md, Limits). */

import assert from 'node:assert/strict';
import type { Schema } from '@penstock/local/bigquery/schema.ts';
import { AppendCall, rowType } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const TYPE = rowType('optional int64 id = 1;');
const ID = { name: 'id', type: 'INT64', mode: 'NULLABLE' } as const;
const DAY_MS = 86_400_000;

/** `20260101` for a day counted from 1970. */
function decoratorOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

describe('Storage Write and tables partitioned by a column', () => {
  const nowMs = Date.parse('2026-03-10T23:30:00Z');
  const today = Math.floor(nowMs / DAY_MS);
  let f: WriteFixture;
  let tables = 0;
  const open: AppendCall[] = [];

  before(async () => {
    f = await startWriteFixture({ now: () => nowMs });
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
  const create = (schema: Schema): Promise<string> => {
    tables += 1;
    return f.createTable(`p${tables}`, schema, { timePartitioning: { type: 'DAY', field: 'c' } });
  };

  const committed = async (parent: string): Promise<string> =>
    (await f.client.createWriteStream({ parent, writeStream: { type: 'COMMITTED' } }))[0].name ?? '';
  /** The column's type, its field in the writer schema, and a value of a day. */
  const columns = [
    ['DATE', 'int32', (day: number) => day],
    ['TIMESTAMP', 'int64', (day: number) => day * DAY_MS * 1000 + 1],
    ['DATETIME', 'string', (day: number) => `${new Date(day * DAY_MS).toISOString().slice(0, 10)} 23:59:59`],
  ] as const;
  for (const [type, proto, valueIn] of columns) {
    it(`takes rows of the day that the decorator names, and refuses those of others and NULLs, by ${type}`, async () => {
      const parent = await create([ID, { name: 'C', type, mode: 'NULLABLE' }]);
      const wire = rowType(`optional int64 id = 1; optional ${proto} c = 2;`);
      const day = today - 3;
      const at = `${parent}$${decoratorOf(day)}`;
      for (const stream of [`${at}/_default`, await committed(at)]) {
        const call = connect();
        const rows = [day, day - 1, day + 1].map((one, id) => ({ id, c: valueIn(one) }));
        const answer = await call.append({ stream, type: wire, rows: [...rows, { id: 9 }] });
        assert.deepEqual(
          answer.rowErrors?.map(({ index }) => Number(index)),
          [1, 2, 3],
        );
        const destination = `demo-penstock:d\\.p${tables}\\$${decoratorOf(day)}`;
        const message = `^Some rows belong to different partitions rather than destination partition ${destination}: .* on field C\\.$`;
        assert.match(answer.rowErrors?.[0]?.message ?? '', new RegExp(message));
        assert.equal((await call.append({ rows: rows.slice(0, 1) })).response, 'appendResult');
      }
      const [found] = await f.query(`SELECT count(*) AS n FROM ${f.physical(`p${tables}`)}`);
      assert.equal(Number(found?.n), 2);
    });
  }

  it('refuses with a decorator every row of a writer schema that leaves the column out', async () => {
    const parent = await create([ID, { name: 'c', type: 'DATE', mode: 'NULLABLE' }]);
    const rows = [{ id: 1 }, { id: 2 }];
    const answer = await connect().append({ stream: `${parent}$20260310/_default`, type: TYPE, rows });
    assert.deepEqual(
      answer.rowErrors?.map(({ index }) => Number(index)),
      [0, 1],
    );
  });

  it('holds the column to its bounds also where it takes its default', async () => {
    const defaulted = (defaultValueExpression: string): Schema => [
      ID,
      { name: 'c', type: 'DATE', mode: 'NULLABLE', defaultValueExpression },
    ];
    const near = await create(defaulted("DATE '2026-03-10'"));
    const append = (stream: string) => connect().append({ stream, type: TYPE, rows: [{ id: 1 }, { id: 2 }] });
    assert.equal((await append(`${near}$20260310/_default`)).response, 'appendResult');
    const other = await append(`${near}$20260309/_default`);
    assert.deepEqual(
      other.rowErrors?.map(({ index }) => Number(index)),
      [0, 1],
    );
    const far = await create(defaulted("DATE '1999-01-01'"));
    const outside = await append(`${far}/_default`);
    assert.match(outside.rowErrors?.[0]?.message ?? '', /outside the allowed bounds.* on field c\.$/);
  });

  it('takes rows from 10 years back to 1 year ahead without a decorator', async () => {
    for (const [type, proto, valueIn] of columns) {
      const parent = await create([{ name: 'c', type, mode: 'NULLABLE' }]);
      const call = connect();
      const rows = [today - 3650, today + 366, today - 3651, today + 367].map((one) => ({ c: valueIn(one) }));
      const wire = rowType(`optional ${proto} c = 1;`);
      const answer = await call.append({ stream: `${parent}/_default`, type: wire, rows: [...rows, {}] });
      assert.deepEqual(
        answer.rowErrors?.map(({ index }) => Number(index)),
        [2, 3],
      );
      assert.match(answer.rowErrors?.[0]?.message ?? '', /outside the allowed bounds.* on field c\.$/);
      assert.equal((await call.append({ rows: [...rows.slice(0, 2), {}] })).response, 'appendResult');
    }
  });
});
