import assert from 'node:assert/strict';
import { allowedText } from '@penstock/shared/config/allowed.ts';
import { foundText } from '@penstock/shared/config/problem.ts';
import type { SchemaObject } from '@penstock/shared/config/schema.ts';

describe('allowed values, in words', () => {
  const cases: readonly (readonly [SchemaObject, string])[] = [
    [{}, 'any value'],
    [{ type: 'boolean' }, 'true or false'],
    [{ type: ['string', 'null'] }, 'text or null'],
    [{ type: 'integer', minimum: 1, maximum: 9 }, 'a whole number from 1 to 9'],
    [{ type: 'number', exclusiveMinimum: 0 }, 'a number from above 0'],
    [{ type: 'number', exclusiveMaximum: 2, multipleOf: 0.5 }, 'a number up to below 2, a multiple of 0.5'],
    [{ type: 'string', minLength: 3, maxLength: 3 }, 'text with 3 characters'],
    [{ type: 'string', minLength: 1 }, 'text with at least 1 character'],
    [{ type: 'string', minLength: 0, maxLength: 2, pattern: '^a' }, 'text with at most 2 characters that matches ^a'],
    [{ type: 'array', items: { enum: ['a'] } }, 'a list of a'],
    [{ type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2 }, 'a list with 1 to 2 entries, each text'],
    [{ type: 'object', minProperties: 2 }, 'an object with at least 2 keys'],
    [{ enum: ['a b', null, 'gs://x.y/$z'] }, 'one of "a b", null, "gs://x.y/$z"'],
    [
      { enum: Array.from({ length: 42 }, (_, at) => at) },
      `one of ${Array.from({ length: 40 }, (_, at) => at).join(', ')} and 2 more`,
    ],
    [{ const: false }, 'false'],
    [{ oneOf: [{ type: 'string' }, { type: 'string' }, { type: 'null' }] }, 'text; or null'],
    [{ type: 'object', anyOf: [{ required: ['a'] }] }, 'an object'],
    [{ 'x-allowed': 'a table', type: 'string' }, 'a table'],
  ];
  for (const [schema, expected] of cases)
    it(`of ${JSON.stringify(schema).slice(0, 70)} is ${expected.slice(0, 60)}`, () =>
      assert.equal(allowedText(schema), expected));
});

describe('found values, in words', () => {
  const cases = [
    ['x', '"x"'],
    ['y'.repeat(61), `"${'y'.repeat(60)}…"`],
    [[], 'an empty list'],
    [[1, 2], 'a list of 2'],
    [{}, 'an empty object'],
    [{ a: 1 }, 'an object with 1 key'],
    [{ a: 1, b: 2 }, 'an object with 2 keys'],
    [null, 'null'],
    [undefined, 'nothing'],
    [1.5, '1.5'],
  ] as const;
  for (const [value, expected] of cases)
    it(`of ${JSON.stringify(value)?.slice(0, 20)} is ${expected.slice(0, 30)}`, () =>
      assert.equal(foundText(value), expected));
});
