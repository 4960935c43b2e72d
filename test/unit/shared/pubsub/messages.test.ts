import assert from 'node:assert/strict';
import { checkFlat, issueMessage, readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { derivedIssueId, ISSUE_ID_PATTERN, randomIssueId } from '@penstock/shared/issues/issue-id.ts';
import { checkAttributes, cut } from '@penstock/shared/pubsub/attributes.ts';
import fc from 'fast-check';

describe('issue ids', () => {
  it('are a prefix and 25 unambiguous symbols', () => {
    assert.match(randomIssueId('INC'), ISSUE_ID_PATTERN);
    assert.match(derivedIssueId('FS', 'event'), ISSUE_ID_PATTERN);
    assert.equal(
      randomIssueId('FS', () => new Uint8Array(16).fill(255)),
      `FS-${'Z'.repeat(25)}`,
    );
    assert.equal(
      randomIssueId('INC', () => new Uint8Array(16)),
      `INC-${'0'.repeat(25)}`,
    );
  });

  it('keep 125 of the bits they are given', () => {
    const bytes = Buffer.from('0123456789abcdef0123456789abcdef', 'hex');
    const bits = BigInt(`0x${bytes.toString('hex')}`) >> 3n;
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    let expected = '';
    for (let rest = bits, n = 0; n < 25; n += 1, rest >>= 5n) expected = alphabet[Number(rest & 31n)] + expected;
    assert.equal(
      randomIssueId('INC', () => bytes),
      `INC-${expected}`,
    );
  });

  it('are the same for the same parts and differ where any part does', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        const same = a.length === b.length && a.every((part, at) => part === b[at]);
        return (derivedIssueId('INC', ...a) === derivedIssueId('INC', ...b)) === same;
      }),
      { seed: 1 },
    );
    assert.notEqual(derivedIssueId('INC', 'ab', 'c'), derivedIssueId('INC', 'a', 'bc'));
  });

  it('do not repeat among a hundred thousand', () => {
    const ids = new Set(Array.from({ length: 100_000 }, () => randomIssueId('INC')));
    assert.equal(ids.size, 100_000);
  });
});

describe('the flat message', () => {
  const parts = { issueId: 'INC-1', source: 'manual-api', createdAt: '2026-01-01T00:00:00.000Z' } as const;

  it('makes a nested payload text and reads back as it was', () => {
    const message = issueMessage({ ...parts, payload: { priority: 'P1', nested: { a: [1] } } });
    const flat = readFlatIssue(message.data);
    assert.deepEqual(flat, {
      issue_id: 'INC-1',
      source: 'manual-api',
      created_at: parts.createdAt,
      payload: '{"priority":"P1","nested":{"a":[1]}}',
    });
    assert.deepEqual(message.attributes, { issue_id: 'INC-1', source: 'manual-api', schema_version: '1' });
    assert.equal('orderingKey' in message, false);
  });

  it('keeps payload text to the byte, more attributes, and the ordering key', () => {
    const message = issueMessage({
      ...parts,
      payload: '{"n":9007199254740993}',
      attributes: { document: 'a/b' },
      orderingKey: 'a/b',
    });
    assert.equal(readFlatIssue(message.data).payload, '{"n":9007199254740993}');
    assert.equal(message.attributes.document, 'a/b');
    assert.equal(message.orderingKey, 'a/b');
  });

  for (const [what, message, reason] of [
    ['an object', { payload: {} }, /payload is an object: make it text/],
    ['an array', { payload: [] }, /payload is an array/],
    ['a number', { payload: 1 }, /payload is a number/],
    ['a boolean', { payload: true }, /payload is a boolean/],
    ['null', { payload: null }, /payload is null/],
  ] as const) {
    it(`refuses ${what} for a value, by name`, () =>
      assert.throws(() => checkFlat(message), { code: 'INPUT_INVALID', message: reason }));
  }

  for (const [what, text, reason] of [
    ['text that is no JSON', '{', /not UTF-8 JSON/],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), /not UTF-8 JSON/],
    ['a list', '[]', /not a JSON object/],
    ['null', 'null', /not a JSON object/],
    ['a missing field', '{"issue_id":"a","source":"b","created_at":"c"}', /payload is missing/],
    ['a field too many', '{"issue_id":"a","source":"b","created_at":"c","payload":"d","x":"e"}', /x is not a field/],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => readFlatIssue(Buffer.from(text as string)), { message: reason }));
  }
});

describe('attributes', () => {
  const many = (n: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: n }, (_, at) => [`k${at}`, 'v']));

  it('pass at their limits', () => {
    checkAttributes(many(100));
    checkAttributes({ ['k'.repeat(256)]: 'v'.repeat(1_024) });
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
