import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { removeFailed, writeFailed } from '../../../../functions/loader/failed-object.ts';
import { handle } from '../../../../functions/loader/handler.ts';
import { parseMicro } from '../../../../functions/loader/micro-batch.ts';
import { takeTurn } from '../../../../functions/loader/order.ts';
import { blankRecord, planLoad } from '../../../../functions/loader/plan.ts';
import { takeStart } from '../../../../functions/loader/quota.ts';
import { type LoadRecord, loadIdOf, parseLoadRecord, problemIn } from '../../../../functions/loader/record.ts';
import { stageFiles } from '../../../../functions/loader/staging.ts';
import { supersede } from '../../../../functions/loader/supersede.ts';
import { sweep } from '../../../../functions/loader/sweep.ts';
import { destinationOf } from '../../../../functions/loader/target.ts';
import { skipLoad } from '../../../../functions/loader/verbs.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld, QUICK_CLOCK } from '../../../support/loader.ts';
import { eventually } from '../../../support/suite.ts';
import { PROJECT } from '../../../support/warehouse.ts';

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
    await eventually(async () => {
      await instance.sweep();
      return failed('slow');
    }, Boolean);
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
    // An instance of a busy machine leaves to the sweep what does not end in its time.
    await eventually(async () => {
      if (!(await failed('stop'))) await small.sweep();
      return failed('stop');
    }, Boolean);
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

  it('a sweep moves no more than eight loads on at once', async () => {
    const { context } = world.instance({});
    const { objects } = context;
    const names = Array.from({ length: 12 }, (_, at) => String(at).padStart(40, '0'));
    for (const name of names) await objects.create(BUCKET, `${context.names.open}${name}`, Buffer.from('{}'));
    let [now, most] = [0, 0];
    const eight = Promise.withResolvers<void>();
    const held = {
      ...objects,
      read: async (...given: Parameters<typeof objects.read>) => {
        now += 1;
        most = Math.max(most, now);
        if (most === 8) eight.resolve();
        await eight.promise;
        // Long enough for a ninth to come.
        await new Promise((resolve) => setTimeout(resolve, 20));
        now -= 1;
        throw new PenstockError('UNAVAILABLE', `not now: ${given[1]}`);
      },
    };
    const untilMs = Date.now() + 600_000;
    const options = { untilMs, followUntilMs: untilMs, most: 100, olderThanMs: -1_000 };
    const swept = await sweep({ ...context, objects: held } as never, context.storeOf(BUCKET), options);
    assert.ok(swept.failed >= 12, JSON.stringify(swept));
    assert.equal(most, 8);
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
    assert.throws(() => parseMicro(undefined), { code: 'INPUT_MALFORMED' });
  });
});

