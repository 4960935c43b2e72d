/** The doors of the warehouse agree on what a partition decorator means: insertAll, load jobs and Storage Write. */

import assert from 'node:assert/strict';
import { AppendCall, rowType } from '../../support/appends.ts';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { newClient } from '../../support/storage-write.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const TYPE = rowType('optional int64 id = 1; optional string day = 2;');
const ID = { name: 'id', type: 'INTEGER' };

describe('One partition by every door', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await rest.call('POST', '/datasets', { datasetReference: { projectId: PROJECT, datasetId: 'd' } });
  });
  after(() => warehouse.close());

  const make = (tableId: string, fields: readonly object[], timePartitioning: object) =>
    rest.call('POST', '/datasets/d/tables', {
      tableReference: { projectId: PROJECT, datasetId: 'd', tableId },
      schema: { fields },
      timePartitioning,
    });
  /** Sends one row to the partition by each door. */
  const send = async (tableId: string, rows: readonly object[]): Promise<void> => {
    const [inserted, loaded, appended] = rows;
    await rest.call('POST', `/datasets/d/tables/${tableId}/insertAll`, { rows: [{ json: inserted }] });
    const job = await rest.job({
      load: {
        destinationTable: { projectId: PROJECT, datasetId: 'd', tableId },
        sourceUris: [warehouse.objects.put(`gs://b/${tableId}.json`, JSON.stringify(loaded))],
        sourceFormat: 'NEWLINE_DELIMITED_JSON',
      },
    });
    assert.equal(job.status.errorResult, undefined);
    const client = newClient(warehouse.service.writeAddress);
    try {
      const call = new AppendCall(client);
      const stream = `projects/${PROJECT}/datasets/d/tables/${tableId}/_default`;
      const answer = await call.append({ stream, type: TYPE, rows: appended === undefined ? [] : [appended] });
      assert.equal(answer.response, 'appendResult');
      await call.close();
    } finally {
      await client.close();
    }
  };
  const idsOf = async (table: string): Promise<number[]> =>
    (await rest.rows(table)).map(([id]) => Number(id)).sort((a, b) => a - b);

  it('of a table partitioned by arrival holds the rows of all, under _PARTITIONTIME', async () => {
    await make('arrival', [ID, { name: 'day', type: 'STRING' }], { type: 'DAY' });
    await send('arrival$20251231', [{ id: 1 }, { id: 2 }, { id: 3 }]);
    await send('arrival', [{ id: 4 }, { id: 5 }, { id: 6 }]);
    assert.deepEqual(await idsOf('arrival$20251231'), [1, 2, 3]);
    assert.deepEqual(await idsOf('arrival$20260102'), [4, 5, 6]);
    const { body } = await rest.call('POST', '/queries', {
      useLegacySql: false,
      query: 'SELECT STRING(_PARTITIONTIME), COUNT(*) FROM d.arrival GROUP BY 1 ORDER BY 1',
    });
    assert.deepEqual(
      body.rows.map(({ f }: { f: { v: string }[] }) => f.map(({ v }) => v)),
      [
        ['2025-12-31 00:00:00+00', '3'],
        ['2026-01-02 00:00:00+00', '3'],
      ],
    );
  });

  it('of a table partitioned by a column holds the rows of all', async () => {
    await make('dated', [ID, { name: 'day', type: 'DATE' }], { type: 'DAY', field: 'day' });
    const day = '2025-12-31';
    await send('dated$20251231', [
      { id: 1, day },
      { id: 2, day },
      { id: 3, day },
    ]);
    assert.deepEqual(await idsOf('dated$20251231'), [1, 2, 3]);
  });
});
