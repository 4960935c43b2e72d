import assert from 'node:assert/strict';
import { status } from '@grpc/grpc-js';
import type { Case, Group } from './cases.ts';
import {
  fails,
  type Ground,
  nextId,
  ONCE,
  pair,
  publish,
  pull,
  snapshotName,
  subscriptionName,
  topicName,
} from './ground.ts';

const BAD_IDS = ['ab', 'x'.repeat(256), 'googly', '1abc', '-abc', 'a b c', 'abc/def', 'äbc'];

const topicCases: readonly Case[] = [
  {
    name: 'creates, shows, lists and deletes a topic',
    run: async (ground) => {
      const name = topicName(ground);
      const [created] = await ground.publisher.createTopic({ name }, ONCE);
      assert.equal(created.name, name);
      const [shown] = await ground.publisher.getTopic({ topic: name }, ONCE);
      assert.equal(shown.name, name);
      const [listed] = await ground.publisher.listTopics({ project: `projects/${ground.project}` });
      assert.ok(listed.some((topic) => topic.name === name));
      await ground.publisher.deleteTopic({ topic: name }, ONCE);
      await fails(ground.publisher.getTopic({ topic: name }, ONCE), status.NOT_FOUND);
    },
  },
  {
    name: 'refuses a topic that exists',
    run: async (ground) => {
      const name = topicName(ground, 'twice');
      await ground.publisher.createTopic({ name }, ONCE);
      await fails(ground.publisher.createTopic({ name }, ONCE), status.ALREADY_EXISTS);
    },
  },
  ...BAD_IDS.map((id) => ({
    name: `refuses the topic id ${id.slice(0, 10)}`,
    run: async (ground: Ground) => {
      await fails(ground.publisher.createTopic({ name: topicName(ground, id) }, ONCE), status.INVALID_ARGUMENT);
    },
  })),
  {
    name: 'lists in pages that together hold every topic once',
    run: async (ground) => {
      const project = `projects/${ground.project}-paged`;
      const made = ['aaa', 'bbb', 'ccc', 'ddd', 'eee'].map((id) => `${project}/topics/${id}`);
      for (const name of made) await ground.publisher.createTopic({ name }, ONCE);
      const seen: string[] = [];
      let pageToken = '';
      do {
        const request = { project, pageSize: 2, pageToken };
        const [topics, , answer] = await ground.publisher.listTopics(request, { autoPaginate: false });
        seen.push(...topics.map(({ name }) => name ?? ''));
        pageToken = answer?.nextPageToken ?? '';
      } while (pageToken !== '');
      assert.deepEqual(seen.sort(), made);
    },
  },
  {
    name: 'updates the labels of a topic and leaves the rest',
    emulator: 'knows no update of labels',
    run: async (ground) => {
      const name = topicName(ground);
      const messageRetentionDuration = { seconds: 3600 };
      await ground.publisher.createTopic({ name, messageRetentionDuration }, ONCE);
      const updateMask = { paths: ['labels'] };
      const [topic] = await ground.publisher.updateTopic(
        { topic: { name, labels: { team: 'data' } }, updateMask },
        ONCE,
      );
      assert.deepEqual(topic.labels, { team: 'data' });
      assert.equal(Number(topic.messageRetentionDuration?.seconds), 3600);
    },
  },
  {
    name: 'refuses an update without a mask, of the name and of an unknown field',
    run: async (ground) => {
      const topic = { name: topicName(ground) };
      await ground.publisher.createTopic(topic, ONCE);
      for (const paths of [[], ['name'], ['nonsense']]) {
        await fails(ground.publisher.updateTopic({ topic, updateMask: { paths } }, ONCE), status.INVALID_ARGUMENT);
      }
    },
  },
  {
    name: 'refuses a retention out of bounds',
    run: async (ground) => {
      for (const seconds of [599, 31 * 86_400 + 1]) {
        const request = { name: topicName(ground), messageRetentionDuration: { seconds } };
        await fails(ground.publisher.createTopic(request, ONCE), status.INVALID_ARGUMENT);
      }
    },
  },
  {
    name: 'refuses by name what it does not do',
    emulator: 'accepts schemas, transforms and Bigtable delivery, some without effect',
    run: async (ground) => {
      const name = topicName(ground);
      const transform = { javascriptUdf: { functionName: 'f', code: 'function f(m) { return m }' } };
      const refused = await fails(
        ground.publisher.createTopic({ name, messageTransforms: [transform] }, ONCE),
        status.UNIMPLEMENTED,
      );
      assert.match(refused.message, /message_transforms/);
      await ground.publisher.createTopic({ name }, ONCE);
      const subscription = {
        name: subscriptionName(ground),
        topic: name,
        bigtableConfig: { table: 'projects/p/instances/i/tables/t' },
      };
      const delivery = await fails(ground.subscriber.createSubscription(subscription, ONCE), status.UNIMPLEMENTED);
      assert.match(delivery.message, /bigtable_config/);
    },
  },
];

