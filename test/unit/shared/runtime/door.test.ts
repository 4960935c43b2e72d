import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { DoorParts } from '@penstock/shared/runtime/door.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';
import sinon from 'sinon';
import { type DoorUnderTest, type SmallDoor, startDoor } from '../../../support/door.ts';

const ok: DoorParts = {
  body: { maxBytes: 10 },
  handle: (_request, response) => sendReply(response, 200, 'ok'),
};

describe('openDoor', () => {
  let under: DoorUnderTest | undefined;
  afterEach(async () => {
    await under?.close();
    under = undefined;
  });

  const start = async (setup: Parameters<typeof startDoor>[0]): Promise<DoorUnderTest> => {
    under = await startDoor(setup);
    return under;
  };

  it('hands the door its project, its emulators and the deadline of a request', async () => {
    let given: SmallDoor | undefined;
    const create = (door: SmallDoor): DoorParts => {
      given = door;
      return ok;
    };
    await start({
      create,
      env: { GCLOUD_PROJECT: 'p', PUBSUB_EMULATOR_HOST: 'http://h:1', CLOUD_RUN_TIMEOUT_SECONDS: '300' },
    });
    assert.deepEqual([given?.projectId, given?.emulators.pubsub, given?.deadline(1_000)], ['p', 'h:1', 301_000]);
    await under?.close();
    await start({ create, env: { GCLOUD_PROJECT: 'p', GOOGLE_CLOUD_PROJECT: 'q', CLOUD_RUN_TIMEOUT_SECONDS: 'long' } });
    assert.deepEqual([given?.projectId, given?.emulators.pubsub, given?.deadline(0)], ['q', undefined, 60_000]);
    await under?.close();
    await start({ create });
    assert.equal(given?.projectId, '');
  });

  it('does not open where making the door fails', async () => {
    const wrong = new PenstockError('CONFIG_INVALID', 'the schema is none');
    await assert.rejects(startDoor({ create: () => Promise.reject(wrong) }), wrong);
  });

  it('answers without a body where there is nothing to say', async () => {
    const { url } = await start({
      create: () => ({ ...ok, handle: (_request, response) => sendReply(response, 204) }),
    });
    assert.equal((await fetch(url)).headers.get('content-length'), null);
  });

  it('answers the health checks itself, and leaves other methods to the handler', async () => {
    const { url } = await start({ create: () => ok });
    const answer = async (path: string, method: string): Promise<unknown> => {
      const response = await fetch(`${url}${path}`, { method });
      return [response.status, await response.text()];
    };
    assert.deepEqual(await answer('/healthz', 'GET'), [200, '{"status":"ok"}']);
    assert.deepEqual(await answer('/readyz?x', 'GET'), [200, '{"status":"ready"}']);
    assert.deepEqual(await answer('/readyz', 'HEAD'), [200, '']);
    assert.deepEqual(await answer('/readyz', 'POST'), [200, 'ok']);
    assert.deepEqual(await answer('/readyzzz', 'GET'), [200, 'ok']);
  });

  it('answers 500 without a word of the inside where a handler fails, and logs the failure with its trace', async () => {
    const fail = new Error('the inside');
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    for (const handle of [
      () => {
        throw fail;
      },
      () => Promise.reject(fail),
    ]) {
      const { url, lines, close } = await start({ create: () => ({ ...ok, handle }) });
      const response = await fetch(url, { headers });
      assert.deepEqual([response.status, await response.text()], [500, '']);
      const line = lines.find(({ message }) => message === 'the handler failed');
      assert.equal(line?.error_message, 'the inside');
      assert.equal(line?.['logging.googleapis.com/trace'], `projects//traces/${trace}`);
      await close();
    }
  });

  it('writes the lines of a request with its trace where the door asks for it, and of no request in another’s', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    for (const traced of [true, false]) {
      const { url, lines, close } = await start({
        create: (door: SmallDoor) => ({
          ...ok,
          traced,
          handle: async (request, response) => {
            await new Promise((resolve) => setImmediate(resolve));
            door.log.info(String(request.url));
            sendReply(response, 204);
          },
        }),
      });
      await Promise.all([
        fetch(`${url}/with`, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } }),
        fetch(`${url}/without`),
      ]);
      const told = (path: string): unknown =>
        lines.find(({ message }) => message === path)?.['logging.googleapis.com/trace'];
      assert.deepEqual(
        [told('/with'), told('/without')],
        [traced ? `projects//traces/${trace}` : undefined, undefined],
      );
      await close();
    }
  });

  it('breaks the connection where a handler fails in the middle of its answer', async () => {
    const handle = (_request: unknown, response: ServerResponse): void => {
      response.writeHead(200, { 'content-length': 10 }).write('half');
      throw new Error('half way');
    };
    const { url } = await start({ create: () => ({ ...ok, handle }) });
    await assert.rejects(fetch(url).then((response) => response.text()));
  });

  it('answers 413 for a larger body, or what the door answers', async () => {
    const post = (url: string): Promise<Response> => fetch(url, { method: 'POST', body: 'x'.repeat(11) });
    const { url, close } = await start({ create: () => ok });
    assert.equal((await post(url)).status, 413);
    await close();
    const told: unknown[] = [];
    const refuse: DoorParts['refuse'] = (_request, response, excess) => {
      told.push(excess);
      sendReply(response, 418);
    };
    const other = await start({ create: () => ({ ...ok, refuse }) });
    assert.equal((await post(other.url)).status, 418);
    assert.deepEqual(told, ['bytes']);
  });

  describe('told to stop', () => {
    it('answers what is under way, then closes clients from the last to the first, then writes the last counts', async () => {
      const order: string[] = [];
      let answer: (() => void) | undefined;
      const create = (door: SmallDoor): DoorParts => {
        door.onClose('client', () => void order.push('client'));
        door.onClose('publisher', async () => {
          await Promise.resolve();
          order.push('publisher');
        });
        return {
          ...ok,
          handle: async (_request, response) => {
            await new Promise<void>((resolve) => {
              answer = resolve;
            });
            door.metrics.count('small/requests');
            sendReply(response, 200, 'late');
            response.once('close', () => void order.push('answer sent'));
          },
        };
      };
      const { url, shutdown, lines } = await start({ create });
      const asked = fetch(url, { method: 'POST', body: 'x' });
      while (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      const closed = shutdown.close().then(() => void order.push('closed'));
      const ready = await fetch(`${url}/readyz`);
      assert.deepEqual([ready.status, await ready.text()], [503, '{"status":"stopping"}']);
      assert.deepEqual(order, []);
      answer();
      assert.equal(await (await asked).text(), 'late');
      await closed;
      assert.deepEqual(order, ['answer sent', 'publisher', 'client', 'closed']);
      assert.equal(lines.at(-1)?.metric, 'small/requests');
    });

    it('waits for a handler whose caller has gone away', async () => {
      let finish: (() => void) | undefined;
      const { url, shutdown } = await start({
        create: () => ({
          ...ok,
          handle: () =>
            new Promise<void>((resolve) => {
              finish = resolve;
            }),
        }),
      });
      const gone = new AbortController();
      const asked = fetch(url, { signal: gone.signal }).catch(() => undefined);
      while (finish === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      gone.abort();
      await asked;
      let closed = false;
      const closing = shutdown.close().then(() => {
        closed = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.equal(closed, false);
      finish();
      await closing;
    });
  });

  it('writes the counts every ten seconds, and no more after it has stopped', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const { lines, close } = await start({
        create: ({ metrics }) => {
          metrics.count('small/requests', 2);
          return ok;
        },
      });
      clock.tick(9_999);
      const values = (): unknown[] => lines.map(({ value }) => value);
      assert.deepEqual(values(), []);
      clock.tick(1);
      assert.deepEqual(values(), [2]);
      await close();
      under = undefined;
      assert.equal(clock.countTimers(), 0);
    } finally {
      clock.restore();
    }
  });
});
