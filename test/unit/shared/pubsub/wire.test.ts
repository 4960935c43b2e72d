import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { PubsubMessage } from '@penstock/shared/pubsub/attributes.ts';
import { encodePublishRequest } from '@penstock/shared/pubsub/wire.generated.ts';
import { decodePublish, encodePublish } from '@penstock/shared/pubsub/wire.ts';
import fc from 'fast-check';
import protobuf from 'protobufjs';

const protos = createRequire(import.meta.url)(
  '@google-cloud/pubsub-api/build/protos/protos.json',
) as protobuf.INamespace;
const root = protobuf.Root.fromJSON(protos);
const request = root.lookupType('google.pubsub.v1.PublishRequest');
const response = root.lookupType('google.pubsub.v1.PublishResponse');

describe('a PublishRequest', () => {
  it("is read by Google's own proto as it was meant", () => {
    const message = fc.record(
      {
        data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        attributes: fc.dictionary(
          fc.string({ unit: 'grapheme', maxLength: 40 }),
          fc.string({ unit: 'grapheme', maxLength: 200 }),
        ),
        orderingKey: fc.string({ unit: 'grapheme', minLength: 1 }),
      },
      { requiredKeys: ['data', 'attributes'] },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(message, { maxLength: 5 }), (topic, messages) => {
        const read = request.toObject(request.decode(encodePublish({ topic, messages: messages as PubsubMessage[] })), {
          defaults: true,
          bytes: Buffer,
        }) as {
          topic: string;
          messages: { data: Buffer; attributes: Record<string, string>; orderingKey: string }[];
        };
        assert.equal(read.topic, topic);
        assert.equal(read.messages.length, messages.length);
        read.messages.forEach((one, at) => {
          assert.deepEqual(Buffer.from(one.data), messages[at]?.data);
          assert.deepEqual(Object.entries(one.attributes), Object.entries(messages[at]?.attributes ?? {}));
          assert.equal(one.orderingKey, messages[at]?.orderingKey ?? '');
        });
      }),
      { seed: 3 },
    );
  });

  it('may be large', () => {
    const message = { data: Buffer.alloc(3_000_000, 7), attributes: {} };
    const read = request.decode(encodePublish({ topic: 't', messages: [message] })) as unknown as {
      messages: { data: Buffer }[];
    };
    assert.equal(read.messages[0]?.data.length, 3_000_000);
  });
});

describe('a PublishResponse', () => {
  it("is read as Google's own proto wrote it", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 })), (messageIds) => {
        assert.deepEqual(decodePublish(Buffer.from(response.encode({ messageIds }).finish())), messageIds);
      }),
      { seed: 4 },
    );
  });

  it('may have fields that are not known yet', () => {
    assert.deepEqual(decodePublish(Buffer.from([0x12, 1, 0x78, 0x0a, 1, 0x31])), ['1']);
  });

  for (const [what, bytes] of [
    ['a field that is no text', [0x08, 1]],
    ['a field that is no text, and whose number would be a length', [0x08, 0]],
    ['an end too early', [0x0a, 5, 0x31]],
    ['a length without end', [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['a length cut off', [0x0a]],
  ] as const) {
    it(`is refused with ${what}`, () => assert.throws(() => decodePublish(Buffer.from(bytes)), TypeError));
  }
});

describe('the publisher by hand', () => {
  it('writes byte for byte what the generated messages are', () => {
    const messages = [
      { data: Buffer.from('x'), attributes: { a: '1', é: 'ü' }, orderingKey: 'k' },
      { data: Buffer.alloc(300, 1), attributes: {} },
    ];
    const topic = 'projects/p/topics/t';
    assert.deepEqual(
      encodePublish({ topic, messages }),
      Buffer.from(encodePublishRequest({ topic, messages }).finish()),
    );
  });
});
