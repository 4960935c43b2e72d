/** The Storage Write service as the local BigQuery starts it: tables made over REST, rows read back by queries. */

import assert from 'node:assert/strict';
import { BigQuery } from '@google-cloud/bigquery';
import { startBigQuery } from '@penstock/local/bigquery/index.ts';
import { Faults } from '@penstock/local/core/faults/faults.ts';
import { AppendCall, rowType } from '../../support/appends.ts';
import { newClient, PROJECT } from '../../support/storage-write.ts';

describe('Storage Write in the local BigQuery', () => {
  it('writes, defaults, upserts and follows the schema of tables that REST made', async () => {
    const service = await startBigQuery({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: new Faults(),
      report: () => undefined,
      now: Date.now,
    });
    const client = newClient(service.writeAddress);
    try {
      const bigquery = new BigQuery({ projectId: PROJECT, apiEndpoint: `http://${service.address}` });
      const [dataset] = await bigquery.createDataset('d');
      const fields = [
        { name: 'id', type: 'INT64', mode: 'REQUIRED' },
        { name: 'seen', type: 'TIMESTAMP', defaultValueExpression: 'CURRENT_TIMESTAMP()' },
        { name: 'tag', type: 'STRING', defaultValueExpression: "'none'" },
      ];
      const [table] = await dataset.createTable('t', {
        schema: { fields },
        tableConstraints: { primaryKey: { columns: ['id'] } },
      });
      const stream = `projects/${PROJECT}/datasets/d/tables/t/streams/_default`;
      const plain = new AppendCall(client);
      const id = rowType('optional int64 id = 1;');
      assert.equal((await plain.append({ stream, type: id, rows: [{ id: 1 }, { id: 2 }] })).response, 'appendResult');
      const changes = new AppendCall(client);
      const change = rowType('optional int64 id = 1; optional string tag = 2; optional string _CHANGE_TYPE = 3;');
      const rows = [
        { id: 1, tag: 'changed', _CHANGE_TYPE: 'UPSERT' },
        { id: 2, _CHANGE_TYPE: 'DELETE' },
      ];
      assert.equal((await changes.append({ stream, type: change, rows })).response, 'appendResult');
      await table.setMetadata({ schema: { fields: [...fields, { name: 'more', type: 'INT64' }] } });
      const told = await plain.append({ rows: [{ id: 3 }] });
      assert.deepEqual(
        told.updatedSchema?.fields?.map(({ name }) => name),
        ['id', 'seen', 'tag', 'more'],
      );
      const [found] = await bigquery.query('SELECT id, seen IS NOT NULL AS was_seen, tag, more FROM d.t ORDER BY id');
      assert.deepEqual(found, [
        { id: 1, was_seen: true, tag: 'changed', more: null },
        { id: 3, was_seen: true, tag: 'none', more: null },
      ]);
      await Promise.all([plain.close(), changes.close()]);
    } finally {
      await client.close();
      await service.close();
    }
  });
});
