import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const FIELDS = [{ name: 'a', type: 'INTEGER' }];

describe('the local BigQuery: calls that meet', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function dataset(): Promise<string> {
    count += 1;
    const made = await rest.call('POST', '/datasets', { datasetReference: { datasetId: `d${count}` } });
    assert.equal(made.status, 200);
    return `/datasets/d${count}`;
  }

  const table = (path: string, tableId: string, more = {}) =>
    rest.call('POST', `${path}/tables`, { tableReference: { tableId }, schema: { fields: FIELDS }, ...more });

  const together = async (calls: readonly Promise<{ status: number }>[]): Promise<number[]> =>
    (await Promise.all(calls)).map(({ status }) => status);

  it('loses no change of a dataset to another', async () => {
    const path = await dataset();
    const names = Array.from({ length: 8 }, (_, at) => `label${at}`);
    await together(names.map((name) => rest.call('PATCH', path, { labels: { [name]: 'x' } })));
    assert.deepEqual(Object.keys((await rest.call('GET', path)).body.labels).sort(), names);
  });

  it('takes one of several changes of a dataset under one etag', async () => {
    const path = await dataset();
    const { etag } = (await rest.call('GET', path)).body;
    const statuses = await together(
      ['a', 'b', 'c'].map((description) => rest.call('PATCH', path, { description }, { 'if-match': etag })),
    );
    assert.deepEqual(statuses.sort(), [200, 412, 412]);
  });

  it('deletes a dataset once, and no change brings it back', async () => {
    const path = await dataset();
    const statuses = await together([
      rest.call('DELETE', path),
      rest.call('DELETE', path),
      rest.call('PATCH', path, { description: 'x' }),
      table(path, 't'),
      rest.call('POST', `${path}/tables`, {
        tableReference: { tableId: 'v' },
        view: { query: 'SELECT 1 AS a', useLegacySql: false },
      }),
    ]);
    assert.deepEqual(statuses, [204, 404, 404, 404, 404]);
    assert.equal((await rest.call('GET', path)).status, 404);
  });

  it('deletes a table once', async () => {
    const path = await dataset();
    await table(path, 't');
    const statuses = await together([1, 2, 3].map(() => rest.call('DELETE', `${path}/tables/t`)));
    assert.deepEqual(statuses.sort(), [204, 404, 404]);
  });

  it('deletes a dataset whose only table has expired', async () => {
    const path = await dataset();
    await table(path, 't', { expirationTime: String(warehouse.clock.now + 1000) });
    assert.equal((await rest.call('DELETE', path)).status, 400);
    warehouse.clock.now += 2000;
    assert.equal((await rest.call('DELETE', path)).status, 204);
  });

  it('takes a job id once, however many callers ask for it at the same time', async () => {
    const job = (query: string) =>
      rest.call('POST', '/jobs', {
        jobReference: { projectId: PROJECT, jobId: 'asked_thrice' },
        configuration: { query: { query, useLegacySql: false } },
      });
    assert.deepEqual((await together(['SELECT 1', 'SELECT 2', 'SELECT 3'].map(job))).sort(), [200, 409, 409]);
  });

  it('inserts a row once whose request is sent again before the first is answered', async () => {
    await table('/datasets/d', 'once');
    const send = (ids: readonly string[]) =>
      rest.call('POST', '/datasets/d/tables/once/insertAll', {
        rows: ids.map((insertId, a) => ({ insertId, json: { a } })),
      });
    assert.deepEqual(
      await together([send(['x', 'y']), send(['x', 'y']), send(['y', 'z']), send(['z'])]),
      [200, 200, 200, 200],
    );
    assert.equal((await rest.rows('once')).length, 3);
  });

  it('checks rows anew when their table was replaced while they waited', async () => {
    const path = '/datasets/d/tables/replaced';
    await table('/datasets/d', 'replaced');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holding = warehouse.service.engine.write(() => held);
    const send = (a: unknown) => rest.call('POST', `${path}/insertAll`, { rows: [{ json: { a } }] });
    const fields = [{ name: 'a', type: 'DATE', mode: 'REQUIRED' }];
    const dropped = rest.call('DELETE', path);
    const made = table('/datasets/d', 'replaced', { schema: { fields } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const inserted = [send(5), send(null)];
    await new Promise((resolve) => setTimeout(resolve, 50));
    release();
    await holding;
    assert.deepEqual(await together([dropped, made]), [204, 200]);
    const messages = (await Promise.all(inserted)).map(({ body }) => body.insertErrors?.[0].errors[0].message);
    assert.deepEqual(messages, ['Cannot convert value to date (bad value):5', 'Missing required field: a.']);
    assert.equal((await rest.rows('replaced')).length, 0);
  });
});
