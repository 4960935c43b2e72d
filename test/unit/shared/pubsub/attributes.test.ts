import assert from 'node:assert/strict';
import { checkAttributes, cut, utf8Length } from '@penstock/shared/pubsub/attributes.ts';
import fc from 'fast-check';

describe('attributes', () => {
  const many = (n: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: n }, (_, at) => [`k${at}`, 'v']));

  it('are counted in bytes of UTF-8, long or short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        assert.equal(utf8Length(text), Buffer.byteLength(text));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('pass at their limits', () => {
    checkAttributes(many(100));
    checkAttributes({ ['k'.repeat(256)]: 'v'.repeat(1_024) });
    checkAttributes({ googclient_traceparent: 'v' });
  });

  for (const [what, attributes, reason] of [
    ['too many', many(101), /101 attributes are more than 100/],
    ['an empty key', { '': 'v' }, /empty or larger than 256/],
    ['a long key', { ['ü'.repeat(129)]: 'v' }, /empty or larger than 256/],
    ['a key that Pub/Sub keeps', { googx: 'v' }, /begins with goog/],
    ['a long value', { k: 'ü'.repeat(513) }, /the attribute k is larger than 1024/],
  ] as const) {
    it(`refuse ${what}`, () =>
      assert.throws(() => checkAttributes(attributes as Record<string, string>), {
        code: 'INPUT_INVALID',
        message: reason,
      }));
  }

  it('are cut at a character, never within one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(64), (text, bytes) => {
        const short = cut(text, bytes);
        assert.ok(
          text.startsWith(short) &&
            Buffer.byteLength(short) <= bytes &&
            !short.includes('\ufffd'.repeat(text.includes('\ufffd') ? 99 : 1)),
        );
        // As much as fits: one more character would not.
        const next = [...text.slice(short.length)][0];
        assert.ok(next === undefined || Buffer.byteLength(short + next) > bytes);
      }),
      { seed: 1 },
    );
  });
});
