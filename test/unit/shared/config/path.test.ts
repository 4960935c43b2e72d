import assert from 'node:assert/strict';
import { fromPointer, pathText, valueAt } from '@penstock/shared/config/path.ts';

describe('a path in a config file', () => {
  const cases = [
    [['columns', 3, 'type'], 'columns[3].type'],
    [['labels', 'a b'], 'labels["a b"]'],
    [['ключ', 'x-y', '$ref'], 'ключ.x-y.$ref'],
    [[0, ''], '[0][""]'],
    [[], ''],
    [['a'.repeat(100)], `${'a'.repeat(80)}…`],
  ] as const;
  for (const [path, text] of cases) {
    it(`of ${JSON.stringify(path).slice(0, 40)} reads ${text.slice(0, 40) || 'as nothing'}`, () =>
      assert.equal(pathText(path), text));
  }

  it('comes from a JSON pointer, whose numbers are positions in lists and keys in objects', () => {
    const root = { a: [{ '0': { 'x/y~z': 1 } }] };
    assert.deepEqual(fromPointer('/a/0/0/x~1y~0z', root), ['a', 0, '0', 'x/y~z']);
    assert.deepEqual(fromPointer('', root), []);
  });

  it('finds the value, and nothing where it leads nowhere or only to a prototype', () => {
    assert.equal(valueAt({ a: [1, { b: 2 }] }, ['a', 1, 'b']), 2);
    assert.equal(valueAt({ a: null }, ['a', 'b']), undefined);
    assert.equal(valueAt({ a: 'text' }, ['a', 'length']), undefined);
    assert.equal(valueAt({}, ['toString']), undefined);
  });
});
