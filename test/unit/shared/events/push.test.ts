import assert from 'node:assert/strict';
import { MESSAGE_PUBLISHED, readPush } from '@penstock/shared/events/push.ts';

const MESSAGE = { data: 'e30=', messageId: '7', publishTime: '2026-01-02T03:04:05Z', attributes: { a: '1' } };
const SUBSCRIPTION = 'projects/p/subscriptions/s';
const push = (body: unknown) => ({ headers: {}, rawBody: Buffer.from(JSON.stringify(body)) });

describe('a pushed Pub/Sub message', () => {
  it('is read whole from the body of a push subscription', () => {
    const message = { ...MESSAGE, orderingKey: 'k' };
    assert.deepEqual(readPush(push({ message, subscription: SUBSCRIPTION, deliveryAttempt: 5 })), {
      data: Buffer.from('{}'),
      attributes: { a: '1' },
      messageId: '7',
      publishTime: MESSAGE.publishTime,
      orderingKey: 'k',
      subscription: SUBSCRIPTION,
      deliveryAttempt: 5,
    });
  });

  it('is read with as little as a sender may send: an id', () => {
    const { data, attributes, publishTime, orderingKey, subscription, deliveryAttempt } = readPush(
      push({ message: { message_id: '7' } }),
    );
    assert.deepEqual(
      [data.length, attributes, publishTime, orderingKey, subscription, deliveryAttempt],
      [0, {}, '', '', '', undefined],
    );
  });

  it('is read alike from an event of Eventarc, in either mode', () => {
    const direct = push({ message: MESSAGE, subscription: SUBSCRIPTION });
    const attributes = { id: '7', source: '//pubsub', type: MESSAGE_PUBLISHED, time: MESSAGE.publishTime };
    const binary = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
    const envelope = { ...attributes, data: { message: MESSAGE, subscription: SUBSCRIPTION } };
    for (const request of [
      { ...direct, headers: { ...binary, 'content-type': 'application/json' } },
      { ...push(envelope), headers: { 'content-type': 'application/cloudevents+json' } },
    ]) {
      assert.deepEqual(readPush(request), readPush(direct));
    }
    const foreign = { headers: { ...binary, 'ce-type': 'other' }, rawBody: direct.rawBody };
    assert.throws(() => readPush(foreign), { code: 'INPUT_MALFORMED', message: /the event other is not/ });
  });

  for (const [title, body, problem] of [
    ['without a message', {}, /message is missing/],
    ['whose message is a list', { message: [] }, /message is missing/],
    ['without an id', { message: { data: '' } }, /messageId is missing/],
    ['whose id is a number', { message: { messageId: 7 } }, /messageId is not text/],
    ['whose data is no text', { message: { messageId: '7', data: 7 } }, /data is not base64/],
    ['whose data is base64 with a hole', { message: { messageId: '7', data: 'e3 =' } }, /data is not base64/],
    ['whose data lacks its padding', { message: { messageId: '7', data: 'e30' } }, /data is not base64/],
    ['whose attributes are a list', { message: { messageId: '7', attributes: ['a'] } }, /attributes is not an object/],
    [
      'whose attribute is a number',
      { message: { messageId: '7', attributes: { a: 1 } } },
      /an attribute .* is not text/,
    ],
  ] as const) {
    it(`${title} is refused with the reason and nothing of the content`, () => {
      assert.throws(() => readPush(push(body)), { code: 'INPUT_MALFORMED', stage: 'receiving', message: problem });
    });
  }

  it('that is no JSON, or no body at all, is refused', () => {
    for (const request of [{ headers: {}, rawBody: Buffer.from('{') }, { headers: {} }])
      assert.throws(() => readPush(request), { code: 'INPUT_MALFORMED', message: /it is not JSON/ });
  });

  it('is taken at the largest size of Pub/Sub, and refused with a byte more', () => {
    const of = (bytes: number) => push({ message: { messageId: '7', data: Buffer.alloc(bytes).toString('base64') } });
    assert.equal(readPush(of(10_000_000)).data.length, 10_000_000);
    assert.throws(() => readPush(of(10_000_001)), { code: 'INPUT_TOO_LARGE' });
  });
});
