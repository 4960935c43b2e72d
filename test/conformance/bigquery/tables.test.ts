import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ID = { name: 'id', type: 'INTEGER', mode: 'REQUIRED' };
const NAME = { name: 'name', type: 'STRING', mode: 'NULLABLE' };

describe('the local BigQuery: datasets and tables', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function table(fields: unknown[] = [ID, NAME], more: Record<string, unknown> = {}): Promise<string> {
    count += 1;
    const tableId = `t${count}`;
    const { status, body } = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId },
      schema: { fields },
      ...more,
    });
    assert.equal(status, 200, JSON.stringify(body));
    return tableId;
  }

  const patch = (tableId: string, body: unknown, headers = {}) =>
    rest.call('PATCH', `/datasets/d/tables/${tableId}`, body, headers);

  it('makes, reads, lists and deletes a dataset with the Node client', async () => {
    const [dataset] = await warehouse.client.createDataset('other', { labels: { team: 'a' } });
    const [metadata] = await dataset.getMetadata();
    assert.equal(metadata.id, `${PROJECT}:other`);
    assert.equal(metadata.location, 'US');
    assert.deepEqual(metadata.labels, { team: 'a' });
    const [all] = await warehouse.client.getDatasets({ filter: 'labels.team:a' });
    assert.deepEqual(
      all.map(({ id }) => id),
      ['other'],
    );
    await dataset.delete();
    assert.deepEqual(await dataset.exists(), [false]);
  });

  it('refuses a dataset that exists with 409 and its name', async () => {
    const { status, body } = await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
    assert.equal(status, 409);
    assert.equal(body.error.errors[0].reason, 'duplicate');
    assert.equal(body.error.message, `Already Exists: Dataset ${PROJECT}:d`);
  });

  it('deletes a dataset with tables only when deleteContents says so', async () => {
    await warehouse.client.createDataset('full');
    await rest.call('POST', '/datasets/full/tables', { tableReference: { tableId: 't' }, schema: { fields: [ID] } });
    const refused = await rest.call('DELETE', '/datasets/full');
    assert.equal(refused.status, 400);
    assert.equal(refused.body.error.errors[0].reason, 'resourceInUse');
    assert.equal((await rest.call('DELETE', '/datasets/full?deleteContents=true')).status, 204);
    assert.equal((await rest.call('GET', '/datasets/full')).status, 404);
  });

  it('answers the legacy names of types, no mode that was not given, and no streaming buffer', async () => {
    const id = await table([
      { name: 'a', type: 'INT64' },
      { name: 'b', type: 'FLOAT64' },
      { name: 'c', type: 'BOOL' },
      { name: 's', type: 'STRUCT', fields: [{ name: 'x', type: 'BIGDECIMAL' }] },
    ]);
    const { body } = await rest.call('GET', `/datasets/d/tables/${id}`);
    assert.deepEqual(
      body.schema.fields.map((field: { type: string; mode: string }) => [field.type, field.mode]),
      [
        ['INTEGER', undefined],
        ['FLOAT', undefined],
        ['BOOLEAN', undefined],
        ['RECORD', undefined],
      ],
    );
    assert.equal(body.schema.fields[3].fields[0].type, 'BIGNUMERIC');
    assert.equal(body.numRows, '0');
    assert.equal(body.streamingBuffer, undefined);
    assert.equal(body.type, 'TABLE');
  });

  for (const [what, fields, message] of [
    ['an unknown type', [{ name: 'a', type: 'TEXT' }], /TEXT is not a valid value/],
    ['a bad name', [{ name: 'a.b', type: 'STRING' }], /Invalid field name "a\.b"/],
    ['a reserved name', [{ name: '_PARTITIONTIME', type: 'TIMESTAMP' }], /reserved/],
    [
      'a column twice, whatever its case',
      [
        { name: 'a', type: 'STRING' },
        { name: 'A', type: 'STRING' },
      ],
      /Field A already exists in schema/,
    ],
    ['a record without fields', [{ name: 'r', type: 'RECORD' }], /Field r is type RECORD but has no schema/],
    ['too wide a NUMERIC', [{ name: 'n', type: 'NUMERIC', precision: '40' }], /Invalid precision or scale/],
  ] as const) {
    it(`refuses a schema with ${what}`, async () => {
      const { status, body } = await rest.call('POST', '/datasets/d/tables', {
        tableReference: { tableId: 'bad' },
        schema: { fields },
      });
      assert.equal(status, 400);
      assert.match(body.error.message, message);
    });
  }

  it('refuses records nested deeper than 15 levels', async () => {
    let field: Record<string, unknown> = { name: 'leaf', type: 'STRING' };
    for (let depth = 0; depth < 15; depth += 1) field = { name: 'r', type: 'RECORD', fields: [field] };
    const { status, body } = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 'deep' },
      schema: { fields: [field] },
    });
    assert.equal(status, 400);
    assert.match(body.error.message, /Too many levels/);
  });

  it('adds nullable columns, top-level and nested, and rows that exist read NULL there', async () => {
    const record = {
      name: 'r',
      type: 'RECORD',
      mode: 'REPEATED',
      fields: [{ name: 'x', type: 'INTEGER', mode: 'NULLABLE' }],
    };
    const id = await table([ID, record]);
    await warehouse.client
      .dataset('d')
      .table(id)
      .insert([{ id: 1, r: [{ x: 1 }] }]);
    const wider = { ...record, fields: [...record.fields, { name: 'y', type: 'STRING', mode: 'NULLABLE' }] };
    const { status, body } = await patch(id, {
      schema: { fields: [ID, wider, { name: 'tags', type: 'STRING', mode: 'REPEATED' }, NAME] },
    });
    assert.equal(status, 200, JSON.stringify(body));
    const [rows] = await warehouse.client.dataset('d').table(id).getRows();
    assert.deepEqual(rows, [{ id: 1, r: [{ x: 1, y: null }], tags: [], name: null }]);
  });

  it('relaxes REQUIRED to NULLABLE and then takes NULL', async () => {
    const id = await table();
    assert.equal((await patch(id, { schema: { fields: [{ ...ID, mode: 'NULLABLE' }, NAME] } })).status, 200);
    await warehouse.client
      .dataset('d')
      .table(id)
      .insert([{ name: 'no id' }]);
    assert.deepEqual(await rest.rows(id), [[null, 'no id']]);
  });

  for (const [what, fields, message] of [
    ['a column is dropped', [ID], /Field name is missing in new schema/],
    ['a type changes', [ID, { ...NAME, type: 'INTEGER' }], /Field name has changed type from STRING to INT64/],
    [
      'a required column is added',
      [ID, NAME, { name: 'z', type: 'STRING', mode: 'REQUIRED' }],
      /Cannot add required fields to an existing schema\. \(field: z\)/,
    ],
    [
      'NULLABLE becomes REQUIRED',
      [ID, { ...NAME, mode: 'REQUIRED' }],
      /Field name has changed mode from NULLABLE to REQUIRED/,
    ],
    [
      'NULLABLE becomes REPEATED',
      [ID, { ...NAME, mode: 'REPEATED' }],
      /Field name has changed mode from NULLABLE to REPEATED/,
    ],
  ] as const) {
    it(`refuses a schema in which ${what}`, async () => {
      const id = await table();
      const { status, body } = await patch(id, { schema: { fields } });
      assert.equal(status, 400);
      assert.equal(body.error.errors[0].reason, 'invalid');
      assert.match(body.error.message, message);
      assert.match(body.error.message, new RegExp(`Provided Schema does not match Table ${PROJECT}:d.${id}`));
    });
  }

  it('loses no row and no column when rows and changes of the schema come at once', async () => {
    const id = await table([ID]);
    const more = Array.from({ length: 8 }, (_, n) => ({ name: `c${n}`, type: 'STRING', mode: 'NULLABLE' }));
    const changing = (async () => {
      for (let n = 1; n <= more.length; n += 1)
        assert.equal((await patch(id, { schema: { fields: [ID, ...more.slice(0, n)] } })).status, 200);
    })();
    const labelling = (async () => {
      for (let n = 0; n < 8; n += 1) assert.equal((await patch(id, { labels: { [`l${n}`]: 'x' } })).status, 200);
    })();
    const inserting = Promise.all(
      Array.from({ length: 20 }, async (_, row) => {
        const { status, body } = await rest.call('POST', `/datasets/d/tables/${id}/insertAll`, {
          rows: [{ json: { id: row } }],
        });
        assert.equal(status, 200, JSON.stringify(body));
      }),
    );
    await Promise.all([changing, labelling, inserting]);
    const { body } = await rest.call('GET', `/datasets/d/tables/${id}`);
    assert.equal(body.numRows, '20');
    assert.equal(body.schema.fields.length, 9);
    assert.equal(Object.keys(body.labels).length, 8);
  });

  it('changes nothing under an If-Match that is not the etag: 412', async () => {
    const id = await table();
    const { body } = await rest.call('GET', `/datasets/d/tables/${id}`);
    assert.equal((await patch(id, { description: 'a' }, { 'if-match': body.etag })).status, 200);
    const stale = await patch(id, { description: 'b' }, { 'if-match': body.etag });
    assert.equal(stale.status, 412);
    assert.equal(stale.body.error.errors[0].reason, 'conditionNotMet');
    const after = await rest.call('GET', `/datasets/d/tables/${id}`);
    assert.equal(after.body.description, 'a');
    assert.notEqual(after.body.etag, body.etag);
  });

  it('takes a PATCH that comes as a POST, as clients send it that know no PATCH', async () => {
    const id = await table([ID], { description: 'kept' });
    const override = { 'x-http-method-override': 'PATCH' };
    const patched = await rest.call('POST', `/datasets/d/tables/${id}`, { labels: { c: '3' } }, override);
    assert.deepEqual([patched.status, patched.body.labels, patched.body.description], [200, { c: '3' }, 'kept']);
  });

  it('merges labels on PATCH, removes those set to null, and replaces all on PUT', async () => {
    const id = await table([ID], { labels: { a: '1', b: '2' }, description: 'kept' });
    const patched = await patch(id, { labels: { a: null, c: '3' } });
    assert.deepEqual(patched.body.labels, { b: '2', c: '3' });
    assert.equal(patched.body.description, 'kept');
    const put = await rest.call('PUT', `/datasets/d/tables/${id}`, { schema: { fields: [ID] }, labels: { z: '9' } });
    assert.deepEqual(put.body.labels, { z: '9' });
    assert.equal(put.body.description, undefined);
  });

  it('keeps partitioning, clustering, keys and staleness, and refuses to change partitioning', async () => {
    const id = await table([ID, NAME, { name: 'at', type: 'TIMESTAMP' }], {
      timePartitioning: { type: 'DAY', field: 'at', expirationMs: '86400000' },
      clustering: { fields: ['name'] },
      tableConstraints: { primaryKey: { columns: ['id'] } },
      maxStaleness: '0-0 0 0:15:0',
    });
    const { body } = await rest.call('GET', `/datasets/d/tables/${id}`);
    assert.deepEqual(body.timePartitioning, { type: 'DAY', field: 'at', expirationMs: '86400000' });
    assert.deepEqual(body.clustering, { fields: ['name'] });
    assert.deepEqual(body.tableConstraints, { primaryKey: { columns: ['id'] } });
    assert.equal(body.maxStaleness, '0-0 0 0:15:0');
    const refused = await patch(id, { timePartitioning: { type: 'HOUR', field: 'at' } });
    assert.equal(refused.status, 400);
    assert.match(refused.body.error.message, /Cannot change partitioning/);
  });

  for (const [what, more, message] of [
    [
      'partitioning by a missing column',
      { timePartitioning: { type: 'DAY', field: 'zz' } },
      /cannot be found in the schema/,
    ],
    [
      'partitioning by a STRING',
      { timePartitioning: { type: 'DAY', field: 'name' } },
      /must be of type TIMESTAMP, DATE or DATETIME/,
    ],
    ['clustering by five columns', { clustering: { fields: ['a', 'b', 'c', 'd', 'e'] } }, /at most 4/],
    [
      'a key of a missing column',
      { tableConstraints: { primaryKey: { columns: ['zz'] } } },
      /Primary key column zz does not exist/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status, body } = await rest.call('POST', '/datasets/d/tables', {
        tableReference: { tableId: 'bad' },
        schema: { fields: [ID, NAME] },
        ...more,
      });
      assert.equal(status, 400);
      assert.match(body.error.message, message);
    });
  }

  it('forgets a table whose expiration has passed, and lets its name be used again', async () => {
    const expirationTime = String(warehouse.clock.now + 60_000);
    const id = await table([ID], { expirationTime });
    assert.equal((await rest.call('GET', `/datasets/d/tables/${id}`)).body.expirationTime, expirationTime);
    warehouse.clock.now += 60_001;
    assert.equal((await rest.call('GET', `/datasets/d/tables/${id}`)).status, 404);
    const again = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: id },
      schema: { fields: [NAME] },
    });
    assert.equal(again.status, 200);
  });

  it('makes a view with the columns of its query', async () => {
    const id = await table();
    await warehouse.client
      .dataset('d')
      .table(id)
      .insert([{ id: 4, name: 'four' }]);
    const view = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: `${id}_view` },
      view: { query: `SELECT name, id * 2 AS twice FROM d.${id}`, useLegacySql: false },
    });
    assert.equal(view.status, 200, JSON.stringify(view.body));
    assert.equal(view.body.type, 'VIEW');
    assert.deepEqual(
      view.body.schema.fields.map((field: { name: string }) => field.name),
      ['name', 'twice'],
    );
    const [rows] = await warehouse.client.query(`SELECT * FROM d.${id}_view`);
    assert.deepEqual(rows, [{ name: 'four', twice: 8 }]);
  });

  it('lists tables page by page in the order of their names', async () => {
    await warehouse.client.createDataset('paged');
    for (const tableId of ['c', 'a', 'b'])
      await rest.call('POST', '/datasets/paged/tables', { tableReference: { tableId }, schema: { fields: [ID] } });
    const first = await rest.call('GET', '/datasets/paged/tables?maxResults=2');
    assert.deepEqual(
      first.body.tables.map((entry: { id: string }) => entry.id),
      [`${PROJECT}:paged.a`, `${PROJECT}:paged.b`],
    );
    const second = await rest.call('GET', `/datasets/paged/tables?maxResults=2&pageToken=${first.body.nextPageToken}`);
    assert.deepEqual(
      second.body.tables.map((entry: { id: string }) => entry.id),
      [`${PROJECT}:paged.c`],
    );
    assert.equal(second.body.nextPageToken, undefined);
  });

  for (const [what, verb, path] of [
    ['models', 'GET', '/datasets/d/models'],
    ['row access policies', 'GET', '/datasets/d/tables/t1/rowAccessPolicies'],
    ['undeleting', 'POST', '/datasets/d:undelete'],
  ] as const) {
    it(`refuses ${what} by name`, async () => {
      const { status, body } = await rest.call(verb, path, verb === 'POST' ? {} : undefined);
      assert.equal(status, 400);
      assert.match(body.error.message, /^The local BigQuery does not support/);
    });
  }

  it('answers 404 for a path it does not know and 405 for a verb, in the error shape', async () => {
    const lost = await rest.call('GET', '/nothing');
    assert.equal(lost.status, 404);
    assert.equal(lost.body.error.errors[0].domain, 'global');
    assert.equal((await rest.call('PUT', '/datasets')).status, 405);
  });

  it('serves the paths without /bigquery/v2, the discovery document, and partial responses', async () => {
    const base = `http://${warehouse.service.address}`;
    const bare = await fetch(`${base}/projects/${PROJECT}/datasets/d?fields=id,datasetReference/datasetId`);
    assert.deepEqual(await bare.json(), { id: `${PROJECT}:d`, datasetReference: { datasetId: 'd' } });
    const discovery = (await (await fetch(`${base}/discovery/v1/apis/bigquery/v2/rest`)).json()) as {
      rootUrl: string;
      resources: Record<string, unknown>;
    };
    assert.equal(discovery.rootUrl, `${base}/`);
    assert.ok('tabledata' in discovery.resources);
  });
});
