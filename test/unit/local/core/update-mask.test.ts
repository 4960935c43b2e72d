import assert from 'node:assert/strict';
import { maskOf, withMask } from '../../../../local/core/update-mask.ts';

describe('update masks', () => {
  const before = { a: 1, nested: { b: 2, c: 3 } };
  for (const [what, given, paths, after] of [
    ['sets a field', { a: 5 }, ['a'], { a: 5, nested: { b: 2, c: 3 } }],
    ['removes a field that is left out', {}, ['a'], { nested: { b: 2, c: 3 } }],
    ['removes a field that is null', { a: null }, ['a'], { nested: { b: 2, c: 3 } }],
    ['changes one field of an object', { nested: { b: 7, c: 8 } }, ['nested.b'], { a: 1, nested: { b: 7, c: 3 } }],
    ['makes the object around a field', { fresh: { d: 1 } }, ['fresh.d'], { ...before, fresh: { d: 1 } }],
    ['removes an object that has no field left', {}, ['nested.b', 'nested.c'], { a: 1 }],
    ['replaces an object', { nested: { d: 1 } }, ['nested'], { a: 1, nested: { d: 1 } }],
  ] as const) {
    it(`${what}`, () => assert.deepEqual(withMask(before, given, paths), after));
  }

  it('refuses a path that names no field', () => {
    for (const path of ['', 'a..b', 'a.', '__proto__'])
      assert.throws(() => withMask(before, {}, [path]), { code: 'INVALID_ARGUMENT' });
  });

  it('reads both ways of writing a field', () => {
    const mask = maskOf(new URLSearchParams('updateMask=http_target.uri, retryConfig.retryCount'));
    assert.deepEqual(mask, ['httpTarget.uri', 'retryConfig.retryCount']);
    assert.equal(maskOf(new URLSearchParams('updateMask=')), undefined);
    assert.equal(maskOf(new URLSearchParams()), undefined);
  });
});
