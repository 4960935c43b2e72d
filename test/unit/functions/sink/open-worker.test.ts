import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import type { DoorHost } from '@penstock/shared/runtime/instance.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown } from '@penstock/shared/runtime/shutdown.ts';
import sinon from 'sinon';
import { openWorker } from '../../../../functions/sink/open-worker.ts';
import { ERRORS, PROJECT, type SinkWorld, startSinkWorld } from '../../../support/sink.ts';
import { publishAll, subscribe } from '../../../support/sink-pubsub.ts';
import { eventually } from '../../../support/suite.ts';

describe('the worker as a process of its own', () => {
  let world: SinkWorld;
  let lines: Record<string, unknown>[];

  before(async () => {
    world = await startSinkWorld();
    await world.createTable('d', 'own', [{ name: 'id', type: 'STRING' }]);
    await subscribe(world.cloud, 'own', 'own-sub');
  });
  beforeEach(() => {
    lines = [];
  });
  after(() => world.close());

  function host(env: Readonly<Record<string, string>>): DoorHost {
    const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
    const shutdown = createShutdown({ log: createLogger({ write }) });
    return { env: { ...world.cloud.env, ...env }, args: [], clock: systemClock, shutdown, write };
  }

  const ENV = {
    INPUT_SUBSCRIPTION: 'own-sub',
    OUTPUT_TABLE: 'd.own',
    BIG_QUERY_OUTPUT_MODE: 'STORAGE_WRITE',
    ERROR_OUTPUT_TOPIC: ERRORS,
  };

  it('pulls until the instance ends, and then writes its last counts and those of the write core', async () => {
    const own = host({ ...ENV, GOOGLE_CLOUD_PROJECT: PROJECT });
    await openWorker(own);
    await publishAll(world.cloud, 'own', ['{"id":"1"}', '{"id":"2"}']);
    await eventually(
      () => world.rows('SELECT id FROM d.own'),
      (rows) => rows.length === 2,
    );
    await own.shutdown.close();
    const sum = (name: string): number =>
      lines.filter(({ metric }) => metric === name).reduce((total, { value }) => total + Number(value), 0);
    assert.deepEqual([sum('sink/messages'), sum('write/rows')], [2, 2]);
  });

  it('runs as the image of a worker pool runs it, and ends by SIGTERM with what it pulled written', async () => {
    await world.createTable('d', 'pool', [{ name: 'id', type: 'STRING' }]);
    await subscribe(world.cloud, 'pool', 'pool-sub');
    const env = {
      ...process.env,
      ...world.cloud.env,
      ...ENV,
      INPUT_SUBSCRIPTION: 'pool-sub',
      OUTPUT_TABLE: 'd.pool',
      GOOGLE_CLOUD_PROJECT: PROJECT,
      METADATA_SERVER_DETECTION: 'none',
    };
    const child = spawn(process.execPath, ['functions/sink/pool.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    const exited = once(child, 'exit');
    try {
      await publishAll(world.cloud, 'pool', ['{"id":"1"}']);
      await eventually(
        () => world.rows('SELECT id FROM d.pool'),
        (rows) => rows.length === 1,
        90_000,
      );
    } finally {
      child.kill('SIGTERM');
    }
    assert.deepEqual(await exited, [0, null]);
    assert.match(output, /"metric":"sink\/messages"/);
  }).timeout(120_000);

  it('logs to standard output where the host names no other', async () => {
    const logged = sinon.stub(process.stdout, 'write').returns(true);
    try {
      const { write: _write, ...own } = host({});
      await assert.rejects(openWorker(own), { code: 'CONFIG_INVALID' });
      assert.ok(logged.args.some(([line]) => String(line).includes('the start failed')));
    } finally {
      logged.restore();
    }
  });

  it('does not start without a project or with settings that are wrong, and logs the code', async () => {
    const cases = [ENV, { ...ENV, GOOGLE_CLOUD_PROJECT: PROJECT, INPUT_SUBSCRIPTION: '' }];
    const { GOOGLE_CLOUD_PROJECT: _project, ...cloud } = world.cloud.env;
    for (const env of cases) {
      lines = [];
      const own = { ...host({}), env: { ...cloud, ...env } };
      await assert.rejects(openWorker(own), { code: 'CONFIG_INVALID' });
      assert.deepEqual(
        lines.map(({ severity, message, error_code }) => [severity, message, error_code]),
        [['ERROR', 'the start failed', 'CONFIG_INVALID']],
      );
    }
  });
});
