import assert from 'node:assert/strict';
import { parseExpression } from '../../../../../functions/puller/import/expression.ts';

describe('expressions of a manifest', () => {
  it('that are not of a known form are none', () => {
    for (const text of [
      '',
      'a b',
      'a.',
      'a[',
      '(a',
      '{a 1}',
      '{a: 1',
      'a[1:',
      'a[b',
      'a if',
      '[1 2]',
      'f(a b)',
      'a is odd',
      'a is',
      'a not b',
      'a | ',
      '- a',
      '%',
      '"a',
    ])
      assert.equal(parseExpression(text), undefined, text);
  });

  it('read texts, numbers and lists', () => {
    assert.deepEqual(parseExpression('[\'a\', -1, "b\\n\\x"]'), {
      kind: 'list',
      items: [
        { kind: 'literal', value: 'a' },
        { kind: 'literal', value: -1 },
        { kind: 'literal', value: 'b\nx' },
      ],
    });
    assert.deepEqual(parseExpression('f(x)[0]'), {
      kind: 'call',
      name: '[]',
      of: { kind: 'call', name: 'f', of: undefined, args: [{ kind: 'path', root: 'x', keys: [] }], named: {} },
      args: [{ kind: 'literal', value: '0' }],
      named: {},
    });
    assert.deepEqual(parseExpression('a.0'), { kind: 'path', root: 'a', keys: ['0'] });
  });
});
