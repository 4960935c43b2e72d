import assert from 'node:assert/strict';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { run } from '../../../../cli/run.ts';
import { WORDS } from '../../../../cli/words.ts';
import { parsePlace } from '../../../../functions/loader/commands/open.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { type LoaderWorld, loaderWorld } from '../../../support/loader.ts';
import { pullAll } from '../../../support/pull.ts';
import { PROJECT } from '../../../support/warehouse.ts';

describe('penstock loader', () => {
  let world: LoaderWorld;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
  });
  after(() => world.close());

  /** The command's exit code and what it printed. */
  async function penstock(
    words: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number; out: string; error: string }> {
    const printed = { out: '', error: '' };
    const code = await run(words.split(' '), WORDS, {
      env: { ...process.env, GOOGLE_CLOUD_PROJECT: PROJECT, ...env },
      out: (text) => {
        printed.out += text;
      },
      error: (text) => {
        printed.error += text;
      },
      isTerminal: false,
      clock: systemClock,
      signal: new AbortController().signal,
      version: '0',
    });
    return { code, ...printed };
  }

  async function drop(table: string, content = '{"n":1}\n'): Promise<string> {
    await world.put(`d/${table}/x.json`, content);
    return world.put(`d/${table}/_SUCCESS`, '');
  }

  it('plan shows configuration with its files, parts and job ids, and runs nothing', async () => {
    await world.put('d/p/_config/load.json', '{"parquetOptions":{"enumAsString":true},"maxBadRecords":3}');
    await drop('p');
    const { code, out } = await penstock('loader plan gs://drop/d/p/ --json');
    assert.equal(code, 0);
    const report = JSON.parse(out);
    assert.equal(report.destination, `${PROJECT}.d.p`);
    assert.deepEqual(report.config, [
      { key: 'writeDisposition', value: 'WRITE_APPEND', from: 'defaults' },
      { key: 'parquetOptions.enumAsString', value: true, from: 'gs://drop/d/p/_config/load.json' },
      { key: 'maxBadRecords', value: 3, from: 'gs://drop/d/p/_config/load.json' },
      { key: 'sourceFormat', value: 'NEWLINE_DELIMITED_JSON', from: 'the names of the files' },
    ]);
    assert.equal(report.files, 1);
    assert.match(report.parts[0].job_id, /^penstock-load_d-p-_SUCCESS_[\da-f]{32}_p0_a1$/);
    await assert.rejects(world.rows('d.p'), /Not found/);
    assert.deepEqual(await world.names('_penstock/'), []);
    const text = await penstock('loader plan gs://drop/d/p');
    assert.match(text.out, /maxBadRecords +3 +\(gs:\/\/drop\/d\/p\/_config\/load.json\)/);
    assert.match((await penstock('loader plan gs://drop/d/p/_SUCCESS --files 0')).out, /and 1 more/);
  });

  it('plan shows what a directory without a success file would load, and a transform’s SQL', async () => {
    await world.put('d/q/_config/t.sql', 'SELECT 1\nFROM temp_ext');
    await world.put('d/q/x.json', '{"n":1}\n');
    const { out } = await penstock('loader plan gs://drop/d/q');
    assert.match(out, /gs:\/\/drop\/d\/q\/_SUCCESS → .*d.q/);
    assert.match(out, /SELECT 1/);
    assert.match((await penstock('loader plan gs://drop/d/q', { HOLD_FILES: 'snapshot' })).out, /snapshot/);
    await world.client.bucket('drop').file('d/q/_config/t.sql').delete();
    assert.match(
      (await penstock('loader plan gs://drop/d/q', { HOLD_FILES: 'snapshot' })).out,
      /published by job penstock-load/,
    );
    const bad = await penstock('loader plan not-a-place');
    assert.notEqual(bad.code, 0);
    assert.match(bad.error, /gs:\/\/bucket\/name/);
  });

  it('status lists what failed, retry loads it with what is there now, and skip gives it up', async () => {
    const instance = world.instance();
    await drop('s', 'no json\n');
    await instance.event('d/s/_SUCCESS');
    const failed = await penstock('loader status gs://drop/d/s');
    assert.equal(failed.code, 3);
    assert.match(failed.out, /failed/);
    await world.put('d/s/x.json', '{"n":1}\n');
    assert.match((await penstock('loader retry gs://drop/d/s/_SUCCESS --dry-run')).out, /would_retry/);
    const retried = await penstock('loader retry gs://drop/d/s/_SUCCESS');
    assert.equal(retried.code, 0, retried.error);
    assert.deepEqual(await world.rows('d.s'), ['{"n":1}']);
    assert.doesNotMatch((await penstock('loader status gs://drop/d/s')).out, /failed/);
    assert.match((await penstock('loader status gs://drop/d/s --all')).out, /done/);
    const generation = await drop('k', 'no json\n');
    await instance.event('d/k/_SUCCESS');
    assert.equal((await penstock('loader retry gs://drop/d/k/_SUCCESS')).code, 3, 'still no JSON');
    assert.match((await penstock('loader skip gs://drop/d/k/_SUCCESS --dry-run')).out, /would_skip/);
    assert.equal((await penstock(`loader skip gs://drop/d/k/_SUCCESS#${generation}`)).code, 0);
    assert.equal((await penstock('loader status gs://drop/d/k')).code, 0);
    assert.match(
      (await penstock(`loader skip gs://drop/d/k/_SUCCESS#${generation}`)).error,
      /is skipped, and only one that is failed or waiting/,
    );
    assert.match((await penstock('loader retry gs://drop/d/k/_SUCCESS#1')).error, /was never claimed/);
    assert.match(
      (await penstock('loader retry gs://drop/d/nothing/_SUCCESS')).error,
      /There is no gs:\/\/drop\/d\/nothing\/_SUCCESS/,
    );
  });

  it('AL-15 skip and retry let an ordered table go on', async () => {
    const instance = world.instance({ ORDER_PER_TABLE: 'true' });
    for (const [batch, content] of [
      ['a', 'no json\n'],
      ['b', '{"n":2}\n'],
      ['c', '{"n":3}\n'],
    ] as const) {
      await world.put(`d/o/${batch}/x.json`, content);
      await world.put(`d/o/${batch}/_SUCCESS`, '');
      await instance.event(`d/o/${batch}/_SUCCESS`);
    }
    await assert.rejects(world.rows('d.o'), /Not found/);
    const env = { ORDER_PER_TABLE: 'true' };
    assert.equal(
      (await penstock('loader skip gs://drop/d/o/c/_SUCCESS', env)).code,
      0,
      'one that waits can be given up',
    );
    await world.put('d/o/a/x.json', '{"n":1}\n');
    assert.equal((await penstock('loader retry gs://drop/d/o/a/_SUCCESS', env)).code, 0);
    assert.deepEqual(await world.rows('d.o'), ['{"n":1}', '{"n":2}']);
  });

  it('pause lets the batches of a table wait, and resume lets them go on', async () => {
    const instance = world.instance({ ORDER_PER_TABLE: 'true' });
    const env = { ORDER_PER_TABLE: 'true' };
    assert.match((await penstock('loader pause d.z', env)).error, /--bucket/);
    assert.match((await penstock('loader pause d.z --bucket drop --dry-run', env)).out, /would_pause/);
    assert.match((await penstock('loader resume d.z --bucket drop --dry-run', env)).out, /would_resume/);
    assert.equal((await penstock('loader pause d.z --bucket drop', env)).code, 0);
    await drop('z');
    await instance.event('d/z/_SUCCESS');
    await assert.rejects(world.rows('d.z'), /Not found/);
    assert.equal((await penstock('loader resume d.z', { ...env, LEDGER_BUCKET: 'drop' })).code, 0);
    assert.deepEqual(await world.rows('d.z'), ['{"n":1}']);
  });

  it('AL-09 LD-20 backfill loads each success file once, however often it runs and beside events', async () => {
    const instance = world.instance();
    for (let index = 0; index < 6; index += 1) await drop(`back${index}`);
    await world.put('d/back0/x_SUCCESS', '');
    assert.match((await penstock('loader backfill gs://drop/d/back --dry-run --json')).out, /"found":6/);
    await assert.rejects(world.rows('d.back1'), /Not found/);
    const [first] = await Promise.all([
      penstock('loader backfill gs://drop/d/back --json'),
      instance.event('d/back2/_SUCCESS'),
      penstock('loader backfill gs://drop/d/back --parallel 2'),
    ]);
    assert.equal(first.code, 0, first.error);
    await instance.sweep();
    assert.match(
      (await penstock('loader backfill gs://drop/d/back --json')).out,
      /"found":6,"loaded":6,"open":0,"failed":0/,
    );
    for (let index = 0; index < 6; index += 1)
      assert.deepEqual(await world.rows(`d.back${index}`), ['{"n":1}'].concat(index === 0 ? [] : []));
  });

  it('AL-09 backfill counts what fails and goes on', async () => {
    await drop('mixed1', 'no json\n');
    await drop('mixed2');
    const { code, out, error } = await penstock('loader backfill gs://drop/d/mixed --json');
    assert.equal(code, 3);
    assert.match(out, /"found":2,"loaded":1,"open":0,"failed":1/);
    assert.match(error, /d\/mixed1\/_SUCCESS/);
  });

  it('reads places with and without a generation', () => {
    assert.deepEqual(parsePlace('gs://b/a/b#12'), { bucket: 'b', name: 'a/b', generation: '12' });
    assert.deepEqual(parsePlace('gs://b'), { bucket: 'b', name: '', generation: '' });
  });

  it('AL-09 backfill by a topic publishes the notifications that Cloud Storage would, and counts what is not done yet', async () => {
    const { startPubsub } = await import('../../../../local/pubsub/index.ts');
    const pubsub = await startPubsub({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: world.faults,
      report: () => undefined,
      now: Date.now,
    });
    await pubsub.ensureTopic(`projects/${PROJECT}/topics/drops`);
    await pubsub.ensureSubscription(`projects/${PROJECT}/subscriptions/drops`, `projects/${PROJECT}/topics/drops`);
    const restore = setEnvironment({ PUBSUB_EMULATOR_HOST: pubsub.address });
    const generation = await drop('topic1');
    assert.match((await penstock('loader backfill gs://drop/d/topic --topic drops --json')).out, /"open":1/);
    const [message] = await pullAll(pubsub.address, `projects/${PROJECT}/subscriptions/drops`);
    assert.deepEqual(
      [message?.attributes.eventType, message?.attributes.objectId, message?.attributes.objectGeneration],
      ['OBJECT_FINALIZE', 'd/topic1/_SUCCESS', generation],
    );
    restore();
    await pubsub.close();
    world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 3_000, resource: 'd-topic1-' });
    assert.match((await penstock('loader backfill gs://drop/d/topic --wait 1s --json')).out, /"open":1/);
    world.faults.clear();
    await world.instance().settle();
  });

  it('status shows loads of any kind, of the bucket that is asked for', async () => {
    const instance = world.instance();
    await world.put('nowhere', '');
    await world.put('x_none/_SUCCESS', '');
    for (const batch of ['a', 'b', 'c', 'd']) {
      await world.put(`x_some/${batch}/_SUCCESS`, '');
      await instance.event(`x_some/${batch}/_SUCCESS`);
    }
    await instance.event('x_none/_SUCCESS');
    await world.put('_penstock/loader/open/no-ledger', '{}');
    await world.put('_penstock/loader/failed/no-ledger', '{}');
    assert.match((await penstock('loader status gs://drop')).out, /x_none\/_SUCCESS/);
    await world.client.bucket('drop').file('_penstock/loader/open/no-ledger').delete();
    assert.doesNotMatch((await penstock('loader status gs://elsewhere', { LEDGER_BUCKET: 'drop' })).out, /x_none/);
  });

  it('plan of a whole bucket shows every success file', async () => {
    await world.client.createBucket('small');
    await world.client.bucket('small').file('d/one/x.json').save('{"n":1}\n');
    const { out } = await penstock('loader plan gs://small/d/one/');
    assert.match(out, /gs:\/\/small\/d\/one\/_SUCCESS/);
    assert.match((await penstock('loader plan gs://small')).error, /names no destination/);
  });
});
