import assert from 'node:assert/strict';
import { PubSub } from '@google-cloud/pubsub';
import { issueMessage } from '@penstock/shared/issues/flat-message.ts';
import type { PubsubMessage } from '@penstock/shared/pubsub/attributes.ts';
import { createPublisher, type Publisher, type PublisherOptions } from '@penstock/shared/pubsub/publisher.ts';
import { Faults } from '../../../../local/core/faults/faults.ts';
import { type PubsubService, startPubsub } from '../../../../local/pubsub/index.ts';
import { setEnvironment } from '../../../support/environment.ts';

const PROJECT = 'demo-penstock';
const TOPIC = `projects/${PROJECT}/topics/issues-topic`;
const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/test-sub`;

describe('the publisher', () => {
  let pubsub: PubsubService;
  let faults: Faults;
  let restore: () => void;
  let reader: PubSub;
  const publishers: Publisher[] = [];

  beforeEach(async () => {
    faults = new Faults();
    pubsub = await startPubsub({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults,
      report: () => undefined,
      now: Date.now,
    });
    restore = setEnvironment({ PUBSUB_EMULATOR_HOST: pubsub.address, METADATA_SERVER_DETECTION: 'none' });
    await pubsub.ensureTopic(TOPIC);
    await pubsub.ensureSubscription(SUBSCRIPTION, TOPIC, { enableMessageOrdering: true });
    reader = new PubSub({ projectId: PROJECT });
  });
  afterEach(async () => {
    await Promise.all(publishers.splice(0).map((publisher) => publisher.close()));
    await reader.close();
    restore();
    await pubsub.close();
  });

  function made(more: Partial<PublisherOptions> = {}): Publisher {
    const publisher = createPublisher({ projectId: PROJECT, topic: 'issues-topic', ...more });
    publishers.push(publisher);
    return publisher;
  }

  const message = (n: number, more: Partial<PubsubMessage> = {}): PubsubMessage => ({
    ...issueMessage({ issueId: `INC-${n}`, source: 'manual-api', createdAt: 'now', payload: {} }),
    ...more,
  });

  /** Everything that has arrived, at least `count` messages, by a client of its own. */
  async function arrived(count: number): Promise<readonly { readonly id: string; readonly key: string }[]> {
    const found: { id: string; key: string }[] = [];
    const subscription = reader.subscription('test-sub');
    await new Promise<void>((resolve, reject) => {
      subscription.on('error', reject);
      subscription.on('message', (received) => {
        received.ack();
        found.push({ id: String(received.attributes.issue_id), key: received.orderingKey ?? '' });
        if (found.length >= count) resolve();
      });
    });
    await subscription.close();
    return found;
  }

  it('resolves with the message id that Pub/Sub gave', async () => {
    const id = await made().publish(message(1));
    assert.match(id, /^\d+$/);
    assert.deepEqual(await arrived(1), [{ id: 'INC-1', key: '' }]);
  });

  it('finds its project by itself when it is given none', async () => {
    const restoreProject = setEnvironment({ GOOGLE_CLOUD_PROJECT: PROJECT });
    try {
      assert.match(await made({ projectId: '' }).publish(message(1)), /^\d+$/);
    } finally {
      restoreProject();
    }
  });

  it('takes a topic by its full name', async () => {
    assert.match(await made({ topic: TOPIC, projectId: 'another' }).publish(message(1)), /^\d+$/);
  });

  it('sends what concurrent requests publish in few requests', async () => {
    let requests = 0;
    const counted = faults.next.bind(faults);
    faults.next = (service, method, resource) => {
      if (method === 'Publish') requests += 1;
      return counted(service, method, resource);
    };
    const publisher = made();
    await Promise.all(Array.from({ length: 400 }, (_, n) => publisher.publish(message(n))));
    assert.ok(requests <= 10, `${requests} requests for 400 messages`);
  });

  it('says DEADLINE_EXCEEDED when no answer came in time', async () => {
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 400 });
    await assert.rejects(made({ deadlineMs: 50 }).publish(message(1)), {
      code: 'DEADLINE_EXCEEDED',
      kind: 'transient',
      stage: 'sending',
    });
  });

  it('tries a transient refusal again by itself', async () => {
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'UNAVAILABLE', times: 2 });
    assert.match(await made().publish(message(1)), /^\d+$/);
  });

  it('says what Pub/Sub said of a permanent refusal', async () => {
    await assert.rejects(made({ topic: 'no-such-topic' }).publish(message(1)), {
      code: 'NOT_FOUND',
      kind: 'permanent',
    });
  });

  it('keeps the order of a key', async () => {
    const publisher = made();
    const sent = Array.from({ length: 20 }, (_, n) => message(n, { orderingKey: 'k' }));
    await Promise.all(sent.map((one) => publisher.publish(one)));
    assert.deepEqual(
      (await arrived(20)).map(({ id }) => id),
      sent.map(({ attributes }) => attributes.issue_id),
    );
  });

  /** Two messages of a key in batches behind the first, which the service holds up. */
  async function batchesBehind(publisher: Publisher): Promise<readonly Promise<string>[]> {
    const sending: Promise<string>[] = [];
    for (const batch of [1, 2]) {
      // Longer than a batch waits for company, so that each message is a batch of its own.
      await new Promise((resolve) => setTimeout(resolve, 20));
      const one = publisher.publish(message(batch, { orderingKey: 'k' }));
      one.catch(() => undefined);
      sending.push(one);
    }
    return sending;
  }

  it('does not send the second batch of a key before the first is answered', async () => {
    let answered = false;
    let before = 0;
    const next = faults.next.bind(faults);
    faults.next = (service, method, resource) => {
      if (method === 'Publish' && !answered) before += 1;
      return next(service, method, resource);
    };
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 200 });
    const publisher = made({ batchMs: 1 });
    const first = publisher.publish(message(0, { orderingKey: 'k' }));
    void first.then(() => {
      answered = true;
    });
    await Promise.all([first, ...(await batchesBehind(publisher))]);
    assert.equal(before, 1);
    assert.deepEqual(
      (await arrived(3)).map(({ id }) => id),
      ['INC-0', 'INC-1', 'INC-2'],
    );
  });

  it('fails the batches of a key that wait behind one that failed', async () => {
    const transport = { refused: 0 };
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 2_000 });
    const next = faults.next.bind(faults);
    faults.next = (service, method, resource) => {
      if (method === 'Publish') transport.refused += 1;
      return next(service, method, resource);
    };
    const publisher = made({ batchMs: 1, deadlineMs: 1_000 });
    const first = publisher.publish(message(0, { orderingKey: 'k' }));
    first.catch(() => undefined);
    const outcomes = await Promise.allSettled([first, ...(await batchesBehind(publisher))]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    assert.equal(transport.refused, 1, 'a batch was sent behind one that failed');
  });

  it('waits for company only so long', async () => {
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 300 });
    let requests = 0;
    const next = faults.next.bind(faults);
    faults.next = (service, method, resource) => {
      if (method === 'Publish') requests += 1;
      return next(service, method, resource);
    };
    const publisher = made({ batchMs: 60_000 });
    const first = publisher.publish(message(1));
    while (requests === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const waiting = [publisher.publish(message(2)), publisher.publish(message(3))];
    await new Promise((resolve) => setTimeout(resolve, 60));
    // The first request is under way, and the batch behind it still waits for company.
    assert.equal(requests, 1);
    const closing = publisher.close();
    await Promise.all([first, ...waiting]);
    assert.equal(requests, 2);
    await closing;
  });

  it('closes when what waits behind a batch under way is acknowledged, and closes its channel', async () => {
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 150, times: 0 });
    const publisher = createPublisher({ projectId: PROJECT, topic: 'issues-topic', batchMs: 60_000 });
    const order: string[] = [];
    const sending: Promise<unknown>[] = [];
    for (let at = 0; at < 3; at += 1) {
      sending.push(publisher.publish(message(at, { orderingKey: 'k' })).then(() => order.push(`message ${at}`)));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await publisher.close();
    order.push('closed');
    await Promise.all(sending);
    assert.deepEqual(order, ['message 0', 'message 1', 'message 2', 'closed']);
    await assert.rejects(publisher.publish(message(9)), { code: 'CANCELLED' });
  });

  it('goes on with an ordering key after a failure', async () => {
    const publisher = made({ deadlineMs: 2_000 });
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'PERMISSION_DENIED' });
    await assert.rejects(publisher.publish(message(1, { orderingKey: 'k' })), { code: 'PERMISSION_DENIED' });
    assert.match(await publisher.publish(message(2, { orderingKey: 'k' })), /^\d+$/);
  });

  it('that cannot find its project says so, and looks again for the next message', async () => {
    const nowhere = setEnvironment({
      GOOGLE_CLOUD_PROJECT: '',
      GCLOUD_PROJECT: '',
      CLOUDSDK_CONFIG: '/nowhere',
      GOOGLE_APPLICATION_CREDENTIALS: '',
    });
    const publisher = made({ projectId: '' });
    await assert.rejects(publisher.publish(message(1)), /project/i);
    nowhere();
    const found = setEnvironment({ GOOGLE_CLOUD_PROJECT: PROJECT });
    assert.match(await publisher.publish(message(1)), /^\d+$/);
    found();
  });

  it('lets go of ordering keys that are not in use', async () => {
    const publisher = made({ maxMessages: 5_000 });
    const many = Array.from({ length: 1_500 }, (_, n) => message(n, { orderingKey: `k${n}` }));
    await Promise.all(many.map((one) => publisher.publish(one)));
    assert.match(await publisher.publish(message(0, { orderingKey: 'k0' })), /^\d+$/);
    await Promise.all(many.map((one) => publisher.publish({ ...one, orderingKey: `again-${one.orderingKey}` })));
  });

  it('asks Google where no emulator is named', async () => {
    const restoreEmulator = setEnvironment({ PUBSUB_EMULATOR_HOST: '', GOOGLE_APPLICATION_CREDENTIALS: '' });
    const publisher = made({ deadlineMs: 2_000 });
    restoreEmulator();
    // There are no credentials here: asking for them shows that it means to call Google.
    await assert.rejects(publisher.publish(message(1)), /credential|metadata|resolution|acknowledge/i);
  });

  it('refuses more than may be under way, by number and by bytes, and takes more when it is done', async () => {
    for (const limits of [{ maxMessages: 1 }, { maxBytes: 600 }]) {
      const publisher = made(limits);
      const large = message(1, { data: Buffer.alloc(300) });
      const first = publisher.publish(large);
      await assert.rejects(publisher.publish(large), { code: 'RESOURCE_EXHAUSTED', retryAfterMs: 1_000 });
      await first;
      await publisher.publish(large);
    }
  });

  for (const [what, given, code] of [
    ['a message larger than Pub/Sub takes', message(1, { data: Buffer.alloc(10_000_000) }), 'INPUT_TOO_LARGE'],
    ['an ordering key larger than Pub/Sub takes', message(1, { orderingKey: 'k'.repeat(1_025) }), 'INPUT_INVALID'],
    ['attributes that Pub/Sub does not take', message(1, { attributes: { '': 'x' } }), 'INPUT_INVALID'],
  ] as const) {
    it(`refuses ${what} before sending it`, () => assert.rejects(made().publish(given), { code }));
  }

  it('flushes on close what was accepted', async () => {
    const publisher = createPublisher({ projectId: PROJECT, topic: 'issues-topic', batchMs: 5_000 });
    const sending = publisher.publish(message(1));
    await publisher.close();
    assert.match(await sending, /^\d+$/);
  });

  it('waits on flush also for keys in order', async () => {
    const publisher = made({ batchMs: 5_000 });
    const sending = publisher.publish(message(1, { orderingKey: 'k' }));
    await publisher.flush();
    assert.match(await sending, /^\d+$/);
  });
});