const subscriptionCases: readonly Case[] = [
  {
    name: 'creates a subscription with the defaults of the service',
    run: async (ground) => {
      const { subscription, topic } = await pair(ground);
      const [shown] = await ground.subscriber.getSubscription({ subscription }, ONCE);
      assert.equal(shown.topic, topic);
      assert.equal(shown.ackDeadlineSeconds, 10);
      assert.equal(Number(shown.messageRetentionDuration?.seconds), 604_800);
      const [attached] = await ground.publisher.listTopicSubscriptions({ topic });
      assert.deepEqual(attached, [subscription]);
    },
  },
  {
    name: 'makes up a name where none is given',
    run: async (ground) => {
      const topic = topicName(ground);
      await ground.publisher.createTopic({ name: topic }, ONCE);
      const [made] = await ground.subscriber.createSubscription({ topic }, ONCE);
      assert.match(made.name ?? '', new RegExp(`^projects/${ground.project}/subscriptions/.+`));
    },
  },
  {
    name: 'refuses a subscription that exists and one on a missing topic',
    run: async (ground) => {
      const { subscription, topic } = await pair(ground);
      await fails(ground.subscriber.createSubscription({ name: subscription, topic }, ONCE), status.ALREADY_EXISTS);
      const missing = { name: subscriptionName(ground), topic: topicName(ground, 'missing') };
      await fails(ground.subscriber.createSubscription(missing, ONCE), status.NOT_FOUND);
    },
  },
  {
    name: 'refuses ack deadlines beyond 600 seconds and below zero',
    run: async (ground) => {
      const { topic } = await pair(ground);
      for (const ackDeadlineSeconds of [-1, 601]) {
        const request = { name: subscriptionName(ground), topic, ackDeadlineSeconds };
        await fails(ground.subscriber.createSubscription(request, ONCE), status.INVALID_ARGUMENT);
      }
    },
  },
  {
    name: 'refuses an ack deadline below ten seconds',
    emulator: 'takes any positive deadline',
    run: async (ground) => {
      const { topic } = await pair(ground);
      const request = { name: subscriptionName(ground), topic, ackDeadlineSeconds: 9 };
      await fails(ground.subscriber.createSubscription(request, ONCE), status.INVALID_ARGUMENT);
    },
  },
  {
    name: 'refuses backoffs out of bounds and a minimum above the maximum',
    run: async (ground) => {
      const { topic } = await pair(ground);
      for (const retryPolicy of [
        { minimumBackoff: { seconds: 601 } },
        { maximumBackoff: { seconds: -1 } },
        { minimumBackoff: { seconds: 30 }, maximumBackoff: { seconds: 20 } },
      ]) {
        const request = { name: subscriptionName(ground), topic, retryPolicy };
        await fails(ground.subscriber.createSubscription(request, ONCE), status.INVALID_ARGUMENT);
      }
    },
  },
  {
    name: 'refuses a dead-letter topic that does not exist',
    run: async (ground) => {
      const { topic } = await pair(ground);
      const deadLetterPolicy = { deadLetterTopic: topicName(ground, 'missing') };
      const request = { name: subscriptionName(ground), topic, deadLetterPolicy };
      await fails(ground.subscriber.createSubscription(request, ONCE), status.NOT_FOUND);
    },
  },
  {
    name: 'refuses a filter that is not in the language',
    emulator: 'keeps any text as a filter and delivers everything',
    run: async (ground) => {
      const { topic } = await pair(ground);
      for (const filter of ['attributes.a = b', 'attributes:a AND attributes:b OR attributes:c', 'nonsense', '(']) {
        const request = { name: subscriptionName(ground), topic, filter };
        await fails(ground.subscriber.createSubscription(request, ONCE), status.INVALID_ARGUMENT);
      }
    },
  },
  {
    name: 'updates the ack deadline and refuses to move to another topic',
    run: async (ground) => {
      const { subscription } = await pair(ground);
      const changed = { name: subscription, ackDeadlineSeconds: 33, topic: topicName(ground, 'other') };
      const update = (paths: string[]) =>
        ground.subscriber.updateSubscription({ subscription: changed, updateMask: { paths } }, ONCE);
      const [after] = await update(['ack_deadline_seconds']);
      assert.equal(after.ackDeadlineSeconds, 33);
      for (const path of ['topic', 'enable_message_ordering', 'name']) {
        await fails(update([path]), status.INVALID_ARGUMENT);
      }
    },
  },
  {
    name: 'keeps the backlog of a subscription whose topic was deleted',
    run: async (ground) => {
      const { subscription, topic } = await pair(ground);
      await publish(ground, topic, 'left behind');
      await ground.publisher.deleteTopic({ topic }, ONCE);
      const [shown] = await ground.subscriber.getSubscription({ subscription }, ONCE);
      assert.equal(shown.topic, '_deleted-topic_');
      const [message] = await pull(ground, subscription);
      assert.equal(message?.text, 'left behind');
    },
  },
  {
    name: 'detaches a subscription: nothing is kept, nothing can be pulled',
    emulator: 'does not implement DetachSubscription',
    run: async (ground) => {
      const { subscription, topic } = await pair(ground);
      await publish(ground, topic, 'dropped');
      await ground.publisher.detachSubscription({ subscription }, ONCE);
      const [shown] = await ground.subscriber.getSubscription({ subscription }, ONCE);
      assert.equal(shown.detached, true);
      await fails(ground.subscriber.pull({ subscription, maxMessages: 1 }, ONCE), status.FAILED_PRECONDITION);
      const [attached] = await ground.publisher.listTopicSubscriptions({ topic });
      assert.deepEqual(attached, []);
    },
  },
  {
    name: 'manages everything through the high-level client',
    run: async (ground) => {
      const [topic] = await ground.pubsub.createTopic(nextId());
      const [subscription] = await topic.createSubscription(nextId(), { ackDeadlineSeconds: 20 });
      const [metadata] = await subscription.getMetadata();
      assert.equal(metadata.ackDeadlineSeconds, 20);
      assert.deepEqual(await topic.exists(), [true]);
      const [subscriptions] = await topic.getSubscriptions();
      assert.deepEqual(
        subscriptions.map(({ name }) => name),
        [subscription.name],
      );
      const [snapshot] = await subscription.createSnapshot(snapshotName(ground));
      await snapshot.delete();
      await subscription.delete();
      assert.deepEqual(await subscription.exists(), [false]);
      await topic.delete();
    },
  },
];

export const ADMIN: readonly Group[] = [
  { name: 'topics', cases: topicCases },
  { name: 'subscriptions', cases: subscriptionCases },
];
