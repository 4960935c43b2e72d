import assert from 'node:assert/strict';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { RouteFile, SinkFile } from '../../../../functions/sink/config/file.ts';
import { resolve } from '../../../../functions/sink/config/resolve.ts';
import { createEngine } from '../../../../functions/sink/engine.ts';
import type { Entry, Outcome } from '../../../../functions/sink/outcome.ts';
import { mixed } from '../../../../functions/sink/outputs/mixed.ts';
import { OpenBatch } from '../../../../functions/sink/outputs/open-batch.ts';
import { undelivered } from '../../../../functions/sink/outputs/output.ts';
import { storageWrite } from '../../../../functions/sink/outputs/storage-write.ts';
import { describeWith } from '../../../../functions/sink/outputs/table.ts';
import { RowFailure } from '../../../../functions/sink/rows/failure.ts';
import { fakeOutput } from '../../../support/fake-output.ts';
import {
  BUCKET,
  deliveryOf,
  ERRORS,
  FALLBACK,
  type OpenSink,
  PROCESS,
  PROJECT,
  type SinkWorld,
  startSinkWorld,
  type TestField,
} from '../../../support/sink.ts';
import { engineParts } from '../../../support/sink-parts.ts';
import { eventually } from '../../../support/suite.ts';

const FIELDS: readonly TestField[] = [
  { name: 'id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'n', type: 'INTEGER' },
];
const DESTINATION = { name: 'p.d.t', table: { projectId: 'p', datasetId: 'd', tableId: 't' } };
const INPUT = { name: 'i', type: 'pubsub', settle: () => undefined } as const;

describe('the outputs', () => {
  let world: SinkWorld;

  before(async () => {
    world = await startSinkWorld();
  });
  afterEach(() => world.cloud.faults.clear());
  after(() => world.close());

  let tables = 0;
  async function sinkInto(
    route: Partial<RouteFile>,
    more: Partial<SinkFile> = {},
    fields = FIELDS,
    process: { drain?: number; refresh?: number } = {},
  ): Promise<{ sink: OpenSink; table: string }> {
    tables += 1;
    const table = `out_${tables}`;
    await world.createTable(
      'd',
      table,
      fields,
      route.mode === 'CDC'
        ? { tableConstraints: { primaryKey: { columns: ['id'] } }, maxStaleness: '0-0 0 0:0:0' }
        : {},
    );
    const sink = world.open(
      {
        errorOutput: { topic: ERRORS },
        routes: [{ name: 'r', table: `d.${table}`, maxDelay: '10ms', ...route }],
        ...more,
      },
      process,
    );
    return { sink, table };
  }

  for (const mode of ['STREAMING_INSERTS', 'STORAGE_WRITE', 'FILE_LOADS'] as const) {
    it(`reject a message for a table or a dataset that does not exist, in mode ${mode} (AS-03)`, async () => {
      const sink = world.open({
        errorOutput: { topic: ERRORS },
        routes: [{ name: 'r', table: '${to}', mode }],
        ...(mode === 'FILE_LOADS' ? { fileLoads: { bucket: BUCKET } } : {}),
      });
      const settled = await sink.deliver(['d.nowhere', 'nowhere.t'].map((to) => ({ data: '{}', attributes: { to } })));
      assert.deepEqual(settled, ['settled', 'settled']);
      const records = await world.errors();
      assert.deepEqual(
        records.map(({ attributes }) => attributes.exception_class),
        ['NOT_FOUND', 'NOT_FOUND'],
      );
      assert.match(String(records[0]?.attributes.error_message), /there is no table/);
    });

    it(`coerce a value where nothing is lost, alike in mode ${mode}`, async () => {
      const { sink, table } = await sinkInto(
        { mode },
        mode === 'FILE_LOADS' ? { fileLoads: { bucket: BUCKET, prefix: `c${tables}/` } } : {},
      );
      assert.deepEqual(
        await sink.deliver([
          { data: '{"id":7,"n":9007199254740993}' },
          { data: '{"id":{},"n":true}' },
          { data: '{"id":[],"n":{}}' },
        ]),
        ['settled', 'settled', 'settled'],
      );
      await sink.engine.loads?.sweep();
      assert.deepEqual(await world.rows(`SELECT id, n FROM d.${table} ORDER BY id`), [
        ['7', '9007199254740993'],
        ['{}', '1'],
      ]);
      assert.equal((await world.errors())[0]?.attributes.error_reason, 'TYPE_MISMATCH');
    });

    it(`recover from an outage by themselves in mode ${mode} (AS-08)`, async () => {
      const { sink, table } = await sinkInto(
        { mode },
        mode === 'FILE_LOADS' ? { fileLoads: { bucket: BUCKET, prefix: `o${tables}/` } } : {},
      );
      const faults = [
        { service: 'bigquery-storage', method: 'AppendRows', kind: 'error', code: 'UNAVAILABLE', times: 2 },
        { service: 'bigquery', method: 'tabledata.insertAll', kind: 'error', code: 500, times: 2 },
        { service: 'bigquery', method: 'tables.get', kind: 'error', code: 503, times: 1 },
        { service: 'storage', method: 'objects.insert', kind: 'error', code: 503, times: 2 },
      ] as const;
      for (const fault of faults) world.cloud.faults.add(fault);
      assert.deepEqual(await sink.deliver([{ data: '{"id":"1"}' }]), ['settled']);
      await sink.engine.loads?.sweep();
      assert.deepEqual(await world.rows(`SELECT id FROM d.${table}`), [['1']]);
    });
  }

  it('notice a column that was added, and write to it', async () => {
    const { sink, table } = await sinkInto({ mode: 'STORAGE_WRITE' }, {}, FIELDS, { refresh: 1 });
    await sink.deliver([{ data: '{"id":"1"}' }]);
    const url = `http://${world.cloud.addresses.bigquery}/bigquery/v2/projects/${PROJECT}/datasets/d/tables/${table}`;
    const body = JSON.stringify({ schema: { fields: [...FIELDS, { name: 'added', type: 'STRING' }] } });
    const patched = await fetch(url, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body });
    assert.ok(patched.ok, await patched.text());
    const written = async (): Promise<readonly (readonly unknown[])[]> => {
      await sink.deliver([{ data: '{"id":"2","added":"new"}' }]);
      return world.rows(`SELECT COUNT(*) FROM d.${table} WHERE added = 'new'`);
    };
    await eventually(written, ([row]) => row?.[0] !== '0');
  });

  it('hold a CDC route back from a table without a key, and alert (CONFIG)', async () => {
    const { sink } = await sinkInto({ mode: 'CDC', sequence: ['#message_id'] });
    await sink.close();
    await world.createTable('d', 'keyless', FIELDS);
    const keyless = world.open(
      {
        errorOutput: { topic: ERRORS },
        routes: [{ name: 'r', table: 'd.keyless', mode: 'CDC', sequence: ['#message_id'] }],
      },
      { drain: 0 },
    );
    const waiting = keyless.deliver([{ data: '{"id":"1"}' }]);
    await eventually(
      async () => keyless.lines,
      (lines) => lines.some(({ reason, error_message: message }) => /no primary key/.test(`${reason}${message}`)),
    );
    await keyless.close();
    assert.deepEqual(await waiting, ['retry']);
  });

  it('keep the name of the staged field for themselves', async () => {
    const { sink } = await sinkInto({ mode: 'FILE_LOADS' }, { fileLoads: { bucket: BUCKET, prefix: 'own/' } }, [
      ...FIELDS,
      { name: '__PENSTOCK', type: 'STRING' },
    ]);
    const waiting = sink.deliver([{ data: '{"id":"1"}' }]);
    await eventually(
      async () => sink.lines,
      (lines) => lines.some(({ alert }) => alert === true),
    );
    await sink.close();
    assert.deepEqual(await waiting, ['retry']);
  });

  it('give staged rows back while their bucket cannot be written', async () => {
    const { sink } = await sinkInto({ mode: 'FILE_LOADS' }, { fileLoads: { bucket: 'no-such-bucket' } }, FIELDS, {
      drain: 0,
    });
    const waiting = sink.deliver([{ data: '{"id":"1"}' }]);
    await eventually(
      async () => sink.lines,
      (lines) => lines.some(({ message }) => /needs attention/.test(String(message))),
    );
    await sink.close();
    assert.deepEqual(await waiting, ['retry']);
  });

  it('hold rows back that BigQuery will not take from this caller, in mode STREAMING_INSERTS', async () => {
    const { sink } = await sinkInto({ mode: 'STREAMING_INSERTS', insertIds: false }, {}, FIELDS, { drain: 0 });
    world.cloud.faults.add({
      service: 'bigquery',
      method: 'tabledata.insertAll',
      kind: 'error',
      code: 403,
      message: 'Access Denied',
      times: 0,
    });
    const waiting = sink.deliver([{ data: '{"id":"1"}' }]);
    await eventually(
      async () => sink.lines,
      (lines) => lines.some(({ alert }) => alert === true),
    );
    await sink.close();
    assert.deepEqual(await waiting, ['retry']);
    assert.equal((await world.errors()).length, 0);
  });

  it('give rows back whose insert is under way when the sink is closed', async () => {
    const { sink } = await sinkInto({ mode: 'STREAMING_INSERTS' }, {}, FIELDS, { drain: 0 });
    world.cloud.faults.add({
      service: 'bigquery',
      method: 'tabledata.insertAll',
      kind: 'error',
      code: 503,
      times: 0,
    });
    const waiting = sink.deliver([{ data: '{"id":"1"}' }, { data: '{"id":"2"}' }]);
    await world.struck();
    await sink.close();
    assert.deepEqual(await waiting, ['retry', 'retry']);
  });

  it('settle each of several changes to one row, of which the last one stays', async () => {
    const { sink, table } = await sinkInto({ mode: 'CDC', sequence: ['#message_id'] });
    const changes = [1, 2, 3].map((n) => ({ data: `{"id":"1","n":${n}}`, messageId: String(n) }));
    assert.deepEqual(await sink.deliver(changes), ['settled', 'settled', 'settled']);
    assert.deepEqual(await world.rows(`SELECT id, n FROM d.${table}`), [['1', '3']]);
  });

  it('send a change whose sequence cannot be read to the error output, though its row can', async () => {
    const { sink, table } = await sinkInto({ mode: 'CDC', sequence: ['@version'] });
    const changes = ['1', 'x'].map((version) => ({ data: `{"id":"${version}","n":1}`, attributes: { version } }));
    assert.deepEqual(await sink.deliver(changes), ['settled', 'settled']);
    assert.deepEqual(await world.rows(`SELECT id FROM d.${table}`), [['1']]);
    const [record] = await world.errors();
    assert.equal(record?.attributes.error_reason, 'SEQUENCE_INVALID');
  });

  it("send a row that BigQuery refuses to the error output with BigQuery's reason", async () => {
    const { sink } = await sinkInto({ mode: 'STREAMING_INSERTS' });
    world.cloud.faults.add({
      service: 'bigquery',
      method: 'tabledata.insertAll',
      kind: 'error',
      code: 400,
      message: 'no such row',
      times: 0,
    });
    assert.deepEqual(await sink.deliver([{ data: '{"id":"1"}' }]), ['settled']);
    const [record] = await world.errors();
    assert.equal(record?.data.toString(), '{"id":"1"}');
    assert.match(String(record?.attributes.error_message), /no such row/);
  });

  it('deliver messages without a route to the fallback topic, as they came (AS-07)', async () => {
    const { sink } = await sinkInto({ match: { never: { present: true } } }, { fallbackTopic: FALLBACK });
    await sink.deliver([{ data: Buffer.from([0, 0xff]), attributes: { a: 'b' } }]);
    const [message] = await world.errors(FALLBACK);
    assert.deepEqual(
      [message?.data, message?.attributes.a, message?.attributes.error_reason],
      [Buffer.from([0, 0xff]), 'b', 'NO_ROUTE'],
    );
  });

  it('record every fact of a rejection within the limits of Pub/Sub, byte for byte (AS-07, SD-07)', async () => {
    const { sink, table } = await sinkInto({ mode: 'STORAGE_WRITE' });
    const attributes = Object.fromEntries(Array.from({ length: 95 }, (_, index) => [`a${index}`, 'ü'.repeat(512)]));
    await sink.deliver([{ data: Buffer.from([0x7b, 0xc3]), attributes }]);
    const [record] = await world.errors();
    const found = record?.attributes ?? {};
    assert.deepEqual(record?.data, Buffer.from([0x7b, 0xc3]));
    assert.ok(Object.keys(found).length <= 100);
    for (const value of Object.values(found)) assert.ok(Buffer.byteLength(value) <= 1_024 && value.isWellFormed());
    assert.deepEqual(
      [found.error_table, found.error_reason, found.input, found.input_type, found.job_name],
      [`${PROJECT}.d.${table}`, 'NOT_UTF8', 'test-input', 'pubsub', 'penstock-sink'],
    );
    for (const name of ['error_type', 'error_message', 'exception_class', 'stack_trace']) assert.ok(found[name]);
  });

  it('leave the loads to another process where that is said', async () => {
    const { sink: loading } = await sinkInto(
      { mode: 'FILE_LOADS' },
      { fileLoads: { bucket: BUCKET, prefix: 'left/' } },
    );
    assert.ok(loading.engine.loads);
    const file: SinkFile = {
      errorOutput: { topic: ERRORS },
      routes: [{ name: 'r', table: 'd.x', mode: 'FILE_LOADS' }],
      fileLoads: { bucket: BUCKET },
    };
    assert.equal(world.open(file, { loads: false }).engine.loads, undefined);
  });

  it('talk to Google where no emulator is named', async () => {
    const { parts } = engineParts({});
    const plan = resolve(
      { errorOutput: { topic: ERRORS }, routes: [{ name: 'r', table: 'd.nowhere', mode: 'STORAGE_WRITE' }] },
      PROJECT,
    );
    const engine = createEngine({ ...parts, projectId: PROJECT, config: { ...PROCESS, plan } });
    const settled = new Promise((settle) => {
      engine.flow.deliver(deliveryOf({ data: '{}' }, { ...INPUT, settle: (_delivery, settling) => settle(settling) }));
    });
    assert.equal(await settled, 'settled');
    await world.errors();
    await engine.close();
  });

  it('keep error records in Cloud Storage where no topic is named, many in one object', async () => {
    const { sink } = await sinkInto({ mode: 'STORAGE_WRITE' }, { errorOutput: { bucket: BUCKET, prefix: 'records/' } });
    const messages = Array.from({ length: 50 }, (_, index) => ({
      data: `bad ${index}`,
      attributes: { a: String(index) },
    }));
    assert.ok((await sink.deliver(messages)).every((settling) => settling === 'settled'));
    const list = await fetch(`http://${world.cloud.addresses.storage}/storage/v1/b/${BUCKET}/o?prefix=records/`);
    const { items } = (await list.json()) as { items: { name: string }[] };
    assert.equal(items.length, 1);
    const { sink: failing } = await sinkInto(
      { mode: 'STORAGE_WRITE' },
      { errorOutput: { bucket: 'no-such-bucket' } },
      FIELDS,
      { drain: 0 },
    );
    const waiting = failing.deliver([{ data: 'bad' }]);
    await eventually(
      async () => failing.lines,
      (lines) => lines.some(({ message }) => /error output needs attention/.test(String(message))),
    );
    await failing.close();
    assert.deepEqual(await waiting, ['retry']);
  });

  it('send a row that the write service refuses to the error output, and write the others of its batch', async () => {
    await world.createTable(
      'd',
      'bounded',
      [
        { name: 'id', type: 'STRING' },
        { name: 'at', type: 'TIMESTAMP' },
      ],
      { timePartitioning: { type: 'DAY', field: 'at' } },
    );
    const sink = world.open({
      errorOutput: { topic: ERRORS },
      routes: [{ name: 'r', table: 'd.bounded', mode: 'STORAGE_WRITE' }],
    });
    const rows = [new Date().toISOString(), '1900-01-01T00:00:00Z'].map((at, index) => ({
      data: JSON.stringify({ id: String(index), at }),
    }));
    assert.deepEqual(await sink.deliver(rows), ['settled', 'settled']);
    assert.deepEqual(await world.rows('SELECT id FROM d.bounded'), [['0']]);
    const [record] = await world.errors();
    assert.equal(record?.attributes.error_reason, 'ROW_REJECTED');
    assert.equal(record?.data.toString(), rows[1]?.data);
  });

  /** An output with a client of its own, whose clock a test may move. */
  async function directOutput(
    table: string,
    {
      name,
      unknownFields,
      clock = systemClock,
    }: { name: 'json' | 'message'; unknownFields: 'drop' | 'reject'; clock?: Clock },
  ): Promise<{ add: (data: string) => void; told: string[]; close: () => Promise<void>; end: () => void }> {
    await world.createTable('d', table, FIELDS);
    const told: string[] = [];
    const client = new WriteClient({
      endpoint: { emulatorHost: world.cloud.addresses['bigquery-storage'] as string },
      clock,
    });
    const open = storageWrite({
      client,
      describe: describeWith(() => connectBigQuery(PROJECT)),
      format: { name },
      unknownFields,
      limits: { maxRows: 1, maxBytes: 1_000, maxAgeMs: 10 },
      connections: 1,
    });
    const destination = { name: table, table: { projectId: PROJECT, datasetId: 'd', tableId: table } };
    const output = await open({ destination, settle: (entries, { kind }) => told.push(...entries.map(() => kind)) });
    const add = (data: string): void => {
      const delivery = deliveryOf({ data, attributes: { id: '1' } }, INPUT);
      output.add({ delivery, payload: delivery.data, bytes: 1 });
    };
    return { add, told, close: () => output.close(), end: () => client.close() };
  }

  for (const name of ['json', 'message'] as const)
    it(`give rows of the format ${name} back that come when the writer is closed`, async () => {
      const { add, told, close, end } = await directOutput(`closing_${name}`, { name, unknownFields: 'drop' });
      for (let index = 0; index < 3; index += 1) add('{"id":"1"}');
      await close();
      add('{"id":"1"}');
      await eventually(
        async () => told.length,
        (count) => count === 4,
      );
      assert.ok(told.filter((kind) => kind === 'retry').length >= 2, String(told));
      end();
    });

  it('give rows back that wait, when the writer is closed, for the schema to be read again', async () => {
    let aheadMs = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
    const { add, told, close, end } = await directOutput('reading', { name: 'json', unknownFields: 'reject', clock });
    world.cloud.faults.add({
      service: 'bigquery-storage',
      method: 'GetWriteStream',
      kind: 'slow',
      delayMs: 500,
      times: 1,
    });
    // The schema is old enough to be read again for a column that it has not.
    aheadMs = 60_000;
    add('{"id":"1","other":1}');
    add('{"id":"2"}');
    await close();
    await eventually(
      async () => told.length,
      (count) => count === 2,
    );
    assert.ok(told.includes('retry') && !told.includes('delivered'), String(told));
    end();
  });

  it('take a failure for the moment where the client was closed, and for good where it says so', () => {
    assert.equal(undelivered(new PenstockError('CANCELLED', 'x')).kind, 'retry');
    assert.equal(undelivered(new PenstockError('UNAVAILABLE', 'x')).kind, 'retry');
    assert.equal(undelivered(new PenstockError('INPUT_INVALID', 'x')).kind, 'refused');
  });

  describe('of mode MIXED', () => {
    const entryOf = (text: string, attributes: Record<string, string> = {}): Entry => {
      const delivery = deliveryOf({ data: text, attributes }, INPUT);
      return { delivery, payload: delivery.data, bytes: text.length };
    };

    it('streams what is selected and small, and loads the rest; what proves too large goes through files (SD-08, AS-02)', async () => {
      const streamed = fakeOutput(1);
      const files = fakeOutput(1);
      streamed.decide = ([text]) =>
        text === 'huge'
          ? { kind: 'rejected', error: new PenstockError('INPUT_TOO_LARGE', 'too large') }
          : { kind: 'delivered' };
      const outcomes: [string, Outcome['kind']][] = [];
      const open = mixed({
        streaming: streamed.open,
        files: files.open,
        streams: ({ stream }) => stream === '1',
        maxStreamedBytes: 10,
      });
      const output = await open({
        destination: DESTINATION,
        settle: (entries, { kind }) =>
          outcomes.push(...entries.map(({ payload }) => [payload.toString(), kind] as [string, Outcome['kind']])),
      });
      for (const [text, attributes] of [
        ['small', { stream: '1' }],
        ['huge', { stream: '1' }],
        ['unselected', {}],
        ['long long long', { stream: '1' }],
      ] as const)
        output.add(entryOf(text, attributes));
      await eventually(
        async () => outcomes.length,
        (count) => count === 4,
      );
      assert.deepEqual(streamed.batches, [['small'], ['huge']]);
      assert.deepEqual(files.batches.flat().toSorted(), ['huge', 'long long long', 'unselected']);
      files.refuse = () => new RowFailure('ROW_TOO_LARGE', 'too large for a file');
      output.add(entryOf('huge', { stream: '1' }));
      output.flush();
      await eventually(
        async () => outcomes.length,
        (count) => count === 5,
      );
      assert.deepEqual(outcomes.at(-1), ['huge', 'rejected']);
      await output.close();
      assert.deepEqual([streamed.closed, files.closed], [1, 1]);
    });

    for (const [what, size, files] of [
      ['a row of 2 MiB', 2 * 1024 * 1024, 1],
      ['a small row', 100, 0],
    ] as const) {
      it(`${files === 1 ? 'stages' : 'streams'} ${what} (AS-02)`, async () => {
        const { sink, table } = await sinkInto(
          { mode: 'MIXED', streamed: {} },
          { fileLoads: { bucket: BUCKET, prefix: `mixed${size}/` } },
        );
        assert.deepEqual(await sink.deliver([{ data: JSON.stringify({ id: 'x'.repeat(size) }) }]), ['settled']);
        const before = await world.rows(`SELECT COUNT(*) FROM d.${table}`);
        assert.deepEqual(before, [[String(1 - files)]]);
        await sink.engine.loads?.sweep();
        assert.deepEqual(await world.rows(`SELECT COUNT(*) FROM d.${table}`), [['1']]);
      });
    }
  });

  describe('batches', () => {
    const limits = { maxRows: 3, maxBytes: 10, maxAgeMs: 20 };
    it('close on count, on bytes and on age, and take an item larger than all by itself (AS-11)', async () => {
      const batches: string[][] = [];
      const batch = new OpenBatch<string>(limits, (items) => batches.push([...items]));
      for (const item of ['a', 'b', 'c']) batch.add(item, 1);
      batch.add('d', 6);
      batch.add('eeeee', 6);
      batch.add('huge', 100);
      assert.deepEqual(batches, [['a', 'b', 'c'], ['d'], ['eeeee'], ['huge']]);
      batch.add('aged', 1);
      await eventually(
        async () => batches.length,
        (count) => count === 5,
      );
      batch.flush();
      assert.equal(batches.length, 5);
    });
  });
});
