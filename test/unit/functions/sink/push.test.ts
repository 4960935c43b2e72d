import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown, type Shutdown } from '@penstock/shared/runtime/shutdown.ts';
import { answerOf } from '../../../../functions/sink/answer.ts';
import type { SinkFile } from '../../../../functions/sink/config/file.ts';
import { resolve } from '../../../../functions/sink/config/resolve.ts';
import type { SinkConfig } from '../../../../functions/sink/config.ts';
import { METRICS } from '../../../../functions/sink/metrics.ts';
import { createSink } from '../../../../functions/sink/sink.ts';
import { freePort } from '../../../support/free-port.ts';
import { BUCKET, ERRORS, PROCESS, PROJECT, type SinkWorld, startSinkWorld } from '../../../support/sink.ts';

const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/pushed-sub`;

interface Pushed {
  readonly url: string;
  readonly shutdown: Shutdown;
  readonly lines: Record<string, unknown>[];
  close(): Promise<void>;
}

describe('the function, pushed to', () => {
  let world: SinkWorld;
  let pushed: Pushed | undefined;

  before(async () => {
    world = await startSinkWorld();
    await world.createTable('d', 'pushed', [{ name: 'id', type: 'STRING', mode: 'REQUIRED' }]);
  });
  afterEach(async () => {
    world.cloud.faults.clear();
    await pushed?.close();
    pushed = undefined;
  });
  after(() => world.close());

  async function start(file: Partial<SinkFile> = {}, process: Partial<SinkConfig> = {}): Promise<Pushed> {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
    const shutdown = createShutdown({ log: createLogger({ write }) });
    const whole: SinkFile = {
      subscriptions: ['pushed-sub'],
      errorOutput: { topic: ERRORS },
      routes: [{ name: 'all', table: 'd.pushed', mode: 'STORAGE_WRITE', maxDelay: '20ms' }],
      ...file,
    };
    const port = await freePort();
    const env = { ...world.cloud.env, GOOGLE_CLOUD_PROJECT: PROJECT, PORT: String(port) };
    const config = { ...PROCESS, ...process, plan: resolve(whole, PROJECT) };
    const handler = await openDoor(
      { name: 'sink', readConfig: () => config, metrics: METRICS, create: createSink },
      { env, args: [], clock: systemClock, shutdown, write },
    );
    const server: Server = createServer((request, response) => handler(request as never, response)).listen(
      port,
      '127.0.0.1',
    );
    await new Promise((listening) => server.once('listening', listening));
    pushed = {
      url: `http://127.0.0.1:${port}/`,
      shutdown,
      lines,
      close: async () => {
        await shutdown.close();
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      },
    };
    return pushed;
  }

  function bodyOf(data: string, subscription = SUBSCRIPTION): string {
    const message = {
      data: Buffer.from(data).toString('base64'),
      messageId: '1',
      publishTime: '2026-01-02T03:04:05Z',
      attributes: {},
    };
    return JSON.stringify({ message, subscription, deliveryAttempt: 2 });
  }

  async function post(body: string, path = ''): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${(pushed as Pushed).url}${path}`, { method: 'POST', body });
    return { status: response.status, body: await response.json() };
  }

  const ids = async (prefix: string): Promise<number> => {
    const [[count] = []] = await world.rows(`SELECT COUNT(*) FROM d.pushed WHERE id LIKE '${prefix}%'`);
    return Number(count);
  };

  it('groups the rows of concurrent requests, and answers each after its own row is durable', async () => {
    await start();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => post(bodyOf(`{"id":"group ${index}"}`))),
    );
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(await ids('group'), 50);
  });

  it('answers success for a message in the error output, because it is durable there', async () => {
    await start();
    assert.deepEqual(await post(bodyOf('no json')), { status: 200, body: { outcome: 'settled' } });
    const [record] = await world.errors();
    assert.equal(record?.data.toString(), 'no json');
    assert.equal(record?.attributes.input, SUBSCRIPTION);
    assert.equal(record?.attributes.attempt, '2');
  });

  it('refuses a push of a subscription that the configuration does not name, and writes no row', async () => {
    await start();
    const { status, body } = await post(bodyOf('{"id":"stray"}', 'projects/x/subscriptions/other'));
    assert.equal(status, 403);
    assert.match((body as { reason: string }).reason, /is not one of this sink's/);
    assert.equal(await ids('stray'), 0);
    const [line] = (pushed as Pushed).lines.filter(({ severity }) => severity === 'WARNING');
    assert.equal(line?.status, 403);
  });

  it('takes a push of any subscription where none is named, and a message without a readable time', async () => {
    await start({ subscriptions: [] });
    const message = { data: Buffer.from('{"id":"any"}').toString('base64'), messageId: '1' };
    assert.equal((await post(JSON.stringify({ message }))).status, 200);
    assert.equal(await ids('any'), 1);
  });

  it('refuses what is no message, without a stack trace', async () => {
    await start();
    for (const [method, body, status] of [
      ['POST', 'no json', 400],
      ['POST', '{}', 400],
      ['GET', undefined, 405],
      ['POST', JSON.stringify({ message: { messageId: '1', data: Buffer.alloc(10_000_001).toString('base64') } }), 413],
      ['POST', 'x'.repeat(16_000_001), 413],
    ] as const) {
      const response = await fetch((pushed as Pushed).url, { method, ...(body === undefined ? {} : { body }) });
      assert.equal(response.status, status);
      const text = await response.text();
      assert.doesNotMatch(text, /at .*\.ts/);
    }
    const empty = await fetch((pushed as Pushed).url, { method: 'POST' });
    assert.equal(empty.status, 400);
    await empty.arrayBuffer();
  });

  it('answers 503 while it holds as many messages as it may', async () => {
    const slow = { kind: 'slow', service: 'bigquery-storage', method: 'AppendRows', delayMs: 2_000 } as const;
    await start({ maxMessages: 1 });
    world.cloud.faults.add(slow);
    const first = post(bodyOf('{"id":"full 1"}'));
    await world.struck();
    assert.deepEqual(await post(bodyOf('{"id":"full 2"}')), {
      status: 503,
      body: { outcome: 'retry', reason: 'the sink holds as many messages as it may' },
    });
    assert.equal((await first).status, 200);
  });

  it('answers what becomes durable and gives back the rest when it is told to end while its table is opened (C4)', async () => {
    world.cloud.faults.add({
      service: 'bigquery-storage',
      method: 'GetWriteStream',
      kind: 'slow',
      delayMs: 500,
      times: 1,
    });
    await start({ routes: [{ name: 'all', table: 'd.pushed', mode: 'STORAGE_WRITE', maxDelay: '1h' }] });
    const waiting = Array.from({ length: 20 }, (_, index) => post(bodyOf(`{"id":"ending ${index}"}`)));
    await world.struck();
    const closing = (pushed as Pushed).shutdown.close();
    const answers = await Promise.all(waiting);
    await closing;
    // A request that was still being read is answered with 503.
    const durable = answers.filter(({ status }) => status === 200).length;
    assert.ok(durable > 0);
    assert.equal(await ids('ending'), durable);
  });

  it('gives back what is not durable in time when it is told to end, and answers for it', async () => {
    world.cloud.faults.add({ service: 'bigquery', method: 'tables.get', kind: 'slow', delayMs: 3_000, times: 1 });
    await start(
      { routes: [{ name: 'all', table: 'd.pushed', mode: 'STORAGE_WRITE', maxDelay: '1h' }] },
      { drain: 200 },
    );
    const waiting = [0, 1, 2].map((index) => post(bodyOf(`{"id":"late ${index}"}`)));
    await world.struck();
    await (pushed as Pushed).shutdown.close();
    const answers = await Promise.all(waiting);
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([503]));
    assert.equal(await ids('late'), 0);
  });

  it('answers 503 for a message that it gives back', () => {
    assert.equal(answerOf('retry').status, 503);
  });

  it('loads what is staged when Cloud Scheduler asks, and only where something is staged', async () => {
    await start({
      routes: [{ name: 'all', table: 'd.pushed', mode: 'FILE_LOADS', maxDelay: '20ms' }],
      fileLoads: { bucket: BUCKET, prefix: 'pushed/' },
    });
    assert.equal((await post(bodyOf('{"id":"staged"}'))).status, 200);
    assert.equal((await post('', 'loads?x=1')).status, 200);
    assert.equal(await ids('staged'), 1);
    await pushed?.close();
    await start();
    assert.equal((await post('', 'loads')).status, 404);
  });
});
