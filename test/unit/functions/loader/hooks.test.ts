import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { handle } from '../../../../functions/loader/handler.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';

describe('hooks after a load', () => {
  let world: LoaderWorld;
  let instance: Instance;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
    await world.client.createBucket('archive');
  });
  after(() => world.close());
  beforeEach(() => {
    instance = world.instance();
  });

  async function drop(table: string, config: unknown, content = '{"n":1}\n'): Promise<void> {
    await world.put(`d/${table}/_config/load.json`, JSON.stringify(config));
    await world.put(`d/${table}/x.json`, content);
    await world.put(`d/${table}/_SUCCESS`, '');
    await instance.event(`d/${table}/_SUCCESS`);
  }
  const names = async (prefix: string, bucket = BUCKET): Promise<readonly string[]> =>
    (await world.client.bucket(bucket).getFiles({ prefix }))[0].map(({ name }) => name);

  it('deletes the files of a batch that succeeded, and no others', async () => {
    await world.put('d/del/_config/notes.txt', 'x');
    await drop('del', { onSuccess: { files: 'delete' } });
    assert.deepEqual(await names('d/del/'), ['d/del/_SUCCESS', 'd/del/_config/load.json', 'd/del/_config/notes.txt']);
    assert.deepEqual(await world.rows('d.del'), ['{"n":1}']);
  });

  it('archives the files under their own names', async () => {
    await drop('arc', { onSuccess: { files: 'archive', archiveTo: 'gs://archive/loaded' } });
    assert.deepEqual(await names('', 'archive'), ['loaded/d/arc/x.json']);
    assert.deepEqual(await names('d/arc/x'), []);
    await drop('arc2', { onSuccess: { files: 'archive', archiveTo: 'gs://archive' } });
    assert.deepEqual(await names('d/arc2', 'archive'), ['d/arc2/x.json']);
  });

  it('touches no file that was written again since', async () => {
    const { objects } = instance.context;
    const context = {
      ...instance.context,
      objects: {
        ...objects,
        copy: async (...given: Parameters<typeof objects.copy>) => {
          await world.put(given[0].name, '{"n":2}\n');
          return objects.copy(...given);
        },
      },
    };
    await world.put(
      'd/race/_config/load.json',
      JSON.stringify({ onSuccess: { files: 'archive', archiveTo: 'gs://archive/race/' } }),
    );
    await world.put('d/race/x.json', '{"n":1}\n');
    await world.put('d/race/_SUCCESS', '');
    await handle(
      context as never,
      { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/race/_SUCCESS' })) } as never,
      Date.now(),
    );
    assert.deepEqual(await names('d/race/x'), ['d/race/x.json']);
    assert.deepEqual(await names('race', 'archive'), []);
  });

  it('runs SQL once, and tells a topic', async () => {
    await world.warehouse.query('CREATE TABLE d.audit (t STRING)');
    await drop('hook', { onSuccess: { sql: "INSERT d.audit VALUES ('{dest_table}')", topic: 'loaded' } });
    await instance.event('d/hook/_SUCCESS');
    assert.deepEqual(await world.rows('d.audit'), ['{"t":"hook"}']);
    const [told] = instance.notified;
    assert.equal(told?.topic, 'loaded');
    assert.equal(told?.message.rows, 1);
    assert.equal(told?.message.outcome, 'delivered');
  });

  it('a hook that cannot be done is reported, and the load stays a success', async () => {
    await drop('poor', {
      onSuccess: { sql: 'INSERT d.nowhere VALUES (1)', files: 'archive', archiveTo: 'gs://no-such-bucket/' },
    });
    assert.deepEqual(await world.rows('d.poor'), ['{"n":1}']);
    assert.ok(instance.lines.some((line) => line.includes('the SQL after a load failed')));
    assert.ok(instance.lines.some((line) => line.includes('a hook of a load failed')));
    assert.deepEqual(await names('d/poor/x'), ['d/poor/x.json'], 'a file that was not archived stays');
  });

  it('a hook that fails for a transient reason is done by the next sweep', async () => {
    const { objects } = instance.context;
    const context = {
      ...instance.context,
      notify: async () => Promise.reject(new PenstockError('UNAVAILABLE', 'no')),
      objects,
    };
    await world.put('d/soon/_config/load.json', JSON.stringify({ onSuccess: { topic: 'loaded' } }));
    await world.put('d/soon/x.json', '{"n":1}\n');
    await world.put('d/soon/_SUCCESS', '');
    assert.equal(
      await handle(
        context as never,
        { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/soon/_SUCCESS' })) } as never,
        Date.now(),
      ),
      'again',
    );
    await instance.sweep();
    assert.equal(instance.notified.length, 1);
  });

  it('quarantines the files of a batch that failed, and tells its topic; without that a failure touches nothing', async () => {
    await drop(
      'quar',
      {
        onSuccess: { files: 'delete' },
        onFailure: { files: 'quarantine', quarantineTo: 'gs://archive/bad/', topic: 'failed' },
      },
      'no json\n',
    );
    assert.deepEqual(await names('bad/', 'archive'), ['bad/d/quar/x.json']);
    assert.equal(instance.notified[0]?.message.outcome, 'rejected');
    await drop('stay', { onSuccess: { files: 'delete' } }, 'no json\n');
    assert.deepEqual(await names('d/stay/x'), ['d/stay/x.json']);
  });

  it('a transform deletes its files too', async () => {
    await world.put('d/tr/_config/external.json', '{"sourceFormat":"NEWLINE_DELIMITED_JSON","autodetect":true}');
    await world.put('d/tr/_config/t.sql', 'CREATE TABLE {dest_dataset}.{dest_table} AS SELECT n FROM temp_ext');
    await drop('tr', { onSuccess: { files: 'delete' } });
    assert.deepEqual(await names('d/tr/x'), []);
    assert.deepEqual(await world.rows('d.tr'), ['{"n":1}']);
  });

  it('the SQL after a load runs once, whatever becomes of it', async () => {
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'error', resource: 'penstock-hook_d-once-' });
    await drop('once', { onSuccess: { sql: 'SELECT 1' } });
    world.faults.clear();
    const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
    assert.equal(jobs.filter(({ id }) => id?.startsWith('penstock-hook_d-once-')).length, 1);
  });
});
