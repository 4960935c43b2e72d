import assert from 'node:assert/strict';
import { AckSender } from '@penstock/shared/pubsub/ack-sender.ts';
import { createPublisher, type Publisher } from '@penstock/shared/pubsub/publisher.ts';
import {
  type Leased,
  openSubscriber,
  type Subscriber,
  type SubscriberOptions,
} from '@penstock/shared/pubsub/subscriber.ts';
import type { PullCall, SubscriberClient } from '@penstock/shared/pubsub/subscriber-client.ts';
import { connectSubscriber } from '@penstock/shared/pubsub/subscriber-client.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { Faults } from '../../../../local/core/faults/faults.ts';
import { type PubsubService, startPubsub } from '../../../../local/pubsub/index.ts';
import { setEnvironment } from '../../../support/environment.ts';

const PROJECT = 'demo-penstock';
const TOPIC = `projects/${PROJECT}/topics/orders`;
const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/orders-sub`;

describe('the subscriber', () => {
  let pubsub: PubsubService;
  let faults: Faults;
  let publisher: Publisher;
  let restore: () => void;
  const open: Subscriber[] = [];

  beforeEach(async () => {
    faults = new Faults();
    const listen = { host: '127.0.0.1', port: 0, stateDir: undefined, report: () => undefined, now: Date.now };
    pubsub = await startPubsub({ ...listen, faults });
    restore = setEnvironment({ PUBSUB_EMULATOR_HOST: pubsub.address, METADATA_SERVER_DETECTION: 'none' });
    await pubsub.ensureTopic(TOPIC);
    await pubsub.ensureSubscription(SUBSCRIPTION, TOPIC);
    publisher = createPublisher({ projectId: PROJECT, topic: 'orders' });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((subscriber) => subscriber.close()));
    await publisher.close();
    restore();
    await pubsub.close();
  });

  function subscribe(
    onMessages: (messages: readonly Leased[], subscriber: Subscriber) => void,
    more: Partial<SubscriberOptions> = {},
  ): Subscriber {
    const subscriber: Subscriber = openSubscriber({
      subscription: SUBSCRIPTION,
      emulatorHost: pubsub.address,
      onMessages: (messages) => onMessages(messages, subscriber),
      ...more,
    });
    open.push(subscriber);
    return subscriber;
  }

  const publish = (...texts: string[]): Promise<string[]> =>
    Promise.all(texts.map((text) => publisher.publish({ data: Buffer.from(text), attributes: { of: text } })));

  /** Waits until it is so; the test's own timeout is the limit. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it('passes each message on with all that belongs to it, and not again once it is acknowledged', async () => {
    const received: Leased[] = [];
    const subscriber = subscribe((messages, self) => {
      received.push(...messages);
      for (const message of messages) self.acknowledge(message);
    });
    const ids = await publish('a', 'b', 'c');
    await until(() => received.length === 3);
    assert.deepEqual(received.map(({ data }) => data.toString()).sort(), ['a', 'b', 'c']);
    assert.deepEqual(received.map(({ messageId }) => messageId).sort(), [...ids].sort());
    for (const { data, attributes, publishMs } of received) {
      assert.deepEqual(attributes, { of: data.toString() });
      assert.ok(Math.abs(publishMs - Date.now()) < 60_000);
    }
    await subscriber.close();
    assert.equal(subscriber.held, 0);
    const again: Leased[] = [];
    const next = subscribe((messages) => void again.push(...messages));
    await publish('d');
    await until(() => again.length > 0);
    assert.deepEqual(
      again.map(({ data }) => data.toString()),
      ['d'],
    );
    assert.equal(next.held, 1);
  });

  it('receives again what is given back, after a moment or at once', async () => {
    for (const giveBackMs of [20, 0]) {
      const seen: string[] = [];
      const subscriber = subscribe(
        (messages, self) => {
          for (const message of messages) {
            seen.push(message.data.toString());
            if (seen.length === 1) self.giveBack(message);
            else self.acknowledge(message);
            // A second settling counts for nothing.
            self.giveBack(message);
          }
        },
        { giveBackMs },
      );
      await publish(`x${giveBackMs}`);
      await until(() => seen.length === 2);
      assert.deepEqual(seen, [`x${giveBackMs}`, `x${giveBackMs}`]);
      await subscriber.close();
    }
  });

  it('has no more out than it may, over all streams', async () => {
    let most = 0;
    let done = 0;
    const subscriber = subscribe(
      (messages, self) => {
        most = Math.max(most, self.held);
        setTimeout(() => {
          for (const message of messages) self.acknowledge(message);
          done += messages.length;
        }, 5);
      },
      { maxMessages: 10, streams: 2 },
    );
    await publish(...Array.from({ length: 100 }, (_, at) => `m${at}`));
    await until(() => done === 100);
    assert.ok(most <= 10, `${most} messages were out`);
    await subscriber.close();
  });

  it('opens its stream again when it breaks, and tells', async () => {
    const problems: string[] = [];
    faults.add({ service: 'pubsub', method: 'StreamingPull', kind: 'error', code: 'UNAVAILABLE', times: 2 });
    let received = 0;
    subscribe(
      (messages, self) => {
        received += messages.length;
        for (const message of messages) self.acknowledge(message);
      },
      { onProblem: ({ code }) => void problems.push(code) },
    );
    await publish('a');
    await until(() => received === 1);
    assert.deepEqual(problems, ['UNAVAILABLE', 'UNAVAILABLE']);
  });

  it('extends the lease of what is held for long, so that it is not delivered twice', async () => {
    const seen: Leased[] = [];
    let now = Date.now();
    const clock = {
      now: () => now,
      random: Math.random,
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          const timer = setTimeout(resolve, ms);
          signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(signal.reason);
          });
        }),
    };
    const extended: string[] = [];
    const connect = (emulator: string | undefined): SubscriberClient => {
      const real = connectSubscriber(emulator);
      return {
        ...real,
        unary: (method, subscription, request) => {
          extended.push(method);
          return real.unary(method, subscription, request);
        },
      };
    };
    const subscriber = subscribe((messages) => void seen.push(...messages), { clock, connect, ackDeadlineSeconds: 10 });
    await publish('a', 'b');
    await until(() => seen.length === 2);
    now += 6_000;
    await until(() => extended.length > 0);
    assert.equal(extended[0], 'modifyAckDeadline');
    subscriber.acknowledge(seen[0] as Leased);
    await until(() => extended.includes('acknowledge'));
    assert.equal(subscriber.held, 1);
  });

  it('tells of acknowledgements that could not be sent', async () => {
    const problems: PenstockError[] = [];
    faults.add({ service: 'pubsub', method: 'Acknowledge', kind: 'error', code: 'PERMISSION_DENIED' });
    subscribe((messages, self) => messages.forEach((message) => void self.acknowledge(message)), {
      onProblem: (error) => void problems.push(error),
    });
    await publish('a');
    await until(() => problems.length === 1);
    assert.equal(problems[0]?.code, 'PERMISSION_DENIED');
  });

  it('gives back what is held when it closes, also what waits to be given back', async () => {
    let held = 0;
    const subscriber = subscribe(
      (messages, self) => {
        held += messages.length;
        self.giveBack(messages[0] as Leased);
      },
      { giveBackMs: 60_000 },
    );
    await publish('a', 'b');
    await until(() => held === 2);
    await subscriber.close();
    const again: string[] = [];
    subscribe((messages, self) => {
      for (const message of messages) {
        again.push(message.data.toString());
        self.acknowledge(message);
      }
    });
    await until(() => again.length === 2);
    assert.deepEqual(again.sort(), ['a', 'b']);
  });

  it('tries again where no connection can be made, and stops while it connects', async () => {
    const problems: string[] = [];
    let attempts = 0;
    const connect = (): SubscriberClient =>
      connectSubscriber('', async () => {
        attempts += 1;
        return { initialize: () => Promise.reject(new Error('no credentials')), close: async () => undefined };
      });
    const subscriber = subscribe(() => undefined, { connect, onProblem: ({ message }) => void problems.push(message) });
    await until(() => attempts >= 2);
    assert.equal(problems[0], 'no credentials');
    await subscriber.close();
    const stopping = subscribe(() => assert.fail('it was stopped'));
    stopping.stop();
    await stopping.close();
  });

  it('opens a stream again that the service ended, without a word', async () => {
    const problems: unknown[] = [];
    let opened = 0;
    const connect = (): SubscriberClient => ({
      streamingPull: async () => {
        opened += 1;
        const call = {
          on: (event: string, listen: () => void) => {
            if (event === 'end' && opened < 3) setImmediate(listen);
            return call;
          },
          write: () => true,
          cancel: () => undefined,
        };
        return call as unknown as PullCall;
      },
      unary: async () => undefined,
      close: async () => undefined,
    });
    subscribe(() => undefined, { connect, onProblem: (error) => void problems.push(error) });
    await until(() => opened === 3);
    assert.deepEqual(problems, []);
  });

  it('acknowledges in requests of a bounded size', async () => {
    const requests: number[] = [];
    const stop = new AbortController();
    const sender = new AckSender({
      send: async (ids) => void requests.push(ids.length),
      clock: systemClock,
      budgetMs: 1_000,
      signal: stop.signal,
      onFailed: () => assert.fail('nothing fails'),
    });
    for (let id = 0; id < 2_600; id += 1) sender.add(String(id));
    await sender.flush();
    assert.deepEqual(requests, [2_500, 100]);
  });

  it('keeps an idle stream alive', async () => {
    const written: Buffer[] = [];
    const call = { on: () => call, write: (bytes: Buffer) => void written.push(bytes), cancel: () => undefined };
    const connect = (): SubscriberClient => ({
      streamingPull: async () => call as unknown as PullCall,
      unary: async () => undefined,
      close: async () => undefined,
    });
    subscribe(() => undefined, { connect, keepAliveMs: 5 });
    await until(() => written.length >= 3);
    assert.equal(written[1]?.length, 0);
  });
});
