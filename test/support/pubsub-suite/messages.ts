import assert from 'node:assert/strict';
import { status } from '@grpc/grpc-js';
import type { Case, Group } from './cases.ts';
import {
  acknowledge,
  fails,
  type Ground,
  nack,
  ONCE,
  pair,
  publish,
  pull,
  pullAll,
  snapshotName,
  subscriptionName,
  texts,
  topicName,
} from './ground.ts';

type Sent = Parameters<Ground['publisher']['publish']>[0]['messages'];

function refused(what: string, messages: Sent, emulator?: string): Case {
  return {
    name: `refuses ${what}`,
    ...(emulator !== undefined && { emulator }),
    run: async (ground) => {
      const { topic } = await pair(ground);
      await fails(ground.publisher.publish({ topic, messages: messages ?? [] }, ONCE), status.INVALID_ARGUMENT);
    },
  };
}

const data = Buffer.from('x');
const NO_LIMITS = 'does not enforce the limits of a message';

const publishing: readonly Case[] = [
  {
    name: 'gives every message an id of its own and returns it with the message',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      const ids = await publish(ground, topic, 'one', { text: 'two', attributes: { a: '1', b: '' } }, 'three');
      assert.equal(new Set(ids).size, 3);
      const pulled = await pullAll(ground, subscription, 3);
      const sorted = [...pulled].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
      assert.deepEqual(texts(sorted), ['one', 'two', 'three']);
      assert.deepEqual(sorted[1]?.attributes, { a: '1', b: '' });
    },
  },
  {
    name: 'keeps bytes as they are and takes a message with attributes only',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
      await ground.publisher.publish({ topic, messages: [{ data: bytes }] }, ONCE);
      const [{ receivedMessages }] = await ground.subscriber.pull({ subscription, maxMessages: 1 }, ONCE);
      assert.deepEqual(Buffer.from((receivedMessages?.[0]?.message?.data ?? '') as Uint8Array), bytes);
      await publish(ground, topic, { attributes: { ключ: 'значение' } });
      const [second] = await pull(ground, subscription);
      assert.deepEqual([second?.text, second?.attributes], ['', { ключ: 'значение' }]);
    },
  },
  {
    name: 'gives each subscription its own copy and none of what came before it',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'early');
      const late = subscriptionName(ground);
      await ground.subscriber.createSubscription({ name: late, topic }, ONCE);
      await publish(ground, topic, 'both');
      assert.deepEqual(texts(await pullAll(ground, subscription, 2)).sort(), ['both', 'early']);
      assert.deepEqual(texts(await pull(ground, late)), ['both']);
    },
  },
  {
    name: 'ignores an id and a time that the publisher set',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      const forged = { data, messageId: '7', publishTime: { seconds: 1 } };
      const [{ messageIds }] = await ground.publisher.publish({ topic, messages: [forged] }, ONCE);
      const [{ receivedMessages }] = await ground.subscriber.pull({ subscription, maxMessages: 1 }, ONCE);
      const message = receivedMessages?.[0]?.message;
      assert.equal(message?.messageId, messageIds?.[0]);
      assert.ok(Number(message?.publishTime?.seconds) > 1_600_000_000);
    },
  },
  {
    name: 'refuses a publish to a missing topic',
    run: async (ground) => {
      const topic = topicName(ground, 'missing');
      await fails(ground.publisher.publish({ topic, messages: [{ data }] }, ONCE), status.NOT_FOUND);
    },
  },
  refused('a request without messages', []),
  refused('a message with neither data nor attributes, wherever it stands', [{ data }, {}]),
  refused(
    'more than 1,000 messages',
    Array.from({ length: 1001 }, () => ({ data })),
  ),
  refused('an attribute key of more than 256 bytes', [{ attributes: { ['k'.repeat(257)]: 'v' } }], NO_LIMITS),
  refused('an attribute value of more than 1,024 bytes', [{ attributes: { k: 'ü'.repeat(513) } }], NO_LIMITS),
  refused('an empty attribute key', [{ attributes: { '': 'v' } }], NO_LIMITS),
  refused(
    'more than 100 attributes',
    [{ attributes: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`k${at}`, 'v'])) }],
    NO_LIMITS,
  ),
  refused('an ordering key of more than 1,024 bytes', [{ data, orderingKey: 'k'.repeat(1025) }], NO_LIMITS),
  refused(
    'two ordering keys in one request',
    [
      { data, orderingKey: 'a' },
      { data, orderingKey: 'b' },
    ],
    NO_LIMITS,
  ),
  refused('a request of more than 10 MB', [{ data: Buffer.alloc(10 * 1024 * 1024) }], NO_LIMITS),
];

