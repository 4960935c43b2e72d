import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { handle } from '../../../../functions/loader/handler.ts';
import { blankRecord } from '../../../../functions/loader/plan.ts';
import { createTracker } from '../../../../functions/loader/tracking.ts';
import { type Instance, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';
import { PROJECT } from '../../../support/warehouse.ts';

/** The statements that docs/loader.md shows, so that it cannot show others than are tested. */
function documentedViews(): readonly string[] {
  const docs = readFileSync(new URL('../../../../docs/loader.md', import.meta.url), 'utf8');
  return [...docs.matchAll(/```sql\n(CREATE (?:OR REPLACE )?VIEW[\s\S]*?)```/g)].map(([, sql]) => String(sql));
}

describe('the tracking tables', () => {
  let world: LoaderWorld;
  let instance: Instance;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
    await world.warehouse.createDataset('penstock');
    instance = world.instance({ TRACKING_DATASET: 'penstock' });
  });
  after(() => world.close());

  async function drop(table: string, files: Readonly<Record<string, string>>, by = instance): Promise<void> {
    for (const [name, content] of Object.entries(files)) await world.put(`d/${table}/${name}`, content);
    await world.put(`d/${table}/_SUCCESS`, '');
    await by.event(`d/${table}/_SUCCESS`);
  }

  it('AL-19 have every loaded object once with its generation and job, and one current row a load', async () => {
    await drop('a', { 'x.json': '{"n":1}\n', 'y.json': '{"n":2}\n' });
    await instance.event('d/a/_SUCCESS');
    await drop('b', { 'x.json': 'no json\n' });
    await drop(
      'c',
      { 'x.json': '{"n":1}\n' },
      world.instance({ TRACKING_DATASET: 'penstock', HOLD_FILES: 'snapshot' }),
    );
    await world.put('d/e/_config/t.sql', 'CREATE TABLE {dest_dataset}.{dest_table} AS SELECT n FROM temp_ext');
    await world.put('d/e/_config/external.json', '{"sourceFormat":"NEWLINE_DELIMITED_JSON","autodetect":true}');
    await drop('e', { 'x.json': '{"n":1}\n' });
    await world.put('d/f/_SUCCESS', '');
    await instance.event('d/f/_SUCCESS');
    const loads = (
      await world.rows(
        'penstock.loads',
        'destination, state, files, `rows`, parts, ARRAY_LENGTH(job_ids) AS jobs, attempts, error_code',
      )
    ).map((row) => JSON.parse(row));
    assert.deepEqual(
      loads.map(({ destination, state, files, rows, jobs }) => [destination, state, files, rows, jobs]),
      [
        ['demo-test.d.a', 'done', 2, 2, 2],
        ['demo-test.d.b', 'failed', 1, null, 1],
        ['demo-test.d.c', 'done', 1, 1, 1],
        ['demo-test.d.e', 'done', 1, 0, 1],
        [null, 'failed', null, null, 0],
      ],
    );
    const files = (await world.rows('penstock.load_files', 'object, generation, state, job_id')).map((row) =>
      JSON.parse(row),
    );
    assert.deepEqual(
      files.map(({ object, state }) => [object, state]),
      [
        ['d/a/x.json', 'loaded'],
        ['d/a/y.json', 'loaded'],
        ['d/b/x.json', 'failed'],
        ['d/c/x.json', 'loaded'],
        ['d/e/x.json', 'loaded'],
      ],
    );
    for (const { object, generation, job_id } of files) {
      const [{ generation: now }] = await world.client.bucket('drop').file(object).getMetadata();
      assert.equal(generation, String(now));
      assert.match(job_id, /^penstock-(?:load|transform)_/);
    }
  });

  it('AL-19 answer by the views of docs/loader.md what was loaded, what failed, what is late and what came twice', async () => {
    const views = documentedViews();
    assert.equal(views.length, 4);
    for (const view of views) await world.warehouse.query(view);
    await world.put('d/a/_SUCCESS', '');
    await instance.event('d/a/_SUCCESS');
    assert.ok((await world.rows('penstock.loaded_files', 'object')).includes('{"object":"d/a/x.json"}'));
    assert.ok((await world.rows('penstock.failed_loads', 'object')).includes('{"object":"d/b/_SUCCESS"}'));
    assert.deepEqual(await world.rows('penstock.late_loads', 'object'), []);
    assert.deepEqual(await world.rows('penstock.twice_loaded_files', 'object, times'), [
      '{"object":"d/a/x.json","times":2}',
      '{"object":"d/a/y.json","times":2}',
    ]);
  });

  it('do not hold a load up while it is planned, and hold its end until they know of it', async () => {
    world.faults.add({
      service: 'bigquery-storage',
      method: 'AppendRows',
      kind: 'error',
      code: 'PERMISSION_DENIED',
      times: 1,
    });
    await drop('g', { 'x.json': '{"n":1}\n' });
    world.faults.clear();
    await instance.sweep();
    assert.deepEqual(await world.rows('d.g'), ['{"n":1}']);
    assert.deepEqual(await world.rows("penstock.loads WHERE destination = 'demo-test.d.g'", 'state'), [
      '{"state":"done"}',
    ]);
  });

  it('that cannot be opened are asked again', async () => {
    const lost = world.instance({ TRACKING_DATASET: 'no_such_dataset' });
    await drop('h', { 'x.json': '{"n":1}\n' }, lost);
    assert.deepEqual(await world.rows('d.h'), ['{"n":1}']);
    await instance.sweep();
    assert.deepEqual(await world.rows("penstock.loads WHERE destination = 'demo-test.d.h'", 'state'), [
      '{"state":"done"}',
    ]);
  });

  it('take the files of a large batch a bounded number at a time, and report a row that does not fit', async () => {
    const { context } = instance;
    const writeClient = new WriteClient({ endpoint: { emulatorHost: world.bigquery.writeAddress } });
    const tracker = createTracker({
      connect: async () => world.warehouse,
      writeClient,
      projectId: async () => PROJECT,
      datasetId: 'penstock',
      mostUntold: 1,
    });
    const bounded = { ...context, tracker };
    await world.put('d/i/x.json', '{"n":1}\n');
    await world.put('d/i/y.json', '{"n":2}\n');
    await world.put('d/i/_SUCCESS', '');
    const request = { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: 'drop', name: 'd/i/_SUCCESS' })) };
    assert.equal(await handle(bounded as never, request as never, Date.now()), 'done');
    assert.equal((await world.rows("penstock.load_files WHERE destination = 'demo-test.d.i'", 'object')).length, 2);
    const odd = {
      ...blankRecord(context, { success: { bucket: 'drop', name: 'd/odd/_SUCCESS', generation: '1' }, successMs: 1 }),
      rows: 1.5,
    };
    await assert.rejects(tracker.track(context, odd), { code: 'ROW_REJECTED' });
    await tracker.close();
    writeClient.close();
  });
});
