import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import type { Delivery } from '../../../../functions/sink/message.ts';
import { type ReplayCounts, type ReplayOptions, replayFiles } from '../../../../functions/sink/replay.ts';
import { BUCKET, PROJECT, type SinkWorld, startSinkWorld } from '../../../support/sink.ts';

describe('the replay of files', () => {
  let world: SinkWorld;
  let storage: StorageClient;
  let objects: Objects;

  before(async () => {
    world = await startSinkWorld();
    storage = openStorage({ projectId: PROJECT });
    objects = createObjects(storage);
  });
  after(async () => {
    await storage.close();
    await world.close();
  });

  async function replay(
    prefix: string,
    settle: (delivery: Delivery) => void,
    more: Partial<ReplayOptions> = {},
  ): Promise<ReplayCounts> {
    return replayFiles({
      objects,
      bucket: BUCKET,
      prefix,
      flow: { deliver: settle },
      most: 100,
      keepGoing: false,
      clock: { ...systemClock, sleep: () => Promise.resolve() },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...more,
    });
  }

  const done = (into: Delivery[]) => (delivery: Delivery) => {
    into.push(delivery);
    setImmediate(() => delivery.input.settle(delivery, 'settled'));
  };

  it('delivers each line of each file as a message, gzipped or not', async () => {
    const encoded = Buffer.from('payload ü').toString('base64');
    const one = {
      data: encoded,
      attributes: { a: 'b' },
      messageId: '7',
      publishTime: '2026-01-02T03:04:05Z',
      orderingKey: 'k',
    };
    await objects.create(
      BUCKET,
      'replay/1.ndjson',
      Buffer.from(`${JSON.stringify(one)}\n\n${JSON.stringify({ payload: { x: 1 }, attributeMap: { c: 'd' } })}\n`),
    );
    await objects.create(BUCKET, 'replay/2.ndjson.gz', gzipSync(JSON.stringify({ payload: encoded })));
    await objects.create(BUCKET, 'replay/3-empty', Buffer.alloc(0));
    const found: Delivery[] = [];
    const counts = await replay('replay/', done(found));
    assert.deepEqual(counts, { files: 3, messages: 3, settled: 3, malformed: 0 });
    const [first, second, third] = found;
    assert.deepEqual(
      [first?.data.toString(), first?.attributes, first?.messageId, first?.publishMs, first?.orderingKey],
      ['payload ü', { a: 'b' }, '7', Date.UTC(2026, 0, 2, 3, 4, 5), 'k'],
    );
    assert.deepEqual([second?.data.toString(), second?.attributes], ['{"x":1}', { c: 'd' }]);
    assert.match(String(second?.messageId), /^replay\/1\.ndjson#\d+#3$/);
    assert.equal(third?.data.toString(), 'payload ü');
    assert.equal(third?.input.name, `gs://${BUCKET}/replay/2.ndjson.gz`);
  });

  it('delivers again what is given back, because no subscription would', async () => {
    await objects.create(BUCKET, 'again/1', Buffer.from('{"payload":{}}\n'));
    let times = 0;
    const counts = await replay('again/', (delivery) => {
      times += 1;
      setImmediate(() => delivery.input.settle(delivery, times < 3 ? 'retry' : 'settled'));
    });
    assert.equal(times, 3);
    assert.equal(counts.settled, 1);
  });

  it('reads lines across the chunks that a file comes in', async () => {
    const line = JSON.stringify({ payload: { text: 'x'.repeat(90_000) } });
    await objects.create(BUCKET, 'chunks/1', Buffer.from(`${line}\n${line}\n${line}`));
    const found: Delivery[] = [];
    await replay('chunks/', done(found));
    assert.deepEqual(
      found.map(({ data }) => data.length),
      [90_011, 90_011, 90_011],
    );
  });

  it('keeps no more under way than it may', async () => {
    await objects.create(BUCKET, 'many/1', Buffer.from('{"payload":{}}\n'.repeat(20)));
    let [underWay, most] = [0, 0];
    await replay(
      'many/',
      (delivery) => {
        underWay += 1;
        most = Math.max(most, underWay);
        setTimeout(() => {
          underWay -= 1;
          delivery.input.settle(delivery, 'settled');
        }, 1);
      },
      { most: 3 },
    );
    assert.equal(most, 3);
  });

  it('ends at a line that is no message, or passes over it where that is asked for', async () => {
    const lines = [
      'no json',
      '[]',
      'null',
      '{"data":"!"}',
      '{"data":5}',
      '{"payload":{},"attributes":{"a":1}}',
      '{"payload":{},"attributes":null}',
      '{"attributes":{}}',
    ];
    await objects.create(BUCKET, 'odd/1', Buffer.from(lines.join('\n')));
    await assert.rejects(replay('odd/', done([])), /gs:\/\/sink-files\/odd\/1, line 1: it is no message/);
    const found: Delivery[] = [];
    const counts = await replay('odd/', done(found), { keepGoing: true });
    assert.deepEqual(counts, { files: 1, messages: 1, settled: 1, malformed: 7 });
  });

  it('stops when it is told to, and says where nothing is', async () => {
    const stop = new AbortController();
    await objects.create(BUCKET, 'stop/1', Buffer.from('{"payload":{}}\n'.repeat(3)));
    const stopping = replay(
      'stop/',
      (delivery) => {
        stop.abort(new Error('told to'));
        delivery.input.settle(delivery, 'retry');
      },
      { signal: stop.signal },
    );
    await assert.rejects(stopping, /told to/);
    await assert.rejects(replay('nothing/', done([])), { code: 'NOT_FOUND' });
  });
});
