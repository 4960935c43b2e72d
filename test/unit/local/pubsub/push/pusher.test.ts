import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { type HttpServer, readBody, startHttpServer } from '../../../../../local/core/http/server.ts';
import type { Entry } from '../../../../../local/pubsub/backlog/backlog.ts';
import type { Message } from '../../../../../local/pubsub/backlog/message.ts';
import type { Hub } from '../../../../../local/pubsub/hub.ts';
import type { Subscription } from '../../../../../local/pubsub/kept/resource-state.ts';
import { PUSH_SUCCESS, pushRequest } from '../../../../../local/pubsub/push/push-request.ts';
import { Pusher } from '../../../../../local/pubsub/push/pusher.ts';
import type { SubscriptionConfig } from '../../../../../local/pubsub/resources/shapes.ts';
import { subscriptionConfig } from '../../../../../local/pubsub/resources/subscription-config.ts';
import { atEndOfAnswer } from '../../../../support/abort-at-end.ts';
import { encodeMessage } from '../../../../support/pubsub-message.ts';
import { eventually } from '../../../../support/suite.ts';

describe('a pusher', () => {
  let endpoint: HttpServer;
  let answer: (response: ServerResponse) => void;
  let acknowledged: number[];
  let failed: number[];
  let pusher: Pusher;

  beforeEach(async () => {
    acknowledged = [];
    failed = [];
    answer = (response) => response.writeHead(204).end();
    endpoint = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (request, response) => {
        await readBody(request, 1e6);
        answer(response);
      },
      (_error, response) => response.destroy(),
    );
  });
  afterEach(async () => {
    pusher.close();
    await endpoint.close();
  });

  function started(more: Partial<SubscriptionConfig> = {}): Pusher {
    const pushConfig = { pushEndpoint: `http://${endpoint.address}/` };
    const given = { name: 'projects/p/subscriptions/sub', topic: 'projects/p/topics/top', pushConfig };
    const config = { ...subscriptionConfig(given), ...more };
    const hub = {
      tuning: { pushWindow: 10 },
      options: { report: () => {} },
      acknowledge: async (_subscription: Subscription, acks: readonly { seq: number }[]) => {
        acknowledged.push(...acks.map(({ seq }) => seq));
      },
      failed: (_subscription: Subscription, entry: Entry) => failed.push(entry.message.seq),
      ready: () => {},
    };
    pusher = new Pusher(hub as unknown as Hub, { config } as Subscription);
    return pusher;
  }
  function entry(seq: number): Entry {
    const chunk = encodeMessage('x');
    const message: Message = { seq, time: 0, topic: 1, chunk, start: 0, end: chunk.length, key: '', holders: 1 };
    return {
      message,
      lane: undefined,
      state: 'leased',
      failures: 0,
      lease: 1,
      deadline: 1,
      holder: undefined,
      acked: false,
    };
  }
  const settled = (count: number): Promise<number> =>
    eventually(
      async () => acknowledged.length + failed.length,
      (done) => done === count,
    );

  it('takes only the statuses that the service takes for an acknowledgement', async () => {
    assert.deepEqual([...PUSH_SUCCESS].sort(), [102, 200, 201, 202, 204]);
    const statuses = [200, 203, 206, 302, 404, 500];
    answer = (response) => response.writeHead(statuses.shift() ?? 200).end();
    started();
    for (const seq of [1, 2, 3, 4, 5, 6]) {
      pusher.deliver([entry(seq)]);
      await settled(seq);
    }
    assert.deepEqual([acknowledged, failed], [[1], [2, 3, 4, 5, 6]]);
  });

  it('is closed in the moment in which an answer ends, and ends no process by that', async () => {
    answer = (response) => response.end('taken');
    const closing = started();
    await atEndOfAnswer(
      () => closing.close(),
      async () => {
        closing.deliver([entry(1)]);
        await closing.drain();
      },
    );
  });

  it('gives a request up at the acknowledgement deadline', async () => {
    answer = () => {};
    started({ ackDeadlineSeconds: 0.02 }).deliver([entry(1)]);
    await settled(1);
    assert.deepEqual(failed, [1]);
  });

  it('opens its window by one a success up to its width, and halves it on a failure, down to one', async () => {
    started();
    const before = pusher.room.messages;
    for (let seq = 1; seq <= 20; seq += 1) {
      pusher.deliver([entry(seq)]);
      await settled(seq);
    }
    assert.deepEqual([before, pusher.room.messages], [4, 10]);
    answer = (response) => response.writeHead(500).end();
    const rooms: number[] = [];
    for (let seq = 21; seq <= 25; seq += 1) {
      pusher.deliver([entry(seq)]);
      await settled(seq);
      rooms.push(pusher.room.messages);
    }
    assert.deepEqual(rooms, [5, 2, 1, 1, 1]);
  });

  it('has one message of an ordered subscription in each batch', () => {
    assert.equal(started({ enableMessageOrdering: true }).room.messages, 1);
  });

  it('sends data of one byte, and leaves out data of none', () => {
    started();
    const config = subscriptionConfig({ name: 'projects/p/subscriptions/sub', topic: 'projects/p/topics/top' });
    const messageOf = (text: string): object => {
      const chunk = encodeMessage(text);
      const message = { ...entry(1).message, chunk, end: chunk.length };
      return JSON.parse(pushRequest(config, message, 1).body.toString()).message;
    };
    assert.equal((messageOf('x') as { readonly data?: string }).data, Buffer.from('x').toString('base64'));
    assert.equal('data' in messageOf(''), false);
  });

  it('tells the attempt only where there is a dead letter policy', () => {
    const { config } = {
      config: subscriptionConfig({ name: 'projects/p/subscriptions/sub', topic: 'projects/p/topics/top' }),
    };
    started();
    const attemptOf = (given: SubscriptionConfig): unknown =>
      JSON.parse(pushRequest(given, entry(1).message, 3).body.toString()).deliveryAttempt;
    assert.equal(attemptOf(config), undefined);
    const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/letters', maxDeliveryAttempts: 5 };
    assert.equal(attemptOf({ ...config, deadLetterPolicy }), 3);
  });
});
