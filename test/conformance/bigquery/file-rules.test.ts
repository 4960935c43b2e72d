import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avroFile, avroLong } from '../../support/avro-file.ts';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ID = { name: 'id', type: 'INTEGER' };
const TEXT = { name: 's', type: 'STRING' };

describe('the local BigQuery: what files bring along', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  /** Loads files, by their names below one prefix, into a table. */
  async function load(
    files: Readonly<Record<string, string | Uint8Array>>,
    configuration: Record<string, unknown>,
    tableId?: string,
  ) {
    count += 1;
    const id = tableId ?? `t${count}`;
    const uris = Object.entries(files).map(([name, bytes]) => warehouse.objects.put(`gs://b/${count}/${name}`, bytes));
    const { hive, ...settings } = configuration;
    const job = await rest.job({
      load: {
        destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: id },
        sourceUris: uris,
        ...settings,
        ...(hive !== undefined && { hivePartitioningOptions: { mode: 'AUTO', sourceUriPrefix: `gs://b/${count}` } }),
      },
    });
    return { id, status: job.status, statistics: job.statistics.load };
  }

  const fieldsOf = async (id: string): Promise<string[][]> =>
    (await rest.call('GET', `/datasets/d/tables/${id}`)).body.schema.fields.map(
      ({ name, type }: { name: string; type: string }) => [name, type],
    );

  async function parquet(select: string): Promise<Buffer> {
    const file = join(tmpdir(), `penstock-${randomUUID()}.parquet`);
    try {
      await warehouse.service.engine.read((connection) =>
        connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`),
      );
      return await readFile(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  const avroOf = (names: readonly string[], type: unknown = 'long') =>
    avroFile(
      { type: 'record', name: 'R', fields: names.map((name) => ({ name, type })) },
      1n,
      Buffer.concat(names.map((_, at) => avroLong(BigInt(at + 1)))),
    );

  const JSON_LINES = 'NEWLINE_DELIMITED_JSON';
  const csv = (...fields: unknown[]) => ({ sourceFormat: 'CSV', schema: { fields } });
  const json = (...fields: unknown[]) => ({ sourceFormat: JSON_LINES, schema: { fields } });

  describe('CSV', () => {
    it('keeps carriage returns and newlines inside of quotes', async () => {
      const bytes = 'a,"x\r\ny\r"\r\n"b\n",z\r\n\r\n';
      const { id } = await load({ f: bytes }, { ...csv(TEXT, { ...TEXT, name: 't' }), allowQuotedNewlines: true });
      assert.deepEqual(await rest.rows(id), [
        ['a', 'x\r\ny\r'],
        ['b\n', 'z'],
      ]);
    });

    it('takes a byte order mark off the first field only', async () => {
      const { id } = await load({ f: '\uFEFFa\n\uFEFFb\n' }, csv(TEXT));
      assert.deepEqual(await rest.rows(id), [['a'], ['\uFEFFb']]);
    });

    for (const encoding of ['UTF-32BE', 'UTF-32LE']) {
      it(`reads ${encoding}, whatever pieces the bytes come in`, async () => {
        // 16,384 characters fill a piece; the row's end and an odd byte come in the next.
        const text = `\uFEFF${'é'.repeat(20_000)}\n`;
        const bytes = Buffer.alloc([...text].length * 4 + 1);
        [...text].forEach((character, at) => {
          const point = character.codePointAt(0) ?? 0;
          if (encoding === 'UTF-32LE') bytes.writeUInt32LE(point, at * 4);
          else bytes.writeUInt32BE(point, at * 4);
        });
        // A shifted first piece: three bytes short of a character.
        const whole = bytes.subarray(0, -1);
        const { id } = await load({ f: whole }, { ...csv(TEXT), encoding });
        assert.deepEqual(await rest.rows(id), [['é'.repeat(20_000)]]);
        const odd = await load({ f: bytes }, { ...csv(TEXT), encoding });
        assert.deepEqual(await rest.rows(odd.id), [['é'.repeat(20_000)], ['\uFFFD']]);
      });
    }

    for (const [what, bytes, skipLeadingRows, fields, rows] of [
      [
        'row N where it is all text',
        'junk\nid,note\n1,x\n',
        2,
        [
          ['id', 'INTEGER'],
          ['note', 'STRING'],
        ],
        [['1', 'x']],
      ],
      [
        'nothing where row N is data: it is skipped all the same',
        '1,2\n3,4\n',
        1,
        [
          ['int64_field_0', 'INTEGER'],
          ['int64_field_1', 'INTEGER'],
        ],
        [['3', '4']],
      ],
      ['nothing with 0: all rows are data', 'a\n1\n', 0, [['string_field_0', 'STRING']], [['a'], ['1']]],
    ] as const) {
      it(`detects a header in ${what}`, async () => {
        const { id } = await load({ f: bytes }, { sourceFormat: 'CSV', autodetect: true, skipLeadingRows });
        assert.deepEqual(await fieldsOf(id), fields);
        assert.deepEqual(await rest.rows(id), rows);
      });
    }
  });

  it('counts the bad rows of all files together, and lists a hundred of them', async () => {
    const bad = (rows: number) => '{"id":"x"}\n'.repeat(rows);
    const both = { a: `${bad(60)}{"id":1}\n`, b: `${bad(61)}{"id":2}\n` };
    const enough = await load(both, { ...json(ID), maxBadRecords: 121 });
    assert.equal(enough.status.errorResult, undefined);
    assert.equal(enough.statistics.badRecords, '121');
    assert.equal(enough.status.errors.length, 100);
    assert.deepEqual(await rest.rows(enough.id), [['1'], ['2']]);
    const tooFew = await load(both, { ...json(ID), maxBadRecords: 120 });
    assert.equal(tooFew.status.errorResult.reason, 'invalid');
    assert.match(tooFew.status.errorResult.message, /errors: 121/);
  });

  it('counts the bad rows of an external table over all its files', async () => {
    const uris = ['a', 'b'].map((name) => warehouse.objects.put(`gs://b/external/${name}`, '{"id":"x"}\n{"id":1}\n'));
    const ask = (maxBadRecords: number) =>
      rest.job({
        query: {
          query: 'SELECT COUNT(*) AS n FROM e',
          useLegacySql: false,
          tableDefinitions: { e: { sourceUris: uris, maxBadRecords, ...json(ID) } },
        },
      });
    assert.equal((await ask(2)).status.errorResult, undefined);
    assert.match((await ask(1)).status.errorResult.message, /too many errors/);
  });

  it('leaves nothing of an external table behind', async () => {
    const uri = warehouse.objects.put('gs://b/external/c', '{"id":1}\n');
    await rest.job({
      query: {
        query: 'SELECT id FROM e',
        useLegacySql: false,
        tableDefinitions: { e: { sourceUris: [uri], ...json(ID) } },
      },
    });
    const staged = await warehouse.service.engine.read((connection) =>
      connection.runAndReadAll("SELECT table_name FROM duckdb_tables() WHERE database_name = 'staging'"),
    );
    assert.deepEqual(staged.getRows(), []);
  });

  describe('hive partition keys', () => {
    for (const [what, files, settings, message] of [
      ['that are not valid percent-encoding', { 'k=%zz/f': '{"id":1}\n' }, json(ID), /percent-encoded/],
      ['that differ from file to file', { 'k=1/f': '{"id":1}\n', 'l=1/f': '{"id":2}\n' }, json(ID), /Inconsistent/],
      ['that only some files have', { 'k=1/f': '{"id":1}\n', 'k=1/l=2/f': '{"id":2}\n' }, json(ID), /Inconsistent/],
      ['that the given schema has too', { 'ID=1/f': '{"id":1}\n' }, json(ID), /ID is also a column/],
      [
        'that a detected schema has too',
        { 'id=1/f': '{"id":1}\n' },
        { sourceFormat: JSON_LINES, autodetect: true },
        /id is also a column/,
      ],
      ['that an Avro file has too', { 'a=1/f': avroOf(['a']) }, { sourceFormat: 'AVRO' }, /a is also a column/],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { status } = await load(files, { ...settings, hive: true });
        assert.equal(status.errorResult?.reason, 'invalid');
        assert.match(status.errorResult.message, message);
      });
    }

    it('reads the default partition as NULL', async () => {
      const { id } = await load(
        { 'k=1/f': '{"id":1}\n', 'k=__HIVE_DEFAULT_PARTITION__/f': '{"id":2}\n' },
        { ...json(ID), hive: true },
      );
      assert.deepEqual((await rest.rows(id)).sort(), [
        ['1', '1'],
        ['2', null],
      ]);
    });
  });

  it('does not match one character of a name with both sides of a wildcard', async () => {
    warehouse.objects.put('gs://w/aba', '{"id":1}\n');
    const job = await rest.job({
      load: {
        destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: 'overlap' },
        sourceUris: ['gs://w/ab*ba'],
        ...json(ID),
      },
    });
    assert.equal(job.status.errorResult.reason, 'notFound');
  });

  describe('columns of Avro and Parquet', () => {
    it('that the given schema does not have fail the load, or are left out with ignoreUnknownValues', async () => {
      for (const [sourceFormat, bytes] of [
        ['AVRO', avroOf(['id', 'b'])],
        ['PARQUET', await parquet('SELECT 1::BIGINT AS id, 2::BIGINT AS b')],
      ] as const) {
        const settings = { sourceFormat, schema: { fields: [ID] } };
        assert.match((await load({ f: bytes }, settings)).status.errorResult?.message, /Column 'b' of the file/);
        const { id } = await load({ f: bytes }, { ...settings, ignoreUnknownValues: true });
        assert.deepEqual(await rest.rows(id), [['1']]);
      }
    });

    it('that the table does not have fail the load, or are left out, or added, as the job says', async () => {
      const { id } = await load({ f: avroOf(['id']) }, { sourceFormat: 'AVRO' });
      const wider = { f: avroOf(['id', 'b']) };
      assert.match((await load(wider, { sourceFormat: 'AVRO' }, id)).status.errorResult.message, /Cannot add fields/);
      const ignored = await load(wider, { sourceFormat: 'AVRO', ignoreUnknownValues: true }, id);
      assert.equal(ignored.status.errorResult, undefined);
      assert.deepEqual(await fieldsOf(id), [['id', 'INTEGER']]);
      const replaced = await load(
        { f: avroOf(['id', 'b']) },
        { sourceFormat: 'AVRO', ignoreUnknownValues: true, writeDisposition: 'WRITE_TRUNCATE' },
        id,
      );
      assert.equal(replaced.status.errorResult, undefined);
      assert.deepEqual(await rest.rows(id), [['1', '2']]);
    });

    it('must have the type that is asked of them, and values where they are required', async () => {
      const text = await parquet("SELECT 'x' AS id");
      const nothing = await parquet('SELECT NULL::BIGINT AS id');
      const settings = (field: unknown) => ({ sourceFormat: 'PARQUET', schema: { fields: [field] } });
      assert.match(
        (await load({ f: text }, settings(ID))).status.errorResult.message,
        /'id' has type STRING in the file which does not match the target type INT64/,
      );
      assert.match(
        (await load({ f: nothing }, settings({ ...ID, mode: 'REQUIRED' }))).status.errorResult.message,
        /Required field id cannot be null/,
      );
    });
  });

  for (const [what, sourceFormat, bytes] of [
    ['JSON', JSON_LINES, `{${Array.from({ length: 10_001 }, (_, at) => `"k${at}":1`).join()}}\n`],
    ['CSV', 'CSV', `${Array(10_001).fill('1').join()}\n`],
  ] as const) {
    it(`detects no more columns in ${what} than a table has`, async () => {
      const { status } = await load({ f: bytes }, { sourceFormat, autodetect: true });
      assert.match(status.errorResult?.message, /Too many columns/);
    });
  }

  for (const [what, files, settings] of [
    ['detected names', { f: '{"a.b":1}\n' }, { sourceFormat: JSON_LINES, autodetect: true }],
    ['detected reserved names', { f: '{"_PARTITIONTIME":"x"}\n' }, { sourceFormat: JSON_LINES, autodetect: true }],
    ['names in an Avro file', { f: avroOf(['_TABLE_x']) }, { sourceFormat: 'AVRO' }],
    ['hive keys', { 'a.b=1/f': '{"id":1}\n' }, { ...json(ID), hive: true }],
  ] as const) {
    it(`refuses ${what} that no column may have`, async () => {
      const { status, id } = await load(files, settings);
      assert.match(status.errorResult?.message, /Invalid field name/);
      assert.equal((await rest.call('GET', `/datasets/d/tables/${id}`)).status, 404);
    });
  }
});
