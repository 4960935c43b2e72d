import assert from 'node:assert/strict';
import { SourceError } from '../../../../functions/puller/source.ts';
import {
  dueStarts,
  lastStart,
  pastRetention,
  type WindowPolicy,
  windowAt,
} from '../../../../functions/puller/window.ts';

const MINUTE = 60_000;
const at = (text: string): number => Date.parse(text);
const policy: WindowPolicy = {
  lengthMs: 10 * MINUTE,
  offsetMs: 0,
  settleMs: 0,
  overlapMs: 0,
  retentionMs: undefined,
  startMs: at('2026-01-02T00:00:00Z'),
  maxWindows: 3,
};

describe("a puller's windows", () => {
  it('begin where the one before ended, whatever second the run was scheduled at', () => {
    const start = lastStart(policy, at('2026-01-02T03:10:07.123Z')) as number;
    assert.deepEqual(windowAt(start, policy.lengthMs), {
      from: '2026-01-02T03:00:00.000Z',
      to: '2026-01-02T03:10:00.000Z',
    });
  });

  it('are shifted by the offset of their policy', () => {
    const start = lastStart({ ...policy, offsetMs: MINUTE }, at('2026-01-02T03:10:30Z')) as number;
    assert.equal(new Date(start).toISOString(), '2026-01-02T02:51:00.000Z');
  });

  it('wait until they have settled', () => {
    const settling = { ...policy, settleMs: 5 * MINUTE };
    assert.equal(lastStart(settling, at('2026-01-02T03:14:59Z')), at('2026-01-02T02:50:00Z'));
    assert.equal(lastStart(settling, at('2026-01-02T03:15:00Z')), at('2026-01-02T03:00:00Z'));
  });

  it('are none before the first one has ended', () => {
    assert.equal(lastStart(policy, at('2026-01-02T00:09:59Z')), undefined);
    assert.deepEqual(dueStarts(policy, 0, at('2026-01-02T00:09:59Z')), []);
  });

  it('are caught up in order, and no more of them in one run than its bound', () => {
    const due = dueStarts(policy, at('2026-01-02T02:00:00Z'), at('2026-01-02T03:10:00Z'));
    assert.deepEqual(
      due.map((start) => new Date(start).toISOString().slice(11, 16)),
      ['02:00', '02:10', '02:20'],
    );
  });

  it('are due from the next one on and not before the first', () => {
    assert.deepEqual(dueStarts(policy, 0, at('2026-01-02T00:20:00Z')), [policy.startMs, policy.startMs + 10 * MINUTE]);
    assert.deepEqual(dueStarts(policy, at('2026-01-02T03:10:00Z'), at('2026-01-02T03:10:00Z')), []);
  });

  it('are refused once the source no longer shows their rows, which would be a silent gap', () => {
    const kept = { ...policy, retentionMs: 60 * MINUTE };
    const now = at('2026-01-02T03:00:00Z');
    assert.equal(pastRetention(kept, at('2026-01-02T01:59:59Z'), now), true);
    assert.equal(pastRetention(kept, at('2026-01-02T02:00:00Z'), now), false);
    assert.equal(pastRetention(policy, 0, now), false);
  });
});

describe('a failure of a source', () => {
  it('is transient unless it says that the window cannot succeed unchanged', () => {
    const kinds = (['retry', 'wait', 'relist', 'fail'] as const).map((action) => [
      action,
      new SourceError(action, 'UNAVAILABLE', 'no').kind,
    ]);
    assert.deepEqual(Object.fromEntries(kinds), {
      retry: 'transient',
      wait: 'transient',
      relist: 'transient',
      fail: 'permanent',
    });
  });

  it('carries the time before which nothing is to be tried', () => {
    const error = new SourceError('wait', 'RESOURCE_EXHAUSTED', 'later', { untilMs: 5 });
    assert.deepEqual([error.action, error.untilMs, error.stage], ['wait', 5, 'receiving']);
  });
});
