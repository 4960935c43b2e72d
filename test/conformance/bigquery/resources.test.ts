import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: what resources say of themselves', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse({ now: Date.now });
    rest = restOf(warehouse);
    await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
  });
  after(() => warehouse.close());

  const table = async (path: string) => (await rest.call('GET', `/datasets/${path}`)).body;

  it('gives a partitioned table the expiration of partitions and not that of tables, however it is made', async () => {
    await rest.call('POST', '/datasets', {
      datasetReference: { datasetId: 'short' },
      defaultTableExpirationMs: '3600000',
      defaultPartitionExpirationMs: '7200000',
    });
    const schema = { fields: [{ name: 'a', type: 'DATE' }] };
    const timePartitioning = { type: 'DAY', field: 'a' };
    await rest.call('POST', '/datasets/short/tables', {
      tableReference: { tableId: 'rest' },
      schema,
      timePartitioning,
    });
    await warehouse.client.query('CREATE TABLE short.ddl (a DATE) PARTITION BY a');
    const options = 'OPTIONS (partition_expiration_days = 1)';
    await warehouse.client.query(`CREATE TABLE short.own (a DATE) PARTITION BY a ${options}`);
    await warehouse.client.query('CREATE TABLE short.plain (a DATE)');
    const expirations = await Promise.all(
      ['rest', 'ddl', 'own', 'plain'].map(async (id) => {
        const { timePartitioning: partitions, expirationTime } = await table(`short/tables/${id}`);
        return [id, partitions?.expirationMs, expirationTime !== undefined];
      }),
    );
    assert.deepEqual(expirations, [
      ['rest', '7200000', false],
      ['ddl', '7200000', false],
      ['own', '86400000', false],
      ['plain', undefined, true],
    ]);
  });

  it('tells the arguments, the types and the body of routines', async () => {
    const make = (sql: string) => warehouse.client.query(sql);
    await make(
      'CREATE FUNCTION d.f(x INT64, y ARRAY<STRUCT<a STRING>>) RETURNS STRING AS (CONCAT("a", CAST(x AS STRING)))',
    );
    await make('CREATE FUNCTION d.any(x ANY TYPE) AS (x)');
    await make('CREATE FUNCTION d.js(x FLOAT64) RETURNS FLOAT64 LANGUAGE js AS "return x;"');
    await make('CREATE AGGREGATE FUNCTION d.agg(x INT64) AS (SUM(x))');
    await make('CREATE TABLE FUNCTION d.t(n INT64) RETURNS TABLE<a INT64> AS (SELECT n AS a)');
    await make('CREATE PROCEDURE d.p(IN x INT64, OUT y INT64) BEGIN SET y = x; END');
    const routine = async (id: string) => {
      const { etag: _etag, creationTime: _made, lastModifiedTime: _changed, ...rest } = await table(`d/routines/${id}`);
      return rest;
    };
    const INT64 = { typeKind: 'INT64' };
    const STRING = { typeKind: 'STRING' };
    const structType = { fields: [{ name: 'a', type: STRING }] };
    assert.partialDeepStrictEqual(await routine('f'), {
      routineType: 'SCALAR_FUNCTION',
      language: 'SQL',
      arguments: [
        { name: 'x', dataType: INT64 },
        { name: 'y', dataType: { typeKind: 'ARRAY', arrayElementType: { typeKind: 'STRUCT', structType } } },
      ],
      returnType: STRING,
      definitionBody: 'CONCAT("a", CAST(x AS STRING))',
    });
    assert.deepEqual((await routine('any')).arguments, [{ name: 'x', argumentKind: 'ANY_TYPE' }]);
    assert.partialDeepStrictEqual(await routine('js'), { language: 'JAVASCRIPT', definitionBody: 'return x;' });
    assert.equal((await routine('agg')).routineType, 'AGGREGATE_FUNCTION');
    assert.partialDeepStrictEqual(await routine('t'), {
      routineType: 'TABLE_VALUED_FUNCTION',
      returnTableType: { columns: [{ name: 'a', type: INT64 }] },
      definitionBody: '(SELECT n AS a)',
    });
    assert.partialDeepStrictEqual(await routine('p'), {
      routineType: 'PROCEDURE',
      arguments: [
        { name: 'x', mode: 'IN', dataType: INT64 },
        { name: 'y', mode: 'OUT', dataType: INT64 },
      ],
      definitionBody: 'BEGIN SET y = x; END',
    });
    const { routines } = await table('d/routines');
    assert.deepEqual([routines.length, routines[0].definitionBody], [6, undefined]);
  });

  it('answers a query without a job where the caller can do without one and the answer is whole', async () => {
    const ask = async (more: object) =>
      (
        await rest.call('POST', '/queries', {
          query: 'SELECT x FROM UNNEST([1, 2]) AS x',
          useLegacySql: false,
          ...more,
        })
      ).body;
    const required = await ask({});
    assert.deepEqual(
      [typeof required.jobReference.jobId, required.queryId, required.jobCreationReason.code],
      ['string', undefined, 'REQUESTED'],
    );
    const optional = await ask({ jobCreationMode: 'JOB_CREATION_OPTIONAL' });
    assert.deepEqual([optional.jobReference, typeof optional.queryId, optional.rows.length], [undefined, 'string', 2]);
    const paged = await ask({ jobCreationMode: 'JOB_CREATION_OPTIONAL', maxResults: 1 });
    assert.deepEqual([typeof paged.jobReference.jobId, paged.jobCreationReason.code], ['string', 'LARGE_RESULTS']);
    const script = await ask({ jobCreationMode: 'JOB_CREATION_OPTIONAL', query: 'SELECT 1; SELECT 2;' });
    assert.equal(script.jobCreationReason.code, 'OTHER');
    assert.match((await ask({ jobCreationMode: 'NEVER' })).error.message, /Invalid value for jobCreationMode/);
  });

  it('tells the hive keys of an external table, and reads its columns anew where it is asked to', async () => {
    warehouse.objects.put('gs://ext/x/k=1/a.json', '{"a":1}\n');
    const files = {
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      sourceUris: ['gs://ext/x/*'],
      autodetect: true,
      hivePartitioningOptions: { mode: 'AUTO', sourceUriPrefix: 'gs://ext/x' },
    };
    const reference = { tableReference: { tableId: 'ext' } };
    const made = await rest.call('POST', '/datasets/d/tables', { ...reference, externalDataConfiguration: files });
    const columnsOf = ({ body }: { body: { schema: { fields: { name: string }[] } } }) =>
      body.schema.fields.map(({ name }) => name);
    assert.deepEqual(columnsOf(made), ['a', 'k']);
    assert.deepEqual(made.body.externalDataConfiguration.hivePartitioningOptions.fields, ['k']);
    warehouse.objects.put('gs://ext/x/k=1/a.json', '{"a":1,"b":"x"}\n');
    const change = { externalDataConfiguration: files };
    assert.deepEqual(columnsOf(await rest.call('PATCH', '/datasets/d/tables/ext', change)), ['a', 'k']);
    const anew = await rest.call('PATCH', '/datasets/d/tables/ext?autodetect_schema=true', change);
    assert.deepEqual(columnsOf(anew), ['a', 'b', 'k']);
    assert.deepEqual((await warehouse.client.query('SELECT b FROM d.ext'))[0], [{ b: 'x' }]);
  });
});
