import assert from 'node:assert/strict';
import { checkFlat, issueMessage, readFlatIssue } from '@penstock/shared/issues/flat-message.ts';

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
