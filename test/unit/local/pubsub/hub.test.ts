import assert from 'node:assert/strict';
import { Faults } from '../../../../local/core/faults/faults.ts';
import type { Entry } from '../../../../local/pubsub/backlog/backlog.ts';
import { contentsOf } from '../../../../local/pubsub/backlog/message.ts';
import { acknowledge, acknowledgeIds, modifyDeadline } from '../../../../local/pubsub/delivery/acking.ts';
import { Hub } from '../../../../local/pubsub/hub.ts';
import type { Subscription } from '../../../../local/pubsub/kept/resource-state.ts';
import type { Tuning } from '../../../../local/pubsub/limits.ts';
import { createSnapshot, seek } from '../../../../local/pubsub/resources/snapshots.ts';
import { createSubscription } from '../../../../local/pubsub/resources/subscriptions.ts';
import { createTopic } from '../../../../local/pubsub/resources/topics.ts';
import { parseAckId } from '../../../../local/pubsub/wire/ack-id.ts';
import { encodeMessage } from '../../../support/pubsub-message.ts';

const TOPIC = 'projects/p/topics/events';
const OTHER = 'projects/p/topics/others';
const LETTERS = 'projects/p/topics/letters';
const NAME = 'projects/p/subscriptions/reader';
const ALL = { messages: 100, bytes: Number.POSITIVE_INFINITY };
const HOUR = 3_600_000;

