import assert from 'node:assert/strict';
import { nextStep } from '../../../../functions/puller/takeover.ts';
import {
  done,
  failed,
  newWindow,
  nextRow,
  parseWindowLedger,
  replayed,
  withCount,
  withPlan,
  withRefused,
  withSegment,
} from '../../../../functions/puller/window-ledger.ts';

const WINDOW = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:10:00.000Z' };
const PLAN = { listing: 'l', batches: 1, pages: 1, rows: 10, rejected: 0, bytes: 1 };
const FAILURE = { code: 'OFFSET_MISMATCH', message: 'm' };

describe('the next step of a window', () => {
  const fresh = newWindow(WINDOW);
  const planned = withPlan(fresh, PLAN);
  const sending = withSegment(planned, 's1');
  const half = withCount(sending, 4);
  const whole = withCount(withSegment(half, 's2'), 6);

  for (const [what, record, step] of [
    ['a new window is listed and spooled', fresh, { do: 'spool' }],
    ['a planned window is sent from its first row', planned, { do: 'send', plan: PLAN, from: 0 }],
    ['an open stream is fenced before anything else', sending, { do: 'fence', stream: 's1' }],
    ['a counted stream is gone on from', half, { do: 'send', plan: PLAN, from: 4 }],
    ['a window whose rows have all landed is finished', whole, { do: 'finish', plan: PLAN }],
    [
      'a window without rows is finished',
      withPlan(fresh, { ...PLAN, rows: 0 }),
      { do: 'finish', plan: { ...PLAN, rows: 0 } },
    ],
    ['refused rows are not waited for', withRefused(withCount(sending, 8), [3, 9]), { do: 'finish', plan: PLAN }],
    ['refused rows are stepped over', withRefused(half, [2, 5, 9]), { do: 'send', plan: PLAN, from: 6 }],
    ['a done window needs nothing', done(whole), { do: 'nothing' }],
    ['a failed window waits for its replay', failed(half, FAILURE), { do: 'nothing' }],
  ] as const) {
    it(what, () => assert.deepEqual(nextStep(record), step));
  }

  it('is to stop where the streams hold more rows than the plan has', () => {
    const step = nextStep(withCount(sending, 11));
    assert.deepEqual([step.do, step.do === 'stop' && /11 rows and the plan has 10/.test(step.why)], ['stop', true]);
  });

  it('goes on behind the refused rows, in whatever order they were told', () => {
    const record = withRefused(withRefused(half, [5]), [4, 5]);
    assert.deepEqual([record.refused, nextRow(record)], [[4, 5], 6]);
  });

  it('of a replayed window keeps its plan where rows have landed or may land, and lists anew where none have', () => {
    assert.deepEqual(nextStep(replayed(failed(planned, FAILURE))), { do: 'spool' });
    assert.deepEqual(nextStep(replayed(failed(half, FAILURE))), { do: 'send', plan: PLAN, from: 4 });
    assert.deepEqual(nextStep(replayed(failed(sending, FAILURE))), { do: 'fence', stream: 's1' });
  });

  it('is read from what was stored, and from nothing else', () => {
    const stored = { epoch: 1, lease: null, value: half };
    assert.deepEqual(parseWindowLedger(JSON.parse(JSON.stringify(stored))), stored);
    for (const value of [null, {}, { ...half, state: 'odd' }, { ...half, segments: 1 }, { ...half, refused: null }])
      assert.throws(() => parseWindowLedger({ ...stored, value }), /not the ledger of a window/);
  });
});
