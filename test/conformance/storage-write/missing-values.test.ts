/** Values that a row, or the writer schema, leaves out (write-api.md, Requests and Checklist, point 10). */

import assert from 'node:assert/strict';
import { AppendCall, rowType } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

describe('10. missing values in Storage Write', () => {
  let f: WriteFixture;
  let tables = 0;
  const open: AppendCall[] = [];
  before(async () => {
    f = await startWriteFixture();
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

  const DEFAULTED = [
    { name: 'id', type: 'INT64', mode: 'NULLABLE' },
    { name: 'a', type: 'STRING', mode: 'NULLABLE', defaultValueExpression: "'A'" },
    { name: 'b', type: 'STRING', mode: 'NULLABLE', defaultValueExpression: "'B'" },
    { name: 'u', type: 'STRING', mode: 'REQUIRED', defaultValueExpression: 'uuid()' },
    { name: 'plain', type: 'INT64', mode: 'NULLABLE' },
  ] as const;
  const FULL = rowType(
    'optional int64 id = 1; optional string a = 2; optional string b = 3; optional string u = 4; optional int64 plain = 5;',
  );
  let stream: string;

  beforeEach(async () => {
    tables += 1;
    stream = `${await f.createTable(`def${tables}`, DEFAULTED)}/_default`;
  });
  const stored = async (): Promise<unknown[]> =>
    (await f.query(`SELECT a, b FROM ${f.physical(`def${tables}`)} ORDER BY id`)).map(({ a, b }) => [a, b]);

  it('are NULL unless the request says otherwise', async () => {
    await connect().append({ stream, type: FULL, rows: [{ id: 1, u: 'u' }] });
    assert.deepEqual(await stored(), [[null, null]]);
  });

  it('take the default of the columns that the request names, for that request only', async () => {
    const call = connect();
    await call.append({
      stream,
      type: FULL,
      rows: [
        { id: 1, u: 'u' },
        { id: 2, u: 'u', a: 'given' },
      ],
      extra: { missingValueInterpretations: { a: 'DEFAULT_VALUE' } },
    });
    await call.append({ rows: [{ id: 3, u: 'u' }] });
    assert.deepEqual(await stored(), [
      ['A', null],
      ['given', null],
      [null, null],
    ]);
  });

  it('take defaults from the request that says so on, and the map overrides', async () => {
    const call = connect();
    await call.append({
      stream,
      type: FULL,
      rows: [{ id: 1 }, { id: 2 }],
      extra: { defaultMissingValueInterpretation: 'DEFAULT_VALUE' },
    });
    await call.append({ rows: [{ id: 3 }], extra: { missingValueInterpretations: { B: 'NULL_VALUE' } } });
    await call.append({ rows: [{ id: 4, u: 'u' }], extra: { defaultMissingValueInterpretation: 'NULL_VALUE' } });
    assert.deepEqual(await stored(), [
      ['A', 'B'],
      ['A', 'B'],
      ['A', null],
      [null, null],
    ]);
    const [{ n } = {}] = await f.query(
      `SELECT count(DISTINCT u) AS n FROM ${f.physical(`def${tables}`)} WHERE id <= 3`,
    );
    assert.equal(Number(n), 3, 'a default is computed for each row');
  });

  it('of columns that the writer schema leaves out take the default always', async () => {
    await connect().append({ stream, type: rowType('optional int64 id = 1;'), rows: [{ id: 1 }] });
    assert.deepEqual(await stored(), [['A', 'B']]);
  });

  it('of a REQUIRED column without a default are row errors, in the writer schema or not', async () => {
    const required = await f.createTable(`req${tables}`, [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 'must', type: 'INT64', mode: 'REQUIRED' },
    ]);
    for (const type of [
      rowType('optional int64 id = 1; optional int64 must = 2;'),
      rowType('optional int64 id = 1;'),
    ]) {
      const answer = await connect().append({ stream: `${required}/_default`, type, rows: [{ id: 1 }] });
      assert.deepEqual(
        answer.rowErrors?.map(({ index, message }) => [Number(index), message]),
        [[0, 'Required field is missing on field must.']],
      );
    }
  });

  it('of a REQUIRED column whose default comes to NULL are row errors, of a REPEATED one an empty array', async () => {
    const odd = await f.createTable(`odd${tables}`, [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 'must', type: 'INT64', mode: 'REQUIRED', defaultValueExpression: 'NULL' },
      { name: 'list', type: 'INT64', mode: 'REPEATED', defaultValueExpression: 'NULL' },
    ]);
    const type = rowType('optional int64 id = 1; optional int64 must = 2;');
    const call = connect();
    const extra = { defaultMissingValueInterpretation: 'DEFAULT_VALUE' };
    const answer = await call.append({ stream: `${odd}/_default`, type, rows: [{ must: 1 }, { id: 2 }], extra });
    assert.deepEqual(
      answer.rowErrors?.map(({ index, message }) => [Number(index), message]),
      [[1, 'Required field is missing on field must.']],
    );
    assert.equal((await call.append({ rows: [{ must: 1 }] })).response, 'appendResult');
    assert.deepEqual(await f.query(`SELECT * FROM ${f.physical(`odd${tables}`)}`), [{ id: null, must: '1', list: [] }]);
  });

  it('cannot be left unspecified in the map, nor be of a column that is not there', async () => {
    for (const missingValueInterpretations of [{ a: 0 }, { nothing: 1 }, { 'a.b': 1 }]) {
      const answer = await connect().append({
        stream,
        type: FULL,
        rows: [{ id: 1, u: 'u' }],
        extra: { missingValueInterpretations },
      });
      assert.equal(answer.error?.code, 3, JSON.stringify(missingValueInterpretations));
    }
  });

  it('with a default that cannot be computed fail that request by the column’s name and no other', async () => {
    const bad = await f.createTable(`bad${tables}`, [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 'x', type: 'INT64', mode: 'NULLABLE', defaultValueExpression: 'no_such_function()' },
    ]);
    const [one, two] = [connect(), connect()];
    one.send({ stream: `${bad}/_default`, type: rowType('optional int64 id = 1;'), rows: [{ id: 1 }] });
    two.send({ stream, type: FULL, rows: [{ id: 1, u: 'u' }] });
    assert.match((await one.next()).error?.message ?? '', /default value of column x/);
    assert.equal((await two.next()).response, 'appendResult');
  });
});
