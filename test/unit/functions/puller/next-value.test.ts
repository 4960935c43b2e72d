import assert from 'node:assert/strict';
import { linkOf } from '../../../../functions/puller/http-source/paging/link-header.ts';
import { type Answer, compileValue } from '../../../../functions/puller/http-source/paging/next-value.ts';
import type { ValueConfig } from '../../../../functions/puller/http-source/source-config.ts';

const answer = (body: unknown, headers: Answer['headers'] = {}): Answer => ({ body, headers, rows: [], bytes: 0 });

describe('the value of the next page', () => {
  const cases: readonly (readonly [string, ValueConfig, Answer, string | undefined])[] = [
    [
      'is an offset and the rows that the page says it has',
      { from: 'body', at: 'offset', addAt: 'count' },
      answer({ offset: 200, count: 50 }),
      '250',
    ],
    [
      'is missing where the page does not say how many rows it has',
      { from: 'body', at: 'offset', addAt: 'count' },
      answer({ offset: 200 }),
      undefined,
    ],
    ['is missing where it is no number to add to', { from: 'body', at: 'n', add: 1 }, answer({ n: 'last' }), undefined],
    [
      'is missing where the URL has no such parameter',
      { from: 'body', at: 'next', urlParam: 'cursor' },
      answer({ next: 'https://api.example.com/rows?page=2' }),
      undefined,
    ],
    [
      'is missing where the parameter of the URL is empty',
      { from: 'body', at: 'next', urlParam: 'cursor' },
      answer({ next: '/rows?cursor=' }),
      undefined,
    ],
    [
      'is missing where the pattern does not match',
      { from: 'header', name: 'X-Next', match: 'page=(\\d+)' },
      answer({}, { 'x-next': 'none' }),
      undefined,
    ],
    [
      'is a number of a header and one more',
      { from: 'header', name: 'X-Page', add: 1 },
      answer({}, { 'x-page': '99999999999999999999' }),
      '100000000000000000000',
    ],
  ];
  for (const [what, config, given, expected] of cases) {
    it(what, () => {
      assert.equal(compileValue(config)(given), expected);
    });
  }

  it('is that of the link with the relation, and links without one are passed over', () => {
    const header = '</plain>, </titled>; title="next", </2>; rel=next';
    assert.equal(linkOf(header, 'next'), '/2');
    assert.equal(linkOf(header, 'prev'), undefined);
    assert.equal(linkOf(undefined, 'next'), undefined);
  });
});
