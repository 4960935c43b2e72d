import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DueQueue, Queue } from '../../../../../local/pubsub/backlog/queue.ts';

describe('a queue', () => {
  it('gives back what it was given, in that order, over many turns', () => {
    const queue = new Queue<number>();
    let next = 0;
    let expected = 0;
    for (let round = 0; round < 50; round += 1) {
      for (const end = next + 200; next < end; next += 1) queue.push(next);
      for (const end = expected + 190; expected < end; expected += 1) assert.equal(queue.shift(), expected);
    }
    assert.equal(queue.length, 500);
    assert.equal(queue.peek(), expected);
    assert.equal([...queue].length, 500);
    queue.clear();
    assert.equal(queue.shift(), undefined);
  });
});

describe('a queue of what is due later', () => {
  it('gives what is due, earliest first, and nothing before its time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), fc.nat(1000), (times, now) => {
        const queue = new DueQueue<number>();
        for (const time of times) queue.push(time, time);
        assert.equal(queue.nextDue, times.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...times));
        const got: number[] = [];
        for (let item = queue.pop(now); item !== undefined; item = queue.pop(now)) got.push(item);
        assert.deepEqual(
          got,
          times.filter((time) => time <= now).sort((a, b) => a - b),
        );
      }),
      { seed: 1 },
    );
  });
});
