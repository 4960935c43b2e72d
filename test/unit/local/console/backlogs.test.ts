import assert from 'node:assert/strict';
import sinon from 'sinon';
import { Backlogs } from '../../../../local/console/backlogs.ts';
import type { SubscriptionSummary, WaitingMessage } from '../../../../local/pubsub/index.ts';

describe('the backlogs over time', () => {
  let clock: sinon.SinonFakeTimers;
  let waiting: number;
  let reads: number;
  let backlogs: Backlogs;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'setInterval', 'clearInterval'] });
    [waiting, reads] = [3, 0];
    backlogs = new Backlogs(
      {
        subscriptions: (): readonly SubscriptionSummary[] => {
          reads += 1;
          return waiting < 0 ? [] : [{ name: 's', topic: 't', backlog: waiting, outstanding: 0 }];
        },
        peek: () => [{ publishTimeMs: 990_000 } as WaitingMessage],
      },
      Date.now,
    );
  });
  afterEach(() => {
    backlogs.close();
    clock.restore();
  });

  it('are read every ten seconds while a page asks, and not at all before and after that', () => {
    clock.tick(100_000);
    assert.equal(reads, 0);
    const [first] = backlogs.series();
    assert.deepEqual(first?.points, [{ atMs: 1_100_000, waiting: 3, oldestSeconds: 110 }]);
    clock.tick(20_000);
    assert.equal(backlogs.series()[0]?.points.length, 3);
    clock.tick(300_000);
    const before = reads;
    clock.tick(600_000);
    assert.equal(reads, before);
    assert.equal(backlogs.series()[0]?.points.at(-1)?.atMs, Date.now());
  });

  it('keep an hour, have no age without a message, and forget what is gone', () => {
    waiting = 0;
    for (let step = 0; step < 400; step += 1) {
      backlogs.series();
      clock.tick(10_000);
    }
    const [series] = backlogs.series();
    assert.deepEqual([series?.points.length, series?.points[0]?.oldestSeconds], [360, 0]);
    waiting = -1;
    clock.tick(10_000);
    assert.deepEqual(backlogs.series(), []);
  });
});
