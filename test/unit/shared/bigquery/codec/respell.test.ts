import assert from 'node:assert/strict';
import { compileCodec, type RowCodec } from '../../../../../shared/bigquery/codec/codec.ts';
import type { CodecOptions } from '../../../../../shared/bigquery/codec/options.ts';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';

const DROP: CodecOptions = { unknownFields: 'drop' };

function codecOf(fields: readonly Partial<Field>[], options: CodecOptions = DROP): RowCodec {
  const whole = fields.map(
    (field, index) => ({ name: `c${index}`, type: 'STRING', mode: 'NULLABLE', ...field }) as Field,
  );
  return compileCodec({ fields: whole }, options);
}

const JSON_COLUMN: Partial<Field> = { type: 'JSON' };
const STRUCT: Partial<Field> = { type: 'STRUCT', fields: [{ name: 'a', type: 'INT64', mode: 'NULLABLE' }] };

describe('a JSON text that goes on to BigQuery as JSON', () => {
  it('is the very bytes that came where nothing is spelled otherwise', () => {
    const codec = codecOf([{}, { type: 'INT64', mode: 'REPEATED' }, { type: 'FLOAT64' }]);
    const json = Buffer.from('{"C1" : [1,-23 ] ,"c0":"a\\u0041\\n", "c2":0.14285714285714285}');
    assert.equal(codec.respell(json, 'text'), json);
    assert.equal(codec.respell(json, 'inline'), json);
  });

  type Case = readonly [
    what: string,
    columns: readonly Partial<Field>[],
    json: string,
    text: string,
    inline?: string | undefined,
  ];
  const cases: readonly Case[] = [
    ['long whole numbers in quotes', [{ type: 'INT64' }], '{"c0":-9007199254740993}', '{"c0":"-9007199254740993"}'],
    [
      'long decimals and those with an exponent in quotes',
      [{ type: 'NUMERIC', mode: 'REPEATED' }, { type: 'BIGNUMERIC' }],
      '{"c0":[1.5,1234567890.123456,1e3], "c1":1.25}',
      '{"c0":[1.5,"1234567890.123456","1e3"], "c1":1.25}',
    ],
    ['numbers in quotes as they came', [{ type: 'INT64' }], '{"c0":"9007199254740993"}', '{"c0":"9007199254740993"}'],
    [
      'values of JSON columns as text where text is wanted',
      [JSON_COLUMN, { ...JSON_COLUMN, mode: 'REPEATED' }],
      '{"c0":{"a": "q\\"\\\\\\n", "b":[1,null]},"c1":[1,{"x":true}]}',
      '{"c0":"{\\"a\\":\\"q\\\\\\"\\\\\\\\\\\\n\\",\\"b\\":[1,null]}","c1":["1","{\\"x\\":true}"]}',
      '{"c0":{"a": "q\\"\\\\\\n", "b":[1,null]},"c1":[1,{"x":true}]}',
    ],
    [
      'a large value of a JSON column as text',
      [JSON_COLUMN],
      `{"c0":["${'x'.repeat(3_000)}"]}`,
      `{"c0":"[\\"${'x'.repeat(3_000)}\\"]"}`,
      `{"c0":["${'x'.repeat(3_000)}"]}`,
    ],
    ['no fields without a column', [{}], '{"x":1,"c0":"a","y":[{}],"z":"}"}', '{"c0":"a"}'],
    [
      'no fields without a column between others',
      [{}, {}],
      '{ "c0":"a" , "x":1 , "c1":"b" }',
      '{ "c0":"a" , "c1":"b" }',
    ],
    ['nothing of a row that has no other fields', [{}], ' {"x":1 , "y":2} ', '{} '],
    [
      'no fields without a column in a STRUCT',
      [STRUCT, { ...STRUCT, mode: 'REPEATED' }],
      '{"c0":{"x":1,"a":1234567890123456},"c1":[{"a":1,"x":2},{"y":1},{}]}',
      '{"c0":{"a":"1234567890123456"},"c1":[{"a":1},{},{}]}',
    ],
    ['line breaks only where they are allowed', [{}], '\n{\r\n"c0"\n:"a"\n}', '{\r\n"c0"\n:"a"\n}', '{  "c0" :"a" }'],
  ];
  for (const [what, columns, json, text, inline = text] of cases) {
    it(`holds ${what}`, () => {
      const codec = codecOf(columns);
      const bytes = Buffer.from(json);
      assert.equal(codec.respell(bytes, 'text')?.toString(), text);
      assert.equal(codec.respell(bytes, 'inline')?.toString(), inline);
      assert.equal(bytes.toString(), json, 'the text that came stays as it is');
    });
  }

  it('is one line where its line breaks stand beside fields without a column', () => {
    assert.equal(codecOf([{}]).respell(Buffer.from('{"c0"\n:"a","x":1\n}'), 'inline')?.toString(), '{"c0" :"a"}');
  });

  it('is JSON text already where a JSON column holds a text, which a load job would take for a string', () => {
    const codec = codecOf([JSON_COLUMN]);
    const json = Buffer.from('{"c0":"{\\"a\\": 1}"}');
    assert.equal(codec.respell(json, 'text'), json);
    assert.equal(codec.respell(json, 'inline'), undefined);
  });

  for (const [what, columns, json, options] of [
    ['a column twice', [{}], '{"c0":"a","C0":"b"}', DROP],
    ['a JSON column whose value the codec spells otherwise', [JSON_COLUMN], '{"c0":{"a":1,"a":2}}', DROP],
    ['a number that does not fit', [{ type: 'INT64' }], '{"c0":1.5}', DROP],
    ['a field without a column that is refused', [{}], '{"c0":"a","x":1}', { unknownFields: 'reject' }],
    ['a change', [{}], '{"c0":"a"}', { ...DROP, cdc: true }],
    ['a row that is too large', [{}], '{"c0":"abcdefgh"}', { ...DROP, maxRowBytes: 8 }],
    ['sensitive columns', [{}], '{"c0":"a"}', { ...DROP, sensitive: { columns: { c0: 'drop' } } }],
  ] as const) {
    it(`is left to the codec with ${what}, and nothing of it is counted`, () => {
      const codec = codecOf(columns, options as CodecOptions);
      assert.equal(codec.respell(Buffer.from(json), 'text'), undefined);
      assert.deepEqual(codec.counts, { rowsEncoded: 0, rowsRejected: 0, unknownDropped: 0, unknownCollected: 0 });
    });
  }

  it('counts as a row, and the fields that it loses as dropped', () => {
    const codec = codecOf([{}]);
    codec.respell(Buffer.from('{"c0":"a","x":1,"y":2}'), 'inline');
    assert.deepEqual(codec.counts, { rowsEncoded: 1, rowsRejected: 0, unknownDropped: 2, unknownCollected: 0 });
  });

  it('is as it should be in the next text after one that was left', () => {
    const codec = codecOf([{ type: 'INT64' }, { type: 'INT64' }]);
    assert.equal(codec.respell(Buffer.from('{"x":1,"c0":1234567890123456,"c1":1.5}'), 'text'), undefined);
    const json = Buffer.from('{"c0":1,"c1":2}');
    assert.equal(codec.respell(json, 'text'), json);
  });
});
