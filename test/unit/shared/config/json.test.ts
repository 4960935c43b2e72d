import assert from 'node:assert/strict';
import { parseJson } from '@penstock/shared/config/json.ts';
import { problemText } from '@penstock/shared/config/problem.ts';
import fc from 'fast-check';

describe('a JSON config file', () => {
  function problems(text: string): readonly string[] {
    const parsed = parseJson('f.json', text);
    assert.ok('problems' in parsed, 'the text is taken');
    return parsed.problems.map(problemText);
  }

  it('is the value that JSON.parse makes of it, whatever it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6, noUnicodeString: false }), fc.constantFrom(0, 1, 3), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const parsed = parseJson('f.json', text);
        if ('problems' in parsed)
          assert.match(parsed.problems.map(problemText).join(), /reserved by JavaScript|exactly|9007199254740991/);
        else assert.deepEqual(parsed.value, JSON.parse(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('that JSON.parse refuses is refused, whatever one character does to it', () => {
    const base = '{"a": [1, -2.5e3, "x\\u00e9\\n", true, null, {}], "b": {"c": []}}';
    for (let at = 0; at < base.length; at += 1) {
      for (const put of ['', ',', '"', '}', ']', '0', 'x', "'", '\u0001', '\\', '/', ':']) {
        const text = `${base.slice(0, at)}${put}${base.slice(at + 1)}`;
        const parsed = parseJson('f.json', text);
        assert.equal('value' in parsed, parses(text), text);
      }
    }
  });

  const cases: readonly (readonly [string, string, ...string[]])[] = [
    [
      'a comma after the last key',
      '{"a": 1,\n}',
      '1:8: found a comma before the closing }, allowed is a comma only between two entries: remove it',
    ],
    [
      'a comma after the last entry',
      '[1, 2, ]',
      '1:6: found a comma before the closing ], allowed is a comma only between two entries: remove it',
    ],
    [
      'comments, each told',
      '{ // one\n"a": 1 /* two */ }',
      '1:3: found a comment, allowed is JSON without comments: remove it, or write the file as .yaml, where # begins one',
      '2:8: found a comment, allowed is JSON without comments: remove it, or write the file as .yaml, where # begins one',
    ],
    [
      'a comment without an end',
      '{} /* x',
      '1:4: found a comment, allowed is JSON without comments: remove it, or write the file as .yaml, where # begins one',
    ],
    [
      'a key without quotes',
      '{a: 1}',
      '1:2: found "a", allowed is a value of JSON: text in double quotes, a number, true, false, null, [ or {',
    ],
    ['a number as key', '{1: 1}', '1:2: found "1", allowed is a key in double quotes'],
    ['no colon', '{"a" 1}', '1:6: found "1", allowed is a colon after the key'],
    ['no comma', '[1 2]', '1:4: found "2", allowed is a comma between two entries'],
    [
      'no value',
      '{"a": }',
      '1:7: found "}", allowed is a value of JSON: text in double quotes, a number, true, false, null, [ or {',
    ],
    ['no end of an object', '{"a": 1', '1:8: found the end of the file, allowed is a closing }'],
    ['no end of a list', '[1', '1:3: found the end of the file, allowed is a closing ]'],
    ['no end of a text', '["a\n"]', '1:2: found text without an end, allowed is a closing " on the same line'],
    ['two values', '{} {}', '1:4: found "{", allowed is the end of the file: a config file is one value'],
    [
      'nothing',
      '',
      '1:1: found the end of the file, allowed is a value of JSON: text in double quotes, a number, true, false, null, [ or {',
    ],
    [
      'an escape that there is not',
      '["\\x"]',
      '1:2: found an escape that JSON does not have, allowed is one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9',
    ],
    [
      'half an escape',
      '["\\u00"]',
      '1:2: found a \\u that is not followed by four hex digits, allowed is an escape like \\u00e9',
    ],
    [
      'a control character',
      '["\u0001"]',
      '1:2: found a control character in text, allowed is an escape like \\t or \\n',
    ],
    [
      'half a number',
      '[1.]',
      '1:2: found a number without an end, allowed is a number as JSON writes it, like 1, -2.5 or 3e4',
    ],
    [
      'a key twice',
      '{"a": {"b": 1,\n "b": 2}}',
      '2:2: a.b: found this key a second time, allowed is each key once: remove one',
    ],
    [
      'the key __proto__',
      '{"__proto__": {"x": 1}}',
      '1:2: __proto__: found this key, allowed is any other key: this name is reserved by JavaScript',
    ],
    [
      'numbers that JavaScript cannot hold',
      '{"a": [9007199254740993, 1e400]}',
      '1:8: a[0]: found 9007199254740992, allowed is a whole number from -9007199254740991 to 9007199254740991, or the same digits as text in quotes',
      '1:26: a[1]: found Infinity, allowed is a finite number',
    ],
    ['65 levels', '['.repeat(65), '1:65: found 65 levels of nesting, allowed is at most 64'],
  ];
  for (const [what, text, ...expected] of cases) {
    it(`with ${what} is refused with the place and the remedy`, () =>
      assert.deepEqual(
        problems(text),
        expected.map((line) => `f.json:${line}`),
      ));
  }

  it('tells fifty problems at most', () => {
    assert.equal(problems(`[${'1e999,'.repeat(99)}1]`).length, 50);
    assert.equal(problems(`[${'//\n'.repeat(99)}1]`).length, 50);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
