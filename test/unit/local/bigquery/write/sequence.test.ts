import assert from 'node:assert/strict';
import { ingestionSequence, parseSequence } from '@penstock/local/bigquery/write/sequence.ts';
import fc from 'fast-check';

const section = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const sections = fc.array(section, { minLength: 1, maxLength: 4 });

/** The documentation's own words: section by section, unsigned; of equal beginnings the shorter is the lower. */
function compare(left: readonly bigint[], right: readonly bigint[]): number {
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined || one > other) return 1;
    if (one < other) return -1;
  }
  return left.length - right.length;
}

describe('change sequence numbers', () => {
  it('order as text as their sections order as numbers', () => {
    fc.assert(
      fc.property(sections, sections, fc.boolean(), (left, right, isUpper) => {
        const text = (list: readonly bigint[]): string => {
          const hex = list.map((one) => one.toString(16)).join('/');
          return parseSequence(isUpper ? hex.toUpperCase() : hex) ?? assert.fail(hex);
        };
        const [a, b] = [text(left), text(right)];
        assert.equal(Math.sign(a < b ? -1 : a > b ? 1 : 0), Math.sign(compare(left, right)));
      }),
      { seed: 1 },
    );
  });

  it('made from the time of arrival are valid and grow with it', () => {
    const [early, late] = [ingestionSequence(1_790_000_000_000_000n), ingestionSequence(1_790_000_000_000_001n)];
    assert.ok(early < late);
    assert.equal(parseSequence(early), early);
  });
});
