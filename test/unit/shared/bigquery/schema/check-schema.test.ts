import assert from 'node:assert/strict';
import { checkSchema } from '../../../../../shared/bigquery/schema/check-schema.ts';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';
import type { PenstockError } from '../../../../../shared/runtime/errors.ts';
import { field } from '../../../../support/codec-rows.ts';

function tower(levels: number): Field {
  return levels === 0 ? field('leaf', 'INT64') : field('s', 'STRUCT', { fields: [tower(levels - 1)] });
}

describe('the rules of a table schema', () => {
  it('let through what BigQuery allows', () => {
    const fields = [
      field('a', 'NUMERIC', { precision: 38, scale: 9 }),
      field('b', 'BIGNUMERIC', { precision: 76, scale: 38 }),
      field('c', 'NUMERIC', { precision: 2, scale: 2 }),
      field('d', 'BYTES', { maxLength: 1 }),
      tower(15),
    ];
    assert.equal(checkSchema({ fields }).fields, fields);
  });

  it('take the field numbers that protocol buffers have, and no other', () => {
    const numbered =
      (number: number): (() => unknown) =>
      () =>
        checkSchema({ fields: [field('a', 'STRING', { number })] });
    for (const number of [1, 18_999, 20_000, 2 ** 29 - 1]) assert.doesNotThrow(numbered(number));
    for (const number of [0, -1, 1.5, 19_000, 19_999, 2 ** 29]) {
      assert.throws(numbered(number), {
        code: 'CONFIG_INVALID',
        message: `table schema: a has field number ${number}, which protocol buffers do not allow`,
      });
    }
  });

  it('say every complaint at once, by column', () => {
    const fields = [
      field('a', 'STRING'),
      field('A', 'STRING'),
      field('', 'STRING'),
      field('s', 'STRUCT', { fields: [field('', 'INT64'), field('x', 'INT64', { maxLength: 3 })] }),
      field('i', 'INT64', { fields: [field('x', 'INT64')] }),
      field('r', 'RANGE'),
      field('d', 'DATE', { rangeElementType: 'DATE' }),
      field('t', 'DATE', { timestampPrecision: 12 }),
      field('n', 'NUMERIC', { precision: 30 }),
      field('n2', 'NUMERIC', { precision: 12, scale: 10 }),
      field('n3', 'NUMERIC', { precision: 0 }),
      field('n4', 'NUMERIC', { precision: 1, scale: 2 }),
      field('n5', 'NUMERIC', { scale: 2 }),
      field('n6', 'INT64', { precision: 2 }),
      field('empty', 'STRUCT'),
      field('old', 'INTEGER' as never),
      field('maybe', 'STRING', { mode: 'OPTIONAL' as never }),
      field('num', 'STRUCT', { fields: [field('p', 'INT64', { number: 2 }), field('q', 'INT64')] }),
      field('top', 'INT64', { number: 1 }),
    ];
    assert.throws(
      () => checkSchema({ fields }),
      (error: PenstockError) => {
        const expected = [
          'A is there twice',
          'the table has a column without a name',
          's has a column without a name',
          's.x is INT64 with a maximum length',
          'i is INT64 and has columns',
          'r is a RANGE of nothing',
          'd is DATE with a range element',
          't is DATE with a timestamp precision',
          'n is NUMERIC(30, 0), beyond what NUMERIC allows',
          'n2 is NUMERIC(12, 10)',
          'n3 is NUMERIC(0, 0)',
          'n4 is NUMERIC(1, 2)',
          'n5 has a scale and no precision',
          'n6 is INT64 with a precision',
          'empty is a STRUCT without columns',
          'old is of type INTEGER, which GoogleSQL does not have',
          'maybe has mode OPTIONAL',
          'num has a field number twice',
          'the table has a field number twice',
        ];
        for (const part of expected) assert(error.message.includes(part), part);
        return error.code === 'CONFIG_INVALID';
      },
    );
  });

  it('bound the depth and the number of columns', () => {
    assert.throws(() => checkSchema({ fields: [tower(16)] }), /nested deeper than 15 levels/);
    const many = Array.from({ length: 10_001 }, (_, index) => field(`c${index}`, 'INT64'));
    assert.throws(() => checkSchema({ fields: many }), /10001 columns, and a table has at most 10000/);
  });
});
