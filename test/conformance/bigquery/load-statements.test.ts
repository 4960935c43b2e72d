import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: LOAD DATA, and how files write dates and times', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const put = (name: string, text: string): string => warehouse.objects.put(`gs://b/${name}`, text);
  const run = (sql: string) => rest.job({ query: { query: sql, useLegacySql: false } });

  async function done(sql: string) {
    const job = await run(sql);
    assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
    return job;
  }

  const failure = async (sql: string): Promise<string> => (await run(sql)).status.errorResult?.message ?? 'no error';

  it('makes a table of a file with a header, appends to it and overwrites it', async () => {
    put('people.csv', 'id,name\n1,a\n2,b\n');
    const files = "FROM FILES (format = 'CSV', uris = ['gs://b/people.csv'])";
    const { statistics } = await done(`LOAD DATA INTO d.people ${files}`);
    assert.equal(statistics.query.statementType, 'LOAD_DATA');
    assert.deepEqual(statistics.query.loadQueryStatistics, {
      ...{ inputFiles: '1', inputFileBytes: '16', outputRows: '2', outputBytes: '16', badRecords: '0' },
    });
    await done(`LOAD DATA INTO d.people ${files}`);
    assert.equal((await rest.rows('people')).length, 4);
    await done(`LOAD DATA OVERWRITE d.people ${files}`);
    assert.deepEqual(await rest.rows('people'), [
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('gives the table the columns, the partitioning, the clustering and the options of the statement', async () => {
    put('rows.json', '{"t":"2026-01-02T03:00:00Z","id":"7"}\n');
    await done(
      `LOAD DATA INTO d.shaped (id INT64 NOT NULL, t TIMESTAMP) PARTITION BY TIMESTAMP_TRUNC(t, HOUR) CLUSTER BY id
       OPTIONS (description = 'shaped', partition_expiration_days = 9000) FROM FILES (format = 'JSON', uris = ['gs://b/rows.json'])`,
    );
    const { body } = await rest.call('GET', '/datasets/d/tables/shaped');
    assert.equal(body.description, 'shaped');
    assert.deepEqual(body.timePartitioning, { type: 'HOUR', field: 't', expirationMs: '777600000000' });
    assert.deepEqual(body.clustering, { fields: ['id'] });
    assert.equal(body.schema.fields[0].mode, 'REQUIRED');
    assert.deepEqual(await rest.rows('shaped'), [['7', '1767322800000000']]);
  });

  it('reads partition columns from the names of the files, with and without their types', async () => {
    put('h/k=1/a.csv', '5\n');
    put('h/k=2/a.csv', '6\n');
    const files = "FROM FILES (format = 'CSV', uris = ['gs://b/h/*'], hive_partition_uri_prefix = 'gs://b/h')";
    await done(`LOAD DATA INTO d.texts (x INT64) ${files} WITH PARTITION COLUMNS (k STRING)`);
    await done(`LOAD DATA INTO d.numbers (x INT64) ${files} WITH PARTITION COLUMNS`);
    assert.deepEqual(await rest.rows('texts'), [
      ['5', '1'],
      ['6', '2'],
    ]);
    const { body } = await rest.call('GET', '/datasets/d/tables/numbers');
    assert.equal(body.schema.fields[1].type, 'INTEGER');
  });

  it('reads dates and times by the formats and the zone of the load, from CSV and JSON', async () => {
    const csv = put(
      'times.csv',
      '31.12.2020,5:06 PM,03/04/2020 05:06,2020-07-01 00:00:00\n,,,2020-07-01T00:00:00+02:00\n',
    );
    const line = { d: '31.12.2020', t: '5:06 PM', dt: '03/04/2020 05:06', ts: '2020-07-01 00:00:00' };
    const json = put('times.json', `${JSON.stringify(line)}\n{"ts":"2020-07-01T00:00:00+02:00"}\n`);
    for (const [name, format, uri] of [
      ['csv_times', 'CSV', csv],
      ['json_times', 'JSON', json],
    ] as const) {
      await done(
        `LOAD DATA INTO d.${name} (d DATE, t TIME, dt DATETIME, ts TIMESTAMP) FROM FILES (format = '${format}', uris = ['${uri}'],
           date_format = 'DD.MM.YYYY', time_format = 'HH12:MI AM', datetime_format = 'MM/DD/YYYY HH24:MI', time_zone = 'America/New_York')`,
      );
      assert.deepEqual(await rest.rows(name), [
        ['2020-12-31', '17:06:00', '2020-03-04T05:06:00', '1593576000000000'],
        [null, null, null, '1593554400000000'],
      ]);
    }
  });

  it('reads timestamps by a format with and without a zone of their own', async () => {
    const settings = {
      sourceUris: [put('stamps.csv', '2020/01/02 03:04 +05:30\n')],
      destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: 'stamps' },
      schema: { fields: [{ name: 'ts', type: 'TIMESTAMP' }] },
    };
    await rest.job({ load: { ...settings, timestampFormat: 'YYYY/MM/DD HH24:MI TZH:TZM' } });
    const sourceUris = [put('stamps2.csv', '2020/01/02 03:04\n')];
    await rest.job({ load: { ...settings, sourceUris, timestampFormat: 'YYYY/MM/DD HH24:MI', timeZone: '+01:00' } });
    assert.deepEqual(await rest.rows('stamps'), [['1577914440000000'], ['1577930640000000']]);
    const bad = await rest.job({ load: { ...settings, timestampFormat: 'DD' } });
    assert.match(bad.status.errors.at(-1).message, /Could not parse '2020\/01\/02 03:04 \+05:30' as TIMESTAMP/);
    const { error } = await rest.job({ load: { ...settings, dateFormat: 'HH24' } });
    assert.match(error.message, /Invalid value for dateFormat: HH24/);
    assert.match(
      (await rest.job({ load: { ...settings, timeZone: 'Mars' } })).error.message,
      /Invalid value for timeZone/,
    );
  });

  it('takes the fields of a CSV by the names of its header', async () => {
    put('named.csv', 'NAME,id,extra\na,1,x\n');
    const files = (more: string) =>
      `FROM FILES (format = 'CSV', uris = ['gs://b/named.csv'], skip_leading_rows = 1, source_column_match = 'NAME'${more})`;
    await done(
      `LOAD DATA INTO d.named (id INT64, other STRING, name STRING) ${files(', ignore_unknown_values = true')}`,
    );
    assert.deepEqual(await rest.rows('named'), [['1', null, 'a']]);
    assert.match(
      await failure(`LOAD DATA INTO d.named (id INT64, name STRING) ${files('')}`),
      /Column 'extra' of the header/,
    );
    const headless = files('').replace('skip_leading_rows = 1', 'skip_leading_rows = 0');
    assert.match(await failure(`LOAD DATA INTO d.named (id INT64) ${headless}`), /needs a header/);
  });

  it('reads several null markers', async () => {
    put('nulls.csv', '1,NA\n2,-\n3,x\n');
    await done(
      `LOAD DATA INTO d.nulls (id INT64, s STRING) FROM FILES (format = 'CSV', uris = ['gs://b/nulls.csv'], null_markers = ['NA', '-'])`,
    );
    assert.deepEqual(await rest.rows('nulls'), [
      ['1', null],
      ['2', null],
      ['3', 'x'],
    ]);
  });

  it('loads into one partition: beside its rows, or in their place', async () => {
    put('jan.json', '{"day":"2026-01-01","x":1}\n');
    put('feb.json', '{"day":"2026-02-01","x":2}\n');
    put('new.json', '{"day":"2026-01-01","x":9}\n');
    const files = (name: string) => `FROM FILES (format = 'JSON', uris = ['gs://b/${name}.json'])`;
    await done(`LOAD DATA INTO d.parts (day DATE, x INT64) PARTITION BY day ${files('jan')}`);
    await done(`LOAD DATA INTO d.parts PARTITIONS (day = '2026-02-01') ${files('feb')}`);
    await done(`LOAD DATA INTO d.parts OVERWRITE PARTITIONS (day = DATE '2026-01-01') ${files('new')}`);
    assert.deepEqual((await rest.rows('parts')).sort(), [
      ['2026-01-01', '9'],
      ['2026-02-01', '2'],
    ]);
    assert.match(
      await failure(`LOAD DATA INTO d.parts PARTITIONS (day = DATE '2026-03-01') ${files('new')}`),
      /partition/i,
    );
    put('plain.json', '{"x":5}\n');
    await done(
      `LOAD DATA INTO d.arrived (x INT64) PARTITIONS (_PARTITIONTIME = TIMESTAMP '2026-01-05') PARTITION BY _PARTITIONDATE ${files('plain')}`,
    );
    await done('CREATE TABLE d.when AS SELECT x, _PARTITIONDATE AS day FROM d.arrived');
    assert.deepEqual(await rest.rows('when'), [['5', '2026-01-05']]);
  });

  it('partitions a table whose columns are read from the files', async () => {
    put('auto.json', '{"t":"2026-01-02T03:00:00Z","id":"7"}\n');
    await done(
      `LOAD DATA INTO d.auto PARTITION BY TIMESTAMP_TRUNC(t, DAY) CLUSTER BY id FROM FILES (format = 'JSON', uris = ['gs://b/auto.json'])`,
    );
    const { body } = await rest.call('GET', '/datasets/d/tables/auto');
    assert.deepEqual([body.timePartitioning, body.clustering], [{ type: 'DAY', field: 't' }, { fields: ['id'] }]);
    assert.match(
      await failure(
        `LOAD DATA INTO d.odd PARTITION BY DATE(nothing) FROM FILES (format = 'JSON', uris = ['gs://b/auto.json'])`,
      ),
      /nothing/,
    );
  });

  it('loads into a temporary table of a script: makes it, appends to it, overwrites it', async () => {
    put('temp.csv', 'id,name\n1,a\n2,b\n');
    const files = "FROM FILES (format = 'CSV', uris = ['gs://b/temp.csv'], skip_leading_rows = 1)";
    await done(
      `LOAD DATA INTO TEMP TABLE made ${files};
       LOAD DATA INTO TEMP TABLE made ${files};
       CREATE TABLE d.sums AS SELECT COUNT(*) AS n, SUM(id) AS s, MAX(name) AS m FROM made;
       LOAD DATA OVERWRITE TEMP TABLE made (id STRING, name STRING) ${files};
       INSERT INTO d.sums SELECT COUNT(*), 0, MIN(id || name) FROM made;`,
    );
    assert.deepEqual((await rest.rows('sums')).sort(), [
      ['2', '0', '1a'],
      ['4', '6', 'b'],
    ]);
  });

  it('leaves the table as it was when a file is wrong', async () => {
    put('wrong.csv', '1\nx\n');
    await done('CREATE TABLE d.kept AS SELECT 5 AS x');
    const files = "FROM FILES (format = 'CSV', uris = ['gs://b/wrong.csv'])";
    assert.match(
      await failure(`LOAD DATA OVERWRITE d.kept (x INT64) ${files}`),
      /CSV table encountered too many errors/,
    );
    assert.deepEqual(await rest.rows('kept'), [['5']]);
  });

  for (const [statement, message] of [
    ["LOAD DATA INTO d.z FROM FILES (format = 'ORC', uris = ['gs://b/x'])", /does not support loads of format ORC/],
    ["LOAD DATA INTO d.z FROM FILES (format = 'CSV')", /Loads must have URIs/],
    ["LOAD DATA INTO none.z FROM FILES (format = 'CSV', uris = ['gs://b/x'])", /Not found: Dataset/],
    ["LOAD DATA INTO d.z FROM FILES (format = 'CSV', uris = ['gs://b/nothing'])", /Not found: URI gs:\/\/b\/nothing/],
    [
      "LOAD DATA INTO d.z FROM FILES (format = 'CSV', uris = ['gs://b/x'], colour = 'red')",
      /Unknown option for FILES: colour/,
    ],
    [
      "LOAD DATA INTO TEMP TABLE z PARTITIONS (d = '2026-01-01') FROM FILES (format = 'CSV', uris = ['gs://b/x'])",
      /does not support PARTITIONS of a temporary table/,
    ],
    [
      "LOAD DATA INTO d.z (x INT64) PARTITIONS (x = 1) FROM FILES (format = 'CSV', uris = ['gs://b/x'])",
      /PARTITIONS takes the column that the table is partitioned by, and not x/,
    ],
    [
      "LOAD DATA INTO d.z FROM FILES (format = 'CSV', uris = ['gs://b/x']) WITH PARTITION COLUMNS",
      /hive_partition_uri_prefix/,
    ],
  ] as const) {
    it(`refuses ${statement}`, async () => {
      assert.match(await failure(statement), message);
    });
  }
});
