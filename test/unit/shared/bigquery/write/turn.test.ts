import assert from 'node:assert/strict';
import type { Accepted } from '@penstock/shared/bigquery/write/batch.ts';
import { createCommittedStream, openCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { batchOf, range, startWriteWorld, type WriteWorld } from '../../../../support/write-core.ts';

describe('an append connection', () => {
  let world: WriteWorld;

  before(async () => {
    world = await startWriteWorld();
  });

  after(() => world.close());

  it('lets the event loop turn where a caller does nothing but append, and keeps the order of the calls', async () => {
    const table = await world.table();
    const { name } = await createCommittedStream(world.core, table);
    const stream = openCommittedStream(world.core, name, { onRejected: () => undefined });
    const large = batchOf(range(0, 20_000));
    let turns = 0;
    let timer = setImmediate(function turned() {
      turns += 1;
      timer = setImmediate(turned);
    });
    const inside: Accepted[] = [];
    const order: number[] = [];
    try {
      // Microtasks alone: there is room for all of it.
      for (let index = 0; index < 10; index += 1) {
        const [one, two] = [stream.append(large), stream.append(batchOf([1]))];
        void one.then(() => order.push(2 * index));
        void two.then(() => order.push(2 * index + 1));
        inside.push(await one, await two);
      }
    } finally {
      clearImmediate(timer);
    }
    assert(turns >= 4, `the event loop turned ${turns} times`);
    assert.deepEqual(order, range(0, 20));
    await Promise.all(inside.map(({ acknowledged }) => acknowledged));
    await stream.close();
  });
});
