/** Arrow rows in AppendRows, by Google's unmodified client: in every kind of stream, of every type, and refused. */

import assert from 'node:assert/strict';
import { v1 } from '@google-cloud/bigquery-storage';
import { credentials } from '@grpc/grpc-js';
import * as arrow from 'apache-arrow';
import { mulberry32 } from '../../../local/core/faults/faults.ts';
import { AppendCall, rowType } from '../../support/appends.ts';
import { restOf } from '../../support/bigquery-rest.ts';
import { EVERY_TYPE_COLUMNS, everyTypeRows } from '../../support/every-type.ts';
import { readClient, responsesOf } from '../../support/read-rows.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

interface Message {
  readonly schema: Uint8Array;
  readonly batch: Uint8Array;
}

/** A stream of one batch, taken apart: its schema message and its record batch message. */
function messageOf(columns: Readonly<Record<string, arrow.Vector>>): Message {
  const bytes = arrow.tableToIPC(new arrow.Table(columns), 'stream');
  const schemaBytes = 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
  return { schema: bytes.subarray(0, schemaBytes), batch: bytes.subarray(schemaBytes, -8) };
}

const longs = (...values: (number | null)[]): arrow.Vector =>
  arrow.vectorFromArray(
    values.map((value) => (value === null ? null : BigInt(value))),
    new arrow.Int64(),
  );
const texts = (...values: (string | null)[]): arrow.Vector => arrow.vectorFromArray(values, new arrow.Utf8());

const rowsOf = ({ schema, batch }: Message, withSchema = true) => ({
  extra: {
    arrowRows: {
      ...(withSchema && { writerSchema: { serializedSchema: schema } }),
      rows: { serializedRecordBatch: batch },
    },
  },
});

