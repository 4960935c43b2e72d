import assert from 'node:assert/strict';
import { Faults } from '../../local/core/faults/faults.ts';
import type { Happening } from '../../local/core/service.ts';
import { startPubsub } from '../../local/pubsub/index.ts';
import { type LocalPubsub, localPubsub } from '../support/pubsub-local.ts';
import {
  acknowledge,
  type Ground,
  groundOn,
  leave,
  ONCE,
  pair,
  publish,
  pull,
  texts,
} from '../support/pubsub-suite/ground.ts';

describe('the local Pub/Sub as a part of the local cloud', () => {
  const topic = 'projects/inside/topics/events';
  const subscription = 'projects/inside/subscriptions/events';
  let local: LocalPubsub;
  let ground: Ground;

  beforeEach(async () => {
    process.env.METADATA_SERVER_DETECTION = 'none';
    local = await localPubsub();
    ground = groundOn(local);
  });
  afterEach(async () => {
    await leave(ground);
    await local.close();
  });

  it('makes topics and subscriptions once and publishes without a connection', async () => {
    for (let times = 0; times < 2; times += 1) {
      await local.service.ensureTopic(topic);
      await local.service.ensureSubscription(subscription, topic, { ackDeadlineSeconds: 30 });
    }
    const sent = { data: Buffer.from('inside'), attributes: { eventType: 'OBJECT_FINALIZE' } };
    const [id] = await local.service.publish(topic, [sent]);
    assert.deepEqual(local.service.topics(), [topic]);
    assert.deepEqual(local.service.subscriptions(), [{ name: subscription, topic, backlog: 1, outstanding: 0 }]);
    const [message] = await pull(ground, subscription);
    assert.deepEqual([message?.id, message?.text, message?.attributes], [id, 'inside', sent.attributes]);
  });

  it('holds in-process publishers to the rules of the service', async () => {
    await assert.rejects(
      local.service.publish(topic, [{ data: Buffer.from('x') }]),
      /Resource not found \(resource=events\)/,
    );
    await local.service.ensureTopic(topic);
    await assert.rejects(local.service.publish(topic, [{}]), /is empty/);
    await assert.rejects(local.service.ensureTopic('nonsense'), /Invalid resource name given/);
  });

  it('gives no message to a pull that was given up', async () => {
    const names = await pair(ground);
    const given = { ...ONCE, timeout: 100 };
    await assert.rejects(
      ground.subscriber.pull({ subscription: names.subscription, maxMessages: 1 }, given),
      /DEADLINE/,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await publish(ground, names.topic, 'for the next');
    assert.deepEqual(texts(await pull(ground, names.subscription)), ['for the next']);
  });

  it('opens an ordering key again for a receiver that waits', async () => {
    const names = await pair(ground, { enableMessageOrdering: true });
    await publish(ground, names.topic, { text: '1', key: 'k' }, { text: '2', key: 'k' });
    const first = await pull(ground, names.subscription, 1);
    const waiting = pull(ground, names.subscription, 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await acknowledge(ground, names.subscription, ...first);
    assert.deepEqual(texts(await waiting), ['2']);
  });

  it('tells what happens without telling what is in it', async () => {
    const happenings: Happening[] = [];
    const service = await startPubsub({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: new Faults(),
      report: (happening) => happenings.push(happening),
      now: Date.now,
    });
    try {
      await service.ensureTopic(topic);
      await service.publish(topic, [{ data: Buffer.from('secret') }]);
      assert.deepEqual(
        happenings.map(({ what, resource }) => [what, resource]),
        [['published', topic]],
      );
      assert.ok(!JSON.stringify(happenings).includes('secret'));
    } finally {
      await service.close();
      await service.close();
    }
  });

  it('says which port is taken', async () => {
    const port = Number(local.address.split(':')[1]);
    const options = {
      host: '127.0.0.1',
      port,
      stateDir: undefined,
      faults: new Faults(),
      report: () => {},
      now: Date.now,
    };
    await assert.rejects(startPubsub(options), { code: 'EADDRINUSE' });
  });
});
