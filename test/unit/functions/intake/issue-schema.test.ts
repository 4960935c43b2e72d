import assert from 'node:assert/strict';
import { compileSchema } from '../../../../functions/intake/issue-schema.ts';

const issueOf = (value: Readonly<Record<string, unknown>>) => ({ text: JSON.stringify(value), value });

async function check(schema: object, ...values: readonly Readonly<Record<string, unknown>>[]) {
  const compiled = await compileSchema({ $id: 'v1', ...schema }, 200);
  return compiled.check(values.map(issueOf));
}

describe('a schema for issues', () => {
  it('refuses each issue of a batch by itself, in their order', async () => {
    const schema = { required: ['a'], properties: { a: { type: 'integer' } } };
    const found = await check(schema, { a: 1 }, { a: 'x' }, {}, { a: 2 });
    assert.deepEqual(
      found.map((refusal) => refusal?.problem.errors?.[0]?.pointer),
      [undefined, '/a', '/a', undefined],
    );
  });

  for (const [title, items, unique] of [
    [
      'objects whose fields have another order',
      [
        { a: 1, b: [{ c: 2, d: 3 }] },
        { b: [{ d: 3, c: 2 }], a: 1 },
      ],
      false,
    ],
    ['a number and its text', [1, '1'], true],
    [
      'lists of another order',
      [
        [1, 2],
        [2, 1],
      ],
      true,
    ],
    ['null twice', [null, null], false],
    ['an object and a list', [{}, []], true],
  ] as const) {
    it(`takes ${title} for ${unique ? 'different' : 'equal'} items`, async () => {
      const [refusal] = await check({ properties: { list: { uniqueItems: true } } }, { list: items });
      assert.equal(refusal === undefined, unique);
      if (!unique)
        assert.deepEqual(refusal?.problem.errors, [{ pointer: '/list', detail: 'must NOT have duplicate items' }]);
      const [lax] = await check({ properties: { list: { uniqueItems: false } } }, { list: items });
      assert.equal(lax, undefined);
    });
  }

  it('compares a hundred thousand items in the time that it takes to read them', async () => {
    const list = Array.from({ length: 100_000 }, (_, n) => ({ n }));
    const schema = await compileSchema(
      { $id: 'v1', properties: { list: { uniqueItems: true, maxItems: 10 } } },
      20_000,
    );
    const before = process.cpuUsage();
    const [refusal] = schema.check([issueOf({ list })]);
    assert.deepEqual(
      refusal?.problem.errors?.map(({ detail }) => detail),
      ['must NOT have more than 10 items'],
    );
    // Ajv's own comparison of each with each took minutes.
    assert.ok(process.cpuUsage(before).user < 10_000_000);
  });

  const branch = { properties: { a: { $ref: '#' } } };
  let nested: Readonly<Record<string, unknown>> = { bad: 1 };
  for (let depth = 0; depth < 40; depth += 1) nested = { a: nested };

  for (const [title, schema, value] of [
    ['a pattern that backtracks', { properties: { a: { pattern: '^(a+)+$' } } }, { a: `${'a'.repeat(60)}!` }],
    ['a pattern over names', { patternProperties: { '^(a+)+$': {} } }, { [`${'a'.repeat(60)}!`]: 1 }],
    ['branches that refer to each other', { anyOf: [branch, branch], not: { required: ['bad'] } }, nested],
  ] as const) {
    it(`gives up in time on ${title}, and says which issues it could not check`, async () => {
      const found = await check(schema, { b: 1 }, value, { c: 1 });
      assert.equal(found[0], undefined);
      for (const refusal of found.slice(1)) assert.match(refusal?.problem.detail ?? '', /within 200 ms/);
    });
  }

  for (const [title, schema] of [
    ['keywords of its own', { 'x-owner': 'ops', properties: { a: { title: 'A', example: 1 } } }],
    ['formats that are not known here', { properties: { a: { format: 'phone' } } }],
    ['types that need no properties', { type: ['object', 'null'], required: ['a'] }],
    ['tuples without bounds', { properties: { a: { prefixItems: [{ type: 'integer' }] } } }],
  ] as const) {
    it(`may have ${title}, as 2020-12 allows`, async () =>
      assert.deepEqual(await check(schema, { a: 1 }), [undefined]));
  }

  it('passes on a defect of the validator, and does not take it for slowness', async () => {
    const { check: checkIssues } = await compileSchema({ $id: 'v1' });
    assert.throws(() => checkIssues([undefined as never]), TypeError);
  });
});
