import assert from 'node:assert/strict';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { run } from '../../../../cli/run.ts';
import { WORDS } from '../../../../cli/words.ts';
import type { SinkFile } from '../../../../functions/sink/config/file.ts';
import { resolve } from '../../../../functions/sink/config/resolve.ts';
import { startWorker, type Worker } from '../../../../functions/sink/worker.ts';
import { ERRORS, PROCESS, PROJECT, type SinkWorld, startSinkWorld } from '../../../support/sink.ts';
import { engineParts } from '../../../support/sink-parts.ts';
import { publishAll, subscribe } from '../../../support/sink-pubsub.ts';
import { eventually } from '../../../support/suite.ts';

describe('the worker', () => {
  let world: SinkWorld;
  let worker: Worker | undefined;
  let lines: readonly Record<string, unknown>[] = [];

  before(async () => {
    world = await startSinkWorld();
    await world.createTable('d', 'pulled', [{ name: 'id', type: 'STRING', mode: 'REQUIRED' }]);
    await subscribe(world.cloud, 'pulled', 'pulled-sub');
  });
  afterEach(async () => {
    await worker?.close();
    worker = undefined;
  });
  after(() => world.close());

  function start(file: Partial<SinkFile> = {}, drain = PROCESS.drain): Worker {
    const { parts, lines: told } = engineParts(world.cloud.env);
    lines = told;
    const whole: SinkFile = {
      subscriptions: ['pulled-sub'],
      errorOutput: { topic: ERRORS },
      routes: [{ name: 'all', table: 'd.pulled', mode: 'STORAGE_WRITE' }],
      ...file,
    };
    worker = startWorker({
      ...parts,
      projectId: PROJECT,
      config: { ...PROCESS, drain, plan: resolve(whole, PROJECT) },
    });
    return worker;
  }

  async function count(): Promise<number> {
    const [[rows] = []] = await world.rows('SELECT COUNT(DISTINCT id) FROM d.pulled');
    return Number(rows);
  }

  it('pulls every message into its table or the error output, and acknowledges it', async () => {
    const messages = Array.from({ length: 2_000 }, (_, index) =>
      index % 10 === 0 ? 'bad' : JSON.stringify({ id: `p${index}` }),
    );
    await publishAll(world.cloud, 'pulled', messages);
    const { engine } = start();
    await eventually(count, (rows) => rows === 1_800);
    await eventually(
      async () => engine.flow.held.messages,
      (held) => held === 0,
    );
    assert.equal((await world.errors()).length, 200);
  });

  it('acknowledges what was durable when it is told to stop, and gives back the rest', async () => {
    await publishAll(
      world.cloud,
      'pulled',
      Array.from({ length: 500 }, (_, index) => JSON.stringify({ id: `s${index}` })),
    );
    const { engine } = start();
    await eventually(
      async () => engine.flow.held.messages,
      (held) => held > 0,
    );
    await worker?.close();
    start();
    await eventually(count, (rows) => rows === 2_300);
  });

  it('goes on when its pull breaks, and gives back what it could not write when it ends', async () => {
    await world.createTable('d', 'denied', [{ name: 'id', type: 'STRING' }]);
    const denied = {
      service: 'bigquery-storage',
      method: 'AppendRows',
      kind: 'error',
      code: 'PERMISSION_DENIED',
      times: 0,
    } as const;
    world.cloud.faults.add({ ...denied, resource: '/denied/' });
    world.cloud.faults.add({ service: 'pubsub', method: 'StreamingPull', kind: 'reset', at: 'before', times: 1 });
    const routes: SinkFile['routes'] = [{ name: 'r', table: 'd.denied', mode: 'STORAGE_WRITE' }];
    start({ routes }, 0);
    await eventually(
      async () => lines,
      (told) => told.some(({ message }) => /was interrupted/.test(String(message))),
    );
    // Messages that a broken stream had already taken would come again only after their deadline.
    await publishAll(world.cloud, 'pulled', ['{"id":"denied"}']);
    await eventually(
      async () => lines,
      (told) => told.some(({ alert }) => alert === true),
    );
    await worker?.close();
    world.cloud.faults.clear();
    start({ routes });
    await eventually(
      () => world.rows('SELECT id FROM d.denied'),
      (rows) => rows.length === 1,
      20_000,
    );
  });

  it('delivers rejected messages after a redrive, as they were, once the cause is gone (AS-07)', async () => {
    const routes: SinkFile['routes'] = [
      { name: 'late', match: { late: { present: true } }, table: 'd.late', mode: 'STORAGE_WRITE' },
    ];
    const sink = world.open({ errorOutput: { topic: ERRORS }, routes });
    const messages = Array.from({ length: 20 }, (_, index) => ({
      data: `{ "id" : "late ${index}" }`,
      attributes: { late: 'yes' },
    }));
    assert.ok((await sink.deliver(messages)).every((settling) => settling === 'settled'));
    await sink.close();
    await world.createTable('d', 'late', [{ name: 'id', type: 'STRING' }]);
    const told: string[] = [];
    const code = await run(
      ['redrive', `${ERRORS}-sub`, '--to', 'pulled', '--only', 'error_table=demo-penstock.d.late', '--json'],
      WORDS,
      {
        env: { ...world.cloud.env, GOOGLE_CLOUD_PROJECT: PROJECT },
        out: (text) => told.push(text),
        error: (text) => told.push(text),
        isTerminal: false,
        clock: systemClock,
        signal: new AbortController().signal,
        version: '0',
      },
    );
    assert.equal(code, 0, told.join(''));
    start({ routes });
    const late = (): Promise<readonly (readonly unknown[])[]> => world.rows('SELECT COUNT(DISTINCT id) FROM d.late');
    await eventually(late, ([row]) => row?.[0] === '20');
  });
});
