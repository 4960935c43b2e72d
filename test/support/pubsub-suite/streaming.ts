import assert from 'node:assert/strict';
import type { Message, Subscription } from '@google-cloud/pubsub';
import { status } from '@grpc/grpc-js';
import type { Case, Group } from './cases.ts';
import { type Ground, nack, nextId, ONCE, pair, publish, pull, pullAll, subscriptionName, texts } from './ground.ts';

/** Reads messages of the high-level client until so many came; the subscription is closed in the end. */
async function take(
  subscription: Subscription,
  count: number,
  handle: (message: Message, at: number) => void,
): Promise<Message[]> {
  const seen: Message[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      subscription.on('error', reject);
      subscription.on('message', (message: Message) => {
        handle(message, seen.length);
        seen.push(message);
        if (seen.length === count) resolve();
      });
    });
  } finally {
    await subscription.close();
  }
  return seen;
}

const ack = (message: Message): void => message.ack();
const bodies = (messages: readonly Message[]): string[] => messages.map(({ data }) => data.toString());

/** The first requests of a raw stream and how it ended. */
function endOf(ground: Ground, ...requests: readonly object[]): Promise<number> {
  const stream = ground.subscriber.streamingPull();
  return new Promise((resolve) => {
    stream.on('data', () => {});
    stream.on('error', (error: { code?: number }) => resolve(error.code ?? -1));
    stream.on('end', () => resolve(0));
    for (const request of requests) stream.write(request);
  });
}

const streaming: readonly Case[] = [
  {
    name: 'delivers what was there and what comes, each acknowledged once',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'before');
      const reading = take(ground.pubsub.subscription(subscription), 3, ack);
      await publish(ground, topic, 'after 1', 'after 2');
      assert.deepEqual(bodies(await reading).sort(), ['after 1', 'after 2', 'before']);
      await ground.pass(70_000);
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
    },
    emulator: 'would need more than a minute of real waiting',
  },
  {
    name: 'delivers a nacked message again on the same stream',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'again');
      const seen = await take(ground.pubsub.subscription(subscription), 2, (message, at) =>
        at === 0 ? message.nack() : message.ack(),
      );
      assert.deepEqual(bodies(seen), ['again', 'again']);
      assert.equal(seen[0]?.id, seen[1]?.id);
    },
  },
  {
    name: 'never has more outstanding than the client allows',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, ...Array.from({ length: 40 }, (_, at) => `m${at}`));
      let outstanding = 0;
      let most = 0;
      const limited = ground.pubsub.subscription(subscription, {
        flowControl: { maxMessages: 5, allowExcessMessages: false },
        streamingOptions: { maxStreams: 1 },
      });
      await take(limited, 40, (message) => {
        outstanding += 1;
        most = Math.max(most, outstanding);
        setTimeout(() => {
          outstanding -= 1;
          message.ack();
        }, 5);
      });
      assert.ok(most <= 5, `${most} messages were outstanding`);
    },
  },
  {
    name: 'counts outstanding messages by itself where the client does not',
    emulator: 'sends more than max_outstanding_messages',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, '1', '2', '3', '4', '5');
      const stream = ground.subscriber.streamingPull();
      const ackIds: string[] = [];
      stream.on('error', () => {});
      const arrived = (count: number) =>
        new Promise<void>((resolve) => {
          const look = () => ackIds.length >= count && resolve();
          stream.on('data', look);
          look();
        });
      stream.on('data', ({ receivedMessages }: { receivedMessages: { ackId: string }[] }) => {
        ackIds.push(...receivedMessages.map(({ ackId }) => ackId));
      });
      stream.write({ subscription, streamAckDeadlineSeconds: 10, maxOutstandingMessages: '2' });
      await arrived(2);
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(ackIds.length, 2);
      stream.write({ ackIds: [...ackIds] });
      await arrived(4);
      stream.cancel();
    },
  },
  {
    name: 'shares the messages of one subscription among its streams',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      const total = 60;
      const seen = new Map<string, number>();
      const options = { streamingOptions: { maxStreams: 1 }, flowControl: { maxMessages: 10 } };
      const readers = [1, 2].map(() => ground.pubsub.subscription(subscription, options));
      const all = new Promise<void>((resolve) => {
        for (const reader of readers) {
          reader.on('message', (message: Message) => {
            seen.set(message.id, (seen.get(message.id) ?? 0) + 1);
            message.ack();
            if (seen.size === total) resolve();
          });
        }
      });
      await publish(ground, topic, ...Array.from({ length: total }, (_, at) => `m${at}`));
      await all;
      await Promise.all(readers.map((reader) => reader.close()));
      assert.ok([...seen.values()].every((times) => times === 1));
    },
  },
  {
    name: 'ends a stream that begins or goes on against the rules',
    run: async (ground) => {
      const { subscription } = await pair(ground);
      const first = { subscription, streamAckDeadlineSeconds: 10 };
      const cases: readonly (readonly object[])[] = [
        [{}],
        [{ subscription }],
        [{ subscription, streamAckDeadlineSeconds: 5 }],
        [{ subscription, streamAckDeadlineSeconds: 601 }],
        [first, first],
        [first, { ackIds: ['nonsense'] }],
        [first, { modifyDeadlineAckIds: ['a'], modifyDeadlineSeconds: [] }],
      ];
      for (const requests of cases) assert.equal(await endOf(ground, ...requests), status.INVALID_ARGUMENT);
      const missing = { subscription: subscriptionName(ground, 'missing'), streamAckDeadlineSeconds: 10 };
      assert.equal(await endOf(ground, missing), status.NOT_FOUND);
    },
  },
  {
    name: 'answers a ping on a stream that asked for it',
    emulator: 'sends nothing on a stream before its first message',
    run: async (ground) => {
      const { subscription } = await pair(ground);
      const stream = ground.subscriber.streamingPull();
      stream.on('error', () => {});
      const answers = new Promise<void>((resolve) => {
        let count = 0;
        stream.on('data', () => {
          count += 1;
          if (count === 1) stream.write({});
          else resolve();
        });
      });
      stream.write({ subscription, streamAckDeadlineSeconds: 10, protocolVersion: '1' });
      await answers;
      stream.cancel();
    },
  },
  {
    name: 'ends the streams of a subscription that is deleted',
    emulator: 'sends nothing on a stream before its first message',
    run: async (ground) => {
      const { subscription } = await pair(ground);
      const stream = ground.subscriber.streamingPull();
      const ended = new Promise<number>((resolve) => {
        stream.on('data', () => void ground.subscriber.deleteSubscription({ subscription }, ONCE));
        stream.on('error', ({ code }: { code?: number }) => resolve(code ?? -1));
      });
      stream.write({ subscription, streamAckDeadlineSeconds: 10 });
      assert.equal(await ended, status.NOT_FOUND);
    },
  },
];

