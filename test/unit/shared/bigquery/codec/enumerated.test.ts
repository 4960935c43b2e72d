import assert from 'node:assert/strict';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';

const codec = codecOf([field('status', 'STRING', { enumNames: ['PLACED', 'PAID'] })]);

describe('a column that an enum bounds', () => {
  it('takes the names of the enum and nothing else', () => {
    assert.deepEqual(through(codec, { status: 'PAID' }), { status: 'PAID' });
    for (const [status, code] of [
      ['paid', 'OUT_OF_RANGE'],
      ['constructor', 'OUT_OF_RANGE'],
      [1, 'TYPE_MISMATCH'],
    ] as const) {
      assert.equal(problemOf(codec, { status }).code, code);
    }
  });
});
