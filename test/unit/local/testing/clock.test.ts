import assert from 'node:assert/strict';
import { testClock } from '../../../../local/testing/clock.ts';

describe('the clock of a test cloud', () => {
  it('runs as the real clock does, ahead by what it was moved, and tells each move', () => {
    let real = 1_000;
    const moves: number[][] = [];
    const clock = testClock(
      () => real,
      (from, to) => moves.push([from, to]),
    );
    assert.equal(clock.now(), 1_000);
    clock.advance(500);
    real += 10;
    assert.equal(clock.now(), 1_510);
    clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 });
    assert.equal(clock.now(), 1_510 + 93_784_005);
    clock.moveTo(new Date(200_000_000));
    assert.equal(clock.now(), 200_000_000);
    assert.deepEqual(moves, [
      [1_000, 1_500],
      [1_510, 93_785_515],
      [93_785_515, 200_000_000],
    ]);
  });

  it('refuses to go back', () => {
    const clock = testClock(
      () => 5,
      () => assert.fail('moved'),
    );
    assert.throws(() => clock.advance(-1), /cannot be moved by -1 ms, only forward/);
    assert.throws(() => clock.moveTo(new Date('nonsense')), RangeError);
  });
});
