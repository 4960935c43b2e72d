import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sinon from 'sinon';
import { Faults } from '../../../../local/core/faults/faults.ts';
import { type HttpServer, readBody, startHttpServer } from '../../../../local/core/http/server.ts';
import { Deliveries } from '../../../../local/eventarc/deliveries.ts';
import { type CloudEvent, encodeValue } from '../../../../local/eventarc/event.ts';
import { type EventarcOptions, type EventarcService, startEventarc } from '../../../../local/eventarc/eventarc.ts';
import { pathMatches, type Trigger } from '../../../../local/eventarc/trigger.ts';

const finalized = (id = 'e1', extensions: Record<string, string> = { bucket: 'b' }): CloudEvent => ({
  id,
  type: 'google.cloud.storage.object.v1.finalized',
  source: '//storage.googleapis.com/projects/_/buckets/b',
  subject: 'objects/ä b%.csv',
  time: '2026-01-02T03:04:05.000006Z',
  extensions,
  contentType: 'application/json',
  data: Buffer.from('{"name":"x"}'),
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('Eventarc', () => {
  let target: HttpServer;
  let received: Received[];
  let statuses: number[];
  let held: () => Promise<void>;
  let service: EventarcService | undefined;
  let folder: string;

  beforeEach(async () => {
    received = [];
    statuses = [];
    held = async () => undefined;
    folder = await mkdtemp(join(tmpdir(), 'penstock-eventarc-'));
    target = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (request, response) => {
        const body = (await readBody(request, 1e6)).toString();
        received.push({ headers: request.headers, body });
        await held();
        response.writeHead(statuses.shift() ?? 204, { location: '/elsewhere' }).end();
      },
      () => undefined,
    );
  });
  afterEach(async () => {
    await service?.close();
    await target.close();
    await rm(folder, { recursive: true });
  });

  const trigger = (more: Partial<Trigger> = {}): Trigger => ({
    name: 'loader',
    filters: [
      { attribute: 'type', value: 'google.cloud.storage.object.v1.finalized' },
      { attribute: 'bucket', value: 'b' },
    ],
    destination: `http://${target.address}/`,
    retry: true,
    ...more,
  });

  async function started(more: Partial<EventarcOptions> = {}): Promise<EventarcService> {
    service = await startEventarc({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: new Faults(),
      report: () => undefined,
      now: Date.now,
      projectId: 'demo-penstock',
      triggers: [trigger()],
      minBackoffMs: 1,
      ...more,
    });
    return service;
  }

  it('posts the event in binary mode, its attributes as percent-encoded headers', async () => {
    const eventarc = await started();
    await eventarc.emit(finalized());
    await eventarc.idle();
    const [{ headers, body }] = received as [Received];
    assert.equal(body, '{"name":"x"}');
    assert.deepEqual(
      ['ce-id', 'ce-type', 'ce-specversion', 'ce-subject', 'ce-bucket', 'ce-time', 'content-type'].map(
        (name) => headers[name],
      ),
      [
        'e1',
        'google.cloud.storage.object.v1.finalized',
        '1.0',
        'objects/%C3%A4%20b%25.csv',
        'b',
        '2026-01-02T03:04:05.000006Z',
        'application/json',
      ],
    );
  });

  it('sends an event only where every filter matches', async () => {
    const other = trigger({ name: 'other', filters: [{ attribute: 'bucket', value: 'another' }] });
    const eventarc = await started({
      triggers: [other, trigger({ name: 'absent', filters: [{ attribute: 'x', value: '1' }] })],
    });
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.equal(received.length, 0);
  });

  it('tries again until it is answered 2xx', async () => {
    statuses = [500, 503, 200];
    const eventarc = await started();
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.deepEqual(
      received.map(({ headers }) => headers['ce-id']),
      ['e1', 'e1', 'e1'],
    );
  });

  it('delivers once, whatever the answer, where the trigger does not retry', async () => {
    statuses = [500];
    const eventarc = await started({ triggers: [trigger({ retry: false })] });
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.equal(received.length, 1);
  });

  it('hands what failed too often to the dead letter topic, and tells it', async () => {
    statuses = [500, 500, 500];
    const letters: unknown[] = [];
    const told: unknown[] = [];
    const eventarc = await started({
      triggers: [trigger({ deadLetter: { topic: 'dead', maxDeliveryAttempts: 3 } })],
      onDeadLetter: async ({ trigger: name, topic, attempts, event }) =>
        void letters.push([name, topic, attempts, event.id, Buffer.from(event.data).toString()]),
      report: ({ what, facts }) => void told.push([what, facts?.topic]),
    });
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.deepEqual(letters, [['loader', 'dead', 3, 'e1', '{"name":"x"}']]);
    assert.deepEqual(told.at(-1), ['dead-lettered', 'dead']);
    assert.equal(received.length, 3);
  });

  it('hands what is too old to the dead letter topic, however seldom it was tried', async () => {
    let now = 0;
    statuses = [500, 500, 500];
    const letters: number[] = [];
    const eventarc = await started({
      now: () => (now += 1_000),
      retentionMs: 3_000,
      triggers: [trigger({ deadLetter: { topic: 'dead', maxDeliveryAttempts: 100 } })],
      onDeadLetter: async ({ attempts }) => void letters.push(attempts),
    });
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.deepEqual(letters, [3]);
  });

  it('forgets nothing while the dead letter topic cannot be reached', async () => {
    statuses = [500, 500];
    let refusals = 1;
    const letters: string[] = [];
    const eventarc = await started({
      triggers: [trigger({ deadLetter: { topic: 'dead', maxDeliveryAttempts: 1 } })],
      onDeadLetter: async ({ event }) => {
        refusals -= 1;
        if (refusals >= 0) throw new Error('no such topic');
        letters.push(event.id);
      },
    });
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.deepEqual(letters, ['e1']);
  });

  it('says that it drops what is too old where there is no dead letter topic', async () => {
    statuses = [500];
    const told: string[] = [];
    const eventarc = await started({ retentionMs: 0, report: ({ what }) => void told.push(what) });
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.deepEqual(told, ['not delivered', 'dropped']);
  });

  it('waits twice as long after each failure, up to the longest wait', async () => {
    const timers = sinon.spy(globalThis, 'setTimeout');
    try {
      statuses = [500, 500, 500, 500];
      const eventarc = await started({ minBackoffMs: 7, maxBackoffMs: 23 });
      await eventarc.emit(finalized());
      await eventarc.idle();
      const waits = timers.args
        .map(([, ms]) => ms)
        .filter((ms) => ms !== undefined && [7, 14, 23, 28, 56].includes(ms));
      assert.deepEqual(waits, [7, 14, 23, 23]);
    } finally {
      timers.restore();
    }
  });

  it('takes a redirect for a failure', async () => {
    statuses = [302];
    const eventarc = await started();
    await eventarc.emit(finalized());
    await eventarc.idle();
    // A client that follows a redirect comes without the event.
    assert.deepEqual(
      received.map(({ body }) => body),
      ['{"name":"x"}', '{"name":"x"}'],
    );
  });

  it('takes an answer that does not come in time for a failure', async () => {
    let slow = true;
    held = () => (slow ? new Promise(() => undefined) : Promise.resolve());
    const eventarc = await started({ timeoutMs: 200 });
    await eventarc.emit(finalized('e2'));
    while (received.length < 2) await new Promise((resolve) => setImmediate(resolve));
    slow = false;
    await eventarc.idle();
    assert.ok(received.every(({ body }) => body === '{"name":"x"}'));
  });

  it('gives up after five attempts where the dead letter policy names no number', async () => {
    statuses = [500, 500, 500, 500, 500];
    const letters: number[] = [];
    const eventarc = await started({
      triggers: [trigger({ deadLetter: { topic: 'letters' } })],
      onDeadLetter: async ({ attempts }) => void letters.push(attempts),
    });
    await eventarc.emit(finalized());
    await eventarc.idle();
    assert.deepEqual([letters, received.length], [[5], 5]);
  });

  it('delivers once what it is told twice before that', async () => {
    statuses = [500];
    const eventarc = await started({ minBackoffMs: 60 });
    await eventarc.emit(finalized());
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await eventarc.emit(finalized());
    await eventarc.idle();
    // The first one's next attempt would come now, were the second another delivery.
    await new Promise((resolve) => setTimeout(resolve, 90));
    assert.equal(received.length, 2);
  });

  it('has sixteen deliveries of a trigger out at most', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    held = () => gate;
    const eventarc = await started();
    for (let n = 0; n < 20; n += 1) await eventarc.emit(finalized(`e${n}`));
    while (received.length < 16) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(received.length, 16);
    release();
    await eventarc.idle();
    assert.equal(received.length, 20);
  });

  it('holds in memory what its budget allows, and of the rest only the names', async () => {
    const deliveries = new Deliveries({ memoryBytes: 3 * 1_100 });
    await deliveries.open(join(folder, 'deliveries'), () => true);
    const made = Array.from({ length: 5 }, (_, n) => ({
      id: `d${n}`,
      trigger: 'loader',
      emittedMs: 0,
      attempts: 0,
      event: finalized(`e${n}`),
    }));
    await deliveries.add(made);
    assert.deepEqual(
      made.map(({ event }: { event: CloudEvent | undefined }) => event !== undefined),
      [true, true, true, false, false],
    );
    await deliveries.close();
  });

  it('lets no slow function hold up the events of others', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (_request, response) => {
        await held;
        response.end();
      },
      () => undefined,
    );
    try {
      const eventarc = await started({
        concurrency: 2,
        triggers: [trigger({ name: 'slow', destination: `http://${slow.address}/` }), trigger()],
      });
      for (let n = 0; n < 50; n += 1) await eventarc.emit(finalized(`e${n}`));
      while (received.length < 50 || eventarc.pending > 50) await new Promise((resolve) => setImmediate(resolve));
      release();
      await eventarc.idle();
    } finally {
      release();
      await slow.close();
    }
  });

  it('reads back from disk what does not fit into its memory, in order', async () => {
    const eventarc = await started({ stateDir: folder, concurrency: 1, limits: { memoryBytes: 8 * 1_024 } });
    const ids = Array.from({ length: 60 }, (_, n) => `e${n}`);
    await Promise.all(ids.map((id) => eventarc.emit(finalized(id))));
    await eventarc.idle();
    assert.deepEqual(
      received.map(({ headers, body }) => [headers['ce-id'], body]),
      ids.map((id) => [id, '{"name":"x"}']),
    );
  });

  it('delivers in the end what is refused at first, though little of it fits into memory', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `e${n}`);
    statuses = ids.map(() => 500);
    const eventarc = await started({ stateDir: folder, concurrency: 4, limits: { memoryBytes: 6 * 1_024 } });
    await Promise.all(ids.map((id) => eventarc.emit(finalized(id))));
    await eventarc.idle();
    assert.equal(received.length, 80);
    assert.deepEqual([...new Set(received.map(({ headers }) => headers['ce-id']))].sort(), [...ids].sort());
    assert.ok(received.every(({ body }) => body === '{"name":"x"}'));
  });

  it('keeps its journal short though it is never idle, and loses nothing by that', async () => {
    statuses = [500];
    const limits = { compactAboveBytes: 4 * 1_024 };
    const eventarc = await started({ stateDir: folder, minBackoffMs: 60_000, limits });
    await eventarc.emit(finalized('stuck'));
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let n = 0; n < 300; n += 1) {
      await eventarc.emit(finalized(`e${n}`));
      while (eventarc.pending > 1) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok((await stat(join(folder, 'deliveries'))).size < 12 * 1_024);
    await eventarc.close();
    received = [];
    const again = await started({ stateDir: folder, limits });
    await again.idle();
    assert.deepEqual(
      received.map(({ headers }) => headers['ce-id']),
      ['stuck'],
    );
  });

  it('delivers after a restart what was emitted and not yet delivered', async () => {
    statuses = [500];
    const eventarc = await started({ stateDir: folder, minBackoffMs: 60_000 });
    await Promise.all([eventarc.emit(finalized('e1')), eventarc.emit(finalized('e2'))]);
    while (received.length < 2 || eventarc.pending > 1) await new Promise((resolve) => setTimeout(resolve, 1));
    await eventarc.close();
    received = [];
    const again = await started({ stateDir: folder });
    await again.idle();
    assert.deepEqual(
      received.map(({ headers, body }) => [headers['ce-id'], body]),
      [['e1', '{"name":"x"}']],
    );
  });

  it('plays duplicates, late events, lost answers, refusals and slowness', async () => {
    const faults = new Faults();
    for (const kind of ['duplicate', 'reorder'] as const)
      faults.add({ service: 'eventarc', method: 'emit', kind, delayMs: 5 });
    for (const kind of ['ack-lost', 'error', 'slow'] as const) {
      faults.add({ service: 'eventarc', method: 'deliver', kind, resource: 'loader', delayMs: 1 });
    }
    const eventarc = await started({ faults });
    for (const id of ['twice', 'late', 'plain']) await eventarc.emit(finalized(id));
    await eventarc.idle();
    const ids = received.map(({ headers }) => headers['ce-id']);
    assert.ok(ids.filter((id) => id === 'twice').length >= 2);
    assert.ok(ids.indexOf('late') > ids.indexOf('plain') || ids.lastIndexOf('plain') > ids.indexOf('late'));
    assert.deepEqual([...new Set(ids)].sort(), ['late', 'plain', 'twice']);
  });
});

describe('path patterns', () => {
  for (const [pattern, path, expected] of [
    ['users/{id}', 'users/alice', true],
    ['users/{id}', 'users/alice/posts/1', false],
    ['users/{rest=**}', 'users/alice/posts/1', true],
    ['**', 'anything/at/all', true],
    ['*/x', 'a/x', true],
    ['a.b/{id}', 'aXb/1', false],
  ] as const) {
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${path}`, () =>
      assert.equal(pathMatches(pattern, path), expected));
  }
});

describe('header values', () => {
  it('encode what is not printable ASCII, and percent, quote and space', () => {
    assert.equal(encodeValue('a b"%é😀\n'), 'a%20b%22%25%C3%A9%F0%9F%98%80%0A');
  });
});
