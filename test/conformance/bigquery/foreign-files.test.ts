import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avroFile } from '../../support/avro-file.ts';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { int96File } from '../../support/parquet-int96.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: files that other tools write', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const STRING = { name: 's', type: 'STRING' };

  /** Loads one file, below a prefix of its own, and follows the job to its end. */
  async function load(name: string, bytes: string | Uint8Array, settings: object, tableId?: string) {
    count += 1;
    const id = tableId ?? `t${count}`;
    const uri = warehouse.objects.put(`gs://b/${count}/${name}`, bytes);
    const destinationTable = { projectId: PROJECT, datasetId: 'd', tableId: id };
    const job = await rest.job({ load: { destinationTable, sourceUris: [uri], ...settings } });
    return { id, error: (job.status?.errorResult ?? job.error)?.message as string | undefined };
  }

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

  const typesOf = async (id: string): Promise<string[]> =>
    (await rest.call('GET', `/datasets/d/tables/${id}`)).body.schema.fields.map(({ type }: { type: string }) => type);

  it('takes an empty line of a CSV file of one column for a row', async () => {
    const settings = { sourceFormat: 'CSV', schema: { fields: [STRING] } };
    const { id } = await load('f', 'a\n\nb\r\n\r\nc\n', settings);
    assert.deepEqual(await rest.rows(id), [['a'], [null], ['b'], [null], ['c']]);
    const marked = await load('f', 'a\n\nnone', { ...settings, nullMarker: 'none' });
    assert.deepEqual(await rest.rows(marked.id), [['a'], [''], [null]]);
  });

  it('skips an empty line of a CSV file of two columns', async () => {
    const { id } = await load('f', 'a,b\n\nc,d\n', { schema: { fields: [STRING, { ...STRING, name: 't' }] } });
    assert.deepEqual(await rest.rows(id), [
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('asks for a filter by a hive key where the external table requires it, and fails a load that does', async () => {
    for (const dt of ['2026-01-01', '2026-01-02'])
      warehouse.objects.put(`gs://hive/x/dt=${dt}/f.csv`, `${dt.slice(-1)}\n`);
    const hivePartitioningOptions = {
      mode: 'AUTO',
      sourceUriPrefix: 'gs://hive/x/',
      requirePartitionFilter: true,
    };
    const schema = { fields: [{ name: 'id', type: 'INTEGER' }] };
    const outside = { sourceFormat: 'CSV', sourceUris: ['gs://hive/x/*'], schema, hivePartitioningOptions };
    const ask = (query: string) =>
      rest.job({ query: { query, useLegacySql: false, tableDefinitions: { outside } } }).then(({ status }) => status);
    const wanted = /without a filter over column\(s\) 'dt'/;
    assert.match((await ask('SELECT id FROM outside')).errorResult.message, wanted);
    assert.equal((await ask("SELECT id FROM outside WHERE dt = '2026-01-02'")).errorResult, undefined);
    await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 'hive' },
      externalDataConfiguration: outside,
    });
    await assert.rejects(warehouse.client.query('SELECT id FROM d.hive WHERE id = 1'), wanted);
    const [rows] = await warehouse.client.query("SELECT id FROM d.hive WHERE dt > '2026-01-01'");
    assert.deepEqual(rows, [{ id: 2 }]);
    const { error, id } = await load('f', '1', { schema, hivePartitioningOptions });
    assert.match(error ?? '', /requirePartitionFilter cannot be true/);
    assert.equal((await rest.call('GET', `/datasets/d/tables/${id}`)).status, 404);
  });

  const INFERRED = { parquetOptions: { enableListInference: true } };
  const AT = { name: 'at', type: 'TIMESTAMP' };

  it('loads Parquet timestamps of type INT96 as TIMESTAMP, whether or not a schema says so', async () => {
    const bytes = int96File('at', [Date.UTC(2026, 0, 2, 3, 4, 5, 600), Date.UTC(1969, 11, 31)]);
    for (const more of [{}, { schema: { fields: [AT] } }]) {
      const { id, error } = await load('f', bytes, { sourceFormat: 'PARQUET', ...more });
      assert.equal(error, undefined);
      assert.deepEqual(await typesOf(id), ['TIMESTAMP']);
      assert.deepEqual(await rest.rows(id), [['1767323045600000'], ['-86400000000']]);
    }
  });

  it('loads Parquet timestamps without a zone as DATETIME, or as UTC where a TIMESTAMP is asked for', async () => {
    const bytes = await parquet("SELECT TIMESTAMP '2026-01-02 03:04:05.6' AS at");
    const plain = await load('f', bytes, { sourceFormat: 'PARQUET' });
    assert.deepEqual(await typesOf(plain.id), ['DATETIME']);
    const asked = await load('f', bytes, { sourceFormat: 'PARQUET', schema: { fields: [AT] } });
    await load('f', bytes, { sourceFormat: 'PARQUET' }, asked.id);
    assert.deepEqual(await rest.rows(asked.id), [['1767323045600000'], ['1767323045600000']]);
  });

  it('loads nested Parquet timestamps without a zone into TIMESTAMP fields', async () => {
    const bytes = await parquet("SELECT [{'n': 1, 'at': TIMESTAMP '2026-01-02 03:04:05'}] AS list");
    const fields = [{ name: 'n', type: 'INTEGER' }, AT];
    const schema = { fields: [{ name: 'list', type: 'RECORD', mode: 'REPEATED', fields }] };
    const { id, error } = await load('f', bytes, { sourceFormat: 'PARQUET', schema, ...INFERRED });
    assert.equal(error, undefined);
    assert.deepEqual(await rest.rows(id), [[[{ v: { f: [{ v: '1' }, { v: '1767323045000000' }] } }]]]);
  });

  it('takes a Parquet list for a record of its groups, unless lists are inferred', async () => {
    const bytes = await parquet(
      "SELECT [1::BIGINT, 2] AS a, [{'x': 'y'}] AS s, NULL::BIGINT[] AS n, [[1::BIGINT]] AS nested",
    );
    const { id, error } = await load('f', bytes, { sourceFormat: 'PARQUET' });
    assert.equal(error, undefined);
    const [row] = (await warehouse.client.query(`SELECT TO_JSON_STRING(t) AS json FROM d.${id} AS t`))[0];
    assert.deepEqual(JSON.parse(row.json), {
      a: { list: [{ element: 1 }, { element: 2 }] },
      s: { list: [{ element: { x: 'y' } }] },
      n: null,
      nested: { list: [{ element: { list: [{ element: 1 }] } }] },
    });
    await warehouse.client.query('CREATE TABLE d.lists (a ARRAY<INT64>)');
    const one = await parquet('SELECT [1::BIGINT, 2] AS a');
    const appended = await load('f', one, { sourceFormat: 'PARQUET' }, 'lists');
    assert.match(appended.error ?? '', /Field a has changed type/);
    await load('f', one, { sourceFormat: 'PARQUET', ...INFERRED }, 'lists');
    assert.deepEqual(await rest.rows('lists'), [[[{ v: '1' }, { v: '2' }]]]);
    warehouse.objects.put('gs://lists/f', one);
    const options = "format = 'PARQUET', uris = ['gs://lists/f'], enable_list_inference = true";
    await warehouse.client.query(`LOAD DATA INTO d.lists FROM FILES (${options})`);
    assert.equal((await rest.rows('lists')).length, 2);
  });

  it('keeps every digit of decimals in records and lists, and fails where NUMERIC has too few', async () => {
    const value = '0.12345678901234567890';
    const bytes = await parquet(`SELECT {'d': '${value}'::DECIMAL(38, 20), 'l': ['${value}'::DECIMAL(38, 20)]} AS s`);
    const settings = { sourceFormat: 'PARQUET', ...INFERRED };
    const { id } = await load('f', bytes, { ...settings, decimalTargetTypes: ['NUMERIC', 'BIGNUMERIC'] });
    const [row] = (
      await warehouse.client.query(`SELECT CAST(s.d AS STRING) AS d, CAST(s.l[0] AS STRING) AS l FROM d.${id}`)
    )[0];
    assert.deepEqual([row.d, row.l], ['0.1234567890123456789', '0.1234567890123456789']);
    assert.match((await load('f', bytes, settings)).error ?? '', /out of valid NUMERIC range/);
  });

  const modesOf = async (id: string): Promise<string[]> =>
    (await rest.call('GET', `/datasets/d/tables/${id}`)).body.schema.fields.map(({ mode }: { mode: string }) => mode);

  it('fails a load of a nullable Parquet or Avro column into a REQUIRED one, and relaxes it where the job may', async () => {
    const fields = [
      { name: 'a', type: 'INTEGER', mode: 'REQUIRED' },
      { name: 's', type: 'RECORD', mode: 'NULLABLE', fields: [{ name: 'x', type: 'INTEGER', mode: 'REQUIRED' }] },
    ];
    const record = (a: unknown, x: unknown) => ({
      type: 'record',
      name: 'r',
      fields: [
        { name: 'a', type: a },
        { name: 's', type: ['null', { type: 'record', name: 'q', fields: [{ name: 'x', type: x }] }] },
      ],
    });
    for (const [sourceFormat, bytes] of [
      ['PARQUET', await parquet("SELECT 1::BIGINT AS a, {'x': 2::BIGINT} AS s")],
      ['AVRO', avroFile(record(['null', 'long'], ['null', 'long']), 1n, Buffer.from([2, 2, 2, 2, 4]))],
    ] as const) {
      const id = `required_${sourceFormat}`;
      await rest.call('POST', '/datasets/d/tables', { tableReference: { tableId: id }, schema: { fields } });
      const { error } = await load('f', bytes, { sourceFormat }, id);
      assert.equal(
        error,
        `Provided Schema does not match Table ${PROJECT}:d.${id}. Field a has changed mode from REQUIRED to NULLABLE`,
      );
      assert.deepEqual(await rest.rows(id), []);
      const relaxing = { sourceFormat, schemaUpdateOptions: ['ALLOW_FIELD_RELAXATION'] };
      assert.equal((await load('f', bytes, relaxing, id)).error, undefined);
      assert.deepEqual(await modesOf(id), ['NULLABLE', 'NULLABLE']);
      assert.deepEqual(await rest.rows(id), [['1', { f: [{ v: '2' }] }]]);
    }
  });

  it('appends required Parquet and Avro columns to REQUIRED and to nullable ones', async () => {
    const record = { type: 'record', name: 'r', fields: [{ name: 'at', type: 'long' }] };
    for (const [sourceFormat, type, bytes] of [
      ['PARQUET', 'TIMESTAMP', int96File('at', [0])],
      ['AVRO', 'INTEGER', avroFile(record, 1n, Buffer.from([0]))],
    ] as const) {
      for (const mode of ['REQUIRED', 'NULLABLE']) {
        const id = `takes_${mode}_${sourceFormat}`;
        const schema = { fields: [{ name: 'at', type, mode }] };
        await rest.call('POST', '/datasets/d/tables', { tableReference: { tableId: id }, schema });
        assert.equal((await load('f', bytes, { sourceFormat }, id)).error, undefined);
        assert.deepEqual(await modesOf(id), [mode]);
        assert.deepEqual(await rest.rows(id), [['0']]);
      }
    }
  });

  it('fails a load of a Parquet decimal that NUMERIC does not hold, and rounds none', async () => {
    const file = (text: string) => parquet(`SELECT '${text}'::DECIMAL(38, 12) AS n UNION ALL SELECT NULL`);
    const settings = { sourceFormat: 'PARQUET' };
    const wide = await load('f', await file('1.1234567891'), settings);
    assert.match(wide.error ?? '', /Column n: 1\.123456789100 is out of valid NUMERIC range/);
    const { id, error } = await load('f', await file('1.123456789'), settings);
    assert.equal(error, undefined);
    assert.deepEqual(await rest.rows(id), [['1.123456789'], [null]]);
    const big = await load('f', await file('1.1234567891'), {
      ...settings,
      decimalTargetTypes: ['NUMERIC', 'BIGNUMERIC'],
    });
    assert.deepEqual(await rest.rows(big.id), [['1.1234567891'], [null]]);
  });

  describe('REQUIRED columns', () => {
    const fields = ['name', 'age'].map((name) => ({ name, type: 'STRING', mode: 'REQUIRED' }));
    const modesOf = async (tableId: string): Promise<string[]> =>
      (await rest.call('GET', `/datasets/d/tables/${tableId}`)).body.schema.fields.map(
        ({ mode }: { mode: string }) => mode,
      );

    async function table(): Promise<string> {
      count += 1;
      await rest.call('POST', '/datasets/d/tables', { tableReference: { tableId: `t${count}` }, schema: { fields } });
      return `t${count}`;
    }

    const append = async (tableId: string, query: string, ...schemaUpdateOptions: string[]) => {
      const destinationTable = { projectId: PROJECT, datasetId: 'd', tableId };
      const settings = { writeDisposition: 'WRITE_APPEND', schemaUpdateOptions, useLegacySql: false };
      return (await rest.job({ query: { query, destinationTable, ...settings } })).status.errorResult?.message;
    };

    it('become NULLABLE where a load or query that may relax them leaves them out', async () => {
      const loaded = await table();
      const schema = { fields: fields.slice(0, 1) };
      assert.match((await load('f', 'Ada\n', { schema }, loaded)).error ?? '', /Required field age/);
      const relaxing = { schema, schemaUpdateOptions: ['ALLOW_FIELD_RELAXATION'] };
      assert.equal((await load('f', 'Ada\n', relaxing, loaded)).error, undefined);
      assert.deepEqual(await modesOf(loaded), ['REQUIRED', 'NULLABLE']);
      assert.deepEqual(await rest.rows(loaded), [['Ada', null]]);
      const queried = await table();
      assert.equal(await append(queried, "SELECT 'Ada' AS name", 'ALLOW_FIELD_RELAXATION'), undefined);
      assert.deepEqual(await modesOf(queried), ['NULLABLE', 'NULLABLE']);
    });

    it('stay REQUIRED where a query only adds columns, and take no NULL from it', async () => {
      const id = await table();
      assert.equal(await append(id, "SELECT 'Ada' AS name, '36' AS age, 1 AS n", 'ALLOW_FIELD_ADDITION'), undefined);
      assert.deepEqual(await modesOf(id), ['REQUIRED', 'REQUIRED', 'NULLABLE']);
      assert.match((await append(id, "SELECT CAST(NULL AS STRING) AS name, '36' AS age")) ?? '', /null/i);
      assert.equal((await rest.rows(id)).length, 1);
    });
  });
});
