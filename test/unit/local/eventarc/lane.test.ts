import assert from 'node:assert/strict';
import type { Delivery } from '../../../../local/eventarc/deliveries.ts';
import { Lane } from '../../../../local/eventarc/lane.ts';

const delivery = (id: string): Delivery => ({ id, trigger: 't', emittedMs: 0, attempts: 0, event: undefined });

describe('a lane of Eventarc', () => {
  it('delivers in order, so many at once as it has slots', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const lane = new Lane(2, ({ id }) => {
      begun.push(id);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
    for (const id of ['a', 'b', 'c', 'd']) lane.add(delivery(id));
    assert.deepEqual([begun, lane.active], [['a', 'b'], 2]);
    ends[1]?.();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(begun, ['a', 'b', 'c']);
    lane.close();
  });

  it('begins nothing and leaves no timer behind once it is closed', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    let begun = 0;
    const lane = new Lane(1, async () => {
      begun += 1;
    });
    lane.later(delivery('waiting'), 60_000);
    lane.close();
    lane.later(delivery('late'), 60_000);
    lane.add(delivery('now'));
    assert.deepEqual([begun, timers()], [0, before]);
  });
});
