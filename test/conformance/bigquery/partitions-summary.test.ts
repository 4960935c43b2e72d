import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const TABLE = '/datasets/d/tables/t$__PARTITIONS_SUMMARY__';

describe('the local BigQuery: the summary of partitions that clients list partitions by', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  const job = (query: string) => rest.job({ query: { query, useLegacySql: false } });

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
    await job(
      "CREATE TABLE d.t (x DATE) PARTITION BY x AS SELECT DATE '2026-01-02' AS x UNION ALL SELECT '2026-01-01'",
    );
    await job('CREATE TABLE d.plain AS SELECT 1 AS x');
  });
  after(() => warehouse.close());

  it('is a table with a row for every partition', async () => {
    const { body } = await rest.call('GET', TABLE);
    assert.equal(body.tableReference.tableId, 't$__PARTITIONS_SUMMARY__');
    assert.deepEqual(
      body.schema.fields.map(({ name }: { readonly name: string }) => name),
      ['project_id', 'dataset_id', 'table_id', 'partition_id', 'creation_time', 'last_modified_time'],
    );
    const rows = await rest.call('GET', `${TABLE}/data?selectedFields=table_id,partition_id&maxResults=1`);
    assert.deepEqual(rows.body.rows, [{ f: [{ v: 't' }, { v: '20260101' }] }]);
    const more = await rest.call('GET', `${TABLE}/data?selectedFields=partition_id&pageToken=${rows.body.pageToken}`);
    assert.deepEqual([more.body.totalRows, more.body.rows], ['2', [{ f: [{ v: '20260102' }] }]]);
  });

  it('is refused for a table without partitions', async () => {
    for (const path of [TABLE, `${TABLE}/data`]) {
      const { status, body } = await rest.call('GET', path.replace('/t$', '/plain$'));
      assert.deepEqual([status, /not partitioned/.test(body.error.message)], [400, true]);
    }
  });

  it('names the table that a statement of a script made as the destination of its child job', async () => {
    const parent = await job('SELECT 1; CREATE TABLE d.child AS SELECT 2 AS x;');
    const { body } = await rest.call('GET', `/jobs?parentJobId=${parent.jobReference.jobId}&projection=full`);
    const tables = body.jobs.map(
      ({
        configuration,
      }: {
        readonly configuration: { readonly query: { readonly destinationTable: { readonly tableId: string } } };
      }) => configuration.query.destinationTable.tableId,
    );
    assert.ok(tables.includes('child'), tables.join());
  });
});
