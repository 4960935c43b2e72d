import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { EVERY_TYPE_COLUMNS, everyTypeRows } from '../../support/every-type.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: extract jobs and EXPORT DATA', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse({ limits: { extractFileBytes: 3000 } });
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
    warehouse.objects.put('gs://b/unrelated', '');
    await query(`CREATE TABLE d.every (${EVERY_TYPE_COLUMNS}, r RANGE<DATE>, rs ARRAY<RANGE<TIMESTAMP>>, g GEOGRAPHY)`);
    await query(
      `INSERT INTO d.every SELECT *, IF(MOD(i, 2) = 0, NULL, RANGE(DATE '2020-01-01', IF(MOD(i, 3) = 0, NULL, DATE '2021-01-01'))),
         [RANGE(TIMESTAMP '2020-01-01 00:00:00+00', NULL)], NULL FROM (${everyTypeRows(1, 40)})`,
    );
    const odd = { i: 99, s: 'a,"b"\n\u00e9<&>', y: 'AAEC', j: { a: '<&>', b: [1, 2.5, null] }, g: 'POINT(1 2)' };
    const uri = warehouse.objects.put('gs://b/odd.json', JSON.stringify(odd));
    const settings = { sourceUris: [uri], sourceFormat: 'NEWLINE_DELIMITED_JSON', destinationTable: table('every') };
    assert.equal((await rest.job({ load: settings })).status.errorResult, undefined);
    await query('CREATE TABLE d.flat AS SELECT * EXCEPT (ai, asn, an, st, ast, rs) FROM d.every');
    await query('CREATE TABLE d.zoned AS SELECT * EXCEPT (dt) FROM d.every');
    await query('CREATE TABLE d.parquet AS SELECT * EXCEPT (bn, iv, an, r, rs) FROM d.every');
  });
  after(() => warehouse.close());

  const table = (tableId: string) => ({ projectId: PROJECT, datasetId: 'd', tableId });

  async function query(sql: string) {
    const job = await rest.job({ query: { query: sql, useLegacySql: false } });
    assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
    return job;
  }

  const extract = (tableId: string, destinationUris: string[], settings: object = {}) =>
    rest.job({ extract: { sourceTable: table(tableId), destinationUris, ...settings } });

  const failure = async (sql: string): Promise<string> =>
    (await rest.job({ query: { query: sql, useLegacySql: false } })).status.errorResult?.message ?? 'no error';

  const csv = { skipLeadingRows: '1', allowQuotedNewlines: true };
  const avro = { decimalTargetTypes: ['NUMERIC', 'BIGNUMERIC'], useAvroLogicalTypes: true };
  const sorted = async (tableId: string) => (await rest.rows(tableId)).toSorted((a, b) => Number(a[0]) - Number(b[0]));

  for (const [tableId, destinationFormat, compression, asked, read] of [
    ['flat', 'CSV', 'NONE', {}, csv],
    ['flat', 'CSV', 'GZIP', { fieldDelimiter: '\\t' }, { ...csv, fieldDelimiter: '\\t' }],
    [
      'flat',
      'CSV',
      'NONE',
      { printHeader: false, fieldDelimiter: '|' },
      { allowQuotedNewlines: true, fieldDelimiter: '|' },
    ],
    ['every', 'NEWLINE_DELIMITED_JSON', 'NONE', {}, {}],
    ['every', 'NEWLINE_DELIMITED_JSON', 'GZIP', {}, {}],
    ['zoned', 'AVRO', 'NONE', { useAvroLogicalTypes: true }, avro],
    ['zoned', 'AVRO', 'DEFLATE', { useAvroLogicalTypes: true }, avro],
    ['zoned', 'AVRO', 'SNAPPY', { useAvroLogicalTypes: true }, avro],
    ['parquet', 'PARQUET', 'NONE', {}, { parquetOptions: { enableListInference: true } }],
    ['parquet', 'PARQUET', 'SNAPPY', {}, { parquetOptions: { enableListInference: true } }],
    ['parquet', 'PARQUET', 'GZIP', {}, { parquetOptions: { enableListInference: true } }],
    ['parquet', 'PARQUET', 'ZSTD', {}, { parquetOptions: { enableListInference: true } }],
  ] as const) {
    it(`reads back every value of ${tableId} from ${destinationFormat} with ${compression} and ${JSON.stringify(asked)}`, async () => {
      const name = `trip-${destinationFormat}-${compression}-${JSON.stringify(asked).length}`;
      const job = await extract(tableId, [`gs://b/${name}-*`], { destinationFormat, compression, ...asked });
      assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
      const { destinationUriFileCounts, inputBytes } = job.statistics.extract;
      assert.equal(destinationUriFileCounts[0], String(Math.ceil(Number(inputBytes) / 3000)));
      await query(`CREATE OR REPLACE TABLE d.back LIKE d.${tableId}`);
      const load = {
        sourceUris: [`gs://b/${name}-*`],
        sourceFormat: destinationFormat,
        destinationTable: table('back'),
      };
      const loaded = await rest.job({ load: { ...load, ...read } });
      assert.equal(loaded.status.errorResult, undefined, JSON.stringify(loaded.status));
      assert.deepEqual(await sorted('back'), await sorted(tableId));
    });
  }

  it('writes dates and times of Avro as strings and longs without useAvroLogicalTypes, as BigQuery does', async () => {
    await query(
      "CREATE TABLE d.times AS SELECT DATE '2020-01-02' d, TIME '01:02:03.5' t, TIMESTAMP '1970-01-01 00:00:01+00' ts",
    );
    await extract('times', ['gs://b/times.avro'], { destinationFormat: 'AVRO' });
    const load = { sourceUris: ['gs://b/times.avro'], sourceFormat: 'AVRO', destinationTable: table('times_back') };
    await rest.job({ load });
    assert.deepEqual(await rest.rows('times_back'), [['2020-01-02', '01:02:03.500000', '1000000']]);
  });

  it('keeps NULL and the empty string apart in CSV, and quotes only what must be', async () => {
    await query(
      `CREATE TABLE d.texts AS SELECT 1 AS a, '' AS b UNION ALL SELECT 2, NULL UNION ALL SELECT 3, 'x "y", z'`,
    );
    await query(
      "EXPORT DATA OPTIONS (uri = 'gs://b/texts-*', format = 'CSV', header = true) AS SELECT * FROM d.texts ORDER BY a",
    );
    assert.equal(warehouse.objects.bytes('gs://b/texts-000000000000').toString(), 'a,b\n1,""\n2,\n3,"x ""y"", z"\n');
  });

  it('writes whole numbers of JSON as strings, leaves NULL out and escapes what HTML reads', async () => {
    const rows = `SELECT 1 AS i, 1.5 AS f, NUMERIC '2' AS n, true AS b, CAST(NULL AS STRING) AS s, '<&>' AS h, [1, 2] AS a, JSON '{"x": ">"}' AS j`;
    await query(`EXPORT DATA OPTIONS (uri = 'gs://b/json-*.gz', format = 'JSON', compression = 'GZIP') AS ${rows}`);
    assert.equal(
      gunzipSync(warehouse.objects.bytes('gs://b/json-000000000000.gz')).toString(),
      '{"i":"1","f":1.5,"n":"2","b":true,"h":"\\u003c\\u0026\\u003e","a":["1","2"],"j":{"x":"\\u003e"}}\n',
    );
  });

  it('writes one partition, an empty table and several URIs', async () => {
    await query('CREATE TABLE d.parts (d DATE, x INT64) PARTITION BY d');
    await query("INSERT INTO d.parts VALUES (DATE '2026-01-01', 1), (DATE '2026-01-02', 2)");
    await extract('parts$20260102', ['gs://b/part.csv'], { printHeader: false });
    assert.equal(warehouse.objects.bytes('gs://b/part.csv').toString(), '2026-01-02,2\n');
    const { statistics } = await extract('parts', ['gs://b/one/*', 'gs://b/two.csv']);
    assert.deepEqual(statistics.extract.destinationUriFileCounts, ['1', '1']);
    assert.equal(warehouse.objects.bytes('gs://b/one/000000000000').toString(), 'd,x\n2026-01-01,1\n');
    assert.equal(warehouse.objects.bytes('gs://b/two.csv').toString(), 'd,x\n2026-01-02,2\n');
    await query('CREATE TABLE d.empty (x INT64)');
    await extract('empty', ['gs://b/empty-*']);
    assert.equal(warehouse.objects.bytes('gs://b/empty-000000000000').toString(), 'x\n');
  });

  it('overwrites files in an extract job, and in EXPORT DATA only when told to', async () => {
    const rows = (x: number, more = '') =>
      `EXPORT DATA OPTIONS (uri = 'gs://b/again/*.csv', format = 'CSV'${more}) AS SELECT ${x} AS x`;
    const job = await query(rows(1));
    assert.equal(job.statistics.query.statementType, 'EXPORT_DATA');
    assert.deepEqual(job.statistics.query.exportDataStatistics, { fileCount: '1', rowCount: '1' });
    assert.match(await failure(rows(2)), /gs:\/\/b\/again\/000000000000\.csv exists\. Set overwrite=true/);
    await query(rows(3, ', overwrite = true'));
    assert.equal(warehouse.objects.bytes('gs://b/again/000000000000.csv').toString(), '3\n');
    await extract('empty', ['gs://b/again/*.csv']);
    assert.equal(warehouse.objects.bytes('gs://b/again/000000000000.csv').toString(), 'x\n');
  });

  for (const [what, tableId, uris, settings, message] of [
    [
      'a nested column in CSV',
      'every',
      ['gs://b/x'],
      {},
      /Operation cannot be performed on a nested schema\. Field: ai/,
    ],
    [
      'BIGNUMERIC in Parquet',
      'flat',
      ['gs://b/x'],
      { destinationFormat: 'PARQUET' },
      /does not support BIGNUMERIC columns in Parquet/,
    ],
    ['one file for more than a file may hold', 'flat', ['gs://b/x'], {}, /too large to be exported to a single file/],
    ['a missing bucket', 'empty', ['gs://none/x'], {}, /Not found: Bucket none/],
    ['a missing table', 'nothing', ['gs://b/x'], {}, /Not found: Table/],
  ] as const) {
    it(`fails an extract with ${what}`, async () => {
      assert.match((await extract(tableId, [...uris], settings)).status.errorResult?.message ?? '', message);
    });
  }

  for (const [what, uris, settings, message] of [
    ['two wildcards', ['gs://b/*/*'], {}, /At most one '\*' wildcard/],
    ['no URI', [], {}, /missing: destinationUris/],
    ['another scheme', ['s3://b/x'], {}, /Invalid destination URI/],
    [
      'a compression that the format lacks',
      ['gs://b/x'],
      { compression: 'SNAPPY' },
      /SNAPPY is not supported for format CSV/,
    ],
    ['an unknown format', ['gs://b/x'], { destinationFormat: 'XML' }, /Invalid value for destinationFormat/],
  ] as const) {
    it(`refuses an extract job with ${what}`, async () => {
      const { error } = await extract('empty', [...uris], settings);
      assert.match(error.message, message);
    });
  }

  it('refuses an EXPORT DATA without a wildcard, without a format and over nothing that can be written', async () => {
    assert.match(
      await failure("EXPORT DATA OPTIONS (uri = 'gs://b/x', format = 'CSV') AS SELECT 1"),
      /must be a wild card URI/,
    );
    assert.match(await failure("EXPORT DATA OPTIONS (uri = 'gs://b/x*') AS SELECT 1"), /needs the option 'format'/);
    assert.match(
      await failure("EXPORT DATA OPTIONS (uri = 'gs://b/x*', format = 'CSV', zip = 1) AS SELECT 1"),
      /Unknown option/,
    );
    assert.match(
      await failure("EXPORT DATA OPTIONS (uri = 'gs://b/x*', format = 'CSV') AS SELECT [1] AS a"),
      /nested schema/,
    );
  });

  it('runs EXPORT DATA in a script and in a dry run, which writes nothing', async () => {
    const statement = "EXPORT DATA OPTIONS (uri = 'gs://b/script-*', format = 'CSV') AS SELECT y FROM t";
    await query(`CREATE TEMP TABLE t AS SELECT 7 AS y; ${statement};`);
    assert.equal(warehouse.objects.bytes('gs://b/script-000000000000').toString(), '7\n');
    const dry = {
      query: { query: statement.replace('FROM t', 'FROM UNNEST([1]) y').replace('script', 'dry'), useLegacySql: false },
      dryRun: true,
    };
    assert.equal(
      (await rest.call('POST', '/jobs', { configuration: dry })).body.statistics.query.statementType,
      'EXPORT_DATA',
    );
    assert.throws(() => warehouse.objects.bytes('gs://b/dry-000000000000'), /there is no/);
  });
});
