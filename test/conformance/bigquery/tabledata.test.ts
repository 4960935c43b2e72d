import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: insertAll and tabledata.list', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse({ limits: { insertAllBytes: 2000, insertAllRows: 20, pageBytes: 500 } });
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function table(...fields: Record<string, unknown>[]): Promise<string> {
    count += 1;
    const tableId = `t${count}`;
    const { status, body } = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId },
      schema: { fields },
    });
    assert.equal(status, 200, JSON.stringify(body));
    return tableId;
  }

  const insert = (tableId: string, rows: unknown[], more = {}) =>
    rest.call('POST', `/datasets/d/tables/${tableId}/insertAll`, { rows: rows.map((json) => ({ json })), ...more });
  const column = (type: string, more = {}): Record<string, unknown> => ({ name: 'v', type, ...more });

  /** The inserted value, and the answer of tabledata.list for it. */
  for (const [type, given, listed] of [
    ['INTEGER', '-9223372036854775808', '-9223372036854775808'],
    ['INTEGER', 42, '42'],
    ['FLOAT', 1, '1.0'],
    ['FLOAT', 'NaN', 'NaN'],
    ['FLOAT', '-inf', '-Infinity'],
    ['FLOAT', 12345678.9, '1.23456789E7'],
    ['BOOLEAN', 'true', 'true'],
    ['STRING', 'ü\n"', 'ü\n"'],
    ['STRING', 5, '5'],
    ['BYTES', 'AAH/', 'AAH/'],
    ['DATE', '0001-01-01', '0001-01-01'],
    ['TIME', '23:59:59.5', '23:59:59.500000'],
    ['DATETIME', '2026-01-02T03:04:05.000001', '2026-01-02T03:04:05.000001'],
    ['TIMESTAMP', '2026-01-02 03:04:05 UTC', '1767323045000000'],
    ['TIMESTAMP', '2026-01-02T03:04:05.5+01:30', '1767317645500000'],
    ['TIMESTAMP', '2026-01-02 03:04:05 America/New_York', '1767341045000000'],
    ['TIMESTAMP', '2026-01-02T03:04:05.123456789Z', '1767323045123456'],
    ['TIMESTAMP', '1969-12-31 23:59:59.9999999', '-1'],
    ['TIMESTAMP', 1.5, '1500000'],
    ['TIMESTAMP', '9999-12-31 23:59:59.999999', '253402300799999999'],
    ['NUMERIC', '99999999999999999999999999999.999999999', '99999999999999999999999999999.999999999'],
    ['NUMERIC', 0.1, '0.1'],
    ['BIGNUMERIC', '-0.00000000000000000000000000000000000001', '-0.00000000000000000000000000000000000001'],
    ['JSON', '{"b": 1, "a": [null, 12345678901234567]}', '{"a":[null,12345678901234567],"b":1}'],
    ['INTERVAL', '1-2 -3 4:5:6.789', '1-2 -3 4:5:6.789'],
    ['GEOGRAPHY', 'POINT(1 2)', 'POINT(1 2)'],
  ] as const) {
    it(`takes ${JSON.stringify(given)} into ${type}`, async () => {
      const id = await table(column(type));
      assert.deepEqual((await insert(id, [{ v: given }])).body, { kind: 'bigquery#tableDataInsertAllResponse' });
      assert.deepEqual(await rest.rows(id), [[listed]]);
    });
  }

  it('takes ranges as text and as objects', async () => {
    const id = await table(column('RANGE', { rangeElementType: { type: 'DATE' } }));
    await insert(id, [{ v: '[2026-01-01, UNBOUNDED)' }, { v: { start: null, end: '2026-02-01' } }]);
    assert.deepEqual(await rest.rows(id), [['[2026-01-01, UNBOUNDED)'], ['[UNBOUNDED, 2026-02-01)']]);
  });

  for (const [type, given, message] of [
    ['INTEGER', 1.5, /Cannot convert value to integer \(bad value\):1\.5/],
    ['INTEGER', '9223372036854775808', /to integer/],
    ['INTEGER', '', /to integer/],
    ['INTEGER', true, /to integer/],
    ['FLOAT', 'one', /to floating point/],
    ['BOOLEAN', 'maybe', /to boolean/],
    ['STRING', { a: 1 }, /This field: v is not a record/],
    ['BYTES', 'not base64!', /to bytes/],
    ['DATE', '2026-02-30', /to date/],
    ['TIME', '24:00:00', /to time/],
    ['DATETIME', '2026-01-01T00:00:00Z', /to datetime/],
    ['TIMESTAMP', '10000-01-01', /to timestamp/],
    ['TIMESTAMP', '2026-01-02T03:04:05.1234567891Z', /to timestamp/],
    ['NUMERIC', '1e29', /to numeric/],
    ['JSON', '{', /to json/],
    ['JSON', '[1e400]', /to json/],
    ['FLOAT', '1e400', /to floating point/],
    ['INTEGER', [1], /Array specified for non-repeated field: v/],
  ] as const) {
    it(`refuses ${JSON.stringify(given)} for ${type} and names the column`, async () => {
      const id = await table(column(type));
      const { status, body } = await insert(id, [{ v: given }]);
      assert.equal(status, 200);
      const [{ index, errors }] = body.insertErrors;
      assert.equal(index, 0);
      assert.equal(errors[0].reason, 'invalid');
      assert.equal(errors[0].location, 'v');
      assert.match(errors[0].message, message);
      assert.deepEqual(await rest.rows(id), []);
    });
  }

  it('takes NULL for an array as empty and refuses NULL inside one', async () => {
    const id = await table(column('STRING', { mode: 'REPEATED' }));
    const { body } = await insert(id, [{ v: null }, {}, { v: ['a', null] }], { skipInvalidRows: true });
    assert.match(body.insertErrors[0].errors[0].message, /Only optional fields can be set to NULL\. Field: v\[1\]/);
    assert.deepEqual(await rest.rows(id), [[[]], [[]]]);
  });

  it('rejects the whole request for one bad row, the others marked stopped', async () => {
    const id = await table(column('INTEGER'));
    const { body } = await insert(id, [{ v: 1 }, { v: 'x' }, { v: 2 }]);
    assert.deepEqual(
      body.insertErrors.map((error: { index: number; errors: { reason: string }[] }) => [
        error.index,
        error.errors[0]?.reason,
      ]),
      [
        [0, 'stopped'],
        [1, 'invalid'],
        [2, 'stopped'],
      ],
    );
    assert.deepEqual(await rest.rows(id), []);
  });

  it('inserts the good rows with skipInvalidRows', async () => {
    const id = await table(column('INTEGER'));
    const { body } = await insert(id, [{ v: 1 }, { v: 'x' }, { v: 2 }], { skipInvalidRows: true });
    assert.deepEqual(
      body.insertErrors.map((error: { index: number }) => error.index),
      [1],
    );
    assert.deepEqual(await rest.rows(id), [['1'], ['2']]);
  });

  it('refuses unknown fields by name unless ignoreUnknownValues', async () => {
    const id = await table(column('INTEGER'), { name: 'r', type: 'RECORD', fields: [{ name: 'x', type: 'STRING' }] });
    const { body } = await insert(id, [{ v: 1, r: { y: 1 } }]);
    assert.equal(body.insertErrors[0].errors[0].location, 'r.y');
    assert.equal(body.insertErrors[0].errors[0].message, 'no such field: r.y.');
    assert.equal(
      (await insert(id, [{ V: 1, zz: 2, R: { y: 1 } }], { ignoreUnknownValues: true })).body.insertErrors,
      undefined,
    );
    assert.deepEqual(await rest.rows(id), [['1', { f: [{ v: null }] }]]);
  });

  it('names a missing required field', async () => {
    const id = await table(column('INTEGER', { mode: 'REQUIRED' }));
    const { body } = await insert(id, [{}]);
    assert.equal(body.insertErrors[0].errors[0].message, 'Missing required field: v.');
  });

  it('computes defaults of columns that a row leaves out, and only of those', async () => {
    const id = await table(
      { name: 'k', type: 'INTEGER' },
      column('STRING', { defaultValueExpression: "'standing in'" }),
    );
    await insert(id, [{ k: 1 }, { k: 2, v: null }, { k: 3, v: 'given' }]);
    assert.deepEqual((await rest.rows(id)).sort(), [
      ['1', 'standing in'],
      ['2', null],
      ['3', 'given'],
    ]);
  });

  it('drops a row whose insertId was seen within the window, and takes it again after', async () => {
    const id = await table(column('INTEGER'));
    const send = () =>
      rest.call('POST', `/datasets/d/tables/${id}/insertAll`, {
        rows: [
          { insertId: 'a', json: { v: 1 } },
          { insertId: 'a', json: { v: 1 } },
        ],
      });
    await send();
    await send();
    assert.deepEqual(await rest.rows(id), [['1']]);
    warehouse.clock.now += 60_001;
    await send();
    assert.deepEqual(await rest.rows(id), [['1'], ['1']]);
  });

  for (const [what, body, status, message] of [
    ['no rows', { rows: [] }, 400, /No rows present in the request/],
    ['a templateSuffix', { rows: [{ json: {} }], templateSuffix: '_x' }, 400, /templateSuffix/],
    [
      'more rows than the limit',
      { rows: Array.from({ length: 21 }, () => ({ json: {} })) },
      400,
      /too many rows present in the request, limit: 20 row count: 21/,
    ],
    [
      'more bytes than the limit',
      { rows: [{ json: { v: 'x'.repeat(2000) } }] },
      413,
      /Request payload size exceeds the limit: 2000 bytes/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const id = await table(column('STRING'));
      const answer = await rest.call('POST', `/datasets/d/tables/${id}/insertAll`, body);
      assert.equal(answer.status, status);
      assert.match(answer.body.error.message, message);
    });
  }

  it('answers 404 for a table that is missing', async () => {
    const { status, body } = await insert('missing', [{}]);
    assert.equal(status, 404);
    assert.equal(body.error.message, `Not found: Table ${PROJECT}:d.missing`);
  });

  it('reads gzip bodies, and bounds what they unpack to', async () => {
    const id = await table(column('STRING'));
    const send = async (json: unknown) =>
      fetch(`http://${warehouse.service.address}/bigquery/v2/projects/${PROJECT}/datasets/d/tables/${id}/insertAll`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: gzipSync(JSON.stringify({ rows: [{ json }] })),
      });
    assert.equal((await send({ v: 'packed' })).status, 200);
    assert.equal((await send({ v: 'x'.repeat(10_000) })).status, 413);
    assert.deepEqual(await rest.rows(id), [['packed']]);
  });

  it('pages rows by maxResults and by bytes, from startIndex, with the columns that were selected', async () => {
    const id = await table(column('INTEGER'), {
      name: 'r',
      type: 'RECORD',
      fields: [
        { name: 'a', type: 'STRING' },
        { name: 'b', type: 'STRING' },
      ],
    });
    await insert(
      id,
      Array.from({ length: 20 }, (_, v) => ({ v, r: { a: `a${v}`, b: 'b' } })),
    );
    const first = await rest.call('GET', `/datasets/d/tables/${id}/data?maxResults=2&startIndex=1&selectedFields=r.a`);
    assert.equal(first.body.totalRows, '20');
    assert.deepEqual(first.body.rows, [{ f: [{ v: { f: [{ v: 'a1' }] } }] }, { f: [{ v: { f: [{ v: 'a2' }] } }] }]);
    const seen: string[] = [];
    for (let token: string | undefined = ''; token !== undefined; ) {
      const page: { rows: { f: { v: string }[] }[]; pageToken?: string } = (
        await rest.call('GET', `/datasets/d/tables/${id}/data?pageToken=${token}`)
      ).body;
      assert.ok(JSON.stringify(page.rows).length < 700);
      seen.push(...page.rows.map(({ f }) => f[0]?.v ?? ''));
      token = page.pageToken;
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 20 }, (_, v) => String(v)),
    );
  });

  it('prints timestamps as seconds unless asked for microseconds or ISO 8601', async () => {
    const id = await table(column('TIMESTAMP'));
    await insert(id, [{ v: '2026-01-02T03:04:05.123456Z' }]);
    const list = async (format: string): Promise<string> =>
      (await rest.call('GET', `/datasets/d/tables/${id}/data${format}`)).body.rows[0].f[0].v;
    assert.equal(await list(''), '1.767323045123456E9');
    assert.equal(await list('?formatOptions.useInt64Timestamp=true'), '1767323045123456');
    assert.equal(await list('?formatOptions.timestampOutputFormat=ISO8601_STRING'), '2026-01-02T03:04:05.123456Z');
  });

  for (const [what, body] of [
    ['malformed JSON', '{"rows": ['],
    ['a JSON list', '[]'],
    ['rows that are no list', '{"rows": 5}'],
    ['a row that is no object', '{"rows": ["x"]}'],
    ['very deep nesting', `{"rows":[{"json":{"v":${'['.repeat(900)}${']'.repeat(900)}}}]}`],
  ] as const) {
    it(`answers ${what} with 400 or a row error, never a crash`, async () => {
      const id = await table(column('STRING'));
      const answer = await rest.call('POST', `/datasets/d/tables/${id}/insertAll`, body);
      assert.ok(answer.status === 400 || answer.body.insertErrors.length === 1);
      assert.deepEqual(await rest.rows(id), []);
    });
  }

  it('plays its faults: throttled and refused before any effect, lost answers after it', async () => {
    const id = await table(column('INTEGER'));
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'throttle' });
    const throttled = await insert(id, [{ v: 1 }]);
    assert.equal(throttled.status, 403);
    assert.equal(throttled.body.error.errors[0].reason, 'rateLimitExceeded');
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'error', code: 503 });
    assert.equal((await insert(id, [{ v: 2 }])).status, 503);
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'ack-lost' });
    await assert.rejects(insert(id, [{ v: 3 }]));
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'reset', at: 'during' });
    await assert.rejects(insert(id, [{ v: 4 }]));
    assert.deepEqual(await rest.rows(id), [['3']]);
  });
});
