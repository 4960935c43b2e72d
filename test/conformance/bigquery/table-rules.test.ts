import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ID = { name: 'id', type: 'INTEGER' };
const ref = (tableId: string) => ({ projectId: PROJECT, datasetId: 'd', tableId });

describe('the local BigQuery: what a table may be', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const make = (tableId: string, more: Record<string, unknown> = {}) =>
    rest.call('POST', '/datasets/d/tables', { tableReference: { tableId }, schema: { fields: [ID] }, ...more });

  it('measures a table of very many columns', async () => {
    const fields = Array.from({ length: 1500 }, (_, at) => ({ name: `c${at}`, type: 'INTEGER' }));
    await make('wide', { schema: { fields } });
    await rest.call('POST', '/datasets/d/tables/wide/insertAll', { rows: [{ json: { c0: 1, c1499: 2 } }] });
    const uri = warehouse.objects.put('gs://b/wide.json', '{"c7":7}\n');
    await rest.job({
      load: { destinationTable: ref('wide'), sourceUris: [uri], sourceFormat: 'NEWLINE_DELIMITED_JSON' },
    });
    const { status, body } = await rest.call('GET', '/datasets/d/tables/wide');
    assert.equal(status, 200);
    assert.deepEqual([body.numRows, body.numBytes], ['2', '24']);
  });
});
