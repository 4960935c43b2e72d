import assert from 'node:assert/strict';
import { SourceError } from '../../../../functions/puller/source.ts';
import {
  isDue,
  lastStart,
  pastRetention,
  type WindowPolicy,
  windowAt,
  windowFrom,
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
  });

  it('are due once they have ended and settled', () => {
    const settling = { ...policy, settleMs: 5 * MINUTE };
    const start = at('2026-01-02T03:00:00Z');
    assert.deepEqual(
      [isDue(policy, start, at('2026-01-02T03:09:59Z')), isDue(policy, start, at('2026-01-02T03:10:00Z'))],
      [false, true],
    );
    assert.deepEqual(
      [isDue(settling, start, at('2026-01-02T03:14:59Z')), isDue(settling, start, at('2026-01-02T03:15:00Z'))],
      [false, true],
    );
  });

  it('end at the next border, so that one is short where the length was changed', () => {
    const hourly = { ...policy, lengthMs: 60 * MINUTE, offsetMs: MINUTE };
    const ends = ['2026-01-02T03:01:00Z', '2026-01-02T03:10:00Z', '2026-01-02T03:00:59Z'].map((from) =>
      windowFrom(hourly, at(from)).to.slice(11, 16),
    );
    assert.deepEqual(ends, ['04:01', '04:01', '03:01']);
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
