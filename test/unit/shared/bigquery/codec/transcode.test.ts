import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCodec, type JsonRow, type RowCodec } from '../../../../../shared/bigquery/codec/codec.ts';
import { parseExact } from '../../../../../shared/bigquery/codec/exact-json.ts';
import type { CodecOptions } from '../../../../../shared/bigquery/codec/options.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { damaged, generator, spell } from '../../../../support/json-spelling.ts';
import { columns, objectFor } from '../../../../support/random-rows.ts';

const SCHEMAS = process.env.PENSTOCK_SOAK === '1' ? 20_000 : 400;
const DROP: CodecOptions = { unknownFields: 'drop' };

function codecOf(fields: readonly Partial<Field>[], options: CodecOptions = DROP): RowCodec {
  const whole = fields.map(
    (field, index) => ({ name: `c${index}`, type: 'STRING', mode: 'NULLABLE', ...field }) as Field,
  );
  return compileCodec({ fields: whole }, options);
}

/** The row that is made of the bytes, or undefined where they are left to the codec; and none other than the codec makes. */
function transcoded(codec: RowCodec, json: Buffer): string | undefined {
  const out = new RowBuffer(64);
  if (!codec.transcode(json, out)) {
    assert.deepEqual([out.rowCount, out.byteLength], [0, 0], 'nothing is left of a row that was not made');
    return undefined;
  }
  const oracle = new RowBuffer(64);
  const text = json.toString('utf8');
  assert.deepEqual(Buffer.from(text), json, 'only UTF-8 is taken');
  const problem = codec.encode(parseExact(text) as JsonRow, oracle);
  assert.equal(problem, undefined, `taken, and the codec refuses it: ${JSON.stringify(problem)} of ${text}`);
  const made = Buffer.from(out.protoRows).toString('hex');
  assert.equal(made, Buffer.from(oracle.protoRows).toString('hex'), text);
  return made;
}

