import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: files that other tools write', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const STRING = { name: 's', type: 'STRING' };

  /** Loads one file, below a prefix of its own, and follows the job to its end. */
  async function load(name: string, bytes: string | Uint8Array, settings: object, tableId?: string) {
    count += 1;
    const id = tableId ?? `t${count}`;
    const uri = warehouse.objects.put(`gs://b/${count}/${name}`, bytes);
    const destinationTable = { projectId: PROJECT, datasetId: 'd', tableId: id };
    const job = await rest.job({ load: { destinationTable, sourceUris: [uri], ...settings } });
    return { id, error: (job.status?.errorResult ?? job.error)?.message as string | undefined };
  }

  it('takes an empty line of a CSV file of one column for a row', async () => {
    const settings = { sourceFormat: 'CSV', schema: { fields: [STRING] } };
    const { id } = await load('f', 'a\n\nb\r\n\r\nc\n', settings);
    assert.deepEqual(await rest.rows(id), [['a'], [null], ['b'], [null], ['c']]);
    const marked = await load('f', 'a\n\nnone', { ...settings, nullMarker: 'none' });
    assert.deepEqual(await rest.rows(marked.id), [['a'], [''], [null]]);
  });

  it('skips an empty line of a CSV file of two columns', async () => {
    const { id } = await load('f', 'a,b\n\nc,d\n', { schema: { fields: [STRING, { ...STRING, name: 't' }] } });
    assert.deepEqual(await rest.rows(id), [
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('asks for a filter by a hive key where the external table requires it, and fails a load that does', async () => {
    for (const dt of ['2026-01-01', '2026-01-02'])
      warehouse.objects.put(`gs://hive/x/dt=${dt}/f.csv`, `${dt.slice(-1)}\n`);
    const hivePartitioningOptions = {
      mode: 'AUTO',
      sourceUriPrefix: 'gs://hive/x/',
      requirePartitionFilter: true,
    };
    const schema = { fields: [{ name: 'id', type: 'INTEGER' }] };
    const outside = { sourceFormat: 'CSV', sourceUris: ['gs://hive/x/*'], schema, hivePartitioningOptions };
    const ask = (query: string) =>
      rest.job({ query: { query, useLegacySql: false, tableDefinitions: { outside } } }).then(({ status }) => status);
    const wanted = /without a filter over column\(s\) 'dt'/;
    assert.match((await ask('SELECT id FROM outside')).errorResult.message, wanted);
    assert.equal((await ask("SELECT id FROM outside WHERE dt = '2026-01-02'")).errorResult, undefined);
    await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 'hive' },
      externalDataConfiguration: outside,
    });
    await assert.rejects(warehouse.client.query('SELECT id FROM d.hive WHERE id = 1'), wanted);
    const [rows] = await warehouse.client.query("SELECT id FROM d.hive WHERE dt > '2026-01-01'");
    assert.deepEqual(rows, [{ id: 2 }]);
    const { error, id } = await load('f', '1', { schema, hivePartitioningOptions });
    assert.match(error ?? '', /requirePartitionFilter cannot be true/);
    assert.equal((await rest.call('GET', `/datasets/d/tables/${id}`)).status, 404);
  });
});
