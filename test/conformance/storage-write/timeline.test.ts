/** INFORMATION_SCHEMA.WRITE_API_TIMELINE over requests by Google's unmodified client. */

import assert from 'node:assert/strict';
import type { v1 } from '@google-cloud/bigquery-storage';
import { AppendCall, rowType } from '../../support/appends.ts';
import { newClient } from '../../support/storage-write.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const MINUTE = 60_000;

describe('INFORMATION_SCHEMA.WRITE_API_TIMELINE', () => {
  let warehouse: Warehouse;
  let client: v1.BigQueryWriteClient;
  const open: AppendCall[] = [];
  before(async () => {
    warehouse = await startWarehouse();
    client = newClient(warehouse.service.writeAddress);
    const [dataset] = await warehouse.client.createDataset('d');
    await dataset.createTable('t', { schema: { fields: [{ name: 'id', type: 'INT64', mode: 'REQUIRED' }] } });
  });
  afterEach(async () => {
    for (const call of open.splice(0)) await call.close();
  });
  after(async () => {
    await client.close();
    await warehouse.close();
  });

  const parent = `projects/${PROJECT}/datasets/d/tables/t`;
  const type = rowType('optional int64 id = 1;');
  const connect = (): AppendCall => {
    const call = new AppendCall(client);
    open.push(call);
    return call;
  };
  const timeline = async (): Promise<unknown[]> => {
    const [rows] = await warehouse.client.query(
      'SELECT UNIX_MILLIS(start_timestamp) AS minute, project_id, dataset_id, table_id, stream_type, error_code, total_requests, total_rows, total_input_bytes > 0 AS has_bytes FROM `region-us`.INFORMATION_SCHEMA.WRITE_API_TIMELINE ORDER BY minute, stream_type, error_code',
    );
    return rows;
  };

  it('tells requests, rows and bytes by minute, kind of stream and code', async () => {
    assert.deepEqual(await timeline(), []);
    warehouse.clock.now = Math.ceil(warehouse.clock.now / MINUTE) * MINUTE + 5_000;
    const first = warehouse.clock.now - 5_000;
    const stream = `${parent}/streams/_default`;
    const direct = connect();
    await direct.append({ stream, type, rows: [{ id: 1 }, { id: 2 }] });
    await direct.append({ rows: [{ id: 3 }] });
    const [committed] = await client.createWriteStream({ parent, writeStream: { type: 'COMMITTED' } });
    const ordered = connect();
    await ordered.append({ stream: committed.name ?? '', type, rows: [{ id: 4 }], offset: 0 });
    await ordered.append({ rows: [{ id: 4 }], offset: 0 });
    warehouse.clock.now += MINUTE;
    await direct.append({ rows: [{ id: 5 }] });
    const of = (
      minute: number,
      stream_type: string,
      error_code: string,
      total_requests: number,
      total_rows: number,
    ) => ({
      minute,
      project_id: PROJECT,
      dataset_id: 'd',
      table_id: 't',
      stream_type,
      error_code,
      total_requests,
      total_rows,
      has_bytes: total_rows > 0,
    });
    assert.deepEqual(await timeline(), [
      of(first, 'COMMITTED', 'ALREADY_EXISTS', 1, 0),
      of(first, 'COMMITTED', 'OK', 1, 1),
      of(first, 'DEFAULT', 'OK', 2, 3),
      of(first + MINUTE, 'DEFAULT', 'OK', 1, 1),
    ]);
  });

  it('has the columns and the types that BigQuery documents', async () => {
    const [job] = await warehouse.client.createQueryJob(
      'SELECT * FROM `region-us`.INFORMATION_SCHEMA.WRITE_API_TIMELINE_BY_PROJECT LIMIT 0',
    );
    const [, , answer] = await job.getQueryResults({ autoPaginate: false });
    const fields = answer?.schema?.fields ?? [];
    assert.deepEqual(
      fields.map(({ name, type }) => `${name} ${type}`),
      [
        'start_timestamp TIMESTAMP',
        'project_id STRING',
        'project_number INTEGER',
        'dataset_id STRING',
        'table_id STRING',
        'stream_type STRING',
        'error_code STRING',
        'total_requests INTEGER',
        'total_rows INTEGER',
        'total_input_bytes INTEGER',
      ],
    );
  });
});