describe('the hub of the local Pub/Sub', () => {
  let hub: Hub;
  let now: number;

  async function start(tuning: Partial<Tuning> = {}): Promise<void> {
    now = 1_000_000;
    const options = { host: '', port: 0, stateDir: undefined, faults: new Faults(), report: () => {}, now: () => now };
    hub = await Hub.open(options, { tickMs: 1_000_000, ...tuning });
    for (const name of [TOPIC, OTHER, LETTERS]) await createTopic(hub, { name });
  }
  beforeEach(() => start());
  afterEach(() => hub.close());

  async function subscribed(more: object = {}, name = NAME, topic = TOPIC): Promise<Subscription> {
    await createSubscription(hub, { name, topic, ...more });
    return hub.state.subscriptions.get(name) as Subscription;
  }
  async function publish(text: string, attributes: Record<string, string> = {}, orderingKey = ''): Promise<void> {
    const topic = hub.state.topics.get(TOPIC);
    assert.ok(topic);
    await hub.publishContents(topic, [encodeMessage(text, attributes, orderingKey)]);
  }
  const take = (from: Subscription, ends = now + 10_000): readonly Entry[] => from.backlog.take(ALL, undefined, ends);
  const textOf = ({ message }: Entry): string => contentsOf(message).data.toString();
  const waiting = (from: Subscription): string[] => [...from.backlog.entries()].map(textOf);
  const acked = (from: Subscription, entries: readonly Entry[]): Promise<void> =>
    hub.acknowledge(
      from,
      entries.map(({ message, lease }) => ({ seq: message.seq, lease })),
    );
  const idOf = (from: Subscription, { message, lease }: Entry) =>
    parseAckId([from.uid, message.seq, lease].map((part) => part.toString(36)).join('-'), from);

  describe('seeking', () => {
    it('to a time brings back what was published at that very moment and later, and not before', async () => {
      const reader = await subscribed({ retainAckedMessages: true });
      for (const text of ['before', 'at', 'after']) {
        await publish(text);
        now += 1_000;
      }
      await acked(reader, take(reader));
      await seek(hub, { subscription: NAME, time: { seconds: 1_001 } });
      assert.deepEqual(waiting(reader), ['at', 'after']);
    });

    it('back brings what an earlier seek forward passed over, where acknowledged messages are retained', async () => {
      const reader = await subscribed({ retainAckedMessages: true });
      await publish('one');
      await seek(hub, { subscription: NAME, time: { seconds: 5_000 } });
      assert.deepEqual(waiting(reader), []);
      await seek(hub, { subscription: NAME, time: { seconds: 0 } });
      assert.deepEqual(waiting(reader), ['one']);
    });

    it('brings nothing from a snapshot of another that its own filter leaves out', async () => {
      const all = await subscribed();
      const some = await subscribed({ filter: 'attributes.kind = "a"' }, 'projects/p/subscriptions/some');
      await createSnapshot(hub, { name: 'projects/p/snapshots/all', subscription: all.config.name });
      await publish('wanted', { kind: 'a' });
      await publish('unwanted', { kind: 'b' });
      await acked(some, take(some));
      await seek(hub, { subscription: some.config.name, snapshot: 'projects/p/snapshots/all' });
      assert.deepEqual(waiting(some), ['wanted']);
      await seek(hub, { subscription: all.config.name, snapshot: 'projects/p/snapshots/all' });
      assert.deepEqual(waiting(all), ['wanted', 'unwanted']);
    });

    it('is refused to a snapshot of another topic', async () => {
      const other = await subscribed({}, 'projects/p/subscriptions/other', OTHER);
      await createSnapshot(hub, { name: 'projects/p/snapshots/other', subscription: other.config.name });
      await subscribed();
      await assert.rejects(
        seek(hub, { subscription: NAME, snapshot: 'projects/p/snapshots/other' }),
        /topic must be the same/,
      );
    });
  });

  it('keeps a snapshot the shorter, the older what it holds, and drops it when its time has come', async () => {
    await subscribed();
    await publish('old');
    now += 24 * HOUR;
    const made = await createSnapshot(hub, { name: 'projects/p/snapshots/short', subscription: NAME });
    const days = (seconds: number): number => (seconds * 1_000 - now) / (24 * HOUR);
    assert.equal(days((made.expireTime as { seconds: number }).seconds), 6);
    now += 6 * 24 * HOUR - 1;
    hub.state.outlive(now);
    assert.equal(hub.state.snapshots.size, 1);
    now += 1;
    hub.state.outlive(now);
    assert.equal(hub.state.snapshots.size, 0);
  });

  it('refuses a snapshot that would not last an hour', async () => {
    await subscribed();
    await publish('old');
    now += 7 * 24 * HOUR - HOUR + 1;
    await assert.rejects(createSnapshot(hub, { name: 'projects/p/snapshots/s12', subscription: NAME }), /too old/);
  });

  it('forgets when retention is over what was acknowledged and what a topic retains, and gives their memory back', async () => {
    const day = { seconds: 86_400 };
    const retaining = 'projects/p/topics/retaining';
    await createTopic(hub, { name: retaining, messageRetentionDuration: day });
    const reader = await subscribed({ retainAckedMessages: true, messageRetentionDuration: day }, NAME, retaining);
    const topic = hub.state.topics.get(retaining);
    assert.ok(topic);
    await hub.publishContents(topic, [encodeMessage('one')]);
    await acked(reader, take(reader));
    assert.deepEqual([reader.acked.size, topic.log.length], [1, 1]);
    now += 24 * HOUR;
    hub.state.outlive(now);
    assert.deepEqual([reader.acked.size, topic.log.length], [1, 1]);
    now += 1;
    hub.state.outlive(now);
    assert.deepEqual([reader.acked.size, topic.log.length, hub.state.heldBytes], [0, 0, 0]);
  });

  it('gives a subscription only what was published after it was made, though it was made before that was durable', async () => {
    const early = await subscribed();
    const publishing = publish('before');
    const late = await subscribed({}, 'projects/p/subscriptions/late');
    await publishing;
    assert.deepEqual([waiting(early), waiting(late)], [['before'], []]);
  });

  it('takes a message for a dead letter with its ordering key, and only while there is room for it', async () => {
    const deadLetterPolicy = { deadLetterTopic: LETTERS, maxDeliveryAttempts: 5 };
    const reader = await subscribed({ deadLetterPolicy, enableMessageOrdering: true });
    const letters = await subscribed({}, 'projects/p/subscriptions/letters', LETTERS);
    await publish('poison', {}, 'key');
    for (let attempt = 1; attempt <= 5; attempt += 1) for (const entry of take(reader)) hub.failed(reader, entry);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([waiting(reader), waiting(letters)], [[], ['poison']]);
    const [letter] = letters.backlog.entries();
    assert.ok(letter);
    const { attributes, orderingKey } = contentsOf(letter.message);
    assert.equal(orderingKey, 'key');
    assert.equal(attributes.get('CloudPubSubDeadLetterSourceDeliveryCount'), '5');
  });

  it('leaves a message where it is while there is no room for its dead letter', async () => {
    await hub.close();
    await start({ maxHeldBytes: 700 });
    const deadLetterPolicy = { deadLetterTopic: LETTERS, maxDeliveryAttempts: 5 };
    const reader = await subscribed({ deadLetterPolicy });
    await subscribed({}, 'projects/p/subscriptions/letters', LETTERS);
    await publish('x'.repeat(300));
    for (let attempt = 1; attempt <= 7; attempt += 1) for (const entry of take(reader)) hub.failed(reader, entry);
    assert.equal(reader.backlog.size, 1);
  });

  it('moves no lease that has ended or is another’s', async () => {
    const reader = await subscribed();
    await publish('one');
    const [entry] = take(reader, now + 10_000);
    assert.ok(entry);
    const id = idOf(reader, entry);
    assert.equal(modifyDeadline(hub, reader, { ...id, lease: id.lease + 1 }, 60), false);
    now += 10_000;
    assert.equal(modifyDeadline(hub, reader, id, 60), false);
    assert.equal(reader.backlog.expired(now).length, 1);
  });

  it('refuses a late acknowledgement where delivery is exactly once, and takes the repeat of one in time', async () => {
    const reader = await subscribed({ enableExactlyOnceDelivery: true });
    await publish('one');
    const [first] = take(reader, now + 10_000);
    assert.ok(first);
    const late = idOf(reader, first);
    now += 10_000;
    hub.failed(reader, first);
    const [second] = take(reader, now + 10_000);
    assert.ok(second);
    const inTime = idOf(reader, second);
    assert.deepEqual(await acknowledgeIds(hub, reader, [late]), [late]);
    assert.deepEqual(await acknowledgeIds(hub, reader, [inTime]), []);
    assert.deepEqual(await acknowledgeIds(hub, reader, [inTime]), []);
    assert.deepEqual(await acknowledgeIds(hub, reader, [late]), [late]);
  });

  it('delivers again in time what was out or put off when the clock was set back', async () => {
    await hub.close();
    await start({ tickMs: 1 });
    const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
    const backoff = { minimumBackoff: { seconds: 20 }, maximumBackoff: { seconds: 20 } };
    const reader = await subscribed();
    const patient = await subscribed(
      { retryPolicy: backoff, enableMessageOrdering: true },
      'projects/p/subscriptions/put-off',
    );
    await publish('one', {}, 'key');
    take(reader, now + 10_000);
    for (const entry of take(patient)) hub.failed(patient, entry);
    await tick();
    now -= HOUR;
    await tick();
    now += 9_999;
    await tick();
    assert.deepEqual([take(reader).length, take(patient).length], [0, 0]);
    now += 1;
    await tick();
    assert.equal(take(reader).length, 1);
    now += 10_000;
    await tick();
    assert.equal(take(patient).length, 1);
  });

  it('keeps a lease that began after the clock was set back while nothing was held', async () => {
    await hub.close();
    await start({ tickMs: 1 });
    const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
    const reader = await subscribed();
    await publish('one');
    await acked(reader, take(reader));
    await tick();
    now -= HOUR;
    await publish('two');
    take(reader, now + 10_000);
    await tick();
    now += 9_999;
    await tick();
    assert.equal(reader.backlog.outstanding, 1);
  });

  it('refuses exactly-once delivery by push', async () => {
    const pushConfig = { pushEndpoint: 'http://127.0.0.1:1/' };
    await assert.rejects(subscribed({ pushConfig, enableExactlyOnceDelivery: true }), /not supported on push/);
  });

  it('refuses an acknowledgement larger than a request may be', async () => {
    await assert.rejects(acknowledge(hub, Buffer.alloc(524_289)), /exceeds the limit: 524288 bytes/);
  });
});
