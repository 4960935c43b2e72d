import assert from 'node:assert/strict';
import {
  decodeStreamingPull,
  encodeAcknowledge,
  encodeModifyDeadline,
  encodeStreamingPull,
} from '@penstock/shared/pubsub/pull-wire.ts';
import {
  decodeAcknowledgeRequest,
  decodeModifyAckDeadlineRequest,
  decodeStreamingPullRequest,
  decodeStreamingPullResponse,
  encodeAcknowledgeRequest,
  encodeStreamingPullResponse,
  type StreamingPullResponse,
} from '@penstock/shared/pubsub/wire.generated.ts';
import fc from 'fast-check';

const UNKNOWN = Buffer.from([0xf8, 0x06, 0x01, 0xfa, 0x06, 0x02, 0x08, 0x63]);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const ascii = fc.string({ unit: fc.constantFrom(...'abcXYZ019:_-'), maxLength: 200 });

/** The reading of the generated decoder, in the form of the one by hand. */
function expected(response: StreamingPullResponse): unknown {
  return (response.receivedMessages ?? []).map(({ ackId = '', deliveryAttempt = 0, message = {} }) => ({
    ackId,
    data: Buffer.from(message.data ?? []),
    attributes: { ...message.attributes },
    messageId: message.messageId ?? '',
    publishMs: (message.publishTime?.seconds ?? 0) * 1_000 + Math.floor((message.publishTime?.nanos ?? 0) / 1_000_000),
    orderingKey: message.orderingKey ?? '',
    deliveryAttempt,
  }));
}

describe('a StreamingPullResponse', () => {
  it('is read as the generated decoder reads it', () => {
    const message = fc.record(
      {
        data: fc.uint8Array({ maxLength: 300 }),
        attributes: fc.dictionary(text, text),
        messageId: ascii,
        publishTime: fc.record({ seconds: fc.nat(2_000_000_000), nanos: fc.nat(999_999_999) }),
        orderingKey: text,
      },
      { requiredKeys: [] },
    );
    const received = fc.record({ ackId: ascii, message, deliveryAttempt: fc.nat(1_000) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(received, { maxLength: 5 }), (receivedMessages) => {
        const bytes = Buffer.from(encodeStreamingPullResponse({ receivedMessages }).finish());
        const read = decodeStreamingPull(bytes).map((one) => ({ ...one, attributes: { ...one.attributes } }));
        assert.deepEqual(read, expected(decodeStreamingPullResponse(bytes)));
      }),
      { seed: 5 },
    );
  });

  it('is read past fields of every wire type that are not known, at every level', () => {
    const nested = (tag: number, ...parts: Uint8Array[]): Buffer => {
      const inner = Buffer.concat(parts);
      return Buffer.concat([Buffer.from([tag, inner.length]), inner]);
    };
    const fixed = Buffer.from([0xf9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0x06, 1, 2, 3, 4]);
    const odd = Buffer.concat([UNKNOWN, fixed]);
    const entry = nested(0x12, odd, Buffer.from([0x0a, 1, 0x6b, 0x12, 1, 0x76]));
    const time = nested(0x22, odd, Buffer.from([0x08, 5]));
    const message = nested(0x12, odd, entry, time, Buffer.from([0x0a, 1, 0x78]));
    const bytes = Buffer.concat([odd, nested(0x0a, odd, message, Buffer.from([0x0a, 1, 0x69]))]);
    const [only, ...others] = decodeStreamingPull(bytes);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [only?.ackId, only?.data.toString(), only?.attributes, only?.publishMs],
      ['i', 'x', { k: 'v' }, 5_000],
    );
  });

  for (const [what, bytes] of [
    ['that ends behind a tag', [0x0a]],
    ['that ends in a length', [0x0a, 0x85]],
    ['that is shorter than it says', [0x0a, 9, 1]],
    ['that is cut in a tag', [0x8a]],
    ['that has a number without end', [0xf8, 0x06, ...Array(11).fill(0xff)]],
    ['that is cut in a fixed number', [0xf9, 0x06, 1]],
    ['that has a wire type of no message', [0xfb, 0x06]],
  ] as const) {
    it(`is refused ${what}`, () => assert.throws(() => decodeStreamingPull(Buffer.from(bytes)), TypeError));
  }

  it('keeps an attribute __proto__ as an attribute', () => {
    const message = { attributes: JSON.parse('{"__proto__":"x"}') as Record<string, string> };
    const bytes = Buffer.from(encodeStreamingPullResponse({ receivedMessages: [{ message }] }).finish());
    assert.deepEqual(Object.entries(decodeStreamingPull(bytes)[0]?.attributes ?? {}), [['__proto__', 'x']]);
  });
});

describe("the subscriber's requests", () => {
  it('acknowledges by the very bytes of the generated message', () => {
    fc.assert(
      fc.property(text, fc.array(ascii, { maxLength: 8 }), (subscription, ackIds) => {
        const generated = Buffer.from(encodeAcknowledgeRequest({ subscription, ackIds }).finish());
        assert.deepEqual(encodeAcknowledge(subscription, ackIds), generated);
      }),
      { seed: 20_261_201 },
    );
  });

  it('hold what they are given', () => {
    const pull = decodeStreamingPullRequest(
      encodeStreamingPull({ subscription: 's', ackDeadlineSeconds: 60, clientId: 'c', maxMessages: 7, maxBytes: 9 }),
    );
    assert.deepEqual(
      [
        pull.subscription,
        pull.streamAckDeadlineSeconds,
        pull.clientId,
        pull.maxOutstandingMessages,
        pull.maxOutstandingBytes,
      ],
      ['s', 60, 'c', 7, 9],
    );
    assert.deepEqual(decodeAcknowledgeRequest(encodeAcknowledge('s', ['a', 'b'])), {
      subscription: 's',
      ackIds: ['a', 'b'],
    });
    const modify = decodeModifyAckDeadlineRequest(encodeModifyDeadline('s', 0, ['a']));
    assert.deepEqual([modify.ackDeadlineSeconds, modify.ackIds], [0, ['a']]);
  });
});
