import assert from 'node:assert/strict';
import type { Message } from '@google-cloud/pubsub';
import { status } from '@grpc/grpc-js';
import type { FaultRule } from '../../local/core/faults/faults.ts';
import { type LocalPubsub, localPubsub } from '../support/pubsub-local.ts';
import {
  fails,
  type Ground,
  groundOn,
  leave,
  ONCE,
  pair,
  publish,
  pull,
  pullAll,
  texts,
} from '../support/pubsub-suite/ground.ts';

describe('faults of the local Pub/Sub', () => {
  let local: LocalPubsub;
  let ground: Ground;

  before(async () => {
    process.env.METADATA_SERVER_DETECTION = 'none';
    local = await localPubsub();
    ground = groundOn(local);
  });
  afterEach(() => local.faults.clear());
  after(async () => {
    await leave(ground);
    await local.close();
  });

  function strike(rule: Omit<FaultRule, 'service'>): void {
    local.faults.add({ service: 'pubsub', ...rule });
  }

  it('refuses a publish with the scripted code, without effect', async () => {
    const { topic, subscription } = await pair(ground);
    strike({ method: 'Publish', kind: 'error', code: 'ABORTED', resource: topic });
    await fails(publish(ground, topic, 'refused'), status.ABORTED);
    await publish(ground, topic, 'taken');
    assert.deepEqual(texts(await pull(ground, subscription)), ['taken']);
  });

  it('throttles the way the service does', async () => {
    const { topic } = await pair(ground);
    strike({ method: 'Publish', kind: 'throttle' });
    const error = await fails(publish(ground, topic, 'x'), status.RESOURCE_EXHAUSTED);
    assert.equal((error as unknown as { reason: string }).reason, 'RATE_LIMIT_EXCEEDED');
  });

  it('loses the answer to a publish whose messages are delivered all the same', async () => {
    const { topic, subscription } = await pair(ground);
    strike({ method: 'Publish', kind: 'ack-lost' });
    await fails(publish(ground, topic, 'kept'), status.UNAVAILABLE);
    assert.deepEqual(texts(await pull(ground, subscription)), ['kept']);
  });

  it('makes a retrying client publish twice where the answer was lost', async () => {
    const { topic, subscription } = await pair(ground);
    strike({ method: 'Publish', kind: 'ack-lost' });
    await ground.pubsub.topic(topic).publishMessage({ data: Buffer.from('retried') });
    assert.deepEqual(texts(await pullAll(ground, subscription, 2)), ['retried', 'retried']);
  });

  it('breaks the connection before a publish has any effect', async () => {
    const { topic, subscription } = await pair(ground);
    strike({ method: 'Publish', kind: 'reset', at: 'before' });
    await fails(publish(ground, topic, 'nothing'), status.UNAVAILABLE);
    assert.deepEqual(await pull(ground, subscription, 10, false), []);
  });

  it('takes an acknowledgement whose answer is lost, and its repeat under exactly-once', async () => {
    const { topic, subscription } = await pair(ground, { enableExactlyOnceDelivery: true });
    await publish(ground, topic, 'x');
    const ackIds = (await pull(ground, subscription)).map(({ ackId }) => ackId);
    strike({ method: 'Acknowledge', kind: 'ack-lost' });
    await fails(ground.subscriber.acknowledge({ subscription, ackIds }, ONCE), status.UNAVAILABLE);
    await ground.subscriber.acknowledge({ subscription, ackIds }, ONCE);
    assert.equal(local.service.subscriptions().find(({ name }) => name === subscription)?.backlog, 0);
  });

  it('answers slowly', async () => {
    const { topic } = await pair(ground);
    strike({ method: 'Publish', kind: 'slow', delayMs: 150 });
    const started = performance.now();
    await publish(ground, topic, 'x');
    assert.ok(performance.now() - started >= 145);
  });

  it('sends a client elsewhere by GOAWAY after its answer; the client comes back by itself', async () => {
    const { topic } = await pair(ground);
    strike({ method: 'Publish', kind: 'goaway' });
    await publish(ground, topic, 'answered');
    await publish(ground, topic, 'on a new connection');
  });

  it('publishes a message twice', async () => {
    const { topic, subscription } = await pair(ground);
    strike({ method: 'Publish', kind: 'duplicate' });
    await publish(ground, topic, 'twin');
    const pulled = await pullAll(ground, subscription, 2);
    assert.deepEqual(texts(pulled), ['twin', 'twin']);
    assert.equal(new Set(pulled.map(({ id }) => id)).size, 2);
  });

  it('delivers a message twice, and one after the one behind it', async () => {
    const { topic, subscription } = await pair(ground);
    await publish(ground, topic, '1', '2', '3');
    strike({ method: 'Deliver', kind: 'reorder', resource: subscription });
    assert.deepEqual(texts(await pull(ground, subscription)), ['2', '1', '3']);
    await publish(ground, topic, '4');
    strike({ method: 'Deliver', kind: 'duplicate', resource: subscription });
    const twice = await pull(ground, subscription);
    assert.deepEqual(texts(twice), ['4', '4']);
    assert.equal(twice[0]?.id, twice[1]?.id);
  });

  for (const kind of ['goaway', 'reset', 'error'] as const) {
    it(`lets the client survive a streaming pull that ends by ${kind}`, async () => {
      const { topic, subscription } = await pair(ground);
      strike({ method: 'StreamingPull', kind, code: 'UNAVAILABLE', delayMs: 30, times: 2 });
      const reader = ground.pubsub.subscription(subscription, { streamingOptions: { maxStreams: 1 } });
      const seen = new Promise<string>((resolve, reject) => {
        reader.on('error', reject);
        reader.on('message', (message: Message) => {
          message.ack();
          resolve(message.data.toString());
        });
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await publish(ground, topic, 'through');
      assert.equal(await seen, 'through');
      await reader.close();
    });
  }

  it('ends a streaming pull with an OK status and leaves the message to the next stream', async () => {
    const { topic, subscription } = await pair(ground);
    strike({ method: 'StreamingPull', kind: 'half-close', delayMs: 30 });
    const stream = ground.subscriber.streamingPull();
    const ended = new Promise<number>((resolve, reject) => {
      stream.on('data', () => {});
      stream.on('error', reject);
      stream.on('status', ({ code }: { code: number }) => resolve(code));
    });
    stream.write({ subscription, streamAckDeadlineSeconds: 10 });
    assert.equal(await ended, status.OK);
    await publish(ground, topic, 'next');
    assert.deepEqual(texts(await pull(ground, subscription)), ['next']);
  });
});
