/** Google's own managedwriter against the local service: descriptors as it makes them, for every type that it can write. */

import assert from 'node:assert/strict';
import { adapt, managedwriter, protos } from '@google-cloud/bigquery-storage';
import { credentials } from '@grpc/grpc-js';
import type { Schema } from '@penstock/local/bigquery/schema.ts';
import { PROJECT, startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const { WriteStreamView } = protos.google.cloud.bigquery.storage.v1;
const WIDE: Schema = [
  { name: 'id', type: 'INT64', mode: 'REQUIRED' },
  { name: 'f', type: 'FLOAT64', mode: 'NULLABLE' },
  { name: 'b', type: 'BOOL', mode: 'NULLABLE' },
  { name: 's', type: 'STRING', mode: 'NULLABLE' },
  { name: 'raw', type: 'BYTES', mode: 'NULLABLE' },
  { name: 'd', type: 'DATE', mode: 'NULLABLE' },
  { name: 't', type: 'TIME', mode: 'NULLABLE' },
  { name: 'dt', type: 'DATETIME', mode: 'NULLABLE' },
  { name: 'ts', type: 'TIMESTAMP', mode: 'NULLABLE' },
  { name: 'n', type: 'NUMERIC', mode: 'NULLABLE' },
  { name: 'big', type: 'BIGNUMERIC', mode: 'NULLABLE' },
  { name: 'j', type: 'JSON', mode: 'NULLABLE' },
  { name: 'g', type: 'GEOGRAPHY', mode: 'NULLABLE' },
  { name: 'list', type: 'STRING', mode: 'REPEATED' },
  {
    name: 'st',
    type: 'STRUCT',
    mode: 'NULLABLE',
    fields: [
      { name: 'a', type: 'INT64', mode: 'NULLABLE' },
      { name: 'deep', type: 'STRUCT', mode: 'REPEATED', fields: [{ name: 'x', type: 'STRING', mode: 'NULLABLE' }] },
    ],
  },
  { name: 'r', type: 'RANGE', mode: 'NULLABLE', rangeElementType: 'DATE' },
];
type JsonRows = Parameters<managedwriter.JSONWriter['appendRows']>[0];

const ROW = {
  id: 7,
  f: 1.5,
  b: true,
  s: 'é',
  raw: Buffer.from([1, 2]),
  d: new Date('2026-03-04T00:00:00Z'),
  t: '01:02:03',
  dt: '2026-03-04T05:06:07',
  ts: new Date('2026-03-04T05:06:07.008Z'),
  n: '12.5',
  big: '0.25',
  j: '{"k":1}',
  g: 'POINT(1 2)',
  list: ['a', 'b'],
  st: { a: 3, deep: [{ x: 'y' }] },
  r: { start: new Date('2026-03-04T00:00:00Z') },
};

// The writer takes bytes and dates, though its type does not say so.
const ROWS = [ROW] as unknown as JsonRows;

describe('Storage Write by Google’s managedwriter', () => {
  let f: WriteFixture;
  let client: managedwriter.WriterClient;
  let tables = 0;

  before(async () => {
    f = await startWriteFixture();
    const [host = '', port = ''] = f.address.split(':');
    client = new managedwriter.WriterClient({
      apiEndpoint: host,
      port: Number(port),
      sslCreds: credentials.createInsecure(),
      projectId: PROJECT,
    });
  });
  after(async () => {
    client.close();
    await f.close();
  });

  const open = async (schema: Schema, streamType: 'COMMITTED' | 'PENDING') => {
    tables += 1;
    const destinationTable = await f.createTable(`t${tables}`, schema);
    const streamId = await client.createWriteStream({ streamType, destinationTable });
    const { tableSchema } = await client.getWriteStream({ streamId, view: WriteStreamView.FULL });
    assert.ok(tableSchema);
    const connection = await client.createStreamConnection({ streamId });
    const protoDescriptor = adapt.convertStorageSchemaToProto2Descriptor(tableSchema, 'root');
    return {
      destinationTable,
      streamId,
      connection,
      writer: new managedwriter.JSONWriter({ connection, protoDescriptor }),
    };
  };

  it('takes every type that JSONWriter writes, with the schema on every request', async () => {
    const { connection, writer } = await open(WIDE, managedwriter.CommittedStream);
    for (const offset of [0, 1]) {
      const { appendResult, error } = await writer.appendRows(ROWS, offset).getResult();
      assert.equal(Number(appendResult?.offset?.value), offset, error?.message ?? '');
    }
    assert.equal((await writer.appendRows(ROWS, 1).getResult()).error?.code, 6);
    assert.equal(Number((await connection.finalize())?.rowCount), 2);
    writer.close();
    const rows = await f.query(
      `SELECT * REPLACE (hex(raw) AS raw, ts::VARCHAR AS ts, dt::VARCHAR AS dt, big::VARCHAR AS big) FROM ${f.physical(`t${tables}`)}`,
    );
    const expected = {
      ...{ id: '7', f: 1.5, b: true, s: 'é', raw: '0102', d: '2026-03-04', t: '01:02:03', dt: '2026-03-04 05:06:07' },
      ...{
        ts: '2026-03-04 05:06:07.008+00',
        n: '12.500000000',
        big: `25${'0'.repeat(36)}`,
        j: '{"k":1}',
        g: 'POINT(1 2)',
      },
      ...{ list: ['a', 'b'], st: { a: '3', deep: [{ x: 'y' }] }, r: { start: '2026-03-04', end: null } },
    };
    assert.deepEqual(rows, [expected, expected]);
  });

  it('commits a PENDING stream as the samples do', async () => {
    const { destinationTable, streamId, connection, writer } = await open(
      [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }],
      managedwriter.PendingStream,
    );
    const writes = [0, 1, 2].map((offset) => writer.appendRows([{ id: offset }], offset).getResult());
    await Promise.all(writes);
    assert.equal(Number((await connection.finalize())?.rowCount), 3);
    writer.close();
    const { commitTime, streamErrors } = await client.batchCommitWriteStream({
      parent: destinationTable,
      writeStreams: [streamId],
    });
    assert.ok(commitTime);
    assert.deepEqual(streamErrors, []);
    assert.equal((await f.query(`SELECT id FROM ${f.physical(`t${tables}`)}`)).length, 3);
  });
});
