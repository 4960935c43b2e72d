import assert from 'node:assert/strict';
import { derivedIssueId, ISSUE_ID_PATTERN, randomIssueId } from '@penstock/shared/issues/issue-id.ts';
import fc from 'fast-check';

describe('issue ids', () => {
  it('are a prefix and 25 unambiguous symbols', () => {
    assert.match(randomIssueId('INC'), ISSUE_ID_PATTERN);
    assert.match(derivedIssueId('FS', 'event'), ISSUE_ID_PATTERN);
    assert.equal(
      randomIssueId('FS', () => new Uint8Array(16).fill(255)),
      `FS-${'Z'.repeat(25)}`,
    );
    assert.equal(
      randomIssueId('INC', () => new Uint8Array(16)),
      `INC-${'0'.repeat(25)}`,
    );
  });

  it('keep 125 of the bits they are given', () => {
    const bytes = Buffer.from('0123456789abcdef0123456789abcdef', 'hex');
    const bits = BigInt(`0x${bytes.toString('hex')}`) >> 3n;
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    let expected = '';
    for (let rest = bits, n = 0; n < 25; n += 1, rest >>= 5n) expected = alphabet[Number(rest & 31n)] + expected;
    assert.equal(
      randomIssueId('INC', () => bytes),
      `INC-${expected}`,
    );
  });

  it('are the same for the same parts and differ where any part does', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        const same = a.length === b.length && a.every((part, at) => part === b[at]);
        return (derivedIssueId('INC', ...a) === derivedIssueId('INC', ...b)) === same;
      }),
      { seed: 1 },
    );
    assert.notEqual(derivedIssueId('INC', 'ab', 'c'), derivedIssueId('INC', 'a', 'bc'));
  });

  it('do not repeat among a hundred thousand', () => {
    const ids = new Set(Array.from({ length: 100_000 }, () => randomIssueId('INC')));
    assert.equal(ids.size, 100_000);
  });
});
