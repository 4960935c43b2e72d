import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInTrace } from '@penstock/shared/runtime/trace.ts';
import { openStorage, type StorageCall, type StorageOptions } from '@penstock/shared/storage/client.ts';
import { type GoogleStorage, openConnection } from '@penstock/shared/storage/connection.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { until } from '../../../support/storage.ts';
import { BUCKET, type StorageWorld, storageWorld } from '../../../support/storage-client.ts';
import { struck } from '../../../support/struck.ts';

const LIST: StorageCall = { method: 'GET', path: `/storage/v1/b/${BUCKET}/o` };
const WRITE: StorageCall = {
  method: 'POST',
  path: `/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=x`,
  body: [Buffer.from('a'), Buffer.from('b')],
};

describe('the Cloud Storage client', () => {
  let world: StorageWorld;
  before(async () => {
    world = await storageWorld();
  });
  after(() => world.close());
  afterEach(() => world.faults.clear());

  const fault = (method: string, rule: object): void => {
    world.faults.add({ service: 'storage', method, kind: 'error', ...rule } as never);
  };

  for (const rule of [
    { kind: 'error', code: 503 },
    { kind: 'error', code: 500 },
    { kind: 'throttle' },
    { kind: 'reset', at: 'during' },
    { kind: 'reset', at: 'after' },
  ]) {
    it(`sends a request again after ${JSON.stringify(rule)}`, async () => {
      fault('objects.list', { ...rule, times: 2 });
      assert.equal((await world.storage.call(LIST)).status, 200);
    });
  }

  it('gives up on a refusal that would come again', async () => {
    fault('objects.list', { code: 400 });
    await assert.rejects(world.storage.call(LIST), { code: 'INPUT_INVALID', kind: 'permanent' });
    assert.equal((await world.storage.call(LIST)).status, 200);
  });

  it("tells the service's words, reason and wait", async () => {
    const answers = ['{"error":{"message":"slow down","errors":[{"reason":"rateLimitExceeded"}]}}', '{}', '<html>'];
    const server = createServer((_request, response) => {
      response.writeHead(answers.length > 2 ? 403 : 418, 'Teapot', { 'retry-after': '7' }).end(answers.shift());
    });
    await served(server, async (options) => {
      const client = openStorage({ budgetMs: -1, ...options });
      await assert.rejects(client.call(LIST), {
        code: 'RESOURCE_EXHAUSTED',
        message: 'Cloud Storage answered 403: slow down',
        retryAfterMs: 7_000,
      });
      for (let left = 2; left > 0; left -= 1)
        await assert.rejects(client.call(LIST), { message: 'Cloud Storage answered 418: Teapot' });
      await client.close();
    });
  });

  it('sends the trace of the work that calls', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.traceparent);
      response.end('{}');
    });
    await served(server, async (options) => {
      const client = openStorage(options);
      const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true };
      await runInTrace(trace, () => client.call(LIST));
      await client.call(LIST);
      await client.close();
    });
    assert.deepEqual(seen, [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, undefined]);
  });

  it('says that a write may have taken effect when its answers were lost, and nothing of the kind of a read', async () => {
    const hasty = world.newClient({ budgetMs: -1 });
    fault('objects.insert', { kind: 'ack-lost' });
    await assert.rejects(hasty.call(WRITE), { code: 'OUTCOME_UNKNOWN', stage: 'sending' });
    fault('objects.list', { kind: 'ack-lost' });
    await assert.rejects(hasty.call(LIST), { code: 'UNAVAILABLE' });
  });

  it('does not doubt a write that was refused for certain', async () => {
    const hasty = world.newClient({ budgetMs: -1 });
    fault('objects.insert', { kind: 'throttle' });
    await assert.rejects(hasty.call(WRITE), { code: 'RESOURCE_EXHAUSTED' });
  });

  it('tells a caller whether an earlier attempt may have landed', async () => {
    assert.equal((await world.storage.call(WRITE)).uncertain, false);
    fault('objects.insert', { kind: 'throttle' });
    assert.equal((await world.storage.call(WRITE)).uncertain, false);
    fault('objects.insert', { kind: 'ack-lost' });
    assert.equal((await world.storage.call(WRITE)).uncertain, true);
  });

  it('ends an attempt that takes too long, and tries again', async () => {
    const quick = world.newClient({ attemptMs: 100 });
    fault('objects.list', { kind: 'slow', delayMs: 12_000 });
    const begun = Date.now();
    assert.equal((await quick.call(LIST)).status, 200);
    assert.ok(Date.now() - begun < 11_000);
  });

  it('sends no more requests at once than it may, in the order of the callers', async () => {
    let open = 0;
    let most = 0;
    const paths: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      open += 1;
      most = Math.max(most, open);
      paths.push(request.url);
      setTimeout(() => {
        open -= 1;
        response.end('{}');
      }, 10);
    });
    await served(
      server,
      async (options) => {
        const client = openStorage({ ...options, maxRequests: 2, maxWaiting: 4 });
        const wanted = ['/1', '/2', '/3', '/4', '/5', '/6'];
        const calls = wanted.map((path) => client.call({ method: 'GET', path }));
        await assert.rejects(client.call({ method: 'GET', path: '/7' }), { code: 'RESOURCE_EXHAUSTED' });
        await Promise.all(calls);
        assert.deepEqual([most, paths], [2, wanted]);
        await client.close();
      },
      { budgetMs: -1 },
    );
  });

  it('lets a caller leave while it waits for its turn, while it is connected, and while it is answered', async () => {
    const { signal } = new AbortController();
    const held = world.newClient({ maxRequests: 1 });
    fault('objects.list', { kind: 'slow', delayMs: 300 });
    const first = held.call({ ...LIST, signal });
    const stop = new AbortController();
    const waiting = held.call({ ...LIST, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await assert.rejects(waiting, { code: 'CANCELLED', kind: 'permanent' });
    assert.equal((await first).status, 200);
    await assert.rejects(held.call({ ...LIST, signal: stop.signal }), { code: 'CANCELLED' });

    const answered = new AbortController();
    fault('objects.insert', { kind: 'slow', delayMs: 2_000 });
    const write = assert.rejects(held.call({ ...WRITE, signal: answered.signal }), { code: 'OUTCOME_UNKNOWN' });
    await struck(world.faults);
    answered.abort();
    await write;

    const connecting = new AbortController();
    const never = world.newClient({ connect: () => new Promise(() => undefined) });
    setTimeout(() => connecting.abort(), 20);
    await assert.rejects(never.call({ ...WRITE, signal: connecting.signal }), { code: 'CANCELLED' });
  });

  it('ends what is under way when it is closed, and refuses what comes later', async () => {
    const client = world.newClient();
    fault('objects.list', { kind: 'slow', delayMs: 2_000 });
    const under = client.call(LIST);
    setTimeout(() => void client.close(), 30);
    await assert.rejects(under, { code: 'CANCELLED', message: 'The Cloud Storage client is closed' });
    await assert.rejects(client.call(WRITE), { code: 'CANCELLED' });
    await client.close();
    await openStorage().close();
    const broken = openStorage({ connect: () => Promise.reject(new Error('no library')), budgetMs: -1 });
    await assert.rejects(broken.call(LIST), { code: 'INTERNAL' });
    await broken.close();
  });

  it('connects anew after a connection that could not be made', async () => {
    let attempts = 0;
    const client = world.newClient({
      connect: () => {
        attempts += 1;
        return attempts === 1
          ? Promise.reject(Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' }))
          : openConnection('demo-penstock', 64);
      },
    });
    assert.equal((await client.call(LIST)).status, 200);
    assert.equal(attempts, 2);
  });

  it('gives its place back where a stream is refused, ends early or is read whole', async () => {
    const one = world.newClient({ maxRequests: 1 });
    await world.objects.create(BUCKET, 'long', Buffer.alloc(200_000));
    const path = `/storage/v1/b/${BUCKET}/o/long?alt=media`;
    await assert.rejects(one.stream({ method: 'GET', path: `${path}&generation=1` }), { code: 'NOT_FOUND' });
    for await (const _chunk of await one.stream({ method: 'GET', path })) break;
    let bytes = 0;
    for await (const chunk of await one.stream({ method: 'GET', path })) bytes += chunk.length;
    assert.equal(bytes, 200_000);
  });

  it('bounds each chunk of a stream, and leaves its reader all the time it wants', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': '3' }).write('a');
      setTimeout(() => response.write('b'), 20);
    });
    await served(server, async (options) => {
      const client = openStorage({ ...options, attemptMs: 600 });
      const seen: string[] = [];
      const read = async (): Promise<void> => {
        for await (const chunk of await client.stream(LIST)) {
          seen.push(chunk.toString());
          if (seen.length === 1) await new Promise((resolve) => setTimeout(resolve, 900));
        }
      };
      await assert.rejects(read(), { code: 'DEADLINE_EXCEEDED' });
      assert.equal(seen.join(''), 'ab');
      await client.close();
    });
  });

  it('finds no time of the service where an answer does not tell it', async () => {
    const server = createServer((_request, response) => {
      response.sendDate = false;
      response.end('{}');
    });
    await served(server, async (options) => {
      const client = openStorage(options);
      assert.equal((await client.call(LIST)).dateMs, 0);
      await client.close();
    });
  });

  it("sends the headers of Google's credentials, and none to an emulator", async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push([request.headers.authorization, request.headers['x-goog-user-project']]);
      response.end('{}');
    });
    await served(server, async ({ connect: _unused }, apiEndpoint) => {
      const authClient = {
        getRequestHeaders: async () => new Headers({ authorization: 'Bearer t', 'x-goog-user-project': 'p' }),
      };
      const of = (google: Partial<GoogleStorage>) =>
        openStorage({
          connect: () =>
            openConnection('', 1, async () => ({ apiEndpoint, authClient, customEndpoint: true, ...google })),
        });
      for (const google of [{}, { useAuthWithCustomEndpoint: true }, { customEndpoint: false }]) {
        const client = of(google);
        await client.call(LIST);
        await client.close();
      }
    });
    assert.deepEqual(seen, [
      [undefined, undefined],
      ['Bearer t', 'p'],
      ['Bearer t', 'p'],
    ]);
  });

  it('says that there are no credentials, or that their giver cannot be reached now', async () => {
    const of = (error: Error) =>
      openStorage({
        budgetMs: -1,
        connect: () =>
          openConnection('', 1, async () => ({
            apiEndpoint: 'https://storage.googleapis.com',
            customEndpoint: false,
            authClient: { getRequestHeaders: () => Promise.reject(error) },
          })),
      });
    await assert.rejects(of(new Error('no key')).call(WRITE), {
      code: 'UNAUTHENTICATED',
      message: 'No credentials for Cloud Storage: no key',
    });
    const away = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' });
    await assert.rejects(of(away).call(WRITE), { code: 'UNAVAILABLE' });
  });

  it("asks Google's own client for credentials where no emulator is named", async () => {
    const restore = setEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: '/nowhere/key.json' });
    const emulator = process.env.STORAGE_EMULATOR_HOST;
    delete process.env.STORAGE_EMULATOR_HOST;
    const client = openStorage();
    await assert.rejects(client.call(LIST), { code: 'UNAUTHENTICATED', message: /No credentials for Cloud Storage/ });
    await client.close();
    process.env.STORAGE_EMULATOR_HOST = emulator;
    restore();
  });

  it('names each write anew', () => assert.notEqual(world.storage.newId(), world.storage.newId()));

  it('leaves no timer behind', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    await world.storage.call(LIST);
    await until(() => timers() <= before, 'the timers of a call');
  });
});

type Connect = Pick<StorageOptions, 'connect' | 'budgetMs'>;

/** Runs `work` against a server of the test's own. */
async function served(
  server: ReturnType<typeof createServer>,
  work: (options: Connect, endpoint: string) => Promise<void>,
  more: Connect = {},
): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const apiEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const authClient = { getRequestHeaders: async () => new Headers() };
  const connect = () => openConnection('', 64, async () => ({ apiEndpoint, customEndpoint: true, authClient }));
  try {
    await work({ connect, ...more }, apiEndpoint);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
