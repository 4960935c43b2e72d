import assert from 'node:assert/strict';
import { PartCutter } from '../../../../functions/loader/split.ts';

const LIMITS = { maxBytes: 15e12, maxUris: 10_000, maxUriBytes: 8e6 };

function cut(sizes: readonly number[], limits = LIMITS, uriBytes = 10): readonly (readonly [number, number])[] {
  const cutter = new PartCutter(limits);
  sizes.forEach((size, index) => {
    cutter.take(`f${index}`, size, uriBytes, 5);
  });
  const parts = cutter.end();
  assert.deepEqual(
    parts.map(({ from }) => from),
    [0, ...parts.map(({ to }) => to)].slice(0, parts.length),
    'parts follow each other in the manifest',
  );
  return parts.map(({ files, bytes }) => [files, bytes]);
}

describe('splitting a batch into parts', () => {
  it('AL-12 25,000 files make three parts by the number of URIs', () => {
    assert.deepEqual(cut(Array.from({ length: 25_000 }, () => 1)), [
      [10_000, 10_000],
      [10_000, 10_000],
      [5_000, 5_000],
    ]);
  });
  it('AL-12 15 TB are one part and one byte more makes two', () => {
    assert.deepEqual(cut([7e12, 8e12]), [[2, 15e12]]);
    assert.deepEqual(cut([7e12, 8e12, 1]), [
      [2, 15e12],
      [1, 1],
    ]);
  });
  it('AL-12 a file of 16 TB is refused with the limit’s name, and a file at the limit is a part', () => {
    assert.throws(() => cut([1, 16e12]), /f1 has 16000000000000 bytes.*MAX_BATCH_BYTES/);
    assert.deepEqual(cut([15e12, 15e12]), [
      [1, 15e12],
      [1, 15e12],
    ]);
  });
  it('AL-12 LD-04 10,001 tiny files and then large ones obey both limits, and no part is empty', () => {
    const sizes = [...Array.from({ length: 10_001 }, () => 1), 15e12, 15e12, 1];
    assert.deepEqual(cut(sizes), [
      [10_000, 10_000],
      [1, 1],
      [1, 15e12],
      [1, 15e12],
      [1, 1],
    ]);
  });
  it('long names close a part before its request grows too large', () => {
    assert.deepEqual(cut([1, 1, 1], { ...LIMITS, maxUriBytes: 2_000 }, 1_000), [
      [2, 2],
      [1, 1],
    ]);
  });
  it('nothing makes no part', () => assert.deepEqual(cut([]), []));
});