const pulling: readonly Case[] = [
  {
    name: 'delivers an acknowledged message no more',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'once');
      await acknowledge(ground, subscription, ...(await pull(ground, subscription)));
      await ground.pass(15_000);
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
    },
  },
  {
    name: 'keeps a delivered message from others until its deadline has passed, then delivers it again',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'leased');
      await pull(ground, subscription);
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
      await ground.pass(11_000);
      assert.deepEqual(texts(await pull(ground, subscription)), ['leased']);
    },
  },
  {
    name: 'keeps a message longer where its deadline was extended',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'extended');
      const ackIds = (await pull(ground, subscription)).map(({ ackId }) => ackId);
      await ground.subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 60 }, ONCE);
      await ground.pass(15_000);
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
    },
  },
  {
    name: 'delivers a nacked message again at once',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'again');
      await nack(ground, subscription, ...(await pull(ground, subscription)));
      assert.deepEqual(texts(await pull(ground, subscription)), ['again']);
    },
  },
  {
    name: 'takes an acknowledgement twice without an error',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'x');
      const pulled = await pull(ground, subscription);
      await acknowledge(ground, subscription, ...pulled);
      await acknowledge(ground, subscription, ...pulled);
    },
  },
  {
    name: 'waits for a message that comes while the pull is open',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      const waiting = pull(ground, subscription);
      await publish(ground, topic, 'awaited');
      assert.deepEqual(texts(await waiting), ['awaited']);
    },
  },
  {
    name: 'never gives more than max_messages',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, '1', '2', '3');
      assert.equal((await pull(ground, subscription, 2)).length <= 2, true);
    },
  },
  {
    name: 'refuses a pull of nothing, malformed ack ids, none at all, and a negative deadline',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      const { subscriber } = ground;
      await publish(ground, topic, 'x');
      const ackIds = (await pull(ground, subscription)).map(({ ackId }) => ackId);
      const calls = [
        () => subscriber.pull({ subscription, maxMessages: 0 }, ONCE),
        () => subscriber.acknowledge({ subscription, ackIds: ['nonsense'] }, ONCE),
        () => subscriber.acknowledge({ subscription, ackIds: [] }, ONCE),
        () => subscriber.modifyAckDeadline({ subscription, ackIds: ['nonsense'], ackDeadlineSeconds: 10 }, ONCE),
        () => subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: -1 }, ONCE),
      ];
      for (const call of calls) await fails(call(), status.INVALID_ARGUMENT);
    },
  },
  {
    name: 'refuses to extend a deadline beyond 600 seconds',
    emulator: 'extends it',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'x');
      const ackIds = (await pull(ground, subscription)).map(({ ackId }) => ackId);
      const extend = ground.subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 601 }, ONCE);
      await fails(extend, status.INVALID_ARGUMENT);
    },
  },
  {
    name: 'refuses the ack id of another subscription',
    run: async (ground) => {
      const one = await pair(ground);
      const other = await pair(ground);
      await publish(ground, one.topic, 'x');
      const ackIds = (await pull(ground, one.subscription)).map(({ ackId }) => ackId);
      const { subscription } = other;
      await fails(ground.subscriber.acknowledge({ subscription, ackIds }, ONCE), status.INVALID_ARGUMENT);
    },
  },
];

