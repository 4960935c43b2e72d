import assert from 'node:assert/strict';
import type { Column } from '../../../../../shared/bigquery/codec/column.ts';
import { KeyOrder } from '../../../../../shared/bigquery/codec/key-order.ts';

/** One letter a key; its column is the letter in lower case. */
const columns = new Map<string, Column>();
function placesOf(keys: string): { key: string; column: Column }[] {
  return [...keys].map((key) => {
    const name = key.toLowerCase();
    const column = columns.get(name) ?? ({ name } as Column);
    columns.set(name, column);
    return { key, column };
  });
}

describe('the order of keys', () => {
  const cases: readonly (readonly [objects: string[], learnt: string])[] = [
    [['abc'], 'abc'],
    [['abc', 'abc'], 'abc'],
    [['ac', 'abc'], 'abc'],
    [['ac', 'ad', 'cd'], 'adc'],
    [['b', 'ab', 'bc'], 'abc'],
    [['abd', 'acd'], 'acbd'],
    [['ab', 'ba'], 'ab'],
    // What comes before the key that stands elsewhere is learnt, nothing behind it.
    [['ab', 'bca', 'bcad'], 'abc'],
    // A second name for a column teaches nothing, nor does what follows it.
    [['ab', 'aBc'], 'ab'],
    [[''], ''],
  ];
  for (const [objects, learnt] of cases) {
    it(`of ${objects.join(', ') || 'nothing'} is ${learnt || 'empty'}`, () => {
      const order = new KeyOrder();
      for (const keys of objects) {
        const before = order.places.length;
        assert.equal(order.learn(placesOf(keys)), order.places.length > before);
      }
      assert.equal(order.places.map(({ key }) => key).join(''), learnt);
      for (const { column } of placesOf('abcd')) assert.equal(order.holds(column), learnt.includes(column.name));
    });
  }
});
