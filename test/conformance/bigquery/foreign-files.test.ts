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
    return { id, error: job.status.errorResult?.message as string | undefined };
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
});
