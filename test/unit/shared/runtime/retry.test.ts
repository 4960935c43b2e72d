import assert from 'node:assert/strict';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { backoff, DEFAULT_RETRY, retry } from '@penstock/shared/runtime/retry.ts';

/** Time that passes only by sleeping. */
function heldClock(random = 1): Clock & { readonly slept: number[] } {
  let at = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => at,
    random: () => random,
    sleep: async (ms) => {
      slept.push(ms);
      at += ms;
    },
  };
}

const down = (retryAfterMs?: number): PenstockError =>
  new PenstockError('UNAVAILABLE', 'down', retryAfterMs === undefined ? {} : { retryAfterMs });

describe('retry', () => {
  it('returns the first success and says which attempt it is', async () => {
    const clock = heldClock();
    const attempts: number[] = [];
    const result = await retry(
      async (attempt) => {
        attempts.push(attempt);
        if (attempt < 3) throw down();
        return 'done';
      },
      { clock },
    );
    assert.equal(result, 'done');
    assert.deepEqual(attempts, [1, 2, 3]);
    assert.deepEqual(clock.slept, [100, 200]);
  });

  it('does not try a permanent error again', async () => {
    const clock = heldClock();
    const error = new PenstockError('INPUT_INVALID', 'bad');
    await assert.rejects(
      retry(() => Promise.reject(error), { clock }),
      error,
    );
    assert.deepEqual(clock.slept, []);
  });

  it('waits as long as the server asked', async () => {
    const clock = heldClock();
    await retry(async (attempt) => (attempt === 1 ? Promise.reject(down(7_000)) : 'ok'), { clock });
    assert.deepEqual(clock.slept, [7_000]);
  });

  it('ends with the last error when the budget is spent', async () => {
    const clock = heldClock();
    await assert.rejects(
      retry(() => Promise.reject(down()), { clock, policy: { budgetMs: 650 } }),
      { code: 'UNAVAILABLE' },
    );
    assert.deepEqual(clock.slept, [100, 200]);
  });

  it('keeps room before the deadline to record the state', async () => {
    const clock = heldClock();
    const deadline = clock.now() + 5_250;
    await assert.rejects(retry(() => Promise.reject(down()), { clock, deadline }));
    assert.deepEqual(clock.slept, [100]);
  });

  it('keeps as much room as it is told', async () => {
    const clock = heldClock();
    const deadline = clock.now() + 150;
    await assert.rejects(retry(() => Promise.reject(down()), { clock, deadline, reserveMs: 0 }));
    assert.deepEqual(clock.slept, [100]);
  });

  it('tells before each wait what failed and how long it waits', async () => {
    const clock = heldClock();
    const told: unknown[] = [];
    await retry(async (attempt) => (attempt === 1 ? Promise.reject(down()) : 1), {
      clock,
      onRetry: (error, attempt, waitMs) => told.push([error.code, attempt, waitMs]),
    });
    assert.deepEqual(told, [['UNAVAILABLE', 1, 100]]);
  });

  it('stops when it is told to', async () => {
    const clock = heldClock();
    const signal = AbortSignal.abort();
    await assert.rejects(
      retry(() => Promise.reject(down()), { clock, signal }),
      { code: 'UNAVAILABLE' },
    );
    assert.deepEqual(clock.slept, []);
  });

  it('needs nothing but the work', async () => {
    assert.equal(await retry(async () => 'at once'), 'at once');
    await assert.rejects(
      retry(() => Promise.reject(new Error('x')), { policy: { budgetMs: 0, initialMs: 9e6 } }),
      { code: 'INTERNAL' },
    );
  });

  it('judges a foreign error by the given classification', async () => {
    await assert.rejects(
      retry(() => Promise.reject(new Error('x')), { classify: () => new PenstockError('NOT_FOUND', 'gone') }),
      { code: 'NOT_FOUND' },
    );
  });
});

describe('backoff', () => {
  it('draws uniformly below an exponential bound that is itself bounded', () => {
    assert.equal(backoff(DEFAULT_RETRY, 1, 0.5), 50);
    assert.equal(backoff(DEFAULT_RETRY, 4, 0.5), 400);
    assert.equal(backoff(DEFAULT_RETRY, 40, 0.999), 29_970);
    assert.equal(backoff(DEFAULT_RETRY, 3, 0), 0);
  });
});
