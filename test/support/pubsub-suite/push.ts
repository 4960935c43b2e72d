import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { status } from '@grpc/grpc-js';
import type { Case, Group } from './cases.ts';
import { fails, ONCE, pair, publish, pull, texts } from './ground.ts';

interface Pushed {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An endpoint that answers each request with the next status, the last one for ever. */
async function endpoint(statuses: readonly number[]) {
  const pushed: Pushed[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      pushed.push({ headers: request.headers, body });
      response.statusCode = statuses[Math.min(pushed.length, statuses.length) - 1] ?? 204;
      response.end();
      for (const { count, resolve } of waiting) if (pushed.length >= count) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/push?token=t`,
    pushed,
    arrived: (count: number) =>
      new Promise<void>((resolve) => {
        if (pushed.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const push: readonly Case[] = [
  {
    name: 'posts the wrapped message and takes 204 for an acknowledgement',
    run: async (ground) => {
      const target = await endpoint([204]);
      const { topic, subscription } = await pair(ground, { pushConfig: { pushEndpoint: target.url } });
      const [id] = await publish(ground, topic, { text: 'héllo', attributes: { k: 'v' } });
      await target.arrived(1);
      const { headers, body } = target.pushed[0] ?? { headers: {}, body: '{}' };
      assert.equal(headers['content-type'], 'application/json');
      const { message, subscription: from } = JSON.parse(body);
      assert.equal(from, subscription);
      assert.equal(Buffer.from(message.data, 'base64').toString(), 'héllo');
      assert.deepEqual(message.attributes, { k: 'v' });
      assert.deepEqual([message.messageId, message.message_id], [id, id]);
      assert.equal(message.publishTime, message.publish_time);
      assert.ok(!Number.isNaN(Date.parse(message.publishTime)));
      await ground.subscriber.modifyPushConfig({ subscription, pushConfig: {} }, ONCE);
      await ground.pass(20_000);
      assert.deepEqual(await pull(ground, subscription, 10, false), []);
      await target.close();
    },
  },
  {
    name: 'posts again after every status that is no success',
    run: async (ground) => {
      const target = await endpoint([500, 302, 404, 200]);
      const retryPolicy = { minimumBackoff: { nanos: 50_000_000 }, maximumBackoff: { nanos: 100_000_000 } };
      const { topic, subscription } = await pair(ground, { pushConfig: { pushEndpoint: target.url }, retryPolicy });
      await publish(ground, topic, 'insist');
      await target.arrived(4);
      const bodies = new Set(target.pushed.map(({ body }) => JSON.parse(body).message.messageId));
      assert.equal(bodies.size, 1);
      await ground.subscriber.deleteSubscription({ subscription }, ONCE);
      await target.close();
    },
  },
  {
    name: 'posts the bare data where the wrapper is off, with metadata as headers where asked',
    run: async (ground) => {
      const target = await endpoint([204]);
      const pushConfig = { pushEndpoint: target.url, noWrapper: { writeMetadata: true } };
      const { topic, subscription } = await pair(ground, { pushConfig });
      const [id] = await publish(ground, topic, { text: '{"a":1}', attributes: { 'X-Mine': 'yes' }, key: 'kk' });
      await target.arrived(1);
      const { headers, body } = target.pushed[0] ?? { headers: {}, body: '' };
      assert.equal(body, '{"a":1}');
      assert.equal(headers['x-mine'], 'yes');
      assert.equal(headers['x-goog-pubsub-message-id'], id);
      assert.equal(headers['x-goog-pubsub-subscription-name'], subscription);
      assert.equal(headers['x-goog-pubsub-ordering-key'], 'kk');
      assert.ok(headers['x-goog-pubsub-publish-time']);
      await target.close();
    },
    emulator: 'writes no header for the ordering key',
  },
  {
    name: 'pushes one message of an ordering key at a time, in order',
    run: async (ground) => {
      const target = await endpoint([204, 500, 204]);
      const fields = { enableMessageOrdering: true, pushConfig: { pushEndpoint: target.url } };
      const { topic } = await pair(ground, fields);
      await publish(ground, topic, ...['1', '2', '3'].map((text) => ({ text, key: 'k' })));
      await target.arrived(4);
      const seen = target.pushed.map(({ body }) => Buffer.from(JSON.parse(body).message.data, 'base64').toString());
      assert.deepEqual(seen, ['1', '2', '2', '3']);
      await target.close();
    },
  },
  {
    name: 'turns a pull subscription into a push subscription and back',
    run: async (ground) => {
      const target = await endpoint([204]);
      const { topic, subscription } = await pair(ground);
      await publish(ground, topic, 'waiting');
      const pushConfig = { pushEndpoint: target.url };
      await ground.subscriber.modifyPushConfig({ subscription, pushConfig }, ONCE);
      await target.arrived(1);
      await ground.subscriber.modifyPushConfig({ subscription, pushConfig: {} }, ONCE);
      await publish(ground, topic, 'pulled');
      assert.deepEqual(texts(await pull(ground, subscription)), ['pulled']);
      assert.equal(target.pushed.length, 1);
      await target.close();
    },
  },
];

const changed: readonly Case[] = [
  {
    name: 'ends the streams of a subscription that begins to push',
    emulator: 'sends nothing on a stream before its first message',
    run: async (ground) => {
      const { subscription } = await pair(ground);
      const pushConfig = { pushEndpoint: 'http://127.0.0.1:9/' };
      const stream = ground.subscriber.streamingPull();
      const ended = new Promise<number>((resolve) => {
        stream.on('data', () => void ground.subscriber.modifyPushConfig({ subscription, pushConfig }, ONCE));
        stream.on('error', ({ code }: { code?: number }) => resolve(code ?? -1));
      });
      stream.write({ subscription, streamAckDeadlineSeconds: 10 });
      assert.equal(await ended, status.FAILED_PRECONDITION);
      await fails(ground.subscriber.pull({ subscription, maxMessages: 1 }, ONCE), status.FAILED_PRECONDITION);
    },
  },
];

export const PUSH: readonly Group[] = [{ name: 'push', cases: [...push, ...changed] }];
