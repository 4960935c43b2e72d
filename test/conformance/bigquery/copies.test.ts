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
});
