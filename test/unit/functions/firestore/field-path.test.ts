import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fieldPath, parseFieldPath } from '../../../../functions/firestore/field-path.ts';

describe('field paths', () => {
  for (const [path, names] of [
    ['a', ['a']],
    ['a.b_1', ['a', 'b_1']],
    ['`a.b`.c', ['a.b', 'c']],
    ['`bak\\`tik`', ['bak`tik']],
    ['foo.x&y', ['foo', 'x&y']],
    ['`\\\\`', ['\\']],
  ] as const) {
    it(`reads ${path} as ${JSON.stringify(names)}`, () => {
      assert.deepEqual(
        parseFieldPath(path)?.map(({ name }) => name),
        names,
      );
    });
  }

  for (const path of ['', '.', 'a.', '.a', 'a..b', '`a', '``', '`a`b', 'a`b`']) {
    it(`takes ${JSON.stringify(path)} for none`, () => assert.equal(parseFieldPath(path), undefined));
  }

  it('reads what it writes, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1 }), (names) => {
        assert.deepEqual(
          parseFieldPath(fieldPath(names))?.map(({ name }) => name),
          names,
        );
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
