import assert from 'node:assert/strict';
import { problemText } from '@penstock/shared/config/problem.ts';
import { schemaProblems } from '@penstock/shared/config/validate.ts';
import { compiledSchema } from '../../../support/compiled-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

async function told(schema: Schema, value: unknown, partial = false): Promise<readonly string[]> {
  return schemaProblems(await compiledSchema(schema), value, { partial }).map(problemText);
}

describe('the validation of a value by a schema', () => {
  const text = { type: 'string', minLength: 1, maxLength: 5 };
  const cases: readonly (readonly [string, Schema, unknown, ...string[]])[] = [
    [
      'another type',
      { type: ['integer', 'null'], minimum: 1 },
      'x',
      'found "x", allowed is a whole number or null from 1',
    ],
    [
      'a wrong item',
      { type: 'array', items: text },
      ['a', ''],
      '[1]: found "", allowed is text with 1 to 5 characters',
    ],
    ['too few', { type: 'array', minItems: 2 }, [], 'found an empty list, allowed is a list with at least 2 entries'],
    [
      'too many keys',
      { type: 'object', maxProperties: 1 },
      { a: 1, b: 2 },
      'found an object with 2 keys, allowed is an object with at most 1 key',
    ],
    ['another constant', { const: 'v1' }, 'v2', 'found "v2", allowed is v1'],
    [
      'a misspelt value',
      { enum: ['CSV', 'AVRO', 7] },
      'ARVO',
      'found "ARVO", allowed is one of CSV, AVRO, 7; did you mean AVRO?',
    ],
    [
      'a pattern not met',
      { type: 'string', pattern: '^a', 'x-allowed': 'text that begins with a' },
      'b',
      'found "b", allowed is text that begins with a',
    ],
    [
      'a secret',
      { type: 'object', properties: { key: { type: 'string', maxLength: 3, writeOnly: true } } },
      { key: 'hunter2' },
      'key: found a secret value, allowed is text with at most 3 characters',
    ],
    [
      'a missing key that nothing describes',
      { type: 'object', required: ['a'] },
      {},
      'a: found nothing, allowed is a value',
    ],
    [
      'a key that needs another',
      { type: 'object', properties: { a: {}, b: text }, dependentRequired: { a: ['b'] } },
      { a: 1 },
      'b: found nothing, allowed is text with 1 to 5 characters, because a is set',
    ],
    [
      'a wrong name of a key',
      { type: 'object', propertyNames: { type: 'string', pattern: '^[a-z]+$' } },
      { A: 1 },
      'A: found this key, allowed is as key text that matches ^[a-z]+$',
    ],
    [
      'a key that means nothing beside another',
      {
        type: 'object',
        properties: { a: {}, b: {} },
        if: { type: 'object', required: ['a'] },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { properties: { b: false } },
      },
      { a: 1, b: 2 },
      'b: found 2, allowed is nothing: this key means nothing beside the others',
    ],
    [
      'an entry twice',
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      ['a', 'b', 'a'],
      '[2]: found the same entry a second time, allowed is each entry once',
    ],
    ['what is excluded', { not: { const: 1 }, 'x-allowed': 'anything but 1' }, 1, 'found 1, allowed is anything but 1'],
    ['what is excluded without words', { not: { const: 1 } }, 1, 'found 1, allowed is something else'],
    [
      'keys that no part of a joint schema knows',
      { type: 'object', properties: { mode: {} }, unevaluatedProperties: false },
      { mod: 1 },
      'mod: found a key that is not known, allowed is mode; did you mean mode?',
    ],
    [
      'a missing key beside forms that do not name it',
      { type: 'object', required: ['a'], oneOf: [{ required: ['c'] }, { properties: { a: {} } }] },
      {},
      'a: found nothing, allowed is a value',
    ],
    [
      'a key where none is allowed',
      { type: 'object', properties: { a: { type: 'object', additionalProperties: false } } },
      { a: { b: 1 } },
      'a.b: found a key that is not known, allowed is no key',
    ],
    [
      'a wrong form inside a form',
      {
        anyOf: [
          { type: 'string' },
          { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'array', items: text }] } },
        ],
      },
      [['ok', 7], true],
      '[0][1]: found 7, allowed is text with 1 to 5 characters',
      '[1]: found true, allowed is text; or a list of text with 1 to 5 characters',
    ],
    [
      'no form of several',
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      true,
      'found true, allowed is text; or a whole number',
    ],
    [
      'an error inside the form whose type it has',
      { anyOf: [{ type: 'string' }, { type: 'array', items: text }] },
      ['ok', 7],
      '[1]: found 7, allowed is text with 1 to 5 characters',
    ],
    [
      'several forms that it might have meant',
      {
        oneOf: [
          { type: 'object', required: ['a'] },
          { type: 'object', required: ['b'] },
        ],
        'x-allowed': 'either a or b',
      },
      {},
      'found an empty object, allowed is either a or b',
    ],
    [
      'two forms at once',
      {
        oneOf: [
          { type: 'object', required: ['a'] },
          { type: 'object', required: ['b'] },
        ],
        'x-allowed': 'either a or b',
      },
      { a: 1, b: 1 },
      'found an object with 2 keys, which fits more than one form, allowed is either a or b',
    ],
  ];
  for (const [what, schema, value, ...expected] of cases)
    it(`tells ${what}`, async () => assert.deepEqual(await told(schema, value), expected));

  describe('with a key that names the form', () => {
    const forms = {
      type: 'object',
      required: ['type'],
      discriminator: { propertyName: 'type' },
      oneOf: [
        { properties: { type: { const: 'header' }, name: { type: 'string' } }, required: ['name'] },
        { properties: { type: { enum: ['query', 'body'] }, key: { type: 'integer' } } },
      ],
    };

    it('tells only what is wrong with the named form', async () => {
      assert.deepEqual(await told(forms, { type: 'header' }), ['name: found nothing, allowed is text']);
      assert.deepEqual(await told(forms, { type: 'body', key: 'x' }), ['key: found "x", allowed is a whole number']);
    });

    it('tells the forms where the name is another one or is missing', async () => {
      assert.deepEqual(await told(forms, { type: 'heder' }), [
        'type: found "heder", allowed is one of header, query, body; did you mean header?',
      ]);
      assert.deepEqual(await told(forms, {}), ['type: found nothing, allowed is one of header, query, body']);
    });

    it('asks for no name of one level of several, and still refuses a wrong one', async () => {
      assert.deepEqual(await told(forms, {}, true), []);
      assert.equal((await told(forms, { type: 'x' }, true)).length, 1);
    });
  });

  it('tells one problem a place, the first', async () => {
    const twice = { allOf: [{ type: 'string' }, { enum: ['a'] }] };
    assert.deepEqual(await told(twice, 1), ['found 1, allowed is text']);
  });

  it('of one level of several leaves out what another level may set or remove', async () => {
    const schema = {
      type: 'object',
      required: ['a'],
      additionalProperties: false,
      minProperties: 1,
      dependentRequired: { b: ['c'] },
      properties: { $schema: {}, a: text, b: { anyOf: [{ type: 'string' }, { type: 'integer' }] }, c: text },
    };
    assert.deepEqual(await told(schema, {}, true), []);
    assert.deepEqual(await told(schema, { a: null, b: null, c: null }, true), []);
    assert.deepEqual(await told(schema, { b: 'x' }, true), []);
    assert.equal((await told(schema, { d: null }, true)).length, 1);
    assert.equal((await told(schema, { a: 1 }, true)).length, 1);
    assert.ok((await told(schema, { a: null })).length > 0);
  });

  it('says nothing of a value that fits', async () => assert.deepEqual(await told({ type: 'string' }, 'x'), []));
});
