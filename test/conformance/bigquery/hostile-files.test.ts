import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { avroBytes, avroFile, avroLong as long, SYNC } from '../../support/avro-file.ts';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const record = (fields: unknown[], name = 'R') => ({ type: 'record', name, fields });

/** Twelve records, each with eight fields of the next: some 10^10 columns in a few hundred bytes. */
function manyColumns(level = 0): unknown {
  if (level === 12) return 'long';
  const next = level + 1 === 12 ? 'long' : `N${level + 1}`;
  const fields = Array.from({ length: 8 }, (_, at) => ({
    name: `f${at}`,
    type: at === 0 ? manyColumns(level + 1) : next,
  }));
  return record(fields, `N${level}`);
}

describe('the local BigQuery: files that mean harm', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse({ limits: { fileRowBytes: 3000 } });
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function load(bytes: string | Uint8Array, configuration: Record<string, unknown>) {
    count += 1;
    const uri = warehouse.objects.put(`gs://b/file${count}`, bytes);
    const tableId = (configuration.tableId as string | undefined) ?? `t${count}`;
    const job = await rest.job({
      load: { destinationTable: { projectId: PROJECT, datasetId: 'd', tableId }, sourceUris: [uri], ...configuration },
    });
    const { errorResult: error, errors = [] } = job.status;
    return { tableId, error, errors: errors as { message: string }[], statistics: job.statistics.load };
  }

  describe('Avro', () => {
    const items = (type: unknown) => record([{ name: 'a', type }]);
    for (const [what, file, message] of [
      [
        'an array that claims 2^40 items',
        avroFile(items({ type: 'array', items: 'long' }), 1n, long(1n << 40n)),
        /cut short/,
      ],
      [
        'an array that claims 2^26 items',
        avroFile(items({ type: 'array', items: 'long' }), 1n, long(1n << 26n)),
        /cut short/,
      ],
      [
        'a map that claims 2^40 members',
        avroFile(items({ type: 'map', values: 'long' }), 1n, long(1n << 40n)),
        /cut short/,
      ],
      ['2^40 records without bytes', avroFile(record([]), 1n << 40n, Buffer.alloc(0)), /without bytes/],
      [
        '2^33 items without bytes',
        avroFile(items({ type: 'array', items: record([], 'E') }), 1n, long(1n << 33n)),
        /without bytes|Avro/,
      ],
      ['a string longer than the block', avroFile(items('string'), 1n, long(1000n)), /cut short/],
      ['a string of a negative length', avroFile(items('string'), 1n, long(-5n)), /negative/],
      ['a union branch that is none', avroFile(items(['null', 'long']), 1n, long(7n)), /no such branch/],
      ['a number without an end', avroFile(items('long'), 1n, Buffer.alloc(12, 0xff)), /too long/],
      [
        'a schema that unfolds into more columns than a table has',
        avroFile(manyColumns(), 0n, Buffer.alloc(0)),
        /Too many columns/,
      ],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { error } = await load(file, { sourceFormat: 'AVRO' });
        assert.equal(error?.reason, 'invalid');
        assert.match(error.message, message);
      });
    }

    const snappy = (...bytes: readonly number[]) =>
      avroFile(items('string'), 1n, Buffer.concat([Buffer.from(bytes), Buffer.alloc(4)]), 'snappy');
    for (const [what, file, message] of [
      [
        'a record that ends before its last field',
        avroFile(items('string'), 1n, avroBytes('abc').subarray(0, 2)),
        /cut short/,
      ],
      ['a block longer than its records', avroFile(items('long'), 1n, Buffer.alloc(2)), /longer than its records/],
      [
        'a block without its sync marker',
        avroFile(items('long'), 1n, long(1n), 'null', Buffer.alloc(16, 8)),
        /sync marker/,
      ],
      ['a file cut in a block', avroFile(items('long'), 1n, long(1n), 'null', SYNC.subarray(1)), /cut short/],
      ['a snappy block that claims more than it can hold', snappy(0xff, 0xff, 0xff, 0xff, 0x0f), /implausible length/],
      ['a snappy copy from before the beginning', snappy(5, 0, 6, 0b0000_0001, 9), /bad offset/],
      ['a snappy copy of nothing before it', snappy(5, 0, 6, 0b0000_0001, 0), /bad offset/],
      ['a snappy literal longer than the block', snappy(8, 0b0001_1100, 6), /cut short/],
      ['a codec that nobody knows', avroFile(items('long'), 1n, long(1n), 'lzo'), /codec lzo/],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { error } = await load(file, { sourceFormat: 'AVRO' });
        assert.equal(error?.reason, 'invalid');
        assert.match(error.message, message);
      });
    }

    const micros = 86_400_000_000n;
    for (const [what, type, value] of [
      ['a date past the year 9999', { type: 'int', logicalType: 'date' }, 2_932_897n],
      ['a date before the year 1', { type: 'int', logicalType: 'date' }, -719_163n],
      ['a time of 24 hours', { type: 'long', logicalType: 'time-micros' }, micros],
      ['a time before midnight', { type: 'int', logicalType: 'time-millis' }, -1n],
      ['a timestamp past the year 9999', { type: 'long', logicalType: 'timestamp-micros' }, 2_932_897n * micros],
      ['milliseconds that are too many microseconds', { type: 'long', logicalType: 'timestamp-millis' }, 1n << 60n],
      ['a datetime before the year 1', { type: 'long', logicalType: 'local-timestamp-micros' }, -719_163n * micros],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const settings = { sourceFormat: 'AVRO', useAvroLogicalTypes: true };
        const { error } = await load(avroFile(items(type), 1n, long(value)), settings);
        assert.match(error?.message, /out of range/);
        const plain = await load(avroFile(items(type), 1n, long(value)), { sourceFormat: 'AVRO' });
        assert.deepEqual(await rest.rows(plain.tableId), [[String(value)]]);
      });
    }

    it('refuses a decimal of more digits than its schema says', async () => {
      const decimal = { type: 'bytes', logicalType: 'decimal', precision: 3, scale: 1 };
      const of = (...bytes: number[]) => avroFile(items(decimal), 1n, avroBytes(Buffer.from(bytes)));
      const most = await load(of(0x03, 0xe7), { sourceFormat: 'AVRO' });
      assert.deepEqual(await rest.rows(most.tableId), [['99.9']]);
      for (const bytes of [[0x03, 0xe8], [0xfc, 0x18], Array(20).fill(0x7f)])
        assert.match((await load(of(...bytes), { sourceFormat: 'AVRO' })).error?.message, /out of range/);
      const senseless = avroFile(items({ ...decimal, scale: 5 }), 0n, Buffer.alloc(0));
      assert.match((await load(senseless, { sourceFormat: 'AVRO' })).error?.message, /no decimal type/);
    });

    it('reads snappy literals and copies that overlap themselves', async () => {
      // Length 6; a literal of [10, 'a'], then a copy of four bytes from one byte back.
      const { error, tableId } = await load(snappy(6, 0b0000_0100, 10, 97, 0b0000_0001, 1), { sourceFormat: 'AVRO' });
      assert.equal(error, undefined, error?.message);
      assert.deepEqual(await rest.rows(tableId), [['aaaaa']]);
    });

    it('reads blocks of an array that carry their size in bytes', async () => {
      const array = Buffer.concat([long(-2n), long(2n), long(5n), long(6n), long(1n), long(7n), long(0n)]);
      const { error, tableId } = await load(avroFile(items({ type: 'array', items: 'long' }), 1n, array), {
        sourceFormat: 'AVRO',
      });
      assert.equal(error, undefined);
      assert.deepEqual(await rest.rows(tableId), [[[{ v: '5' }, { v: '6' }, { v: '7' }]]]);
    });
  });

  for (const value of [
    "DATE '9999-12-31' + 1",
    "DATE 'infinity'",
    "[DATE '2026-01-01', DATE '0001-01-01' - 1]",
    "{a: 1, t: TIMESTAMP '9999-12-31 23:59:59' + INTERVAL 1 SECOND}",
    "[{t: [TIMESTAMPTZ '10000-01-01 00:00:00+00']}]",
  ]) {
    it(`refuses a Parquet file with ${value}`, async () => {
      const path = join(tmpdir(), `penstock-${randomUUID()}.parquet`);
      await warehouse.service.engine.read((connection) =>
        connection.run(`COPY (SELECT ${value} AS v UNION ALL SELECT NULL) TO '${path}' (FORMAT parquet)`),
      );
      const bytes = await readFile(path);
      await rm(path);
      assert.match((await load(bytes, { sourceFormat: 'PARQUET' })).error?.message, /Field v has a \w+ out of range/);
    });
  }

  it('names a broken Parquet file by its URI, not by where it lies', async () => {
    const path = join(tmpdir(), `penstock-${randomUUID()}.parquet`);
    await warehouse.service.engine.read((connection) =>
      connection.run(`COPY (SELECT i AS a, 'x' || i AS b FROM range(5000) r(i)) TO '${path}' (FORMAT parquet)`),
    );
    const bytes = await readFile(path);
    await rm(path);
    // The footer's bytes one after the other, from the end of the file: some of what they say is then believed.
    let refused = 0;
    for (let at = bytes.length - 10; at > bytes.length - 130; at -= 4) {
      const broken = Buffer.from(bytes);
      broken[at] = (broken[at] ?? 0) ^ 0x55;
      const { error } = await load(broken, { sourceFormat: 'PARQUET' });
      if (error === undefined) continue;
      refused += 1;
      assert.equal(error.reason, 'invalid');
      assert.match(error.message, /gs:\/\/b\/file/);
      assert.doesNotMatch(error.message, /penstock-bigquery|\.input/);
    }
    assert.ok(refused > 3, `only ${refused} were refused`);
  });

  const csv = (...fields: unknown[]) => ({ sourceFormat: 'CSV', schema: { fields } });
  const json = (...fields: unknown[]) => ({ sourceFormat: 'NEWLINE_DELIMITED_JSON', schema: { fields } });
  const TEXT = { name: 's', type: 'STRING' };

  for (const [what, bytes, settings, message] of [
    ['a CSV row past the limit', `${'x'.repeat(3001)}\n`, csv(TEXT), /Row size is larger/],
    [
      'a CSV row that passes the limit in its lines together',
      `"${'xxxxxxxxx\n'.repeat(400)}"\n`,
      { ...csv(TEXT), allowQuotedNewlines: true },
      /Row size is larger/,
    ],
    ['a quote that is open at the end', 'a\n"b\nc', { ...csv(TEXT), allowQuotedNewlines: true }, /Missing close quote/],
    ['a JSON row past the limit', `{"s":"${'x'.repeat(3001)}"}\n`, json(TEXT), /Row size is larger/],
    [
      'a row past the limit that comes in several pieces',
      `{"s":"${'x'.repeat(200_000)}"}\n`,
      json(TEXT),
      /Row size is larger/,
    ],
    ['gzip that is cut short', gzipSync('a\nb\n'.repeat(100)).subarray(0, -9), csv(TEXT), /decompress gzip/],
    ['a name twice in one row, in another case', '{"s":"a","S":"b"}\n', json(TEXT), /Duplicate field/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { errors } = await load(bytes, settings);
      assert.match(errors.at(-1)?.message ?? '', message);
    });
  }

  it('takes the last of a name that a row has twice', async () => {
    const { tableId } = await load('{"s":"a","s":"b"}\n', json(TEXT));
    assert.deepEqual(await rest.rows(tableId), [['b']]);
  });

  it('goes on behind a row that is too long', async () => {
    const bytes = `{"s":"a"}\n{"s":"${'x'.repeat(150_000)}"}\n{"s":"b"}\n`;
    const { tableId, statistics } = await load(bytes, { ...json(TEXT), maxBadRecords: 1 });
    assert.deepEqual(await rest.rows(tableId), [['a'], ['b']]);
    assert.equal(statistics.badRecords, '1');
  });
});
