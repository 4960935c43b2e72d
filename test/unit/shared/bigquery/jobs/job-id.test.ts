import assert from 'node:assert/strict';
import { type JobIdentity, jobIdOf } from '@penstock/shared/bigquery/jobs/job-id.ts';

const LOAD: JobIdentity = {
  purpose: 'load',
  bucket: 'b',
  object: 'ds/t/$20260101/_SUCCESS',
  generation: '17',
  part: 2,
  attempt: 1,
};

describe('the id of a job', () => {
  it('is the same for the same identity, and reads like the object', () => {
    assert.equal(jobIdOf(LOAD), jobIdOf({ ...LOAD }));
    assert.match(jobIdOf(LOAD), /^load_ds-t--20260101-_SUCCESS_[0-9a-f]{32}_p2_a1$/);
  });

  it('differs where any part of the identity does', () => {
    const others: readonly Partial<JobIdentity>[] = [
      { purpose: 'copy' },
      { bucket: 'c' },
      { object: 'ds/t/$20260102/_SUCCESS' },
      { object: 'ds/t/.20260101/_SUCCESS' },
      { generation: '18' },
      { part: 1 },
      { attempt: 2 },
    ];
    const ids = new Set([LOAD, ...others.map((other) => ({ ...LOAD, ...other }))].map(jobIdOf));
    assert.equal(ids.size, others.length + 1);
  });

  it('has only legal characters and a legal length, whatever the object is called', () => {
    const id = jobIdOf({ ...LOAD, object: '😀/é'.repeat(250), bucket: 'x'.repeat(63) });
    assert.match(id, /^[A-Za-z0-9_-]{1,1024}$/);
  });

  const wrong: readonly (readonly [Partial<JobIdentity>, RegExp])[] = [
    [{ purpose: 'a b' }, /purpose "a b"/],
    [{ purpose: '' }, /purpose ""/],
    [{ part: -1 }, /part -1/],
    [{ part: 0.5 }, /part 0.5/],
    [{ attempt: 0 }, /attempt 0/],
  ];
  for (const [part, message] of wrong) {
    it(`refuses ${JSON.stringify(part)}`, () => {
      assert.throws(() => jobIdOf({ ...LOAD, ...part }), { code: 'INPUT_INVALID', message });
    });
  }
});