describe('the transcoder', () => {
  it('makes of any text the row that the codec makes of the parsed text, or makes none', () => {
    const cases = columns(2).chain((schema) =>
      fc.tuple(
        fc.constant(schema),
        fc.array(objectFor(schema, 'shuffled'), { minLength: 6, maxLength: 6 }),
        fc.integer(),
        fc.constantFrom(0, 2, 25),
      ),
    );
    let taken = 0;
    fc.assert(
      fc.property(cases, ([schema, rows, seed, odd]) => {
        const codec = compileCodec({ fields: schema }, DROP);
        const random = generator(seed);
        for (const row of rows) {
          const text = Buffer.from(spell(row, { random, odd }));
          if (transcoded(codec, text) !== undefined) taken += 1;
          transcoded(codec, damaged(text, random));
        }
      }),
      { numRuns: SCHEMAS, seed: 20_261_130 },
    );
    assert(taken > SCHEMAS, `${taken} rows of ${SCHEMAS * 6} were made directly`);
  });

  it('makes of any JSON value in a JSON column what the codec makes of it, or makes none', () => {
    const codec = codecOf([{ type: 'JSON' }]);
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom('a', 'b', '0', '12', '01', '__proto__', 'näm', '\u2028', '4294967295'),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'json' },
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string(),
          fc.double(),
          fc.integer(),
          fc.maxSafeInteger(),
          fc.boolean(),
        ),
        fc.bigInt({ min: -(2n ** 64n), max: 2n ** 65n }),
        fc.constantFrom(null, 0, -0, 1e21, 1e-7, 0.000001, 123456789012345680, 0.1 + 0.2, 5e-324),
        fc.array(tie('any'), { maxLength: 4, depthIdentifier: 'json' }),
        fc.dictionary(key, tie('any'), { maxKeys: 5, depthIdentifier: 'json' }),
      ),
    })).any;
    let taken = 0;
    const runs = SCHEMAS * 10;
    fc.assert(
      fc.property(value, fc.integer(), fc.constantFrom(0, 2, 25), (item, seed, odd) => {
        const random = generator(seed);
        const text = Buffer.from(`{"c0":${spell(item, { random, odd })}}`);
        if (transcoded(codec, text) !== undefined) taken += 1;
        transcoded(codec, damaged(text, random));
      }),
      { numRuns: runs, seed: 20_261_130 },
    );
    assert(taken > runs / 4, `${taken} of ${runs} values were taken`);
  });

  describe('takes', () => {
    const taken: readonly (readonly [what: string, column: Partial<Field>, json: string])[] = [
      ['white space around every part', { type: 'INT64' }, ' \t{ "c0" \n: 1 \r\n} \n'],
      ['an object without keys', {}, '{}'],
      ['the name of a column in another case', {}, '{"C0":"a"}'],
      ['NULL', { type: 'INT64' }, '{"c0":null}'],
      ['every short escape', {}, '{"c0":"\\"\\\\\\/\\b\\f\\n\\r\\t"}'],
      ['characters of one to four bytes as escapes', {}, '{"c0":"\\u0041\\u00e4\\u20AC\\ud83d\\ude00 and \\u0000"}'],
      ['the same as they are', {}, '{"c0":"A\u00e4\u20ac\u{1f600}"}'],
      ['text of more than 127 bytes with an escape', {}, `{"c0":"${'x'.repeat(200)}\\n"}`],
      ['a whole number of 18 digits', { type: 'INT64' }, '{"c0":-123456789012345678}'],
      ['a whole number as text', { type: 'INT64' }, '{"c0":"9223372036854775807"}'],
      ['a minus zero', { type: 'FLOAT64' }, '{"c0":-0}'],
      ['a number with an exponent', { type: 'FLOAT64' }, '{"c0":1.5E+3}'],
      ['a number of 17 digits', { type: 'FLOAT64' }, '{"c0":0.14285714285714285}'],
      ['true', { type: 'BOOL' }, '{"c0":true}'],
      ['false', { type: 'BOOL' }, '{"c0":false}'],
      ['a NUMERIC as text', { type: 'NUMERIC' }, '{"c0":"12345678901234567890.50"}'],
      ['a NUMERIC as a number of many digits', { type: 'NUMERIC' }, '{"c0":12345678901234567890.125}'],
      [
        'base64 without, with one and with two pads',
        { type: 'BYTES', mode: 'REPEATED' },
        '{"c0":["","YWJj","YWI=","YQ=="]}',
      ],
      ['a TIMESTAMP with an offset', { type: 'TIMESTAMP' }, '{"c0":"2026-03-01T01:02:03.123456+02:00"}'],
      ['a TIMESTAMP as BigQuery prints it', { type: 'TIMESTAMP' }, '{"c0":"2026-03-01 01:02:03 UTC"}'],
      [
        'a TIMESTAMP of picoseconds',
        { type: 'TIMESTAMP', timestampPrecision: 12 },
        '{"c0":"2026-03-01T01:02:03.123456789012Z"}',
      ],
      ['a DATE', { type: 'DATE' }, '{"c0":"2026-02-28"}'],
      ['a TIME', { type: 'TIME' }, '{"c0":"23:59:59.5"}'],
      ['a DATETIME', { type: 'DATETIME' }, '{"c0":"2026-03-01T01:02:03"}'],
      ['an INTERVAL', { type: 'INTERVAL' }, '{"c0":"1-2 3 4:5:6"}'],
      ['a GEOGRAPHY', { type: 'GEOGRAPHY' }, '{"c0":"POINT(1 2)"}'],
      ['a RANGE', { type: 'RANGE', rangeElementType: 'DATE' }, '{"c0":"[2026-01-01, UNBOUNDED)"}'],
      ['a name of an enum', { enumNames: ['RED'] }, '{"c0":"RED"}'],
      ['a list of text', { mode: 'REPEATED' }, '{"c0":["a" , "b"]}'],
      ['an empty list of numbers', { type: 'INT64', mode: 'REPEATED' }, '{"c0":[]}'],
      ['a list of numbers', { type: 'INT64', mode: 'REPEATED' }, '{"c0":[1,-2 , 3]}'],
      ['a key without a column, whatever its value', {}, '{"x":[{"c0":1e999}],"c0":"a","y":"\\u0041"}'],
      [
        'JSON with white space, in the codec\u2019s spelling',
        { type: 'JSON' },
        '{"c0": { "a" : [ 1 , true, null, false ], "b": { } } }',
      ],
      ['JSON with escapes', { type: 'JSON' }, '{"c0":{"a":"\\u00e4\\/\\n\\\\ \\"q\\""}}'],
      ['JSON text in a text', { type: 'JSON' }, '{"c0":"{\\"a\\": 1.50}"}'],
      [
        'JSON numbers that are written as they stand',
        { type: 'JSON' },
        '{"c0":[0,-0,-1.5,0.000001,123456789012345678,1e+21,5e-324,0.1,0.30000000000000004]}',
      ],
    ];
    for (const [what, column, json] of taken) {
      it(what, () => {
        assert.notEqual(transcoded(codecOf([column]), Buffer.from(json)), undefined);
      });
    }

    it('a STRUCT, and a list of them', () => {
      const fields: Field[] = [{ name: 'id', type: 'INT64', mode: 'REQUIRED' }];
      const codec = codecOf([
        { type: 'STRUCT', fields },
        { type: 'STRUCT', mode: 'REPEATED', fields },
      ]);
      assert.notEqual(transcoded(codec, Buffer.from('{"c0":{"id":1},"c1":[{"id":2},{"ID":3}]}')), undefined);
    });

    it('the columns in any order, and another order after that', () => {
      const codec = codecOf([{}, {}, {}]);
      for (const keys of ['012', '210', '1', '20', '012', '012']) {
        const json = JSON.stringify(Object.fromEntries([...keys].map((key) => [`c${key}`, key])));
        assert.notEqual(transcoded(codec, Buffer.from(json)), undefined, keys);
      }
    });

    it('names of columns beyond ASCII, in any case', () => {
      const codec = codecOf([{ name: '\u00dcbung' }, { name: '\u65e5\u4ed8' }]);
      assert.notEqual(transcoded(codec, Buffer.from('{"\u00fcbung":"a","\u65e5\u4ed8":"b"}')), undefined);
    });

    it('more spellings of keys than it remembers', () => {
      const codec = codecOf([{}]);
      for (let index = 0; index < 300; index += 1)
        assert.notEqual(transcoded(codec, Buffer.from(`{"k${index}":1,"c0":"a"}`)), undefined);
    });

    it('a view of a larger buffer', () => {
      const whole = Buffer.from('{"c0":"a"}{"c0":"b"}');
      assert.notEqual(transcoded(codecOf([{}]), whole.subarray(0, 10)), undefined);
    });

    it('a change that upserts, with its sequence', () => {
      const codec = codecOf([{ type: 'INT64', mode: 'REQUIRED' }], { ...DROP, cdc: true, primaryKey: ['c0'] });
      const [out, oracle] = [new RowBuffer(), new RowBuffer()];
      const change = { type: 'UPSERT', sequence: '1F/2' } as const;
      assert(codec.transcode(Buffer.from('{"c0":1}'), out, change));
      assert.equal(codec.encode({ c0: 1 }, oracle, change), undefined);
      assert.deepEqual(out.protoRows, oracle.protoRows);
      assert(!codec.transcode(Buffer.from('{"c0":1}'), out, { type: 'DELETE' }), 'a DELETE has the key alone');
      assert(!codec.transcode(Buffer.from('{"c0":1}'), out), 'a change is missing');
    });
  });

  describe('leaves to the codec', () => {
    const left: readonly (readonly [what: string, column: Partial<Field>, json: string | Buffer])[] = [
      ['bytes that are not UTF-8', {}, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
      ['what is no object', {}, '["c0"]'],
      ['nothing', {}, ''],
      ['text behind the object', {}, '{"c0":"a"}x'],
      ['text that ends early', {}, '{"c0":"a"'],
      ['text that ends in a key', {}, '{"c0'],
      ['a comma without a key behind it', {}, '{"c0":"a",}'],
      ['a key without a colon', {}, '{"c0" "a"}'],
      ['a key with an escape', {}, '{"c\\u0030":"a"}'],
      ['a second value of a column', {}, '{"c0":"a","C0":"b"}'],
      ['a name that changes use', {}, '{"_CHANGE_TYPE":"DELETE"}'],
      ['a key without a column whose value is no JSON', {}, '{"x":tru}'],
      ['NULL in a REQUIRED column', { mode: 'REQUIRED' }, '{"c0":null}'],
      ['a REQUIRED column that is missing', { mode: 'REQUIRED' }, '{}'],
      ['a word that is none', { type: 'BOOL' }, '{"c0":nul}'],
      ['a number for text', {}, '{"c0":1}'],
      ['text that may be too long', { maxLength: 3 }, '{"c0":"abcd"}'],
      ['escaped text that may be too long', { maxLength: 3 }, '{"c0":"abc\\n"}'],
      ['a control character', {}, '{"c0":"a\n"}'],
      ['a control character behind an escape', {}, '{"c0":"\\t\n"}'],
      ['an escape that is none', {}, '{"c0":"\\x"}'],
      ['an escape that is cut', {}, '{"c0":"\\u00'],
      ['half of a surrogate pair', {}, '{"c0":"\\ud83d"}'],
      ['the other half', {}, '{"c0":"\\ude00"}'],
      ['a pair of which the second is none', {}, '{"c0":"\\ud83dx"}'],
      ['a whole number with a fraction', { type: 'INT64' }, '{"c0":1.0}'],
      ['a whole number with an exponent', { type: 'INT64' }, '{"c0":1e3}'],
      ['a whole number of 19 digits', { type: 'INT64' }, '{"c0":9223372036854775808}'],
      ['text that is no whole number', { type: 'INT64' }, '{"c0":"1x"}'],
      ['a number that begins with a zero', { type: 'FLOAT64' }, '{"c0":01}'],
      ['a number without digits', { type: 'FLOAT64' }, '{"c0":-}'],
      ['a number without digits behind its point', { type: 'FLOAT64' }, '{"c0":1.}'],
      ['a number without digits in its exponent', { type: 'FLOAT64' }, '{"c0":1e+}'],
      ['a NUMERIC without digits in its exponent', { type: 'NUMERIC' }, '{"c0":1e}'],
      ['a JSON number without digits in its exponent', { type: 'JSON' }, '{"c0":[1e-]}'],
      ['a number beyond all doubles', { type: 'FLOAT64' }, '{"c0":1e999}'],
      ['a FLOAT64 as text', { type: 'FLOAT64' }, '{"c0":"NaN"}'],
      ['a BOOL as text', { type: 'BOOL' }, '{"c0":"true"}'],
      ['a NUMERIC of too many digits', { type: 'NUMERIC' }, '{"c0":0.1234567891}'],
      ['what is no NUMERIC', { type: 'NUMERIC' }, '{"c0":true}'],
      ['text that is no NUMERIC', { type: 'NUMERIC' }, '{"c0":"\u00e4"}'],
      ['base64 of a wrong length', { type: 'BYTES' }, '{"c0":"YWJ"}'],
      ['base64 of other characters', { type: 'BYTES' }, '{"c0":"Y-J="}'],
      ['BYTES that are too long', { type: 'BYTES', maxLength: 2 }, '{"c0":"YWJj"}'],
      ['a DATE that is none', { type: 'DATE' }, '{"c0":"2026-02-30"}'],
      ['a DATE that is a number', { type: 'DATE' }, '{"c0":1}'],
      ['a TIME that is none', { type: 'TIME' }, '{"c0":"24:00:00"}'],
      ['a DATETIME with a zone', { type: 'DATETIME' }, '{"c0":"2026-03-01T01:02:03Z"}'],
      ['a TIMESTAMP without a zone', { type: 'TIMESTAMP' }, '{"c0":"2026-03-01T01:02:03"}'],
      ['a TIMESTAMP that is a number', { type: 'TIMESTAMP' }, '{"c0":1}'],
      ['a TIMESTAMP in a zone by another name', { type: 'TIMESTAMP' }, '{"c0":"2026-03-01 01:02:03 GMT"}'],
      ['a TIMESTAMP of a thousand digits', { type: 'TIMESTAMP' }, `{"c0":"2026-03-01T01:02:03.${'0'.repeat(1_100)}Z"}`],
      ['an INTERVAL that is a number', { type: 'INTERVAL' }, '{"c0":1}'],
      ['an INTERVAL that is none', { type: 'INTERVAL' }, '{"c0":"1"}'],
      ['a name that an enum has not', { enumNames: ['RED'] }, '{"c0":"BLUE"}'],
      ['NULL in a list', { mode: 'REPEATED' }, '{"c0":[null]}'],
      ['NULL in a list of numbers', { type: 'INT64', mode: 'REPEATED' }, '{"c0":[1,null]}'],
      ['NULL in a list of JSON', { type: 'JSON', mode: 'REPEATED' }, '{"c0":[{},null]}'],
      ['a list that is none', { mode: 'REPEATED' }, '{"c0":"a"}'],
      ['a list that is not closed', { mode: 'REPEATED' }, '{"c0":["a"}'],
      [
        'a STRUCT that is none',
        { type: 'STRUCT', fields: [{ name: 'a', type: 'BOOL', mode: 'NULLABLE' }] },
        '{"c0":1}',
      ],
      ['JSON with a key twice', { type: 'JSON' }, '{"c0":{"a":1,"a":2}}'],
      ['JSON with a key that is a whole number', { type: 'JSON' }, '{"c0":{"a":1,"7":2}}'],
      ['JSON with a key that has an escape', { type: 'JSON' }, '{"c0":{"\\u0061":1}}'],
      ['JSON whose key is none', { type: 'JSON' }, '{"c0":{1:1}}'],
      ['JSON without a colon', { type: 'JSON' }, '{"c0":{"a" 1}}'],
      ['JSON with a comma too many', { type: 'JSON' }, '{"c0":{"a":1,}}'],
      ['JSON that is not closed', { type: 'JSON' }, '{"c0":{"a":[1}'],
      ['JSON of an object that is not closed', { type: 'JSON' }, '{"c0":{"a":1]}'],
      ['JSON words that are none', { type: 'JSON' }, '{"c0":[nil]}'],
      ['JSON words that are not true', { type: 'JSON' }, '{"c0":[trap]}'],
      ['JSON words that are not false', { type: 'JSON' }, '{"c0":[fine]}'],
      ['JSON with a control character', { type: 'JSON' }, '{"c0":["\n"]}'],
      ['JSON with half of a surrogate pair', { type: 'JSON' }, '{"c0":["\\ud83d"]}'],
      ['JSON with a long escape of a control character', { type: 'JSON' }, '{"c0":["\\u000a"]}'],
      ['JSON text that is none', { type: 'JSON' }, '{"c0":"{"}'],
      ['JSON in a text that is none', { type: 'JSON' }, '{"c0":"\n"}'],
      ['a JSON number that ends in a zero', { type: 'JSON' }, '{"c0":[1.50]}'],
      ['a JSON number that is printed with an exponent', { type: 'JSON' }, '{"c0":[0.0000001]}'],
      ['a JSON number with another exponent', { type: 'JSON' }, '{"c0":[1e3]}'],
      ['a JSON number of more digits than a double', { type: 'JSON' }, '{"c0":[0.12345678901234567]}'],
      ['a JSON number of 20 digits', { type: 'JSON' }, '{"c0":[12345678901234567891]}'],
      ['a JSON number that is none', { type: 'JSON' }, '{"c0":[-a]}'],
      ['JSON that is nested deeply', { type: 'JSON' }, `{"c0":${'['.repeat(65)}${']'.repeat(65)}}`],
      ['JSON of objects that are nested deeply', { type: 'JSON' }, `{"c0":${'{"a":'.repeat(65)}1${'}'.repeat(65)}}`],
      [
        'JSON of many keys',
        { type: 'JSON' },
        `{"c0":${JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, i])))}}`,
      ],
    ];
    for (const [what, column, json] of left) {
      it(what, () => {
        assert.equal(transcoded(codecOf([column]), Buffer.from(json)), undefined);
      });
    }

    it('JSON of objects that together have many keys', () => {
      const keys = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
      const nested = JSON.stringify({ ...keys, x: { ...keys, x: { ...keys, x: { ...keys, x: keys } } } });
      assert.equal(transcoded(codecOf([{ type: 'JSON' }]), Buffer.from(`{"c0":${nested}}`)), undefined);
    });

    it('keys without a column, where they are rejected or collected', () => {
      const json = Buffer.from('{"c0":{},"x":1}');
      for (const unknownFields of ['reject', { collectInto: 'c0' }] as const) {
        const codec = codecOf([{ type: 'JSON' }], { unknownFields });
        assert.equal(transcoded(codec, json), undefined);
        assert.equal(codec.counts.unknownDropped, 0);
      }
    });

    it('rows that are too long', () => {
      assert.equal(transcoded(codecOf([{}], { ...DROP, maxRowBytes: 8 }), Buffer.from('{"c0":"abcdefgh"}')), undefined);
    });

    it('every row of a table with sensitive columns, very many columns, or columns named like numbers', () => {
      const sensitive = codecOf([{}], { ...DROP, sensitive: { columns: { c0: 'drop' } } });
      const wide = codecOf(Array.from({ length: 65 }, () => ({})));
      const inner = codecOf([{ type: 'STRUCT', fields: [{ name: '1', type: 'STRING', mode: 'NULLABLE' }] }]);
      for (const codec of [sensitive, wide, inner]) assert.equal(transcoded(codec, Buffer.from('{}')), undefined);
    });

    it('most rows of a source whose rows it has left for long, and takes them up again', () => {
      const codec = codecOf([{}]);
      const [bad, good] = [Buffer.from('{"c0":1}'), Buffer.from('{"c0":"a"}')];
      const out = new RowBuffer();
      for (let index = 0; index < 100; index += 1) assert(!codec.transcode(bad, out));
      const tries = Array.from({ length: 40 }, () => codec.transcode(good, out));
      const first = tries.indexOf(true);
      assert(first >= 0 && first <= 16, `taken again after ${first}`);
      assert(tries.slice(first).every(Boolean));
    });
  });

  it('counts rows and dropped keys as the codec does', () => {
    const codec = codecOf([{}]);
    const out = new RowBuffer();
    assert(codec.transcode(Buffer.from('{"c0":"a","x":1,"y":2}'), out));
    assert(!codec.transcode(Buffer.from('{"z":1,"c0":2}'), out));
    assert.deepEqual(codec.counts, { rowsEncoded: 1, rowsRejected: 0, unknownDropped: 2, unknownCollected: 0 });
  });
});
