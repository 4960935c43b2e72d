import assert from 'node:assert/strict';
import { nearest } from '@penstock/shared/runtime/nearest.ts';

describe('the nearest word', () => {
  const cases = [
    ['WRTITE_TRUNCATE', ['WRITE_APPEND', 'WRITE_TRUNCATE', 'WRITE_EMPTY'], 'WRITE_TRUNCATE'],
    ['souceFormat', ['sourceFormat', 'skipLeadingRows'], 'sourceFormat'],
    ['sourceformat', ['sourceFormats', 'sourceFormat'], 'sourceFormat'],
    ['tets', ['rest', 'test'], 'test'],
    ['colour', ['shape', 'size'], undefined],
    ['x', ['y'], 'y'],
    ['ab', ['cd'], undefined],
    ['', ['a'], undefined],
    ['a'.repeat(65), ['a'.repeat(65)], undefined],
    ['start', [], undefined],
  ] as const;
  for (const [word, candidates, expected] of cases) {
    it(`of ${word.slice(0, 20) || 'nothing'} among ${candidates.join(', ').slice(0, 50) || 'none'} is ${expected ?? 'none'}`, () =>
      assert.equal(nearest(word, candidates), expected));
  }

  it('is sought among 2,000 candidates at most', () => {
    const many = [...Array.from({ length: 2_000 }, (_, at) => `other${at}-long`), 'sought'];
    assert.equal(nearest('soughl', many), undefined);
    assert.equal(nearest('soughl', many.slice(1)), 'sought');
  });
});
