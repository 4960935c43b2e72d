import assert from 'node:assert/strict';
import { notesOf, type ReleaseFigures } from '../../../deploy/release/notes.ts';

const FIGURES: ReleaseFigures = {
  coldStart: { ours: { intake: 213 }, theirs: 190, ratio: { intake: 1.12 } },
  bundleBytes: { intake: 671_234 },
  worker: { tag: '0123456789ab', contextBytes: 4_600_000, imageBytes: 240_000_000 },
};

describe('release notes', () => {
  it('tell the cold start, the size of each zip and of the image, as they were measured', () => {
    const text = notesOf(FIGURES, ['intake-abc.zip']);
    assert.match(text, /\| intake \| 0\.67 MB \| 213 ms \| 1\.12 \|/);
    assert.match(text, /`0123456789ab`, adds 4\.60 MB to its base\. With its base it is 240\.00 MB\./);
    assert.match(text, /- `intake-abc\.zip`/);
  });

  it('say what was not measured, and are not written where a function was left out', () => {
    const text = notesOf({ ...FIGURES, worker: { ...FIGURES.worker, imageBytes: null } }, []);
    assert.match(text, /was not measured, because no Docker engine answered/);
    assert.throws(
      () => notesOf({ ...FIGURES, bundleBytes: { sink: 1 } }, []),
      /the cold start of sink was not measured/,
    );
  });
});
