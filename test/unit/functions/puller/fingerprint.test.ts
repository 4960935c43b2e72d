import assert from 'node:assert/strict';
import { fingerprintOf } from '../../../../functions/puller/http-source/paging/fingerprint.ts';

const rowsOf = (count: number, changed = -1): { readonly id: number }[] =>
  Array.from({ length: count }, (_, at) => ({ id: at === changed ? -1 : at }));
const of = (count: number, changed = -1, bytes = 10_000, whole = false): string =>
  fingerprintOf({ rows: rowsOf(count, changed), bytes }, whole);

describe('the fingerprint of a page', () => {
  it('is that of every row of a short page, whatever else the answer holds', () => {
    assert.equal(of(64), of(64, -1, 20_000));
    assert.notEqual(of(64), of(64, 31));
  });

  it('tells long pages apart by their first and last row, their number of rows and the length of the answer', () => {
    const page = of(1_000);
    assert.equal(page, of(1_000));
    for (const other of [of(1_000, 0), of(1_000, 999), of(1_001), of(1_000, -1, 10_001)]) assert.notEqual(other, page);
  });

  it('is that of every row of a long page where a repeated page ends the listing', () => {
    assert.equal(of(1_000, -1, 1, true), of(1_000, -1, 2, true));
    assert.notEqual(of(1_000, -1, 1, true), of(1_000, 501, 1, true));
  });
});
