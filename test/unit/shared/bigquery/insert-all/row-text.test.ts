import assert from 'node:assert/strict';
import { compileCodec, type JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import { parseExact } from '@penstock/shared/bigquery/codec/exact-json.ts';
import type { CodecOptions } from '@penstock/shared/bigquery/codec/options.ts';
import { compileRowText } from '@penstock/shared/bigquery/insert-all/row-text.ts';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';

const field = (name: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  name,
  type,
  mode: 'NULLABLE',
  ...more,
});

const FIELDS: readonly Field[] = [
  field('i', 'INT64'),
  field('n', 'NUMERIC'),
  field('b', 'BIGNUMERIC'),
  field('f', 'FLOAT64'),
  field('s', 'STRING'),
  field('y', 'BYTES'),
  field('t', 'TIMESTAMP'),
  field('d', 'DATE'),
  field('dt', 'DATETIME'),
  field('j', 'JSON'),
  field('g', 'GEOGRAPHY'),
  field('r', 'RANGE', { rangeElementType: 'DATE' }),
  field('many', 'INT64', { mode: 'REPEATED' }),
  field('one', 'STRUCT', { fields: [field('a', 'JSON')] }),
  field('all', 'STRUCT', { mode: 'REPEATED', fields: [field('a', 'INT64')] }),
  field('extra', 'JSON'),
];

function textOf(row: JsonRow, options: Partial<CodecOptions> = {}): unknown {
  const codec = compileCodec({ fields: FIELDS }, { unknownFields: 'reject', ...options });
  const made = compileRowText(codec)(row);
  return 'json' in made ? made.json : made.problem.code;
}

describe('the text of a row for insertAll', () => {
  const cases: readonly (readonly [given: string, text: string])[] = [
    ['{"I":1,"s":null}', '{"i":1,"s":null}'],
    ['{"i":9007199254740993}', '{"i":"9007199254740993"}'],
    ['{"i":9007199254740993.0}', '{"i":"9007199254740993"}'],
    ['{"n":0.1,"b":1.5}', '{"n":"0.1","b":"1.5"}'],
    ['{"n":12345678901234567890.123456789}', '{"n":"12345678901234567890.123456789"}'],
    ['{"n":"1.5"}', '{"n":"1.5"}'],
    ['{"f":0.12345678901234567}', '{"f":0.12345678901234567}'],
    ['{"f":1.5}', '{"f":1.5}'],
    ['{"j":{"a":[1,9007199254740993,"x",null,true]}}', '{"j":"{\\"a\\":[1,9007199254740993,\\"x\\",null,true]}"}'],
    ['{"j":"[1]"}', '{"j":"[1]"}'],
    ['{"j":7}', '{"j":"7"}'],
    ['{"g":{"type":"Point","coordinates":[1,2]}}', '{"g":"{\\"type\\":\\"Point\\",\\"coordinates\\":[1,2]}"}'],
    ['{"g":"POINT(1 2)"}', '{"g":"POINT(1 2)"}'],
    ['{"r":{"start":"2026-01-01","end":"2026-02-01"}}', '{"r":"[2026-01-01, 2026-02-01)"}'],
    ['{"r":{"start":null}}', '{"r":"[UNBOUNDED, UNBOUNDED)"}'],
    ['{"r":"[2026-01-01, UNBOUNDED)"}', '{"r":"[2026-01-01, UNBOUNDED)"}'],
    ['{"many":[1,2]}', '{"many":[1,2]}'],
    ['{"many":null}', '{"many":null}'],
    ['{"one":{"a":{"b":1}}}', '{"one":{"a":"{\\"b\\":1}"}}'],
    ['{"all":[{"a":1},{"A":2}]}', '{"all":[{"a":1},{"a":2}]}'],
    ['{"s":"{{projectId}} \\u2028\\""}', '{"s":"{{projectId}} \u2028\\""}'],
  ];
  for (const [given, text] of cases) {
    it(`${given.slice(0, 60)} is ${text.slice(0, 60)}`, () => {
      assert.equal(textOf(parseExact(given) as JsonRow), text);
    });
  }

  it('takes what only programs make: BigInt, Date, bytes, NaN, undefined', () => {
    const row = {
      i: 5n,
      f: Number.NaN,
      y: new Uint8Array([104, 105]),
      t: new Date(0),
      d: new Date(0),
      dt: new Date(0),
      j: { at: new Date(0), n: 1n, none: undefined },
      r: { start: new Date(0) },
      s: undefined,
    };
    const text =
      '{"i":"5","f":"NaN","y":"aGk=","t":"1970-01-01T00:00:00.000Z","d":"1970-01-01","dt":"1970-01-01T00:00:00.000","j":"{\\"at\\":\\"1970-01-01T00:00:00.000Z\\",\\"n\\":1}","r":"[1970-01-01, UNBOUNDED)"}';
    assert.equal(textOf(row), text);
  });

  it('is refused where the codec refuses the row', () => {
    assert.equal(textOf({ n: '0.0000000001' }), 'TOO_PRECISE');
    assert.equal(textOf(parseExact('{"f":1e400}') as JsonRow), 'OUT_OF_RANGE');
    assert.equal(textOf({ other: 1 }), 'UNKNOWN_FIELD');
  });

  it('leaves unknown fields out, or collects them by their path', () => {
    const row = { i: 1, other: 1, one: { b: 2 }, all: [{ a: 1, c: 3 }] };
    assert.equal(textOf(row, { unknownFields: 'drop' }), '{"i":1,"one":{},"all":[{"a":1}]}');
    assert.equal(
      textOf(row, { unknownFields: { collectInto: 'extra' } }),
      '{"i":1,"one":{},"all":[{"a":1}],"extra":"{\\"other\\":1,\\"one.b\\":2,\\"all[0].c\\":3}"}',
    );
    assert.equal(textOf({ i: 1 }, { unknownFields: { collectInto: 'extra' } }), '{"i":1}');
  });

  it('is not made of sensitive columns, nor of changes', () => {
    const wrong: readonly (readonly [Partial<CodecOptions>, RegExp])[] = [
      [{ sensitive: { columns: { s: 'mask' } } }, /sensitive columns/],
      [{ cdc: true }, /changes/],
    ];
    for (const [options, message] of wrong) {
      assert.throws(() => textOf({}, options), { code: 'CONFIG_INVALID', message });
    }
  });
});
