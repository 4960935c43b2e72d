import assert from 'node:assert/strict';
import { createUnderWay } from '@penstock/shared/runtime/under-way.ts';

describe('requests under way', () => {
  it('are waited for until the last has left', async () => {
    const underWay = createUnderWay();
    underWay.enter();
    underWay.enter();
    let stopped = false;
    const stopping = underWay.stop().then(() => {
      stopped = true;
    });
    underWay.leave();
    await Promise.resolve();
    assert.deepEqual([stopped, underWay.stopping], [false, true]);
    underWay.leave();
    await stopping;
  });

  it('need no waiting where there are none, however often stopping is asked for', async () => {
    const underWay = createUnderWay();
    assert.equal(underWay.stopping, false);
    await Promise.all([underWay.stop(), underWay.stop()]);
  });
});
