import assert from 'node:assert/strict';
import { type RestField, schemaFromRest, schemaToRest } from '../../../../../shared/bigquery/schema/from-rest.ts';
import { columnTypeName } from '../../../../../shared/bigquery/schema/table-schema.ts';
import type { PenstockError } from '../../../../../shared/runtime/errors.ts';

const rest: readonly RestField[] = [
  { name: 'id', type: 'INTEGER', mode: 'REQUIRED', description: 'the key', defaultValueExpression: '7' },
  { name: 'price', type: 'NUMERIC', precision: '10', scale: '2' },
  { name: 'count', type: 'numeric', precision: 5 },
  { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: '10' },
  { name: 'at', type: 'TIMESTAMP', timestampPrecision: '12' },
  { name: 'seen', type: 'TIMESTAMP', timestampPrecision: 6 },
  { name: 'span', type: 'RANGE', rangeElementType: { type: 'DATE' } },
  { name: 'tags', type: 'STRING', mode: 'REPEATED' },
  {
    name: 'who',
    type: 'RECORD',
    mode: '',
    fields: [
      { name: 'ok', type: 'BOOLEAN' },
      { name: 'x', type: 'FLOAT' },
    ],
  },
  { name: 'big', type: 'BIGDECIMAL', maxLength: null },
];

describe('a table schema of the REST API', () => {
  it('has the names of GoogleSQL in canonical form', () => {
    const { fields } = schemaFromRest({ fields: rest });
    assert.deepEqual(
      fields.map((field) => `${field.name} ${columnTypeName(field)} ${field.mode}`),
      [
        'id INT64 REQUIRED',
        'price NUMERIC(10, 2) NULLABLE',
        'count NUMERIC(5) NULLABLE',
        'name STRING(10) NULLABLE',
        'at TIMESTAMP(12) NULLABLE',
        'seen TIMESTAMP NULLABLE',
        'span RANGE<DATE> NULLABLE',
        'tags ARRAY<STRING> REPEATED',
        'who STRUCT NULLABLE',
        'big BIGNUMERIC NULLABLE',
      ],
    );
    assert.deepEqual(fields[0], {
      name: 'id',
      type: 'INT64',
      mode: 'REQUIRED',
      description: 'the key',
      defaultValueExpression: '7',
    });
    assert.deepEqual(fields[8]?.fields, [
      { name: 'ok', type: 'BOOL', mode: 'NULLABLE' },
      { name: 'x', type: 'FLOAT64', mode: 'NULLABLE' },
    ]);
  });

  it('takes a length or precision of 0 for none, and a scale of 0 for one', () => {
    const { fields } = schemaFromRest([
      { name: 'a', type: 'STRING', maxLength: '0' },
      { name: 'b', type: 'NUMERIC', precision: '0' },
      { name: 'c', type: 'NUMERIC', precision: '5', scale: '0' },
    ]);
    assert.deepEqual(fields.map(columnTypeName), ['STRING', 'NUMERIC', 'NUMERIC(5, 0)']);
    assert.deepEqual(fields[0], { name: 'a', type: 'STRING', mode: 'NULLABLE' });
  });

  it('is the same after a way back and forth, as a schema or as a bare list of fields', () => {
    const schema = schemaFromRest(rest);
    assert.deepEqual(schemaFromRest(schemaToRest(schema)), schema);
    assert.equal(schemaToRest(schema).fields[0]?.type, 'INTEGER');
  });

  const wrong: readonly (readonly [RestField, RegExp])[] = [
    [{ name: 'a', type: 'TEXT' }, /column a: unknown type "TEXT"/],
    [{ name: 'a', type: 'constructor' }, /unknown type/],
    [{ name: 'a' }, /unknown type undefined/],
    [{ type: 'STRUCTURE' }, /column \(unnamed\): unknown type/],
    [{ name: 'a', type: 'RECORD', fields: [{ name: 'b', type: 'INT' }] }, /column a.b: unknown type/],
    [{ name: 'a', type: 'STRING', mode: 'OPTIONAL' }, /column a: unknown mode "OPTIONAL"/],
    [{ name: 'a', type: 'STRING', maxLength: 'ten' }, /column a: maxLength "ten" is not a whole number/],
    [{ name: 'a', type: 'STRING', maxLength: -1 }, /maxLength -1/],
    [{ name: 'a', type: 'TIMESTAMP', timestampPrecision: 9 }, /timestampPrecision is 6 or 12, found 9/],
    [{ name: 'a', type: 'RANGE', rangeElementType: { type: 'TIME' } }, /a RANGE is of DATE, DATETIME or TIMESTAMP/],
  ];
  for (const [field, message] of wrong) {
    it(`is refused by column: ${String(message)}`, () => {
      assert.throws(
        () => schemaFromRest([field]),
        (error: PenstockError) => error.code === 'CONFIG_INVALID' && message.test(error.message),
      );
    });
  }

  it('that is no schema at all is refused, and does not crash', () => {
    for (const rest of [
      null,
      5,
      'text',
      {},
      { fields: {} },
      { fields: 'abc' },
      [null],
      ['a'],
      [{ name: 'a', type: 'RECORD', fields: 7 }],
    ]) {
      assert.throws(
        () => schemaFromRest(rest as never),
        (error: PenstockError) => error.code === 'CONFIG_INVALID',
      );
    }
  });

  it('without fields is no table', () => {
    assert.throws(() => schemaFromRest({}), /at least one column/);
    assert.throws(() => schemaFromRest({ fields: [{ name: 'a', type: 'RECORD' }] }), /a is a STRUCT without columns/);
  });
});
