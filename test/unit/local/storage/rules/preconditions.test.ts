import assert from 'node:assert/strict';
import { etagOf } from '../../../../../local/storage/rules/etag.ts';
import { checkForChange, checkForRead } from '../../../../../local/storage/rules/preconditions.ts';
import type { Conditions } from '../../../../../local/storage/state/model.ts';

const LIVE = { generation: 7, metageneration: 2 };
const TAG = etagOf(LIVE);

describe('conditions of Cloud Storage', () => {
  /** Whether each lets a change through: of the live version, and of nothing. */
  for (const [conditions, ofLive, ofNothing] of [
    [{}, true, true],
    [{ generationMatch: 7 }, true, false],
    [{ generationMatch: 0 }, false, true],
    [{ generationNotMatch: 7 }, false, true],
    [{ generationNotMatch: 0 }, true, false],
    [{ metagenerationMatch: 2 }, true, false],
    [{ metagenerationMatch: 3 }, false, false],
    [{ metagenerationNotMatch: 2 }, false, false],
    [{ metagenerationNotMatch: 3 }, true, false],
    [{ etagMatch: ['*'] }, true, false],
    [{ etagMatch: ['other', TAG] }, true, false],
    [{ etagMatch: ['other'] }, false, false],
    [{ etagNotMatch: ['*'] }, false, true],
    [{ etagNotMatch: [TAG] }, false, true],
    [{ etagNotMatch: ['other'] }, true, true],
    [{ generationMatch: 7, metagenerationMatch: 3 }, false, false],
  ] as readonly (readonly [Conditions, boolean, boolean])[]) {
    it(`${JSON.stringify(conditions)} of what is there and of nothing`, () => {
      const passes = (live: typeof LIVE | undefined): boolean => {
        try {
          checkForChange(conditions, live);
          return true;
        } catch (error) {
          assert.equal((error as { status?: number }).status, 412);
          return false;
        }
      };
      assert.deepEqual([passes(LIVE), passes(undefined)], [ofLive, ofNothing]);
    });
  }

  it('that say the reader has it already are answered 304', () => {
    assert.throws(() => checkForRead({ generationNotMatch: 7 }, LIVE), { status: 304 });
    assert.throws(() => checkForRead({ etagNotMatch: [TAG] }, LIVE), { status: 304 });
    assert.throws(() => checkForRead({ generationMatch: 8 }, LIVE), { status: 412 });
  });
});
