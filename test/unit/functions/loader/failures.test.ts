import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { handle } from '../../../../functions/loader/handler.ts';
import { parseMicro } from '../../../../functions/loader/micro-batch.ts';
import { parseLoadRecord } from '../../../../functions/loader/record.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld, QUICK_CLOCK } from '../../../support/loader.ts';

describe('a load that fails', () => {
  let world: LoaderWorld;
  let instance: Instance;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
  });
  after(() => world.close());
  beforeEach(() => {
    instance = world.instance();
  });
  afterEach(() => world.faults.clear());

  async function drop(table: string, content = '{"n":1}\n'): Promise<string> {
    await world.put(`d/${table}/x.json`, content);
    return world.put(`d/${table}/_SUCCESS`, '');
  }
  const failed = async (table: string): Promise<boolean> => (await world.names(`d/${table}/_FAILED`)).length > 0;

  for (const [code, repeats] of [
    ['backendError', true],
    ['internalError', true],
    ['rateLimitExceeded', true],
    ['quotaExceeded', true],
  ] as const) {
    it(`AL-14 LD-12 for ${code} is ${repeats ? 'tried again under the next job id, and loads' : 'not tried again'}`, async () => {
      const table = `t${code}`;
      const kind = code === 'rateLimitExceeded' ? 'throttle' : 'error';
      world.faults.add({
        service: 'bigquery',
        method: 'jobs.run',
        kind,
        code,
        times: 2,
        resource: `penstock-load_d-${table}-`,
      });
      world.faults.add({
        service: 'bigquery',
        method: 'jobs.run',
        kind,
        code,
        times: 1,
        resource: `penstock-copy_d-${table}-`,
      });
      await drop(table);
      await instance.event(`d/${table}/_SUCCESS`);
      assert.deepEqual(await world.rows(`d.${table}`), ['{"n":1}']);
      const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
      const ids = jobs.map(({ id }) => String(id)).filter((id) => id.includes(`d-${table}-`));
      assert.deepEqual(ids.map((id) => id.replace(/_d-.*_p/, ' p')).sort(), [
        'penstock-copy p0_a1',
        'penstock-copy p0_a2',
        'penstock-load p0_a1',
        'penstock-load p0_a2',
        'penstock-load p0_a3',
      ]);
    });
  }

  it('AL-14 gives up after so many retries as the setting says, tells why, and leaves no lock', async () => {
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'error', times: 0, resource: 'd-giveup-' });
    const strict = world.instance({ MAX_RETRIES_ON_BIGQUERY_ERROR: '1' });
    await drop('giveup');
    await strict.event('d/giveup/_SUCCESS');
    assert.equal(await failed('giveup'), true);
    assert.equal(strict.rejected.length, 1);
    assert.equal(strict.rejected[0]?.facts?.error_reason, 'backendError');
    world.faults.clear();
    await drop('giveup');
    await strict.event('d/giveup/_SUCCESS');
    assert.deepEqual(await world.rows('d.giveup'), ['{"n":1}'], 'the next batch of the table loads');
  });

  it('AL-14 LD-11 long after its event is recorded and told by the sweep', async () => {
    const short = world.instance({ WAIT_FOR_JOB_SECONDS: '0' });
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 300, resource: 'd-slow-' });
    await drop('slow', 'no json\n');
    await short.event('d/slow/_SUCCESS');
    assert.equal(await failed('slow'), false);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await instance.sweep();
    assert.equal(await failed('slow'), true);
    assert.equal(instance.rejected.length, 1);
    await instance.sweep();
    assert.equal(instance.rejected.length, 1, 'it is told once');
  });

  it('with USE_ERROR_REPORTING_API=false its event fails too', async () => {
    const strict = world.instance({ USE_ERROR_REPORTING_API: 'false' });
    await drop('strict', 'no json\n');
    assert.equal(await strict.event('d/strict/_SUCCESS'), 'again');
  });

  it('leaves no job running: parts of a batch that cannot load are cancelled', async () => {
    await world.warehouse.query('CREATE TABLE d.stop (n INT64)');
    const small = world.instance({ MAX_BATCH_URIS: '1' });
    await world.put('d/stop/a.json', '{"n":1}\n');
    await world.put('d/stop/b.json', 'no json\n');
    await world.put('d/stop/c.json', '{"n":1}\n');
    await world.put('d/stop/_SUCCESS', '');
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 400, resource: '_p2_a1' });
    await small.event('d/stop/_SUCCESS');
    assert.equal(await failed('stop'), true);
    const [jobs] = await world.warehouse.getJobs({ maxResults: 1_000 });
    const ours = jobs.filter(({ id }) => id?.includes('d-stop-'));
    assert.equal(ours.length, 3);
    assert.ok(ours.every(({ metadata }) => metadata.status.state === 'DONE'));
    assert.deepEqual(await world.rows('d.stop'), []);
  });

  it('for a dataset that is not there is told before any job', async () => {
    await world.put('nowhere/t/x.json', '{"n":1}\n');
    await world.put('nowhere/t/_SUCCESS', '');
    await instance.event('nowhere/t/_SUCCESS');
    assert.equal((await world.names('nowhere/t/_FAILED')).length, 1);
    assert.equal(instance.rejected[0]?.facts?.error_table, undefined);
  });

  it('a job that read another number of files than the manifest has is no success', async () => {
    await drop('count');
    const rest = await instance.context.rest();
    const lying = {
      ...rest,
      request: async <T>(request: Parameters<typeof rest.request>[0]): Promise<T> => {
        const answer = await rest.request<{ statistics?: { load?: object } }>(request);
        if (answer.statistics?.load !== undefined)
          answer.statistics.load = { ...answer.statistics.load, inputFiles: '7' };
        return answer as T;
      },
    };
    const request = { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/count/_SUCCESS' })) };
    await handle({ ...instance.context, rest: async () => lying }, request as never, Date.now());
    assert.equal(await failed('count'), true);
    await assert.rejects(world.rows('d.count'), /Not found/);
  });

  it('an error of a step is left to the next attempt where it is transient, also of the sweep', async () => {
    await drop('later');
    const { objects } = instance.context;
    const broken = {
      ...instance.context,
      objects: {
        ...objects,
        stream: () => {
          throw new PenstockError('UNAVAILABLE', 'no');
        },
      },
    };
    const request = { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/later/_SUCCESS' })) };
    assert.equal(await handle(broken as never, request as never, Date.now()), 'again');
    const sweeping = { headers: {}, rawBody: Buffer.from(JSON.stringify({ sweep: true, buckets: [BUCKET] })) };
    assert.equal(await handle(broken as never, sweeping as never, Date.now()), 'again');
    assert.equal(await instance.sweep(), 'done');
    assert.deepEqual(await world.rows('d.later'), ['{"n":1}']);
  });

  it('a plan that dies after its marker is made by the next sweep, though no event comes again', async () => {
    const generation = await drop('marker');
    const { objects } = instance.context;
    let creates = 0;
    const dying = {
      ...instance.context,
      objects: {
        ...objects,
        create: async (...given: Parameters<typeof objects.create>) => {
          creates += 1;
          if (creates === 2) throw new PenstockError('UNAVAILABLE', 'killed');
          return objects.create(...given);
        },
      },
    };
    const request = {
      headers: {},
      rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/marker/_SUCCESS', generation })),
    };
    assert.equal(await handle(dying as never, request as never, Date.now()), 'again');
    await instance.sweep();
    assert.deepEqual(await world.rows('d.marker'), ['{"n":1}']);
  });

  it('a sweep asks the buckets of the settings where its request names none', async () => {
    const swept = world.instance({ SWEEP_BUCKETS: BUCKET });
    const generation = await drop('mine');
    await swept.context.objects.create(
      BUCKET,
      `_penstock/loader/open/${'0'.repeat(40)}`,
      Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/mine/_SUCCESS', generation })),
    );
    assert.equal(await swept.request({}), 'done');
    assert.deepEqual(await world.rows('d.mine'), ['{"n":1}']);
    const own = world.instance({ LEDGER_BUCKET: BUCKET });
    assert.equal(await own.request({ rawBody: Buffer.from('{"sweep":true}') }), 'done');
  });

  it('an invocation whose time is over leaves its load to the next', async () => {
    let now = Date.now();
    const clock = { ...QUICK_CLOCK, now: () => (now += 20_000) };
    const late = world.instance({}, clock);
    await drop('over');
    await late.event('d/over/_SUCCESS');
    await instance.sweep();
    assert.deepEqual(await world.rows('d.over'), ['{"n":1}']);
    assert.ok(systemClock.now() < now);
  });

  it('ledgers of another kind are refused', () => {
    for (const stored of [
      undefined,
      {},
      { version: 2, id: 'x', state: 'done' },
      { version: 1, id: 'x', state: 'lost' },
    ]) {
      assert.throws(() => parseLoadRecord(stored), { code: 'INPUT_MALFORMED' });
    }
    assert.throws(() => parseMicro({}), { code: 'INPUT_MALFORMED' });
  });
});

describe('the rights of the loader', () => {
  it('AL-18 LD-19 deploy/ gives it no administrator’s role and no authoritative binding', () => {
    const root = new URL('../../../../deploy/', import.meta.url);
    if (!existsSync(root)) return;
    for (const file of globSync('**/*.tf', { cwd: root.pathname })) {
      const text = readFileSync(new URL(file, root), 'utf8').replace(/^\s*#.*$/gm, '');
      assert.doesNotMatch(text, /roles\/(?:bigquery|storage)\.admin"/, file);
      assert.doesNotMatch(
        text,
        /resource "google_(?:project|storage_bucket|bigquery_dataset)_iam_(?:binding|policy)"/,
        file,
      );
    }
  });
});
