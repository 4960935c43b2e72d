import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ROWS = '/data?formatOptions.useInt64Timestamp=true';

describe('the local BigQuery: pages, and what bodies may hold', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse({ limits: { pageBytes: 1000 } });
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
    for (const tableId of ['a', 'b']) {
      await rest.call('POST', '/datasets/d/tables', {
        tableReference: { tableId },
        schema: { fields: [{ name: 's', type: 'STRING' }] },
      });
      await rest.call('POST', `/datasets/d/tables/${tableId}/insertAll`, {
        rows: Array.from({ length: 60 }, (_, at) => ({ json: { s: `${at}` } })),
      });
    }
  });
  after(() => warehouse.close());

  const select = async (query: string, more = {}) =>
    (await rest.call('POST', '/queries', { query, useLegacySql: false, ...more })).body;

  const values = (body: { rows?: { f: { v: string }[] }[] }) => (body.rows ?? []).map(({ f }) => f[0]?.v);

  it('takes a page token only for what it was given for', async () => {
    const [one, other] = [
      await select('SELECT x FROM UNNEST([1, 2, 3]) AS x', { maxResults: 1 }),
      await select('SELECT x FROM UNNEST([7, 8, 9]) AS x', { maxResults: 1 }),
    ];
    const results = (job: typeof one, pageToken: string) =>
      rest.call('GET', `/queries/${job.jobReference.jobId}?pageToken=${pageToken}`);
    assert.equal((await results(one, one.pageToken)).status, 200);
    const table = await rest.call('GET', `/datasets/d/tables/a${ROWS}&maxResults=1`);
    const list = await rest.call('GET', '/datasets/d/tables?maxResults=1');
    for (const { status, body } of [
      await results(other, one.pageToken),
      await results(one, table.body.pageToken),
      await rest.call('GET', `/datasets/d/tables/b${ROWS}&pageToken=${table.body.pageToken}`),
      await rest.call('GET', `/datasets?pageToken=${list.body.nextPageToken}`),
      await results(one, `${one.pageToken}x`),
      await results(one, Buffer.from('0:').toString('base64url')),
    ]) {
      assert.equal(status, 400);
      assert.match(body.error.message, /pageToken/);
    }
  });

  it('reads a result on by the table that holds it, with the same token', async () => {
    const { jobReference, pageToken } = await select('SELECT x FROM UNNEST([1, 2, 3]) AS x', { maxResults: 1 });
    const { body: job } = await rest.call('GET', `/jobs/${jobReference.jobId}`);
    const { datasetId, tableId } = job.configuration.query.destinationTable;
    const { body } = await rest.call('GET', `/datasets/${datasetId}/tables/${tableId}/data?pageToken=${pageToken}`);
    assert.deepEqual(values(body), ['2', '3']);
  });

  it("answers a result's table with the columns that were selected", async () => {
    const { jobReference } = await select('SELECT 1 AS a, 2 AS b, STRUCT(3 AS x, 4 AS y) AS s');
    const { body: job } = await rest.call('GET', `/jobs/${jobReference.jobId}`);
    const { datasetId, tableId } = job.configuration.query.destinationTable;
    const path = `/datasets/${datasetId}/tables/${tableId}/data`;
    const { body } = await rest.call('GET', `${path}?selectedFields=s.y,B`);
    assert.deepEqual(body.rows, [{ f: [{ v: '2' }, { v: { f: [{ v: '4' }] } }] }]);
    assert.equal((await rest.call('GET', `${path}?selectedFields=zz`)).status, 400);
    assert.equal((await rest.call('GET', `${path}?selectedFields=s.zz`)).status, 400);
  });

  it("finds a child job's rows by its destination table", async () => {
    const { jobReference } = await select('SELECT 1 AS x; SELECT 2 AS x;');
    const { body } = await rest.call('GET', `/jobs?parentJobId=${jobReference.jobId}&projection=full`);
    const found: unknown[] = [];
    for (const { configuration } of body.jobs) {
      const { datasetId, tableId } = configuration.query.destinationTable;
      found.push(...values((await rest.call('GET', `/datasets/${datasetId}/tables/${tableId}/data`)).body));
    }
    assert.deepEqual(found.sort(), ['1', '2']);
  });

  it('gives no rows for maxResults 0, and where they begin', async () => {
    const { rows, totalRows, pageToken, jobReference } = await select('SELECT 5 AS x', { maxResults: 0 });
    assert.deepEqual([rows, totalRows], [undefined, '1']);
    const { body } = await rest.call('GET', `/queries/${jobReference.jobId}?pageToken=${pageToken}`);
    assert.deepEqual(values(body), ['5']);
    const listed = await rest.call('GET', `/datasets/d/tables/a${ROWS}&maxResults=0`);
    assert.deepEqual([listed.body.rows, listed.body.totalRows], [undefined, '60']);
  });

  it('takes maxResults 0 of a list of resources for the default, so that no client pages forever', async () => {
    const { body } = await rest.call('GET', '/datasets/d/tables?maxResults=0');
    assert.deepEqual([body.tables.length, body.nextPageToken], [2, undefined]);
  });

  it('puts all rows on pages of bounded bytes, one row at least, whatever their sizes', async () => {
    const { pageToken: first, ...start } = await select(
      'SELECT REPEAT("x", IF(MOD(n, 7) = 3, 1500, n)) AS s FROM UNNEST(GENERATE_ARRAY(1, 50)) AS n ORDER BY n',
    );
    const sizes = [values(start).map((text) => text?.length)];
    for (let token = first; token !== undefined; ) {
      const { body } = await rest.call('GET', `/queries/${start.jobReference.jobId}?pageToken=${token}`);
      sizes.push(values(body).map((text) => text?.length));
      token = body.pageToken;
    }
    assert.deepEqual(
      sizes.flat(),
      Array.from({ length: 50 }, (_, at) => ((at + 1) % 7 === 3 ? 1500 : at + 1)),
    );
    for (const page of sizes) {
      const bytes = page.reduce<number>((sum, size) => sum + (size ?? 0), 0);
      assert.ok(page.length === 1 || bytes <= 1000, `${page.length} rows of ${bytes} bytes`);
    }
  });

  it('refuses a body that is not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"rows":[{"json":{"s":"'), Buffer.of(0xff), Buffer.from('"}}]}')]);
    const response = await fetch(
      `http://${warehouse.service.address}/bigquery/v2/projects/${PROJECT}/datasets/d/tables/a/insertAll`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body },
    );
    assert.equal(response.status, 400);
    assert.match(await response.text(), /non UTF-8 code points/);
  });

  for (const [what, value] of [
    ['half of a surrogate pair', '"\\ud800"'],
    ['a number that no double holds', '1e999'],
  ] as const) {
    it(`refuses ${what} for a STRING`, async () => {
      const inserted = await rest.call('POST', '/datasets/d/tables/a/insertAll', `{"rows":[{"json":{"s":${value}}}]}`);
      assert.match(inserted.body.insertErrors[0].errors[0].message, /Cannot convert value to string/);
      const uri = warehouse.objects.put('gs://b/strings', `{"s":${value}}\n`);
      const job = await rest.job({
        load: {
          destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: 'b' },
          sourceUris: [uri],
          sourceFormat: 'NEWLINE_DELIMITED_JSON',
        },
      });
      assert.match(job.status.errors.at(-1).message, /Could not convert value to string/);
    });
  }

  for (const [what, verb, path, body, status, message] of [
    [
      'an insertId of 129 characters',
      'POST',
      '/datasets/d/tables/a/insertAll',
      { rows: [{ insertId: 'x'.repeat(129), json: { s: 'a' } }] },
      400,
      /longer than 128/,
    ],
    [
      'a column that is selected and not there',
      'GET',
      '/datasets/d/tables/a/data?selectedFields=zz',
      undefined,
      400,
      /Selected field not found/,
    ],
    ['a negative maxResults', 'GET', '/datasets/d/tables/a/data?maxResults=-1', undefined, 400, /maxResults/],
    [
      'a parameter twice',
      'POST',
      '/queries',
      {
        query: 'SELECT @a',
        useLegacySql: false,
        parameterMode: 'NAMED',
        queryParameters: ['a', 'A'].map((name) => ({
          name,
          parameterType: { type: 'INT64' },
          parameterValue: { value: '1' },
        })),
      },
      400,
      /Duplicate query parameter: A/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const answer = await rest.call(verb, path, body);
      assert.equal(answer.status, status);
      assert.match(answer.body.error.message, message);
    });
  }
});
