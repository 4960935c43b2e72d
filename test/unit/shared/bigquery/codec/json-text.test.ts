import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';

const codec = codecOf([field('j', 'JSON')]);

const NOT_JSON = [
  '',
  ' ',
  '{',
  '}',
  '[',
  ']',
  '[1',
  '[1,',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1}',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,',
  '{"a":1,}',
  '{a:1}',
  '{"a" 1}',
  '{1:2}',
  '"',
  '"a',
  '"\\',
  '"\\"',
  '"\\x"',
  '"\\u"',
  '"\\u12"',
  '"\\u12g4"',
  '"\\u12/4"',
  '"\\u{12}"',
  '"\n"',
  '"\u0000"',
  "'a'",
  'tru',
  'True',
  'nul',
  'falsey',
  'trueq',
  'undefined',
  'NaN',
  'Infinity',
  '-',
  '+1',
  '01',
  '1.',
  '.5',
  '1.e5',
  '1e',
  '1e+',
  '--1',
  '0x1',
  '1_000',
  '1 1',
  '\u00a01',
  '\ufeff1',
  '//x\n1',
  '"\\u1',
  '[1]]',
];

const JSON_TEXTS = [
  '0',
  '-0',
  '-12.50e+10',
  '1E5',
  '1e-5',
  'true',
  'false',
  'null',
  '""',
  '"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\uABCD"',
  '"\\ud83d\\ude00"',
  '[]',
  '{}',
  '[[],{}]',
  ' \t\r\n[ 1 , "é😀" , { "a" : null , "b" : [ ] } ] ',
  '{"a":1,"a":2}',
  `"${'x'.repeat(200)}"`,
  `["${'é'.repeat(100)}"]`,
];

describe('text for a JSON column', () => {
  for (const text of JSON_TEXTS) {
    it(`is kept as it is: ${text.slice(0, 60)}`, () => assert.deepEqual(through(codec, { j: text }), { j: text }));
  }

  for (const text of NOT_JSON) {
    it(`is rejected: ${JSON.stringify(text)}`, () => {
      assert.throws(() => JSON.parse(text));
      assert.equal(problemOf(codec, { j: text }).code, 'MALFORMED');
    });
  }

  for (const text of [
    '"\\ud83d"',
    '"\\ude00"',
    '"\\ud83d\\ud83d"',
    '"\\ud83dx"',
    '"\\ud83d\\n"',
    '{"\\udfff":1}',
    '"\ud83d"',
    `"${'x'.repeat(50)}\udc00"`,
  ]) {
    it(`has no halves of surrogate pairs: ${JSON.stringify(text)}`, () =>
      assert.equal(problemOf(codec, { j: text }).code, 'BAD_UNICODE'));
  }

  it('is accepted exactly when JSON.parse accepts it, whatever is cut, doubled or swapped in it', () => {
    const cut = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '}', '[', '0', '-', '.', 'e', ' ', '\\u00'),
    );
    fc.assert(
      fc.property(cut, ([json, from, length, instead]) => {
        const at = from % (json.length + 1);
        const text = json.slice(0, at) + instead + json.slice(at + (length % 3));
        fc.pre(text.isWellFormed() && !/\\u[dD][89a-fA-F]/.test(text));
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        assert.equal('code' in through(codec, { j: text }), !valid, text);
      }),
      { numRuns: process.env.PENSTOCK_SOAK === '1' ? 100_000 : 2000, seed: 11 },
    );
  });

  it('is nested 500 levels, and not 501', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    assert.deepEqual(through(codec, { j: nested(500) }), { j: nested(500) });
    assert.equal(problemOf(codec, { j: nested(501) }).code, 'TOO_DEEP');
    assert.deepEqual(through(codec, { j: JSON.parse(nested(500)) }), { j: nested(500) });
    assert.equal(problemOf(codec, { j: JSON.parse(nested(501)) }).code, 'TOO_DEEP');
  });
});

describe('values for a JSON column', () => {
  it('are escaped as JSON.stringify does it, short and long', () => {
    const texts = [
      '"',
      '\\',
      '\n',
      '\u0001',
      '\u007f',
      'é',
      '😀',
      '\u2028',
      `${'x'.repeat(40)}"`,
      `${'x'.repeat(40)}é`,
      'é'.repeat(40),
      `\n${'😀'.repeat(30)}`,
    ];
    for (const text of texts)
      assert.deepEqual(through(codec, { j: { [text]: [text] } }), { j: JSON.stringify({ [text]: [text] }) });
    assert.equal(problemOf(codec, { j: [`${'x'.repeat(40)}\ud800`] }).code, 'BAD_UNICODE');
  });

  it('keep every digit of their numbers', () => {
    const numbers = [
      0,
      1,
      9,
      10,
      99,
      100,
      999_999_999,
      1_000_000_000,
      2 ** 31,
      2 ** 53,
      -1,
      -0.5,
      1e21,
      1e-7,
      5e-324,
      0.1 + 0.2,
    ];
    assert.deepEqual(through(codec, { j: numbers }), { j: JSON.stringify(numbers) });
    assert.deepEqual(through(codec, { j: [2n ** 64n - 1n, -(2n ** 63n)] }), {
      j: '[18446744073709551615,-9223372036854775808]',
    });
    assert.equal(problemOf(codec, { j: [-(2n ** 63n) - 1n] }).code, 'OUT_OF_RANGE');
  });

  it('are refused with their path where they are no JSON', () => {
    for (const [j, path] of [
      [{ a: [{ b: () => 1 }] }, 'j.a[0].b'],
      [[1, Symbol('x')], 'j[1]'],
      [{ 'k\ud800': 1 }, 'j.k\ufffd'],
    ] as const) {
      assert.equal(problemOf(codec, { j }).path, path);
    }
  });
});