describe('Arrow rows in appends', () => {
  let f: WriteFixture;
  let table: string;
  let tables = 0;
  const open: AppendCall[] = [];
  before(async () => {
    f = await startWriteFixture({ limits: { maxRequestBytes: 100_000 } });
  });
  beforeEach(async () => {
    tables += 1;
    table = await f.createTable(`t${tables}`, [
      { name: 'id', type: 'INT64', mode: 'REQUIRED' },
      { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
    ]);
  });
  afterEach(async () => {
    for (const call of open.splice(0)) await call.close();
  });
  after(() => f.close());

  const connect = (): AppendCall => {
    const call = new AppendCall(f.client);
    open.push(call);
    return call;
  };
  const create = async (type: 'COMMITTED' | 'PENDING' | 'BUFFERED'): Promise<string> =>
    (await f.client.createWriteStream({ parent: table, writeStream: { type } }))[0].name ?? '';
  const rows = () => f.query(`SELECT id::VARCHAR AS id, name FROM ${f.physical(`t${tables}`)} ORDER BY ALL`);
  const one = messageOf({ id: longs(1, 2), name: texts('a', null) });
  const two = messageOf({ id: longs(3), name: texts('c') });

  it('come to the default stream, the schema with the first request only', async () => {
    const call = connect();
    const stream = `${table}/streams/_default`;
    assert.equal((await call.append({ stream, ...rowsOf(one) })).response, 'appendResult');
    assert.equal((await call.append(rowsOf(two, false))).response, 'appendResult');
    assert.deepEqual(await rows(), [
      { id: '1', name: 'a' },
      { id: '2', name: null },
      { id: '3', name: 'c' },
    ]);
  });

  it('count in the offsets of a committed stream, and are there once', async () => {
    const call = connect();
    const stream = await create('COMMITTED');
    const first = await call.append({ stream, offset: 0, ...rowsOf(one) });
    assert.equal(Number(first.appendResult?.offset?.value ?? 0), 0);
    assert.equal((await call.append({ offset: 0, ...rowsOf(one, false) })).error?.code, 6);
    assert.equal(Number((await call.append({ offset: 2, ...rowsOf(two, false) })).appendResult?.offset?.value), 2);
    assert.equal((await call.append({ offset: 9, ...rowsOf(two, false) })).error?.code, 11);
    assert.equal((await rows()).length, 3);
  });

  it('show when a pending stream is committed, and when a buffered one is flushed', async () => {
    const pending = await create('PENDING');
    await connect().append({ stream: pending, ...rowsOf(one) });
    const buffered = await create('BUFFERED');
    await connect().append({ stream: buffered, ...rowsOf(two) });
    assert.deepEqual(await rows(), []);
    await f.client.flushRows({ writeStream: buffered, offset: { value: 0 } });
    await f.client.finalizeWriteStream({ name: pending });
    await f.client.batchCommitWriteStreams({ parent: table, writeStreams: [pending] });
    assert.deepEqual(
      (await rows()).map(({ id }) => id),
      ['1', '2', '3'],
    );
  });

  it('are refused by row where a value does not fit, and none of them is written', async () => {
    const answer = await connect().append({
      stream: `${table}/streams/_default`,
      ...rowsOf(messageOf({ id: longs(1, null, 3), name: texts('a', 'b', 'longer than ten') })),
    });
    assert.equal(answer.error?.code, 3);
    assert.deepEqual(
      answer.rowErrors?.map(({ index, message }) => [Number(index), message]),
      [
        [1, 'Required field is missing on field id.'],
        [2, 'Field name: STRING(10) has maximum length 10 but got a value with length 15 on field name.'],
      ],
    );
    assert.deepEqual(await rows(), []);
  });

  for (const [what, columns, message] of [
    [
      'text for a number',
      { id: texts('1') },
      /The Arrow field mismatched with BigQuery field at id, the Arrow field type Utf8, BigQuery field type INTEGER/,
    ],
    [
      'a number for text',
      { id: longs(1), name: longs(1) },
      /at name, the Arrow field type Int64, BigQuery field type STRING/,
    ],
    [
      'a column that the table lacks',
      { id: longs(1), other: longs(1) },
      /Schema mismatch due to extra fields in user schema: other/,
    ],
  ] as const) {
    it(`end the call where the schema has ${what}`, async () => {
      const call = connect();
      call.send({ stream: `${table}/streams/_default`, ...rowsOf(messageOf(columns)) });
      const error = await call.failure();
      assert.equal(error.code, 3);
      assert.match(error.message, message);
    });
  }

  it('are refused where the bytes are no schema or no record batch, cut anywhere', async () => {
    const stream = `${table}/streams/_default`;
    for (const broken of [
      { ...one, schema: Buffer.from('nonsense') },
      { ...one, batch: Buffer.from('nonsense') },
      { ...one, batch: one.schema },
      ...[1, 9, 40, 100, one.batch.length - 60, one.batch.length - 9].map((end) => ({
        ...one,
        batch: one.batch.subarray(0, end),
      })),
    ]) {
      const call = connect();
      call.send({ stream, ...rowsOf(broken) });
      assert.equal((await call.failure()).code, 3);
    }
    assert.equal((await connect().append({ stream, ...rowsOf(one) })).response, 'appendResult');
    assert.equal((await rows()).length, 2);
  });

  it('answer a batch with wrong bytes in it, and never with an internal error', async () => {
    const stream = `${table}/streams/_default`;
    const random = mulberry32(7);
    const source = messageOf({ id: longs(1, 2, 3), name: texts('a', null, 'ccc') });
    for (let round = 0; round < 100; round += 1) {
      const batch = Uint8Array.from(source.batch);
      for (let flips = 0; flips < 3; flips += 1)
        batch[Math.floor(random() * batch.length)] = Math.floor(random() * 256);
      const call = connect();
      const code = await call.append({ stream, ...rowsOf({ ...source, batch }) }).then(
        ({ error }) => error?.code ?? 0,
        ({ code }) => code,
      );
      assert.ok(code === 0 || code === 3, `round ${round}: ${code}`);
      await open.pop()?.close();
    }
  });

  it('do not mix with rows of protocol buffers on a connection', async () => {
    const call = connect();
    const type = rowType('optional int64 id = 1;');
    await call.append({ stream: await create('COMMITTED'), type, rows: [{ id: 1 }] });
    const { error } = await call.append(rowsOf(two, false));
    assert.equal(error?.code, 3);
    assert.match(error?.message ?? '', /must have one format/);
  });

  it('are as large as other rows at most, and not empty', async () => {
    const call = connect();
    const stream = `${table}/streams/_default`;
    const large = messageOf({ id: longs(1), name: texts('x'.repeat(100_000)) });
    assert.match(
      (await call.append({ stream, ...rowsOf(large) })).error?.message ?? '',
      /AppendRows request too large/,
    );
    const none = messageOf({ id: longs(), name: texts() });
    assert.equal((await call.append(rowsOf(none, false))).error?.message, 'Rows must be specified');
    assert.equal((await call.append(rowsOf(one, false))).response, 'appendResult');
  });

  it('have narrower numbers, other units and other scales where the column holds them', async () => {
    const wide = await f.createTable(`wide${tables}`, [
      { name: 'i', type: 'INT64', mode: 'NULLABLE' },
      { name: 'f', type: 'FLOAT64', mode: 'NULLABLE' },
      { name: 't', type: 'TIMESTAMP', mode: 'NULLABLE' },
      { name: 'n', type: 'NUMERIC', mode: 'NULLABLE' },
    ]);
    const decimal = new Uint32Array([4_294_967_173, 4_294_967_295, 4_294_967_295, 4_294_967_295]);
    const decimals = arrow.makeData({
      type: new arrow.Decimal(2, 10, 128),
      length: 1,
      nullCount: 0,
      data: decimal,
    } as never);
    const times = arrow.makeData({
      type: new arrow.TimestampMillisecond('UTC'),
      length: 1,
      nullCount: 0,
      data: new BigInt64Array([1_500n]),
    } as never);
    const message = messageOf({
      i: arrow.vectorFromArray([-7], new arrow.Int8()),
      f: arrow.vectorFromArray([0.5], new arrow.Float32()),
      t: new arrow.Vector([times]),
      n: new arrow.Vector([decimals]),
    });
    const answer = await connect().append({ stream: `${wide}/streams/_default`, ...rowsOf(message) });
    assert.equal(answer.response, 'appendResult', answer.error?.message ?? '');
    const found = await f.query(
      `SELECT i::VARCHAR AS i, f, epoch_us(t)::VARCHAR AS t, n::VARCHAR AS n FROM ${f.physical(`wide${tables}`)}`,
    );
    assert.deepEqual(found, [{ i: '-7', f: 0.5, t: '1500000', n: '-1.230000000' }]);
  });

  describe('of every type', () => {
    let warehouse: Warehouse;
    before(async () => {
      warehouse = await startWarehouse();
    });
    after(() => warehouse.close());

    it('write what a read session of another table gives, value for value', async () => {
      const rest = restOf(warehouse);
      await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
      const columns = `${EVERY_TYPE_COLUMNS}, r RANGE<DATE>`;
      const done = await rest.job({
        query: {
          query: `CREATE TABLE d.source (${columns}); CREATE TABLE d.target (${columns}); INSERT INTO d.source SELECT *, RANGE(DATE '2020-01-01', NULL) FROM (${everyTypeRows(0, 300)})`,
          useLegacySql: false,
        },
      });
      assert.equal(done.status.errorResult, undefined, done.status.errorResult?.message);
      const reader = readClient(warehouse.service.writeAddress);
      const [apiEndpoint, port] = warehouse.service.writeAddress.split(':') as [string, string];
      const writer = new v1.BigQueryWriteClient({
        apiEndpoint,
        port: Number(port),
        sslCreds: credentials.createInsecure(),
        projectId: PROJECT,
      });
      try {
        const path = `projects/${PROJECT}/datasets/d/tables`;
        const [session] = await reader.createReadSession({
          parent: `projects/${PROJECT}`,
          readSession: { table: `${path}/source`, dataFormat: 'ARROW' },
          maxStreamCount: 1,
        });
        const schema = session.arrowSchema?.serializedSchema as Uint8Array;
        const call = new AppendCall(writer);
        const stream = `${path}/target/streams/_default`;
        for (const response of await responsesOf(reader, session.streams?.[0]?.name as string)) {
          const batch = response.arrowRecordBatch?.serializedRecordBatch as Uint8Array;
          const answer = await call.append({ stream, ...rowsOf({ schema, batch }) });
          assert.equal(answer.response, 'appendResult', JSON.stringify(answer.rowErrors ?? answer.error));
        }
        await call.close();
        const source = await rest.rows('source');
        assert.equal(source.length, 301);
        assert.deepEqual(await rest.rows('target'), source);
      } finally {
        await reader.close();
        await writer.close();
      }
    });
  });
});
