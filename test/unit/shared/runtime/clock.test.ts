import assert from 'node:assert/strict';
import { systemClock } from '@penstock/shared/runtime/clock.ts';

describe('the system clock', () => {
  it('tells the time and draws below one', () => {
    assert.ok(Math.abs(systemClock.now() - Date.now()) < 1_000);
    const drawn = systemClock.random();
    assert.ok(drawn >= 0 && drawn < 1);
  });

  it('sleeps, with and without a signal', async () => {
    await systemClock.sleep(1);
    await systemClock.sleep(1, new AbortController().signal);
  });

  it('wakes at once when the signal aborts', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(sleeping, /enough/);
  });

  it('does not fall asleep after the signal has aborted', async () => {
    await assert.rejects(systemClock.sleep(60_000, AbortSignal.abort(new Error('too late'))), /too late/);
  });
});
