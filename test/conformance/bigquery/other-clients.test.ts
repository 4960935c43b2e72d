import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const FIELDS = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'STRING' },
];

describe('the local BigQuery: what bq, Terraform and other clients ask', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
    await rest.call('POST', '/datasets/d/tables', { tableReference: { tableId: 't' }, schema: { fields: FIELDS } });
  });
  after(() => warehouse.close());

  const unknown: readonly (readonly [string, string, string, object, RegExp])[] = [
    ['a query', 'POST', '/queries', { query: 'SELECT 1', dryrun: true }, /"dryrun": Cannot find field/],
    [
      'a job',
      'POST',
      '/jobs',
      { configuration: { query: { query: 'SELECT 1', useLegacySQL: false } } },
      /"useLegacySQL" at 'configuration.query'/,
    ],
    ['a table', 'POST', '/datasets/d/tables', { tableReference: { tableId: 'u' }, schemas: {} }, /"schemas"/],
    ['a dataset', 'POST', '/datasets', { datasetReference: { datasetId: 'u' }, locations: 'EU' }, /"locations"/],
    ['rows', 'POST', '/datasets/d/tables/t/insertAll', { rows: [], skipInvalid: true }, /"skipInvalid"/],
  ];
  for (const [what, verb, path, body, message] of unknown) {
    it(`refuses ${what} with a field that the API does not have, by its name`, async () => {
      const answer = await rest.call(verb, path, body);
      assert.equal(answer.status, 400);
      assert.match(answer.body.error.message, message);
    });
  }

  it('makes nothing of a request that it refuses for a field', async () => {
    assert.equal((await rest.call('GET', '/datasets/u')).status, 404);
    assert.equal((await rest.call('GET', '/datasets/d/tables/u')).status, 404);
  });

  it('shows the columns of a table that were asked for, whatever their case', async () => {
    const { body } = await rest.call('GET', '/datasets/d/tables/t?selectedFields=NAME');
    assert.deepEqual(
      body.schema.fields.map(({ name }: { name: string }) => name),
      ['name'],
    );
    assert.match(
      (await rest.call('GET', '/datasets/d/tables/t?selectedFields=x')).body.error.message,
      /No such field: x/,
    );
  });

  it('leaves the figures of storage out of the BASIC view, and refuses a view that does not exist', async () => {
    assert.equal((await rest.call('GET', '/datasets/d/tables/t?view=BASIC')).body.numRows, undefined);
    assert.equal((await rest.call('GET', '/datasets/d/tables/t?view=FULL')).body.numRows, '0');
    assert.equal((await rest.call('GET', '/datasets/d/tables/t?view=WIDE')).status, 400);
  });

  it('describes itself under the version of BigQuery only', async () => {
    const described = async (query: string) =>
      (await fetch(`http://${warehouse.service.address}/$discovery/rest${query}`)).status;
    assert.deepEqual(
      [await described(''), await described('?version=v2'), await described('?version=v1')],
      [200, 200, 404],
    );
  });

  it('keeps the IAM policy of a table and gives it back, and it outlives a change of the table', async () => {
    const path = '/datasets/d/tables/t';
    const before = await rest.call('POST', `${path}:getIamPolicy`, {});
    const bindings = [{ role: 'roles/bigquery.dataViewer', members: ['user:ada@example.com'] }];
    const set = await rest.call('POST', `${path}:setIamPolicy`, { policy: { bindings, etag: before.body.etag } });
    assert.deepEqual(set.body.bindings, bindings);
    const stale = await rest.call('POST', `${path}:setIamPolicy`, { policy: { bindings: [], etag: before.body.etag } });
    assert.equal(stale.status, 412);
    await rest.call('PATCH', path, { labels: { a: 'b' } });
    assert.deepEqual((await rest.call('POST', `${path}:getIamPolicy`)).body.bindings, bindings);
    const tested = await rest.call('POST', `${path}:testIamPermissions`, { permissions: ['bigquery.tables.get'] });
    assert.deepEqual(tested.body.permissions, ['bigquery.tables.get']);
    assert.equal((await rest.call('POST', '/datasets/d/tables/none:getIamPolicy')).status, 404);
  });

  it('keeps who has access to a dataset when an update changes something else', async () => {
    const access = [{ role: 'READER', userByEmail: 'ada@example.com' }];
    await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'shared' }, access });
    const put = await rest.call('PUT', '/datasets/shared', { labels: { a: 'b' } });
    assert.deepEqual(put.body.access, access);
    assert.deepEqual((await rest.call('PUT', '/datasets/shared', { access: [] })).body.access, []);
  });

  it('shows numbers of a dataset as text and flags as flags, whichever way they came', async () => {
    const body = {
      datasetReference: { datasetId: 'typed' },
      defaultTableExpirationMs: 3_600_000,
      isCaseInsensitive: 'false',
    };
    const made = await rest.call('POST', '/datasets', body);
    assert.deepEqual([made.body.defaultTableExpirationMs, made.body.isCaseInsensitive], ['3600000', false]);
  });

  it('names the table that a CREATE TABLE AS SELECT made as the destination of its job', async () => {
    const job = await rest.job({ query: { query: 'CREATE TABLE d.made AS SELECT 1 AS x', useLegacySql: false } });
    assert.equal(job.configuration.query.destinationTable.tableId, 'made');
  });

  it('requires a partition filter that stands within the partitioning, as older clients write it', async () => {
    const made = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 'filtered' },
      schema: { fields: [{ name: 'at', type: 'DATE' }] },
      timePartitioning: { type: 'DAY', field: 'at', requirePartitionFilter: true },
    });
    assert.equal(made.body.requirePartitionFilter, true);
    await assert.rejects(warehouse.client.query('SELECT * FROM d.filtered'), /partition/);
  });

  it('takes the schema of an external table at the table, and reads no file while it is made', async () => {
    const made = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 'outside' },
      schema: { fields: FIELDS },
      externalDataConfiguration: { sourceFormat: 'CSV', sourceUris: ['gs://nowhere/at-all.csv'] },
    });
    assert.equal(made.status, 200);
    assert.deepEqual(made.body.schema.fields.length, 2);
    await assert.rejects(warehouse.client.query('SELECT * FROM d.outside'), /nowhere/);
  });

  it('returns a query parameter that is NULL without a value, as the service does', async () => {
    const parameter = (parameterValue: object) => ({ parameterType: { type: 'INT64' }, parameterValue });
    const queryParameters = [parameter({ value: null }), parameter({ value: '1' })];
    const job = await rest.job({ query: { query: 'SELECT ?, ?', useLegacySql: false, queryParameters } });
    assert.equal(job.status.errorResult, undefined);
    assert.deepEqual(job.configuration.query.queryParameters, [parameter({}), parameter({ value: '1' })]);
  });

  it('calls a script that failed a SCRIPT', async () => {
    const job = await rest.job({ query: { query: "SELECT 1; SELECT ERROR('no')", useLegacySql: false } });
    assert.match(job.status.errorResult.message, /no/);
    assert.equal(job.statistics.query.statementType, 'SCRIPT');
  });

  it('takes parameters of ranges, with a bound or without', async () => {
    const element = { type: 'DATE' };
    const ask = async (rangeValue: object) => {
      const answer = await rest.call('POST', '/queries', {
        query: "SELECT RANGE_START(@r), RANGE_END(@r), RANGE_CONTAINS(@r, DATE '2020-01-15')",
        useLegacySql: false,
        parameterMode: 'NAMED',
        queryParameters: [
          { name: 'r', parameterType: { type: 'RANGE', rangeElementType: element }, parameterValue: { rangeValue } },
        ],
      });
      return answer.body.rows?.[0].f.map(({ v }: { v: unknown }) => v) ?? answer.body.error.message;
    };
    const [start, end] = [{ value: '2020-01-01' }, { value: '2020-02-01' }];
    assert.deepEqual(await ask({ start, end }), ['2020-01-01', '2020-02-01', 'true']);
    assert.deepEqual(await ask({ start }), ['2020-01-01', null, 'true']);
    assert.deepEqual(await ask({ start: {}, end }), [null, '2020-02-01', 'true']);
    assert.match(await ask({ start: end, end: start }), /Range start element must be smaller/);
    assert.match(await ask({ start: { value: 'x' } }), /Invalid value for query parameter of type RANGE<DATE>/);
  });

  it('knows a table by a path in one pair of backquotes, as SQLAlchemy names its columns', async () => {
    const run = async (sql: string) => {
      const { body } = await rest.call('POST', '/queries', { query: sql, useLegacySql: false });
      return body.rows?.map(({ f }: { f: { v: unknown }[] }) => f.map(({ v }) => v)) ?? body.error?.message;
    };
    await run('CREATE TABLE d.quoted (a INT64); INSERT d.quoted VALUES (1), (2)');
    assert.deepEqual(await run('SELECT `d.quoted`.`a` FROM `d.quoted` WHERE `d.quoted`.a > 1'), [['2']]);
    assert.deepEqual(await run(`SELECT \`${PROJECT}.d.quoted\`.a FROM \`${PROJECT}.d.quoted\` ORDER BY 1 LIMIT 1`), [
      ['1'],
    ]);
    await run('UPDATE `d.quoted` SET a = `d.quoted`.a + 5 WHERE `d.quoted`.a = 1');
    await run('DELETE FROM `d.quoted` WHERE `d.quoted`.`a` = 2');
    assert.deepEqual(await run('SELECT quoted.a FROM `d.quoted`'), [['6']]);
    assert.match(await run('SELECT `d.quoted`.a FROM `d.quoted` AS q'), /Unrecognized name: d\.quoted/);
  });
});
