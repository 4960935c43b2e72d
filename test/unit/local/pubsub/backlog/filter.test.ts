import assert from 'node:assert/strict';
import { type Attributes, parseFilter } from '../../../../../local/pubsub/backlog/filter.ts';

function matches(filter: string, attributes: Record<string, string>): boolean {
  return parseFilter(filter)?.(new Map(Object.entries(attributes)) as Attributes) ?? true;
}

describe('filters', () => {
  const TRUE: readonly (readonly [filter: string, attributes: Record<string, string>])[] = [
    ['', {}],
    ['  ', {}],
    ['attributes:a', { a: '' }],
    ['attributes . a = "b"', { a: 'b' }],
    ['attributes.a="b"', { a: 'b' }],
    ['attributes.a != "b"', { a: 'c' }],
    ['attributes.a != "b"', {}],
    ['NOT attributes:a', {}],
    ['-attributes:a', {}],
    ['NOT NOT attributes:a', { a: '1' }],
    ['hasPrefix(attributes.a, "")', { a: '' }],
    ['hasPrefix( attributes.a , "be" )', { a: 'bee' }],
    ['attributes:a AND attributes:b AND attributes:c', { a: '', b: '', c: '' }],
    ['attributes:a OR attributes:b OR attributes:c', { c: '' }],
    ['(attributes:a AND attributes:b) OR NOT (attributes:c OR attributes:d)', {}],
    ['attributes."a key" = "with \\"quotes\\""', { 'a key': 'with "quotes"' }],
    ['attributes:"a.b/c"', { 'a.b/c': '' }],
    ['attributes.x-y_1 = "\\u00e9\\x41\\101\\n"', { 'x-y_1': 'éAA\n' }],
    ['attributes.ключ = "\\U0001F600"', { ключ: '😀' }],
    ['attributes:AND', { AND: '' }],
  ];
  for (const [filter, attributes] of TRUE) {
    it(`matches ${JSON.stringify(attributes)} by ${filter || 'an empty filter'}`, () => {
      assert.equal(matches(filter, attributes), true);
    });
  }

  const FALSE: typeof TRUE = [
    ['attributes:a', { A: '' }],
    ['attributes.a = "b"', { a: 'B' }],
    ['attributes.a = "b"', {}],
    ['hasPrefix(attributes.a, "b")', {}],
    ['NOT attributes:a AND attributes:b', { a: '', b: '' }],
    ['attributes:toString', {}],
  ];
  for (const [filter, attributes] of FALSE) {
    it(`passes over ${JSON.stringify(attributes)} by ${filter}`, () => {
      assert.equal(matches(filter, attributes), false);
    });
  }

  const BAD: readonly (readonly [filter: string, error: RegExp])[] = [
    ['nonsense', /"attributes" is expected \(at character 1\)/],
    ['attributes.a = b', /a string in double quotes belongs before "b" \(at character 16\)/],
    ['attributes.a = ', /a string in double quotes is missing/],
    ["attributes.a = 'b'", /not part of the filter language \(at character/],
    ['attributes.a > "b"', /not part of the filter language/],
    ['attributes:a AND attributes:b OR attributes:c', /only combined with parentheses \(at character 31\)/],
    ['attributes:a attributes:b', /"attributes" is not expected here/],
    ['attributes:a and attributes:b', /"and" is not expected here/],
    ['(attributes:a', /"\)" is expected/],
    ['attributes:a)', /"\)" is not expected here/],
    ['attributes.', /an attribute key is missing/],
    ['attributes.= "x"', /an attribute key belongs before "="/],
    ['attributes.a "x"', /"!=" is expected/],
    ['hasPrefix(attributes:a, "x")', /"\." is expected/],
    ['attributes.a = "\\q"', /not an escape sequence/],
    ['attributes.a = "\\Uffffffff"', /no such character/],
    ['NOT', /"attributes" is expected/],
    [`attributes.a = "${'x'.repeat(256)}"`, /The value for filter is too large/],
    [`${'('.repeat(200)}`, /"attributes" is expected/],
  ];
  for (const [filter, error] of BAD) {
    it(`refuses ${filter.slice(0, 50)}`, () => {
      assert.throws(() => parseFilter(filter), error);
    });
  }
});
