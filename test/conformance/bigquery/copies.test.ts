import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ID = { name: 'id', type: 'INTEGER' };
const KEY = { primaryKey: { columns: ['id'] } };
const ref = (tableId: string) => ({ projectId: PROJECT, datasetId: 'd', tableId });

describe('the local BigQuery: what a job does to a table that is there', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
    warehouse.objects.put('gs://b/one.json', '{"id":1}\n');
  });
  after(() => warehouse.close());

  async function table(more: Record<string, unknown> = {}, ids: readonly number[] = [], fields: unknown[] = [ID]) {
    count += 1;
    const tableId = `t${count}`;
    const made = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId },
      schema: { fields },
      ...more,
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    if (ids.length > 0) await insert(tableId, ids);
    return tableId;
  }

  const insert = (tableId: string, ids: readonly number[]) =>
    rest.call('POST', `/datasets/d/tables/${tableId}/insertAll`, { rows: ids.map((id) => ({ json: { id } })) });

  const load = (tableId: string, more: Record<string, unknown> = {}) =>
    rest.job({
      load: {
        destinationTable: ref(tableId),
        sourceUris: ['gs://b/one.json'],
        sourceFormat: 'NEWLINE_DELIMITED_JSON',
        ...more,
      },
    });

  const copy = (from: string, to: string, more: Record<string, unknown> = {}) =>
    rest.job({ copy: { sourceTable: ref(from), destinationTable: ref(to), ...more } });

  const query = async (text: string): Promise<unknown[][]> => {
    const { body } = await rest.call('POST', '/queries', { query: text, useLegacySql: false });
    assert.equal(body.error, undefined, JSON.stringify(body.error));
    return (body.rows ?? []).map((row: { f: { v: unknown }[] }) => row.f.map(({ v }) => v));
  };

  const describeTable = async (tableId: string) => (await rest.call('GET', `/datasets/d/tables/${tableId}`)).body;

  it('keeps the partition of each row of a table partitioned by arrival, also onto itself', async () => {
    const from = await table({ timePartitioning: { type: 'DAY' } });
    await insert(`${from}$20250101`, [1]);
    await insert(`${from}$20250203`, [2, 3]);
    const days = (id: string) => query(`SELECT id, FORMAT_DATE('%F', _PARTITIONDATE) FROM d.${id} ORDER BY id`);
    const expected = [
      ['1', '2025-01-01'],
      ['2', '2025-02-03'],
      ['3', '2025-02-03'],
    ];
    await copy(from, 'copied');
    assert.deepEqual(await days('copied'), expected);
    await copy('copied', 'copied', { writeDisposition: 'WRITE_TRUNCATE' });
    assert.deepEqual(await days('copied'), expected);
    await copy(`${from}$20250203`, 'copied$20250304', { writeDisposition: 'WRITE_APPEND' });
    assert.deepEqual((await query("SELECT COUNT(*) FROM d.copied WHERE _PARTITIONDATE = '2025-03-04'"))[0], ['2']);
  });

  it('puts rows of another table into the partition of now', async () => {
    const from = await table({}, [1]);
    const to = await table({ timePartitioning: { type: 'DAY' } });
    assert.equal((await copy(from, to, { writeDisposition: 'WRITE_APPEND' })).status.errorResult, undefined);
    assert.deepEqual(await query(`SELECT FORMAT_DATE('%F', _PARTITIONDATE) FROM d.${to}`), [['2026-01-02']]);
  });

  it('says which table is gone when a source is dropped before the copy has its turn', async () => {
    const from = await table({}, [1, 2, 3]);
    const [job] = await Promise.all([copy(from, 'from_dropped'), rest.call('DELETE', `/datasets/d/tables/${from}`)]);
    if (job.status.errorResult === undefined) return assert.equal((await rest.rows('from_dropped')).length, 3);
    assert.equal(job.status.errorResult.reason, 'notFound');
    assert.match(job.status.errorResult.message, new RegExp(`Not found: Table demo-test:d\\.${from}`));
  });

  it('removes the constraints of a table that a load or query truncates, and keeps its shape and labels', async () => {
    const shape = { clustering: { fields: ['id'] }, labels: { a: 'b' }, tableConstraints: KEY };
    for (const truncate of [
      (id: string) => load(id, { writeDisposition: 'WRITE_TRUNCATE' }),
      (id: string) =>
        rest.job({
          query: {
            query: 'SELECT 1 AS id',
            useLegacySql: false,
            destinationTable: ref(id),
            writeDisposition: 'WRITE_TRUNCATE',
          },
        }),
    ]) {
      const id = await table(shape);
      assert.equal((await truncate(id)).status.errorResult, undefined);
      const { tableConstraints, clustering, labels } = await describeTable(id);
      assert.equal(tableConstraints, undefined);
      assert.deepEqual([clustering, labels], [shape.clustering, shape.labels]);
    }
    const kept = await table(shape);
    await load(kept, { writeDisposition: 'WRITE_TRUNCATE_DATA' });
    assert.deepEqual((await describeTable(kept)).tableConstraints, KEY);
  });

  it("gives a table that a copy truncates its source's constraints", async () => {
    const keyed = await table({ tableConstraints: KEY }, [1]);
    const plain = await table();
    await copy(keyed, plain, { writeDisposition: 'WRITE_TRUNCATE' });
    assert.deepEqual((await describeTable(plain)).tableConstraints, KEY);
    await copy(await table({}, [2]), plain, { writeDisposition: 'WRITE_TRUNCATE' });
    assert.equal((await describeTable(plain)).tableConstraints, undefined);
  });

  it('refuses a shape that a table which is there does not have, and takes its own', async () => {
    const range = { rangePartitioning: { field: 'id', range: { start: '0', end: '10', interval: '5' } } };
    const other = { rangePartitioning: { field: 'id', range: { start: '0', end: '10', interval: '2' } } };
    const clustered = { clustering: { fields: ['id'] } };
    for (const [is, asked] of [
      [{}, range],
      [{}, clustered],
      [{}, { timePartitioning: { type: 'DAY' } }],
      [range, other],
      [{ timePartitioning: { type: 'DAY' } }, { timePartitioning: { type: 'HOUR' } }],
    ]) {
      const { errorResult } = (await load(await table(is), asked)).status;
      assert.match(errorResult?.message, /Incompatible table partitioning specification/);
    }
    for (const shape of [range, clustered, { ...clustered, timePartitioning: { type: 'DAY' } }])
      assert.equal((await load(await table(shape), shape)).status.errorResult, undefined);
    const into = await table({}, [5]);
    const copied = await copy(await table(clustered, [6]), into, { writeDisposition: 'WRITE_APPEND' });
    assert.equal(copied.status.errorResult, undefined);
    assert.equal((await describeTable(into)).clustering, undefined);
  });

  for (const [what, text, message] of [
    ['DML', 'INSERT INTO d.only_select VALUES (1)', /Cannot set destination table in jobs with DML statements/],
    ['DDL', 'CREATE TABLE d.not_made (a INT64)', /Cannot set destination table in jobs with DDL statements/],
    ['a script', 'INSERT INTO d.only_select VALUES (1); SELECT 1 AS id', /destinationTable cannot be set for scripts/],
  ] as const) {
    it(`runs no ${what} for a destination table`, async () => {
      await rest.call('POST', '/datasets/d/tables', {
        tableReference: { tableId: 'only_select' },
        schema: { fields: [ID] },
      });
      const job = await rest.job({ query: { query: text, useLegacySql: false, destinationTable: ref('anywhere') } });
      assert.equal(job.status.errorResult?.reason, 'invalidQuery');
      assert.match(job.status.errorResult.message, message);
      assert.equal((await rest.rows('only_select')).length, 0);
      assert.equal((await rest.call('GET', '/datasets/d/tables/not_made')).status, 404);
    });
  }

  it('refuses a wrong destination before there is a job', async () => {
    const { status, body } = await rest.call('POST', '/jobs', {
      configuration: {
        query: { query: 'SELECT 1', useLegacySql: false, destinationTable: ref('x'), writeDisposition: 'NOPE' },
      },
    });
    assert.deepEqual(
      [status, body.error?.message],
      [400, 'Invalid value for writeDisposition: NOPE is not a valid value'],
    );
  });

  it('makes no table for a query or copy under CREATE_NEVER', async () => {
    const never = { createDisposition: 'CREATE_NEVER' };
    const from = await table({}, [1]);
    for (const job of [
      await copy(from, 'never', never),
      await rest.job({
        query: { query: 'SELECT 1 AS id', useLegacySql: false, destinationTable: ref('never'), ...never },
      }),
    ]) {
      assert.equal(job.status.errorResult?.reason, 'notFound');
    }
    assert.equal((await rest.call('GET', '/datasets/d/tables/never')).status, 404);
  });

  it('refuses a result that has a column twice, in any case', async () => {
    const job = await rest.job({
      query: { query: 'SELECT 1 AS a, 2 AS A', useLegacySql: false, destinationTable: ref('twice') },
    });
    assert.match(job.status.errorResult?.message, /Duplicate column names in the result/);
  });

  it('takes only additions, relaxations and wider types of what is in records, and only when told to', async () => {
    const fields = (...members: unknown[]) => [ID, { name: 'r', type: 'RECORD', fields: members }];
    const [x, y] = [
      { name: 'x', type: 'STRING', mode: 'REQUIRED', description: 'said once' },
      { name: 'y', type: 'STRING' },
    ];
    const { description: _, ...bare } = x;
    const append = (id: string, schema: unknown[], ...schemaUpdateOptions: string[]) =>
      load(id, { schema: { fields: schema }, schemaUpdateOptions });
    const messageOf = (job: { status: { errorResult?: { message: string } } }) => job.status.errorResult?.message ?? '';
    const id = await table({}, [], fields(x));
    assert.match(messageOf(await append(id, fields(bare, y))), /Cannot add fields \(field: r\.y\)/);
    assert.match(
      messageOf(await append(id, fields(bare, { ...y, mode: 'REQUIRED' }), 'ALLOW_FIELD_ADDITION')),
      /Cannot add required fields.*r\.y/,
    );
    assert.match(
      messageOf(await append(id, fields({ ...bare, mode: 'NULLABLE' }))),
      /Field r\.x has changed mode from REQUIRED to NULLABLE/,
    );
    assert.match(
      messageOf(await append(id, fields({ ...bare, type: 'INTEGER' }), 'ALLOW_FIELD_ADDITION')),
      /Field r\.x has changed type/,
    );
    const all = ['ALLOW_FIELD_ADDITION', 'ALLOW_FIELD_RELAXATION'];
    assert.equal(messageOf(await append(id, fields({ ...bare, mode: 'NULLABLE' }, y), ...all)), '');
    const [, record] = (await describeTable(id)).schema.fields;
    assert.deepEqual(record.fields, [
      { name: 'x', type: 'STRING', mode: 'NULLABLE', description: 'said once' },
      { name: 'y', type: 'STRING' },
    ]);
  });

  describe('partition decorators', () => {
    it('name a day that there is, in the digits of the partitioning', async () => {
      const daily = await table({ timePartitioning: { type: 'DAY' } });
      for (const decorator of ['20260231', '20261301', '2026', '2026010203', '20260101x', ''])
        assert.match((await load(`${daily}$${decorator}`)).status?.errorResult?.message ?? '', /Invalid/, decorator);
      const hourly = await table({ timePartitioning: { type: 'HOUR' } });
      assert.match((await load(`${hourly}$2026010224`)).status.errorResult.message, /Invalid date/);
      assert.equal((await load(`${hourly}$2026010223`)).status.errorResult, undefined);
    });

    it('name where a range begins, and hold its rows and no others', async () => {
      const range = { rangePartitioning: { field: 'id', range: { start: '0', end: '25', interval: '10' } } };
      const id = await table(range, [1, 9, 10, 19, 20, 24, 25]);
      const list = async (decorator: string) => (await rest.rows(`${id}$${decorator}`)).map(([value]) => value);
      assert.deepEqual(await list('0'), ['1', '9']);
      assert.deepEqual(await list('10'), ['10', '19']);
      assert.deepEqual(await list('20'), ['20', '24']);
      assert.deepEqual(await list('__UNPARTITIONED__'), ['25']);
      for (const decorator of ['5', '30', '-10', 'x']) {
        const { status, body } = await rest.call('GET', `/datasets/d/tables/${id}$${decorator}/data`);
        assert.equal(status, 400, decorator);
        assert.match(body.error.message, /Invalid range partitioning decorator/);
      }
      assert.equal((await load(`${id}$0`, { writeDisposition: 'WRITE_TRUNCATE' })).status.errorResult, undefined);
      assert.deepEqual(await list('0'), ['1']);
      assert.deepEqual(await list('10'), ['10', '19']);
      assert.match((await load(`${id}$10`)).status.errorResult.message, /Some rows belong to different partitions/);
    });
  });

  it('copies required columns as required only where every source has them so, and at most 1,200 tables', async () => {
    const [required, relaxed] = [await table({}, [1], [{ ...ID, mode: 'REQUIRED' }]), await table({}, [2])];
    const sources = (...ids: string[]) => ({ sourceTable: undefined, sourceTables: ids.map(ref) });
    await copy(required, 'both', sources(required, relaxed));
    assert.equal((await describeTable('both')).schema.fields[0].mode, 'NULLABLE');
    await copy(required, 'alone', sources(required, required));
    assert.equal((await describeTable('alone')).schema.fields[0].mode, 'REQUIRED');
    const many = await rest.call('POST', '/jobs', {
      configuration: { copy: { ...sources(...Array(1201).fill(required)), destinationTable: ref('many') } },
    });
    assert.equal(many.status, 400);
    assert.match(many.body.error.message, /at most 1200/);
  });

  for (const [kind, option, value] of [
    ['load', 'copyFilesOnly', true],
    ['load', 'connectionProperties', [{ key: 'session_id', value: 'x' }]],
    ['load', 'timestampTargetPrecision', [6, 12]],
  ] as const) {
    it(`refuses ${option} of a ${kind} by name`, async () => {
      const destinationTable = ref('refused');
      const settings = { sourceUris: ['gs://b/one.json'] };
      const { status, body } = await rest.call('POST', '/jobs', {
        configuration: { [kind]: { ...settings, destinationTable, [option]: value } },
      });
      assert.equal(status, 400);
      assert.match(body.error.message, /^The local BigQuery does not support/);
    });
  }

  it('takes options that ask for nothing', async () => {
    const id = await table();
    const job = await load(id, { createSession: false, connectionProperties: [], timestampTargetPrecision: [6] });
    assert.equal(job.status.errorResult, undefined);
  });
});