const ordering: readonly Case[] = [
  {
    name: 'delivers each key in the order of publishing',
    run: async (ground) => {
      const [topic] = await ground.pubsub.createTopic(nextId(), {});
      topic.setPublishOptions({ messageOrdering: true, batching: { maxMessages: 10 } });
      const [subscription] = await topic.createSubscription(nextId(), { enableMessageOrdering: true });
      const keys = ['a', 'b', 'c'];
      const sent = Array.from({ length: 90 }, (_, at) => ({ key: keys[at % 3] ?? '', text: String(at) }));
      await Promise.all(
        sent.map(({ key, text }) => topic.publishMessage({ data: Buffer.from(text), orderingKey: key })),
      );
      const seen = await take(subscription, 90, ack);
      for (const key of keys) {
        const got = seen.filter(({ orderingKey }) => orderingKey === key).map(({ data }) => data.toString());
        assert.deepEqual(
          got,
          sent.filter((one) => one.key === key).map(({ text }) => text),
        );
      }
    },
  },
  {
    name: 'holds a key back while a message of it is unanswered, and no other key',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground, { enableMessageOrdering: true });
      await publish(ground, topic, { text: 'a1', key: 'a' }, { text: 'a2', key: 'a' });
      await publish(ground, topic, { text: 'b1', key: 'b' });
      assert.deepEqual(texts(await pull(ground, subscription, 1)), ['a1']);
      assert.deepEqual(texts(await pull(ground, subscription, 10)), ['b1']);
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
    },
  },
  {
    name: 'delivers a key again from the nacked message on, in order',
    emulator: 'waits for the rest of the batch and delivers the nacked message behind later ones',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground, { enableMessageOrdering: true });
      await publish(ground, topic, ...['1', '2', '3'].map((text) => ({ text, key: 'k' })));
      const [first] = await pull(ground, subscription, 3);
      assert.ok(first);
      await nack(ground, subscription, first);
      assert.deepEqual(texts(await pull(ground, subscription, 10)), ['1', '2', '3']);
    },
  },
];

