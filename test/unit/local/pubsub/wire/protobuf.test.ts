import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Backlog } from '../../../../../local/pubsub/backlog/backlog.ts';
import { contentsOf, encodeContents, outline } from '../../../../../local/pubsub/backlog/message.ts';
import { messagesOf } from '../../../../../local/pubsub/kept/records.ts';
import { Subscription } from '../../../../../local/pubsub/kept/resource-state.ts';
import { decode, encode, typeNamed } from '../../../../../local/pubsub/wire/proto-types.ts';
import { WireError } from '../../../../../local/pubsub/wire/protobuf.ts';
import { checkPublish, cleaned, parsePublish } from '../../../../../local/pubsub/wire/publish-request.ts';
import { receivedMessages } from '../../../../../local/pubsub/wire/received.ts';
import {
  parseAcknowledge,
  parseModifyAckDeadline,
  parsePull,
  parseStreamingPull,
  resourceOf,
} from '../../../../../local/pubsub/wire/requests.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const message = fc.record({
  data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  attributes: fc.dictionary(text, text, { maxKeys: 5, noNullPrototype: true }),
  orderingKey: text,
});

function bytesOf(type: string, value: object): Buffer {
  return Buffer.from(encode(type, value as Record<string, unknown>));
}

describe('messages on the wire', () => {
  it('reads what protobufjs writes, and protobufjs reads what is written', () => {
    fc.assert(
      fc.property(message, (one) => {
        const bytes = bytesOf('PubsubMessage', one);
        const contents = contentsOf({ chunk: bytes, start: 0, end: bytes.length });
        assert.deepEqual(contents.data, one.data);
        assert.deepEqual(contents.attributes, new Map(Object.entries(one.attributes)));
        assert.equal(contents.orderingKey, one.orderingKey);
        const type = typeNamed('PubsubMessage');
        const all = { defaults: true, bytes: Buffer };
        const again = type.toObject(type.decode(encodeContents(contents)), all);
        assert.deepEqual(again, type.toObject(type.decode(bytes), all));
        const lines = outline(bytes, 0, bytes.length);
        assert.equal(lines.dataBytes, one.data.length);
        assert.equal(lines.attributes, Object.keys(one.attributes).length);
        assert.equal(lines.foreign, false);
      }),
      { seed: 3 },
    );
  });

  it('delivers a message with its id, time, ack id and attempt as protobufjs reads them', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), fc.boolean(), (messages, counts) => {
        const config = {
          name: 'projects/p/subscriptions/sub',
          topic: 'projects/p/topics/top',
          pushConfig: {},
          ackDeadlineSeconds: 10,
          messageRetentionDuration: { seconds: 600 },
          expirationPolicy: {},
          state: 'ACTIVE' as const,
          ...(counts && { deadLetterPolicy: { deadLetterTopic: 'projects/p/topics/dead', maxDeliveryAttempts: 5 } }),
        };
        const subscription = new Subscription(7, config, undefined, 0);
        const request = parsePublish(bytesOf('PublishRequest', { topic: config.topic, messages }));
        const publication = { topic: 1, firstSeq: 1_795_220_998_100_000, time: 1_795_220_998_123, before: 9 };
        const backlog = new Backlog(false, 0);
        for (const one of messagesOf(publication, request)) backlog.add(one);
        const entries = backlog.take({ messages: 10, bytes: 1e9 }, undefined, 1);
        const bytes = receivedMessages(subscription, entries, Buffer.alloc(0));
        const type = typeNamed('PullResponse');
        const read = type.toObject(type.decode(bytes), { longs: Number, bytes: Buffer }) as {
          receivedMessages: { ackId: string; deliveryAttempt?: number; message: Record<string, unknown> }[];
        };
        assert.equal(read.receivedMessages.length, messages.length);
        for (const [at, received] of read.receivedMessages.entries()) {
          assert.match(received.ackId, /^7-[0-9a-z]+-[0-9a-z]+$/);
          assert.equal(received.deliveryAttempt, counts ? 1 : undefined);
          assert.equal(received.message.messageId, String(publication.firstSeq + at));
          assert.deepEqual(received.message.publishTime, { seconds: 1_795_220_998, nanos: 123_000_000 });
          assert.deepEqual(received.message.data ?? Buffer.alloc(0), messages[at]?.data);
        }
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  it('drops what a publisher may not set, and keeps the rest', () => {
    const foreign = { data: Buffer.from('x'), messageId: '7', publishTime: { seconds: 1 }, attributes: { a: 'b' } };
    const request = parsePublish(bytesOf('PublishRequest', { topic: 't', messages: [foreign] }));
    assert.equal(request.messages[0]?.foreign, true);
    const clean = cleaned(request);
    assert.equal(clean.messages[0]?.foreign, false);
    const read = decode('PublishRequest', clean.body) as { messages: unknown[] };
    assert.deepEqual(read.messages, [{ data: Buffer.from('x'), attributes: { a: 'b' } }]);
    assert.equal(checkPublish(clean), undefined);
  });

  it('reads the frequent requests as protobufjs does', () => {
    const ids = { subscription: 's', ackIds: ['a', 'é'] };
    assert.deepEqual(parseAcknowledge(bytesOf('AcknowledgeRequest', ids)), ids);
    for (const ackDeadlineSeconds of [0, 600, -1, -(2 ** 31)]) {
      const request = { ...ids, ackDeadlineSeconds };
      assert.deepEqual(parseModifyAckDeadline(bytesOf('ModifyAckDeadlineRequest', request)), request);
    }
    const pull = { subscription: 's', returnImmediately: true, maxMessages: 2 ** 31 - 1 };
    assert.deepEqual(parsePull(bytesOf('PullRequest', pull)), pull);
    const stream = {
      subscription: 's',
      ackIds: ['a'],
      modifyDeadlineSeconds: [0, 600, -5],
      modifyDeadlineAckIds: ['b', 'c', 'd'],
      streamAckDeadlineSeconds: 60,
      clientId: 'me',
      maxOutstandingMessages: 1000,
      maxOutstandingBytes: -1,
      protocolVersion: 1,
    };
    assert.deepEqual(parseStreamingPull(bytesOf('StreamingPullRequest', stream)), stream);
  });

  it('finds the resource of a request, one level down for an update, and none in nonsense', () => {
    const topic = { name: 'projects/p/topics/t' };
    assert.equal(resourceOf(bytesOf('Topic', topic), false), topic.name);
    assert.equal(resourceOf(bytesOf('UpdateTopicRequest', { topic, updateMask: { paths: ['x'] } }), true), topic.name);
    assert.equal(resourceOf(Buffer.of(0xff, 0xff), false), '');
  });

  for (const [what, bytes] of [
    ['a cut number', [0x08, 0x80]],
    ['an endless number', [0x08, ...Array.from({ length: 11 }, () => 0xff)]],
    ['a length beyond the end', [0x0a, 0x7f, 0x61]],
    ['field number 0', [0x02, 0x00]],
    ['a group', [0x0b]],
    ['text that is not UTF-8', [0x0a, 0x02, 0xc3, 0x28]],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseAcknowledge(Buffer.from(bytes)), WireError);
    });
  }
});
