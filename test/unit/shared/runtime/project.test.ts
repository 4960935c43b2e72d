import assert from 'node:assert/strict';
import { projectOf } from '@penstock/shared/runtime/project.ts';

describe("a client's project", () => {
  it('is named where it is known, and left to the client where it is not', () => {
    assert.deepEqual([projectOf('p'), projectOf('')], [{ projectId: 'p' }, {}]);
  });
});
