import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { type ConsoleService, startConsole } from '../../../../local/console/console.ts';
import { Faults } from '../../../../local/core/faults/faults.ts';
import type { ScheduledJob } from '../../../../local/scheduler/job.ts';

const scheduledJob = (name: string): ScheduledJob => ({
  name,
  schedule: '* * * * *',
  timeZone: 'Etc/UTC',
  url: 'http://127.0.0.1:1/',
  nextMs: undefined,
  last: undefined,
});

describe('the console', () => {
  let service: ConsoleService;
  let faults: Faults;
  let ran: [string, Date | undefined][];

  beforeEach(async () => {
    faults = new Faults();
    ran = [];
    service = await startConsole({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults,
      report: () => undefined,
      now: () => 0,
      addresses: () => ({ intake: '127.0.0.1:8080', '<b>': 'x' }),
      jobs: () => ['pull', 'broken'].map(scheduledJob),
      runJob: async (name, time) => {
        ran.push([name, time]);
        return name !== 'broken';
      },
    });
  });
  afterEach(() => service.close());

  const call = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; json: Record<string, unknown> }> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`http://${service.address}${path}`, {
      method,
      ...(body === undefined ? {} : { body: text }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };

  it('lists the addresses', async () => {
    assert.deepEqual((await call('GET', '/addresses')).json, { intake: '127.0.0.1:8080', '<b>': 'x' });
  });

  it('adds, lists, removes and clears faults', async () => {
    const { status, json } = await call('POST', '/faults', {
      service: 'pubsub',
      method: 'Publish',
      kind: 'error',
      times: 2,
    });
    assert.equal(status, 201);
    assert.equal(faults.next('pubsub', 'Publish')?.kind, 'error');
    assert.equal(((await call('GET', '/faults')).json.faults as unknown[]).length, 1);
    assert.equal((await call('DELETE', `/faults/${json.id}`)).status, 200);
    assert.equal((await call('DELETE', `/faults/${json.id}`)).status, 404);
    await call('POST', '/faults', { service: 'pubsub', method: '*', kind: 'slow', delayMs: 5 });
    await call('DELETE', '/faults');
    assert.deepEqual(faults.list(), []);
  });

  for (const [what, body, message] of [
    ['text that is not JSON', '{', /not JSON/],
    ['a list', [], /a JSON object/],
    ['no service', { method: 'x', kind: 'error' }, /service is missing/],
    ['an unknown service', { service: 'x', method: 'x', kind: 'error' }, /service must be one of pubsub,/],
    ['an unknown kind', { service: 'pubsub', method: 'x', kind: 'x' }, /kind must be one of error,/],
    ['an unknown method', { service: 'pubsub', method: 'x', kind: 'error' }, /method x is not one of pubsub/],
    [
      'an unknown field',
      { service: 'pubsub', method: 'x', kind: 'error', time: 1 },
      /time is not a field of a fault rule/,
    ],
    ['a negative count', { service: 'pubsub', method: 'x', kind: 'error', times: -1 }, /times must be a whole number/],
    [
      'a probability above one',
      { service: 'pubsub', method: 'x', kind: 'error', probability: 2 },
      /probability must be/,
    ],
    [
      'a key of the prototype',
      '{"service":"pubsub","method":"x","kind":"error","__proto__":1}',
      /__proto__ is not a field/,
    ],
  ] as const) {
    it(`refuses a fault rule that is ${what}, saying why`, async () => {
      const { status, json } = await call('POST', '/faults', body);
      assert.equal(status, 400);
      assert.match(String(json.error), message);
    });
  }

  it('refuses a body that is too large', async () => {
    assert.equal((await call('POST', '/faults', 'x'.repeat(70_000))).status, 413);
  });

  it('runs a job now, at a given schedule time, and says when it failed', async () => {
    assert.equal((await call('POST', '/jobs/pull:run?scheduleTime=2026-01-01T00:00:00Z')).status, 200);
    assert.equal((await call('POST', '/jobs/broken:run')).status, 502);
    assert.equal((await call('POST', '/jobs/none:run')).status, 404);
    for (const time of ['x', '1', '2026-01-01', '2026-13-01T00:00:00Z'])
      assert.equal((await call('POST', `/jobs/pull:run?scheduleTime=${time}`)).status, 400);
    assert.equal((await call('POST', '/jobs/%ff:run')).status, 400);
    assert.deepEqual(ran, [
      ['pull', new Date('2026-01-01T00:00:00Z')],
      ['broken', undefined],
    ]);
    assert.deepEqual((await call('GET', '/jobs')).json, { jobs: ['pull', 'broken'] });
  });

  it('sends past and new events to every watcher', async () => {
    service.show({ service: 'pubsub', what: 'published', resource: 'before' });
    const response = await fetch(`http://${service.address}/events`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let seen = '';
    while (!seen.includes('before')) seen += Buffer.from((await reader.read()).value as Uint8Array).toString();
    service.show({ service: 'pubsub', what: 'published', resource: 'after' });
    while (!seen.includes('after')) seen += Buffer.from((await reader.read()).value as Uint8Array).toString();
    await reader.cancel();
  });

  it('remembers only so much', async () => {
    for (let n = 0; n < 1_500; n += 1) service.show({ service: 'pubsub', what: 'published', resource: `r${n}` });
    const response = await fetch(`http://${service.address}/events`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let seen = '';
    while (!seen.includes('r1499')) seen += Buffer.from((await reader.read()).value as Uint8Array).toString();
    assert.equal(seen.includes('"r499"'), false);
    await reader.cancel();
  });

  /** Reads what is sent to a watcher who has seen `lastId`, until `until` is in it. */
  async function watched(lastId: string, until: string): Promise<string> {
    const headers = { 'last-event-id': lastId };
    const response = await fetch(`http://${service.address}/events`, { headers });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let seen = '';
    while (!seen.includes(until)) seen += Buffer.from((await reader.read()).value as Uint8Array).toString();
    await reader.cancel();
    return seen;
  }

  it('sends a reconnecting client the events it missed, and none twice', async () => {
    const happen = (resource: string) => service.show({ service: 'pubsub', what: 'published', resource });
    happen('first');
    happen('second');
    const ids = [...(await watched('', 'second')).matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
    assert.equal(ids.length, 2);
    happen('third');
    assert.equal((await watched(String(ids[0]), 'third')).includes('first'), false);
    assert.match(await watched(String(ids[0]), 'third'), /second/);
    // An id of a process before this one says nothing about what this one's watchers have seen.
    assert.match(await watched('another 2', 'third'), /first/);
  });

  it('disconnects a watcher that does not read, and holds nothing more for it', async () => {
    const [host = '', port] = service.address.split(':');
    const socket = connect(Number(port), host);
    socket.pause();
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.write('GET /events HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await watched('', 'latest come last');
    const resource = 'x'.repeat(100_000);
    // More than what the system's own buffers of both sides hold.
    for (let n = 0; n < 300; n += 1) {
      service.show({ service: 'pubsub', what: 'published', resource });
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.resume();
    await closed;
  });

  const raw = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const [host, port] = service.address.split(':');
      request({ host, port, path: '/faults', method: 'DELETE', headers }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });

  it('does not answer the pages of other sites, nor names that only resolve to here', async () => {
    assert.equal(await raw({ origin: 'https://evil.example' }), 403);
    assert.equal(await raw({ host: 'evil.example' }), 403);
    assert.equal(await raw({ host: 'localhost:4000', origin: 'http://localhost:4000' }), 200);
  });

  it('says where there is nothing', async () => assert.equal((await call('GET', '/nothing')).status, 404));
});
