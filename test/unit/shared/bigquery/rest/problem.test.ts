import assert from 'node:assert/strict';
import { jobError, jobFrom } from '@penstock/shared/bigquery/jobs/job.ts';
import { fromProblems, problemFrom, problemsFrom, problemsOf } from '@penstock/shared/bigquery/rest/problem.ts';

describe("BigQuery's problems", () => {
  it('are read from lists of objects, and from nothing else', () => {
    assert.deepEqual(problemsFrom([{ reason: 'invalid', message: 'x' }, null, 'y', { location: 5 }]), [
      { reason: 'invalid', location: '', message: 'x' },
      { reason: '', location: '', message: '' },
    ]);
    assert.deepEqual([problemsFrom('x'), problemsFrom(undefined), problemFrom(7)], [[], [], undefined]);
  });

  const reasons: readonly (readonly [reason: string, code: string, kind: string])[] = [
    ['backendError', 'UNAVAILABLE', 'transient'],
    ['jobBackendError', 'UNAVAILABLE', 'transient'],
    ['jobRateLimitExceeded', 'RESOURCE_EXHAUSTED', 'transient'],
    ['stopped', 'CANCELLED', 'permanent'],
    ['notFound', 'NOT_FOUND', 'permanent'],
    ['invalidQuery', 'INPUT_INVALID', 'permanent'],
    ['toString', 'INPUT_INVALID', 'permanent'],
  ];
  for (const [reason, code, kind] of reasons) {
    it(`${reason} is ${code}, ${kind}`, () => {
      const error = fromProblems([{ reason, location: 'a', message: 'b' }], 'told');
      assert.deepEqual([error.code, error.kind, error.context.reason, error.message], [code, kind, reason, 'told']);
    });
  }

  it('are none where an error has none behind it', () => {
    assert.deepEqual(problemsOf(new Error('x', { cause: new Error('y') })), []);
    assert.deepEqual(problemsOf('x'), []);
    assert.equal(fromProblems([], 'no problem at all').code, 'INPUT_INVALID');
  });

  it('stand in the error of a job once each, five of them in its message', () => {
    const errors = Array.from({ length: 7 }, (_, at) => ({ reason: 'invalid', location: `f${at}`, message: `m${at}` }));
    const job = jobFrom({
      status: { state: 'DONE', errorResult: errors[2], errors },
      jobReference: { projectId: 'p', jobId: 'j' },
    });
    assert.deepEqual(
      job.problems.map(({ location }) => location),
      ['f2', 'f0', 'f1', 'f3', 'f4', 'f5', 'f6'],
    );
    assert.equal(jobError(job)?.message, 'job j failed: f2: m2; f0: m0; f1: m1; f3: m3; f4: m4; and 2 more');
    const bare = jobFrom({ status: { state: 'DONE', errorResult: { message: 'it broke' } } });
    assert.equal(jobError(bare)?.message, 'job  failed: it broke');
  });
});