const acknowledgedBehind: Case = {
  name: 'delivers acknowledged messages of a key again with the nacked one before them',
  emulator: 'delivers the nacked message alone, behind the others',
  run: async (ground) => {
    const { topic, subscription } = await pair(ground, { enableMessageOrdering: true });
    await publish(ground, topic, ...['1', '2', '3'].map((text) => ({ text, key: 'k' })));
    const [first, second, third] = await pull(ground, subscription, 3);
    assert.ok(first && second && third);
    const ack = (...pulled: readonly (typeof first)[]) =>
      ground.subscriber.acknowledge({ subscription, ackIds: pulled.map(({ ackId }) => ackId) }, ONCE);
    await ack(first, third);
    await nack(ground, subscription, second);
    const again = await pull(ground, subscription, 10);
    assert.deepEqual(texts(again), ['2', '3']);
    await ack(...again);
    assert.deepEqual(await pull(ground, subscription, 10, false), []);
  },
};

const deadLetters: readonly Case[] = [
  {
    name: 'counts attempts and sends a message to the dead-letter topic after the last',
    run: async (ground) => {
      const dead = await pair(ground);
      const deadLetterPolicy = { deadLetterTopic: dead.topic, maxDeliveryAttempts: 5 };
      const { topic, subscription } = await pair(ground, { deadLetterPolicy });
      await publish(ground, topic, { text: 'poison', attributes: { a: 'b' } });
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        const [message] = await pullAll(ground, subscription, 1);
        assert.equal(message?.attempt, attempt);
        if (message !== undefined) await nack(ground, subscription, message);
      }
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
      const [letter] = await pullAll(ground, dead.subscription, 1);
      assert.equal(letter?.text, 'poison');
      assert.equal(letter?.attributes.a, 'b');
      assert.equal(letter?.attributes.CloudPubSubDeadLetterSourceDeliveryCount, '5');
      assert.equal(letter?.attributes.CloudPubSubDeadLetterSourceSubscription, subscription.split('/').at(-1));
      assert.equal(letter?.attributes.CloudPubSubDeadLetterSourceSubscriptionProject, ground.project);
      assert.ok(letter?.attributes.CloudPubSubDeadLetterSourceTopicPublishTime);
    },
  },
  {
    name: 'waits between deliveries as the retry policy says',
    emulator: 'delivers a nacked message at once whatever the policy',
    run: async (ground) => {
      const retryPolicy = { minimumBackoff: { seconds: 5 }, maximumBackoff: { seconds: 60 } };
      const { topic, subscription } = await pair(ground, { retryPolicy });
      await publish(ground, topic, 'later');
      await nack(ground, subscription, ...(await pull(ground, subscription)));
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
      await ground.pass(6000);
      assert.deepEqual(texts(await pull(ground, subscription)), ['later']);
    },
  },
];

const exactlyOnce: readonly Case[] = [
  {
    name: 'confirms an acknowledgement in time and refuses one under an old lease',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground, { enableExactlyOnceDelivery: true });
      await publish(ground, topic, 'x');
      const [first] = await pull(ground, subscription);
      assert.ok(first);
      await nack(ground, subscription, first);
      const late = await ground.subscriber.acknowledge({ subscription, ackIds: [first.ackId] }, ONCE).then(
        () => undefined,
        (error: { errorInfoMetadata?: Record<string, string> }) => error.errorInfoMetadata,
      );
      assert.deepEqual(late, { [first.ackId]: 'PERMANENT_FAILURE_INVALID_ACK_ID' });
      const [second] = await pull(ground, subscription);
      assert.ok(second);
      await ground.subscriber.acknowledge({ subscription, ackIds: [second.ackId] }, ONCE);
    },
  },
  {
    name: 'answers ackWithResponse of the high-level client',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground, { enableExactlyOnceDelivery: true });
      await publish(ground, topic, 'x');
      const reader = ground.pubsub.subscription(subscription);
      const response = await new Promise<string>((resolve, reject) => {
        reader.on('error', reject);
        reader.on('message', (message: Message) => {
          message.ackWithResponse().then(resolve, reject);
        });
      });
      await reader.close();
      assert.equal(response, 'SUCCESS');
    },
  },
];

export const STREAMING: readonly Group[] = [
  { name: 'streaming pull', cases: streaming },
  { name: 'ordering keys', cases: [...ordering, acknowledgedBehind] },
  { name: 'dead letters and retries', cases: deadLetters },
  { name: 'exactly-once delivery', cases: exactlyOnce },
];