const FILTERED: readonly (readonly [filter: string, expected: readonly string[]])[] = [
  ['attributes:kind', ['a', 'b', 'c']],
  ['NOT attributes:kind', ['d']],
  ['attributes.kind = "order"', ['a', 'c']],
  ['attributes.kind != "order"', ['b', 'd']],
  ['hasPrefix(attributes.kind, "or")', ['a', 'c']],
  ['attributes.kind = "order" AND (attributes:eu OR attributes.size = "xl")', ['c']],
];

const filters: readonly Case[] = FILTERED.map(([filter, expected]) => ({
  name: `delivers only what matches ${filter}`,
  emulator: 'keeps any text as a filter and delivers everything',
  run: async (ground) => {
    const { topic, subscription } = await pair(ground, { filter });
    await publish(
      ground,
      topic,
      { text: 'a', attributes: { kind: 'order' } },
      { text: 'b', attributes: { kind: 'refund' } },
      { text: 'c', attributes: { kind: 'order', eu: '' } },
      { text: 'd', attributes: { size: 'xl' } },
    );
    assert.deepEqual(texts(await pullAll(ground, subscription, expected.length)).sort(), expected);
    assert.deepEqual(await pull(ground, subscription, 10, false), []);
  },
}));

const replay: readonly Case[] = [
  {
    name: 'delivers acknowledged messages again after a seek to a time before them',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground, { retainAckedMessages: true });
      await publish(ground, topic, 'one', 'two');
      await acknowledge(ground, subscription, ...(await pullAll(ground, subscription, 2)));
      await ground.subscriber.seek({ subscription, time: { seconds: 1 } }, ONCE);
      assert.deepEqual(texts(await pullAll(ground, subscription, 2)).sort(), ['one', 'two']);
    },
  },
  {
    name: 'forgets the backlog after a seek to a time behind it',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'one', 'two');
      const seconds = Math.floor(Date.now() / 1000) + 3600;
      await ground.subscriber.seek({ subscription, time: { seconds } }, ONCE);
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
    },
  },
  {
    name: 'goes back to a snapshot: what was unacknowledged then, and what came since',
    run: async (ground) => {
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'before');
      await acknowledge(ground, subscription, ...(await pull(ground, subscription)));
      await publish(ground, topic, 'pending');
      const name = snapshotName(ground);
      const [snapshot] = await ground.subscriber.createSnapshot({ name, subscription }, ONCE);
      assert.equal(snapshot.topic, topic);
      await publish(ground, topic, 'after');
      await acknowledge(ground, subscription, ...(await pullAll(ground, subscription, 2)));
      await ground.subscriber.seek({ subscription, snapshot: name }, ONCE);
      assert.deepEqual(texts(await pullAll(ground, subscription, 2)).sort(), ['after', 'pending']);
    },
  },
  {
    name: 'refuses a seek to nothing, a missing snapshot, and a second snapshot of the same name',
    run: async (ground) => {
      const { subscription } = await pair(ground);
      const { subscriber } = ground;
      const name = snapshotName(ground);
      await subscriber.createSnapshot({ name, subscription }, ONCE);
      await fails(subscriber.createSnapshot({ name, subscription }, ONCE), status.ALREADY_EXISTS);
      await fails(subscriber.seek({ subscription }, ONCE), status.INVALID_ARGUMENT);
      const missing = snapshotName(ground, 'missing');
      await fails(subscriber.seek({ subscription, snapshot: missing }, ONCE), status.NOT_FOUND);
    },
  },
  {
    name: 'seeks a new subscription back into what its topic retained',
    run: async (ground) => {
      const topic = topicName(ground);
      await ground.publisher.createTopic({ name: topic, messageRetentionDuration: { seconds: 3600 } }, ONCE);
      await publish(ground, topic, 'kept by the topic');
      const name = subscriptionName(ground);
      await ground.subscriber.createSubscription({ name, topic }, ONCE);
      await ground.subscriber.seek({ subscription: name, time: { seconds: 1 } }, ONCE);
      assert.deepEqual(texts(await pull(ground, name)), ['kept by the topic']);
    },
  },
];

export const MESSAGES: readonly Group[] = [
  { name: 'publish', cases: publishing },
  { name: 'pull', cases: pulling },
  { name: 'filters', cases: filters },
  { name: 'seek and snapshots', cases: replay },
];
