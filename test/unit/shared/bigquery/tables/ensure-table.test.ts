import assert from 'node:assert/strict';
import { Table } from '@google-cloud/bigquery';
import { actualTable, describeTable } from '@penstock/shared/bigquery/tables/describe-table.ts';
import {
  type Ensured,
  type EnsureOptions,
  ensureTable,
  metadataOf,
} from '@penstock/shared/bigquery/tables/ensure-table.ts';
import { parseTableSpec } from '@penstock/shared/bigquery/tables/table-spec.ts';
import sinon from 'sinon';
import { PROJECT, startWarehouse, type Warehouse } from '../../../../support/warehouse.ts';

const ID = { name: 'id', type: 'INT64', mode: 'REQUIRED' };
const AT = { name: 'at', type: 'TIMESTAMP' };
const FAST = { policy: { initialMs: 1, maxMs: 5, budgetMs: 1_000 } };

describe('a table and its schema file', () => {
  let warehouse: Warehouse;
  let tables = 0;
  let name = { projectId: PROJECT, datasetId: 'd', tableId: '' };

  before(async () => {
    warehouse = await startWarehouse();
    await warehouse.client.createDataset('d').catch((error: { code: number }) => {
      if (error.code !== 409) throw error;
    });
  });

  beforeEach(() => {
    warehouse.faults.clear();
    tables += 1;
    name = { ...name, tableId: `spec${tables}` };
  });

  after(() => warehouse.close());

  const ensure = (file: unknown, options: Partial<EnsureOptions> = {}): Promise<Ensured> =>
    ensureTable(warehouse.client, name, parseTableSpec(JSON.stringify(file)), {
      apply: false,
      retry: FAST,
      ...options,
    });

  const FULL = {
    fields: [ID, AT],
    timePartitioning: { type: 'DAY', field: 'at', expirationMs: 864e5 * 30 },
    clustering: ['id'],
    primaryKey: ['id'],
    maxStaleness: '15 MINUTE',
    requirePartitionFilter: false,
    description: 'made from a file',
    labels: { team: 'data' },
  };

  it('is made with everything the file says', async () => {
    const { outcome } = await ensure(FULL);
    assert.equal(outcome, 'created');
    const actual = await describeTable(warehouse.client, name);
    assert.deepEqual(
      actual?.schema.fields.map((field) => `${field.name} ${field.type} ${field.mode}`),
      ['id INT64 REQUIRED', 'at TIMESTAMP NULLABLE'],
    );
    assert.deepEqual(actual?.primaryKey, ['id']);
    assert.deepEqual(actual?.clustering, ['id']);
    assert.deepEqual(actual?.timePartitioning, { type: 'DAY', field: 'at', expirationMs: 864e5 * 30 });
    assert.ok(actual?.maxStaleness);
    assert.equal((await ensure(FULL)).outcome, 'unchanged');
  });

  it('is made with nothing that the file leaves out', () => {
    assert.deepEqual(Object.keys(metadataOf(parseTableSpec(JSON.stringify({ fields: [ID] })))), ['schema']);
  });

  it('is partitioned by range where the file says so', async () => {
    const file = { fields: [ID], rangePartitioning: { field: 'id', range: { start: 0, end: 100, interval: 10 } } };
    assert.equal((await ensure(file)).outcome, 'created');
    const actual = await describeTable(warehouse.client, name);
    assert.deepEqual(actual?.rangePartitioning, { field: 'id', start: 0, end: 100, interval: 10 });
    assert.equal((await ensure(file)).outcome, 'unchanged');
  });

  it('is partitioned by arrival where the file names no column', async () => {
    const file = { fields: [ID], timePartitioning: { type: 'HOUR' } };
    await ensure(file);
    assert.deepEqual((await describeTable(warehouse.client, name))?.timePartitioning, { type: 'HOUR' });
    assert.equal((await ensure(file)).outcome, 'unchanged');
  });

  it('is changed only where that is asked for', async () => {
    await ensure({ fields: [ID] });
    const file = { fields: [{ ...ID, mode: 'NULLABLE' }, AT], maxStaleness: '5 MINUTE' };
    await assert.rejects(ensure(file), {
      code: 'SCHEMA_MISMATCH',
      message:
        /id: REQUIRED to NULLABLE is missing; at: TIMESTAMP NULLABLE is missing; maxStaleness: 0-0 0 0:5:0 is missing/,
    });
    const changed = await ensure(file, { apply: true });
    assert.deepEqual([changed.outcome, changed.changes.length], ['changed', 3]);
    assert.deepEqual(
      changed.table.schema.fields.map(({ name: column }) => column),
      ['id', 'at'],
    );
    assert.equal((await ensure(file)).outcome, 'unchanged');
    const fresher = await ensure({ ...file, maxStaleness: '1 MINUTE' }, { apply: true });
    assert.deepEqual(fresher.changes, ['maxStaleness: 0-0 0 0:1:0']);
  });

  it('is refused, by column, what cannot be had', async () => {
    await ensure(FULL);
    const file = { ...FULL, fields: [{ ...ID, type: 'STRING' }, AT], clustering: ['id', 'at'], primaryKey: ['at'] };
    await assert.rejects(ensure(file, { apply: true }), (error: Error & { code: string }) => {
      assert.equal(error.code, 'SCHEMA_MISMATCH');
      assert.match(error.message, /id is INT64 in the table and STRING is wanted/);
      assert.match(
        error.message,
        /clustering is \["id"\] in the table and \["id","at"\] is wanted: make the table anew/,
      );
      assert.match(error.message, /primaryKey is \["id"\]/);
      return true;
    });
    await assert.rejects(
      ensure({ fields: FULL.fields, rangePartitioning: { field: 'id', range: { start: 0, end: 9, interval: 1 } } }),
      {
        message: /rangePartitioning is absent in the table/,
      },
    );
  });

  it('is read again when another writer made or changed it meanwhile', async () => {
    const spec = { fields: [ID] };
    const outcomes = await Promise.all([ensure(spec), ensure(spec), ensure(spec)]);
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), ['created', 'unchanged', 'unchanged']);
    const wider = { fields: [ID, AT] };
    const changes = await Promise.all([1, 2, 3].map(() => ensure(wider, { apply: true })));
    assert.ok(changes.some(({ outcome }) => outcome === 'changed'));
    const actual = await describeTable(warehouse.client, name);
    assert.equal(actual?.schema.fields.length, 2);
  });

  it('keeps a column that another writer adds between our read and our change', async () => {
    await ensure({ fields: [ID] });
    const table = warehouse.client.dataset('d').table(name.tableId);
    const setMetadata = sinon.stub(Table.prototype, 'setMetadata');
    setMetadata.onFirstCall().callsFake(async (...change) => {
      const other = { schema: { fields: [ID, { name: 'other', type: 'STRING' }] } };
      await (setMetadata.wrappedMethod as (change: object) => Promise<unknown>).call(table, other);
      return setMetadata.wrappedMethod.apply(table, change);
    });
    setMetadata.callThrough();
    try {
      assert.equal((await ensure({ fields: [ID, AT] }, { apply: true })).outcome, 'changed');
    } finally {
      setMetadata.restore();
    }
    const actual = await describeTable(warehouse.client, name);
    assert.deepEqual(
      actual?.schema.fields.map((column) => column.name),
      ['id', 'other', 'at'],
    );
  });

  it('keeps what its columns have beyond what a writer looks at: a patch replaces them all', async () => {
    const rounded = { name: 'net', type: 'NUMERIC', roundingMode: 'ROUND_HALF_EVEN' };
    const price = { name: 'price', type: 'RECORD', fields: [rounded] };
    await warehouse.client.dataset('d').createTable(name.tableId, { schema: { fields: [ID, price] } } as object);
    const wider = { ...price, fields: [{ name: 'net', type: 'NUMERIC' }, AT] };
    const { table } = await ensure({ fields: [{ ...ID, mode: 'NULLABLE' }, wider, AT] }, { apply: true });
    const [metadata] = await warehouse.client.dataset('d').table(name.tableId).getMetadata();
    const [id, nested, at] = metadata.schema.fields;
    assert.deepEqual([id.mode, at.name], ['NULLABLE', 'at']);
    assert.equal(nested.fields[0].roundingMode, 'ROUND_HALF_EVEN');
    assert.equal(nested.fields[1].name, 'at');
    assert.deepEqual(actualTable({ schema: table.restSchema } as object).schema, table.schema);
  });

  it('may keep its partitions for another time than the file says', async () => {
    await ensure(FULL);
    const longer = { ...FULL, timePartitioning: { ...FULL.timePartitioning, expirationMs: 864e5 * 60 } };
    assert.equal((await ensure(longer)).outcome, 'unchanged');
    const monthly = { ...FULL, timePartitioning: { ...FULL.timePartitioning, type: 'MONTH' } };
    await assert.rejects(ensure(monthly), { code: 'SCHEMA_MISMATCH', message: /timePartitioning is/ });
  });

  it('fails with what the service says where there is no such dataset', async () => {
    name = { ...name, datasetId: 'missing' };
    await assert.rejects(ensure({ fields: [ID] }), { code: 'NOT_FOUND' });
    name = { ...name, datasetId: 'd' };
  });

  it('fails with what the service says when it cannot be read', async () => {
    warehouse.faults.add({ service: 'bigquery', method: '*', kind: 'error', code: 403, times: 0 });
    await assert.rejects(describeTable(warehouse.client, name), { code: 'PERMISSION_DENIED' });
  });

  it('is read with what it does not have left empty', () => {
    assert.throws(() => actualTable({}), { code: 'CONFIG_INVALID' });
    const actual = actualTable({ schema: { fields: [{ name: 'a', type: 'STRING' }] }, timePartitioning: {} });
    assert.deepEqual(
      { ...actual, schema: undefined },
      {
        schema: undefined,
        restSchema: { fields: [{ name: 'a', type: 'STRING' }] },
        primaryKey: [],
        maxStaleness: undefined,
        clustering: [],
        timePartitioning: { type: 'DAY' },
        rangePartitioning: undefined,
        etag: '',
      },
    );
  });
});
