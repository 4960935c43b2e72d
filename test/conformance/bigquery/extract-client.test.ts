import assert from 'node:assert/strict';
import { Storage } from '@google-cloud/storage';
import { startLocalCloud } from '@penstock/local';
import { newBigQuery } from '../../support/warehouse.ts';

describe('the local cloud: tables extracted by Google’s clients', () => {
  it('writes a table to the local Cloud Storage and loads it again', async () => {
    const cloud = await startLocalCloud({ projectId: 'demo-test', resources: { buckets: ['out'], datasets: ['d'] } });
    try {
      const client = newBigQuery(cloud.addresses.bigquery ?? '');
      const storage = new Storage({ projectId: 'demo-test', apiEndpoint: `http://${cloud.addresses.storage}` });
      await client.query(
        "CREATE TABLE d.t AS SELECT x, CONCAT('n', CAST(x AS STRING)) AS name FROM UNNEST([1, 2, 3]) x",
      );
      const file = storage.bucket('out').file('t-*.csv.gz');
      const [job] = await client.dataset('d').table('t').extract(file, { format: 'CSV', gzip: true });
      assert.deepEqual(job.statistics?.extract?.destinationUriFileCounts, ['1']);
      const written = storage.bucket('out').file('t-000000000000.csv.gz');
      assert.equal((await written.getMetadata())[0].contentType, 'application/gzip');
      await client.dataset('d').table('again').load(written, { autodetect: true, sourceFormat: 'CSV' });
      const [rows] = await client.query('SELECT * FROM d.again ORDER BY x');
      assert.deepEqual(
        rows.map(({ x, name }) => [x, name]),
        [
          [1, 'n1'],
          [2, 'n2'],
          [3, 'n3'],
        ],
      );
    } finally {
      await cloud.close();
    }
  });
});
