import assert from 'node:assert/strict';
import { errorRecord, rememberDescribed } from '@penstock/shared/errors/record.ts';
import { checkAttributes, LIMITS } from '@penstock/shared/pubsub/attributes.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';

describe('the error record', () => {
  const original = { data: Buffer.from([0, 255, 1]), attributes: { issue_id: 'INC-1' } };

  it('keeps the payload byte for byte and the original attributes', () => {
    const record = errorRecord({ ...original, error: new Error('bad') });
    assert.deepEqual(record.data, original.data);
    assert.equal(record.attributes.issue_id, 'INC-1');
  });

  it('is the same for errors that are described once and remembered, however many there are', () => {
    const told = rememberDescribed();
    const errors = Array.from({ length: 100 }, (_, index) => new PenstockError('ROW_REJECTED', `row ${index}`));
    for (const error of [...errors, ...errors.toReversed(), ...errors.slice(0, 2), ...errors.slice(0, 2)])
      assert.deepEqual(errorRecord({ ...original, error }, told), errorRecord({ ...original, error }));
  });

  it('keeps an attribute of any name, and the ordering key', () => {
    const attributes = JSON.parse('{"__proto__":"a","error_type":"b"}') as Record<string, string>;
    const record = errorRecord({ ...original, attributes, orderingKey: 'k', error: new Error('bad') });
    assert.equal(Object.getOwnPropertyDescriptor(record.attributes, '__proto__')?.value, 'a');
    assert.deepEqual([record.attributes.original_error_type, record.attributes.ordering_key], ['b', 'k']);
  });

  it('says what went wrong: stage, message, code, stack and causes', () => {
    const cause = new TypeError('inner', { cause: new Error('innermost') });
    const error = new PenstockError('ROW_REJECTED', 'outer', { stage: 'receiving', cause });
    const { attributes } = errorRecord({ ...original, error, facts: { error_table: 'd.t', attempt: '2' } });
    assert.deepEqual(
      [
        attributes.error_type,
        attributes.error_message,
        attributes.exception_class,
        attributes.error_table,
        attributes.attempt,
      ],
      ['receiving', 'outer', 'ROW_REJECTED', 'd.t', '2'],
    );
    assert.match(attributes.stack_trace_cause_1 ?? '', /^TypeError: inner/);
    assert.match(attributes.stack_trace_cause_2 ?? '', /innermost/);
  });

  it('takes anything that was thrown', () => {
    assert.equal(errorRecord({ ...original, error: 'text' }).attributes.error_message, 'text');
    assert.equal(errorRecord({ ...original, error: 'text' }).attributes.exception_class, 'string');
    assert.equal(errorRecord({ ...original, error: new TypeError('t') }).attributes.exception_class, 'TypeError');
    const stackless = Object.assign(new Error('m'), { stack: undefined });
    const record = errorRecord({ ...original, error: new Error('o', { cause: stackless }) });
    assert.equal(record.attributes.stack_trace_cause_1, 'm');
    assert.equal(errorRecord({ ...original, error: stackless }).attributes.stack_trace, '');
  });

  it('tells five causes at the most, and ends where they go round', () => {
    let error = new Error('0');
    for (let n = 1; n < 9; n += 1) error = new Error(String(n), { cause: error });
    const causes = Object.keys(errorRecord({ ...original, error }).attributes).filter((key) =>
      key.startsWith('stack_trace_cause_'),
    );
    assert.equal(causes.length, 5);
    const round = new Error('round');
    round.cause = round;
    assert.equal('stack_trace_cause_1' in errorRecord({ ...original, error: round }).attributes, false);
  });

  it('keeps attributes of names that Pub/Sub takes from no publisher, or that the record needs, under other names', () => {
    const attributes = { googclient_schemaencoding: 'JSON', goo: 'd' };
    const record = errorRecord({ data: original.data, attributes, error: new Error('bad') });
    checkAttributes(record.attributes);
    assert.equal(record.attributes.original_googclient_schemaencoding, 'JSON');
    assert.equal(record.attributes.goo, 'd');
    assert.equal('attributes_incomplete' in record.attributes, false);
  });

  it('is always a message that Pub/Sub takes, and says where original attributes had to be left out or cut', () => {
    const attributes = Object.fromEntries(
      Array.from({ length: 150 }, (_, at) => [`${'ü'.repeat(150)}${at}`, 'ü'.repeat(2_000)]),
    );
    const record = errorRecord({
      data: original.data,
      attributes: { '': 'x', error_message: 'theirs', ...attributes },
      error: new Error('ü'.repeat(2_000)),
    });
    checkAttributes(record.attributes);
    assert.match(record.attributes.error_message ?? '', /^ü+$/);
    assert.ok(Object.keys(record.attributes).length <= LIMITS.attributes);
    assert.equal(record.attributes.original_error_message, 'theirs');
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`k${at}`, 'v']));
    const { attributes: told } = errorRecord({ ...original, attributes: many, error: new Error('x') });
    // Two are kept free for where a payload is that does not fit into the message.
    assert.deepEqual([Object.keys(told).length, told.attributes_incomplete], [LIMITS.attributes - 2, 'true']);
  });

  for (const [title, count, incomplete] of [
    ['as many attributes as there is room for', 93, undefined],
    ['one attribute more', 94, 'true'],
  ] as const) {
    it(`tells of ${title} that some are missing: ${incomplete}`, () => {
      const attributes = Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']));
      const record = errorRecord({ ...original, attributes, error: 'four attributes of its own' });
      assert.equal(record.attributes.attributes_incomplete, incomplete);
      assert.equal(Object.keys(record.attributes).length, incomplete === undefined ? 97 : 98);
    });
  }

  for (const [bytes, kept, incomplete] of [
    [1_024, 1_024, undefined],
    [1_025, 1_024, 'true'],
  ] as const) {
    it(`keeps ${kept} bytes of an attribute of ${bytes} bytes`, () => {
      const record = errorRecord({ ...original, attributes: { a: 'x'.repeat(bytes) }, error: 'e' });
      assert.deepEqual([record.attributes.a?.length, record.attributes.attributes_incomplete], [kept, incomplete]);
    });
  }

  it('keeps the ordering key, so that a redrive sends the message in its place', () => {
    assert.equal(errorRecord({ ...original, orderingKey: 'k', error: 'e' }).attributes.ordering_key, 'k');
    assert.equal('ordering_key' in errorRecord({ ...original, error: 'e' }).attributes, false);
  });
});
