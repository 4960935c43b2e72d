import assert from 'node:assert/strict';
import { matchPattern, parsePattern } from '../../../../functions/firestore/path-pattern.ts';

describe('path patterns', () => {
  for (const [pattern, path, params] of [
    ['issues/{id}', 'issues/a', { id: 'a' }],
    ['issues/{id=*}', 'issues/a', { id: 'a' }],
    ['issues/*', 'issues/a', {}],
    ['issues/a', 'issues/a', {}],
    ['issues/{id}', 'users/a', undefined],
    ['issues/{id}', 'issues/a/b/c', undefined],
    ['users/{uid}/orders/{order}', 'users/alice/orders/1', { uid: 'alice', order: '1' }],
    ['{path=**}', 'users/alice/orders/1', { path: 'users/alice/orders/1' }],
    ['**', 'users/alice', {}],
    ['users/{rest=**}', 'users/alice/orders/1', { rest: 'alice/orders/1' }],
    ['users/{rest=**}', 'issues/a', undefined],
    ['{at=**}/comments/{id}', 'posts/1/comments/2', { at: 'posts/1', id: '2' }],
    ['{at=**}/comments/{id}', 'comments/2', { at: '', id: '2' }],
    ['{at=**}/comments/{id}', 'posts/1/likes/2', undefined],
    ['a/{x=**}/b/c', 'a/b', undefined],
  ] as const) {
    it(`${pattern} ${params === undefined ? 'does not take' : 'takes'} ${path}`, () => {
      assert.deepEqual(matchPattern(parsePattern(pattern), path), params);
    });
  }

  for (const [pattern, problem] of [
    ['issues', 'is the path of a collection and not of documents'],
    ['issues/', 'has the segment ""'],
    ['issues/{id', 'has the segment "{id"'],
    ['issues/a*', 'has the segment "a*"'],
    ['issues/{1}', 'has the segment "{1}"'],
    ['{a=**}/b/**', 'has ** more than once'],
    ['{a}/{a}', 'has two segments of one name'],
  ] as const) {
    it(`refuses ${pattern}`, () => {
      assert.throws(
        () => parsePattern(pattern),
        (error: Error) => error.message.startsWith(`${pattern} ${problem}`),
      );
    });
  }

  it('looks at a long path once, whatever the pattern', () => {
    const path = new Array(100_000).fill('a').join('/');
    assert.equal(matchPattern(parsePattern('a/{x=**}/a/b'), path), undefined);
  });
});
