import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Waiting } from '../../../../functions/sink/waiting.ts';
import { collectGarbage } from '../../../support/garbage.ts';

describe('entries that wait', () => {
  it('are let go of once they are taken, though some wait on', async () => {
    const waiting = new Waiting<object>();
    const first = new WeakRef({});
    const fill = (): void => {
      waiting.push(first.deref() as object);
      for (let index = 1; index < 10_000; index += 1) waiting.push({ index });
      waiting.take(9_999);
    };
    fill();
    // An object that a WeakRef has told stays until the turn ends.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    assert.deepEqual([first.deref(), waiting.size], [undefined, 1]);
  });

  it('leave in the order they came, however they are taken', () => {
    const step = fc.oneof(
      fc.record({ push: fc.integer({ min: 1, max: 9_000 }) }),
      fc.record({ take: fc.integer({ min: 0, max: 5_000 }) }),
      fc.constant({ all: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const waiting = new Waiting<number>();
        let [came, left] = [0, 0];
        for (const one of steps) {
          if ('push' in one) for (let index = 0; index < one.push; index += 1) waiting.push(came++);
          else {
            const taken = 'take' in one ? waiting.take(one.take) : waiting.takeAll();
            const expected = Math.min('take' in one ? one.take : Number.POSITIVE_INFINITY, came - left);
            assert.deepEqual(
              [taken.length, taken[0], taken.at(-1)],
              [expected, expected === 0 ? undefined : left, expected === 0 ? undefined : left + expected - 1],
            );
            left += expected;
          }
          assert.equal(waiting.size, came - left);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});