describe('the rights of the loader', () => {
  it('AL-18 LD-19 deploy/ gives it no administrator’s role and no authoritative binding', () => {
    const root = new URL('../../../../deploy/', import.meta.url);
    if (!existsSync(root)) return;
    // The pipeline makes the whole project, as an account that no function runs as.
    const files = globSync('**/*.tf', { cwd: root.pathname }).filter((file) => !file.includes('modules/pipeline/'));
    for (const file of files) {
      const text = readFileSync(new URL(file, root), 'utf8').replace(/^\s*#.*$/gm, '');
      assert.doesNotMatch(text, /roles\/(?:bigquery|storage)\.admin"/, file);
      assert.doesNotMatch(
        text,
        /resource "google_(?:project|storage_bucket|bigquery_dataset)_iam_(?:binding|policy)"/,
        file,
      );
    }
  });

  it('LD-17 deploy/ runs it on a current Node, as a service of the second generation', () => {
    const file = new URL('../../../../deploy/terraform/modules/service/main.tf', import.meta.url);
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    assert.match(text, /resource "google_cloud_run_v2_service"/);
    assert.match(text, /nodejs24/);
    assert.doesNotMatch(text, /google_cloudfunctions_function"/);
  });
});

describe('rare failures', () => {
  let world: LoaderWorld;
  let instance: Instance;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
    instance = world.instance();
  });
  after(() => world.close());

  const success = { bucket: BUCKET, name: 'd/t/_SUCCESS', generation: '1' };
  const record = (change: Partial<LoadRecord> = {}): LoadRecord => ({
    ...blankRecord(instance.context, { success, successMs: 1 }),
    destination: { projectId: PROJECT, datasetId: 'd', tableId: 't', tablePrefix: 'd/t' },
    ...change,
  });
  const conflict = async () => Promise.reject(new PenstockError('CONFLICT', 'another was faster'));

  it('a batch of more parts than one copy publishes is refused', async () => {
    const pages = async function* () {
      yield Array.from({ length: 1_201 }, (_, index) => ({
        name: `d/t/${index}`,
        generation: '1',
        size: 1,
        updatedMs: 0,
      }));
    };
    const one = world.instance({ MAX_BATCH_URIS: '1' });
    const planned = planLoad(one.context, { success, successMs: 1, pages }, async (lines) => {
      for await (const _ of lines);
      return 'm';
    });
    await assert.rejects(planned, /makes 1201 parts/);
  });

  it('a table whose starts are always written by others lets the batch wait a moment', async () => {
    const store = instance.context.storeOf(BUCKET);
    const busy = { ...store, starts: { ...store.starts, create: conflict } };
    assert.equal(await takeStart(instance.context, busy as never, record()), 2_000);
  });

  it('a turn that another batch takes at the same moment is waited for', async () => {
    const store = instance.context.storeOf(BUCKET);
    const busy = { ...store, turns: { ...store.turns, create: conflict } };
    assert.deepEqual(await takeTurn(instance.context, busy as never, record({ order: { key: 'a' } })), {
      state: 'wait',
      reason: 'behind',
    });
    assert.deepEqual(await takeTurn(instance.context, store, record()), { state: 'mine', late: false });
  });

  it('a file that cannot be copied although it is the same is tried again', async () => {
    const { objects } = instance.context;
    const generation = await world.put('d/t/x.json', '{"n":1}\n');
    await instance.context.objects.create(
      BUCKET,
      'm',
      Buffer.from(`${JSON.stringify(['d/t/x.json', generation, 8])}\n`),
    );
    const held = record({ hold: 'snapshot', manifest: { name: 'm', files: 1, bytes: 8, firstName: 'd/t/x.json' } });
    const failing = { ...instance.context, objects: { ...objects, copy: conflict } };
    await assert.rejects(stageFiles(failing as never, held, Date.now() + 10_000), {
      code: 'ABORTED',
      kind: 'transient',
    });
    const denied = {
      ...instance.context,
      objects: { ...objects, copy: async () => Promise.reject(new PenstockError('PERMISSION_DENIED', 'no')) },
    };
    await assert.rejects(stageFiles(denied as never, held, Date.now() + 10_000), { code: 'PERMISSION_DENIED' });
    assert.equal(await stageFiles(instance.context, held, 0), false, 'the time is over');
  });

  it('a batch in front that has no ledger yet, or is just being skipped, is waited for', async () => {
    const store = instance.context.storeOf(BUCKET);
    assert.equal(await supersede(instance.context, store, record(), 'nobody'), 'nobody');
    const failed = record({ id: 'f'.repeat(40), state: 'failed', order: { key: 'a' } });
    await store.loads.create(`${failed.id}.json`, failed);
    assert.equal(
      await supersede(
        instance.context,
        { ...store, loads: { ...store.loads, update: conflict } } as never,
        record({ order: { key: 'b' } }),
        failed.id,
      ),
      failed.id,
    );
    const other = record({ success: { ...success, name: 'd/t/other/_SUCCESS' }, order: { key: 'b' } });
    assert.equal(await supersede(instance.context, store, other, failed.id), undefined);
    const elsewhere = record({ success: { ...success, bucket: 'elsewhere' }, order: { key: 'b' } });
    assert.equal(await supersede(instance.context, store, elsewhere, failed.id), undefined);
  });

  it('a record without a destination has no table, and one without a problem says so', () => {
    const { destination: _none, ...rest } = record();
    assert.throws(() => destinationOf(rest), { code: 'INTERNAL' });
    assert.equal(problemIn(rest).code, 'INTERNAL');
  });

  it('a load that was given up is tracked, whatever its kind', async () => {
    const store = instance.context.storeOf(BUCKET);
    const tracked: string[] = [];
    const tracker = {
      track: async (_: unknown, { state }: LoadRecord) => void tracked.push(state),
      close: async () => undefined,
    };
    const transform = { sql: 'SELECT 1', script: false, origin: 'x', external: {} };
    const waits = record({ transform, success: { ...success, generation: '9' } });
    const given = { ...waits, id: loadIdOf(waits.success) };
    await store.loads.create(`${given.id}.json`, given);
    await skipLoad({ ...instance.context, tracker } as never, store, given.success);
    assert.deepEqual(tracked, ['skipped']);
  });

  it('many files are moved, staged and dropped a bounded number at a time', async () => {
    await world.put('d/lots/_config/load.json', '{"onSuccess":{"files":"delete"}}');
    for (let index = 0; index < 20; index += 1) await world.put(`d/lots/f${index}.json`, '{"n":1}\n');
    await world.put('d/lots/_SUCCESS', '');
    const snapshot = world.instance({ HOLD_FILES: 'snapshot' });
    await snapshot.event('d/lots/_SUCCESS');
    await snapshot.settle();
    assert.equal((await world.rows('d.lots')).length, 20);
    assert.deepEqual(await world.names('d/lots/f'), []);
  });

  it('a copy that BigQuery refuses for good fails the batch', async () => {
    await world.put('d/empty/_config/load.json', '{"writeDisposition":"WRITE_EMPTY"}');
    for (const batch of ['a', 'b']) {
      await world.put(`d/empty/${batch}/x.json`, '{"n":1}\n');
      await world.put(`d/empty/${batch}/_SUCCESS`, '');
      await instance.event(`d/empty/${batch}/_SUCCESS`);
    }
    assert.equal((await world.rows('d.empty')).length, 1);
    assert.equal((await world.names('d/empty/b/_FAILED')).length, 1);
  });

  it('a script whose statement failed inside a job that did not is a failure', async () => {
    const rest = await instance.context.rest();
    const lying = {
      ...rest,
      request: async <T>(request: Parameters<typeof rest.request>[0]): Promise<T> => {
        const answer = await rest.request<{ jobs?: { status: object }[] }>(request);
        for (const job of answer.jobs ?? []) job.status = { state: 'DONE', errorResult: { reason: 'invalidQuery' } };
        return answer as T;
      },
    };
    await world.put('d/lie/_config/external.json', '{"sourceFormat":"NEWLINE_DELIMITED_JSON","autodetect":true}');
    await world.put('d/lie/_config/t.sql', 'CREATE TABLE d.lie (n INT64); INSERT d.lie SELECT n FROM temp_ext');
    await world.put('d/lie/x.json', '{"n":1}\n');
    await world.put('d/lie/_SUCCESS', '');
    await handle(
      { ...instance.context, rest: async () => lying } as never,
      { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/lie/_SUCCESS' })) } as never,
      Date.now(),
    );
    const [bytes] = await world.client.bucket(BUCKET).file('d/lie/_FAILED').download();
    assert.match(JSON.parse(bytes.toString()).error_message, /The statement at \d+:\d+ failed/);
  });

  it('a snapshot that takes longer than an invocation is gone on with', async () => {
    let shift = 0;
    const clock = { ...QUICK_CLOCK, now: () => Date.now() + shift };
    const held = world.instance({ HOLD_FILES: 'snapshot', LEDGER_PREFIX: 'long/' }, clock);
    for (const name of ['a', 'b', 'c']) await world.put(`d/long/${name}.json`, '{"n":1}\n');
    const generation = await world.put('d/long/_SUCCESS', '');
    const { objects } = held.context;
    let copies = 0;
    const slow = {
      ...held.context,
      objects: {
        ...objects,
        copy: async (...given: Parameters<typeof objects.copy>) => {
          copies += 1;
          if (copies === 2) shift += 100_000;
          return objects.copy(...given);
        },
      },
    };
    await handle(
      slow as never,
      { headers: {}, rawBody: Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/long/_SUCCESS' })) } as never,
      clock.now(),
    );
    await assert.rejects(world.rows('d.long'), /Not found/);
    await objects.create(
      BUCKET,
      `long/staging/${loadIdOf({ bucket: BUCKET, name: 'd/long/_SUCCESS', generation })}/d/long/`,
      Buffer.alloc(0),
    );
    await held.event('d/long/_SUCCESS');
    assert.equal((await world.rows('d.long')).length, 3);
  });

  it('a marker that goes while a sweep looks at it is nothing to do', async () => {
    const { objects } = instance.context;
    const page = [
      {
        bucket: BUCKET,
        name: `${instance.context.names.open}${'1'.repeat(40)}`,
        generation: '1',
        size: 1,
        updatedMs: 0,
      },
    ];
    const once = {
      ...instance.context,
      objects: {
        ...objects,
        list: async function* () {
          yield page;
        },
      },
    };
    const until = Date.now() + 5_000;
    const swept = await sweep(once as never, instance.context.storeOf(BUCKET), {
      untilMs: until,
      followUntilMs: until,
      most: 5,
      olderThanMs: 0,
    });
    assert.equal(swept.failed, 0);
    await objects.create(
      BUCKET,
      `${instance.context.names.open}${'2'.repeat(40)}`,
      Buffer.from(JSON.stringify({ bucket: BUCKET, name: 'd/none/_SUCCESS', generation: '1' })),
    );
    await instance.sweep();
  });

  it('_FAILED of an attempt is written once, and that of a later success file outlives an earlier one’s success', async () => {
    const { context } = instance;
    const failing = record({ success: { ...success, name: 'd/obj/_SUCCESS', generation: '5' } });
    const generations = async (): Promise<readonly string[]> => {
      const [files] = await world.client.bucket(BUCKET).getFiles({ prefix: 'd/obj/_FAILED' });
      return files.map(({ metadata }) => String(metadata.generation));
    };
    await writeFailed(context, failing);
    const first = await generations();
    await writeFailed(context, failing);
    assert.deepEqual(await generations(), first);
    await writeFailed(context, { ...failing, publication: { ...failing.publication, attempt: 2 } });
    assert.notDeepEqual(await generations(), first);
    await removeFailed(context, { ...failing, success: { ...failing.success, generation: '4' } });
    assert.equal((await generations()).length, 1);
    await removeFailed(context, failing);
    assert.equal((await generations()).length, 0);
    await world.put('d/obj/_FAILED', 'of somebody');
    await removeFailed(context, failing);
    assert.equal((await generations()).length, 0);
  });
});
