import assert from 'node:assert/strict';
import { Faults } from '../../../../../local/core/faults/faults.ts';
import { StreamingPull } from '../../../../../local/pubsub/delivery/streaming-pull.ts';
import { Hub } from '../../../../../local/pubsub/hub.ts';
import type { Plain } from '../../../../../local/pubsub/resources/fields.ts';
import { createSubscription } from '../../../../../local/pubsub/resources/subscriptions.ts';
import { createTopic } from '../../../../../local/pubsub/resources/topics.ts';
import { decode, encode } from '../../../../../local/pubsub/wire/proto-types.ts';
import { encodeMessage } from '../../../../support/pubsub-message.ts';

const TOPIC = 'projects/p/topics/events';
const NAME = 'projects/p/subscriptions/reader';

interface Response {
  readonly receivedMessages?: readonly { readonly ackId: string }[];
  readonly acknowledgeConfirmation?: { readonly ackIds?: string[]; readonly invalidAckIds?: string[] };
  readonly modifyAckDeadlineConfirmation?: { readonly ackIds?: string[]; readonly invalidAckIds?: string[] };
}

describe('a streaming pull', () => {
  let hub: Hub;
  let stream: StreamingPull;
  let responses: Response[];

  beforeEach(async () => {
    responses = [];
    const options = {
      host: '',
      port: 0,
      stateDir: undefined,
      faults: new Faults(),
      report: () => {},
      now: () => 1_000,
    };
    hub = await Hub.open(options, { tickMs: 1_000_000 });
    await createTopic(hub, { name: TOPIC });
    stream = new StreamingPull(hub, {
      write: (response) => {
        responses.push(decode('StreamingPullResponse', response) as Response);
        return true;
      },
      end: () => {},
      fail: () => {},
    });
  });
  afterEach(() => hub.close());

  const send = (request: Plain): string | undefined =>
    stream.receive(Buffer.from(encode('StreamingPullRequest', request)));
  /** A decision of this turn of the loop has been answered in the next. */
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  async function opened(subscription: Plain, request: Plain): Promise<void> {
    await createSubscription(hub, { name: NAME, topic: TOPIC, ...subscription });
    send({ subscription: NAME, streamAckDeadlineSeconds: 10, ...request });
    stream.start();
  }
  async function publish(...texts: string[]): Promise<void> {
    const topic = hub.state.topics.get(TOPIC);
    assert.ok(topic);
    for (const text of texts) await hub.publishContents(topic, [encodeMessage(text)]);
    await turn();
  }
  const ids = (): string[] =>
    responses.flatMap(({ receivedMessages = [] }) => receivedMessages.map(({ ackId }) => ackId));

  for (const [by, limit] of [
    ['number', { maxOutstandingMessages: 2 }],
    ['bytes', { maxOutstandingBytes: 120 }],
  ] as const) {
    it(`gives no more than its client wants to hold, by ${by}, and more as it lets go`, async () => {
      await opened({}, limit);
      await publish(...['a', 'b', 'c', 'd'].map((text) => text.repeat(60)));
      assert.equal(ids().length, 2);
      send({ ackIds: ids().slice(0, 1) });
      await turn();
      assert.equal(ids().length, 3);
    });
  }

  it('confirms acknowledgements and deadlines where delivery is exactly once, and says which came too late', async () => {
    await opened({ enableExactlyOnceDelivery: true }, {});
    await publish('a', 'b');
    const [first = '', second = ''] = ids();
    const late = second.replace(/[^-]+$/, 'zzz');
    send({ ackIds: [first, late] });
    await turn();
    const { acknowledgeConfirmation: acks } = responses.find((one) => one.acknowledgeConfirmation) ?? {};
    assert.deepEqual([acks?.ackIds, acks?.invalidAckIds], [[first], [late]]);
    send({ modifyDeadlineAckIds: [second, first], modifyDeadlineSeconds: [60, 60] });
    await turn();
    const { modifyAckDeadlineConfirmation: moved } = responses.find((one) => one.modifyAckDeadlineConfirmation) ?? {};
    assert.deepEqual([moved?.ackIds, moved?.invalidAckIds], [[second], [first]]);
  });

  it('confirms nothing where delivery is at least once', async () => {
    await opened({}, {});
    await publish('a');
    send({ ackIds: ids() });
    await turn();
    assert.equal(
      responses.some((one) => one.acknowledgeConfirmation !== undefined && one.acknowledgeConfirmation !== null),
      false,
    );
  });
});
