import assert from 'node:assert/strict';
import { applyFields, parseFields } from '../../../../../local/storage/api/fields.ts';
import { ANY, schemaOf } from '../../../../../local/storage/api/fields-schema.ts';

const LIST = {
  kind: 'storage#objects',
  nextPageToken: 't',
  items: [
    { name: 'a', size: '1', metadata: { k: 'v', w: 'x' } },
    { name: 'b', size: '2' },
  ],
};

describe('partial responses', () => {
  for (const [mask, expected] of [
    ['nextPageToken', { nextPageToken: 't' }],
    ['items/name', { items: [{ name: 'a' }, { name: 'b' }] }],
    ['items(name,metadata/k),kind', { kind: LIST.kind, items: [{ name: 'a', metadata: { k: 'v' } }, { name: 'b' }] }],
    [
      'items/name,items/size',
      {
        items: [
          { name: 'a', size: '1' },
          { name: 'b', size: '2' },
        ],
      },
    ],
    ['items,items/name', { items: LIST.items }],
    ['*', LIST],
    ['items/metadata', { items: [{ metadata: { k: 'v', w: 'x' } }, {}] }],
    [' items ( name ) ', { items: [{ name: 'a' }, { name: 'b' }] }],
    ['prefixes', {}],
  ] as const) {
    it(`${mask} selects what it names`, () => {
      const selected = applyFields(parseFields(mask, schemaOf('objects.list')), LIST);
      assert.deepEqual(JSON.parse(JSON.stringify(selected)), expected);
    });
  }

  for (const mask of [
    '',
    'items(',
    'items(name',
    'items)',
    'items//name',
    ',',
    'items/',
    'a b',
    'items/nme',
    'nope',
    '('.repeat(50),
  ]) {
    it(`${JSON.stringify(mask.slice(0, 20))} is refused by name`, () => {
      assert.throws(() => parseFields(mask, schemaOf('objects.list')), {
        status: 400,
        message: /Invalid field selection/,
      });
    });
  }

  it('takes any mask for an answer without a schema, to a bounded depth', () => {
    assert.ok(parseFields('a/b/c(d,e)', ANY).has('a'));
    assert.throws(() => parseFields('a/'.repeat(100), ANY), { status: 400 });
  });
});
