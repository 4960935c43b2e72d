import assert from 'node:assert/strict';
import { createCommittedStream, openCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { CUT_CLASSES, type Cut, CuttingProxy } from '../support/cutting-proxy.ts';
import { batchOf, range, startWriteWorld, type WriteWorld } from '../support/write-core.ts';

/** Every byte under soak, otherwise every so many-th. */
const step = process.env.PENSTOCK_SOAK === '1' ? 1 : 61;
const first = step === 1 ? 0 : 7;
/** More than a conversation of four appends takes in either direction: beyond its end nothing is cut. */
const BYTES = { up: 1_400, down: 700 } as const;

describe('a wire that breaks', function () {
  this.timeout(300_000);
  let world: WriteWorld;

  before(async () => {
    world = await startWriteWorld({}, { appendTimeoutMs: 300 });
  });

  after(() => world.close());

  /** Four pipelined appends over a wire that is cut there. */
  async function appendThrough(cuts: readonly Cut[], thenMs = 0): Promise<number> {
    const table = await world.table();
    const { name } = await createCommittedStream(world.core, table);
    const proxy = await CuttingProxy.start(world.address);
    proxy.plan(...cuts);
    const core = world.newCore({ endpoint: { emulatorHost: proxy.address } });
    try {
      const stream = openCommittedStream(core, name, { onRejected: () => undefined });
      const accepted = await Promise.all(range(0, 4).map((index) => stream.append(batchOf(range(index * 3, 3)))));
      const offsets = await Promise.all(accepted.map(async ({ acknowledged }) => (await acknowledged).offset));
      assert.deepEqual(offsets, [0, 3, 6, 9]);
      if (thenMs > 0) await new Promise((resolve) => setTimeout(resolve, thenMs));
      assert.equal(await stream.finalize(), 12);
      assert.deepEqual(await world.ids(table), range(0, 12));
      return proxy.opened;
    } finally {
      core.close();
      await proxy.close();
    }
  }

  for (const direction of ['up', 'down'] as const) {
    it(`after any number of bytes ${direction} leaves every row once and in order`, async () => {
      const places: number[] = [];
      for (let bytes = first; bytes < BYTES[direction]; bytes += step) places.push(bytes);
      const queue = [...places];
      let cut = 0;
      const work = async (): Promise<void> => {
        for (let bytes = queue.shift(); bytes !== undefined; bytes = queue.shift()) {
          const opened = await appendThrough([{ direction, from: 'start', bytes }]).catch((error: unknown) => {
            throw new Error(`cut after ${bytes} bytes ${direction}`, { cause: error });
          });
          if (opened > 1) cut += 1;
        }
      };
      await Promise.all(Array.from({ length: 6 }, work));
      assert.ok(cut > places.length / 3, `only ${cut} of ${places.length} conversations were long enough to be cut`);
    });
  }

  it('that delivers what was sent once it has been sent again on another leaves every row once and in order', async () => {
    for (const skip of range(0, 4)) {
      assert.ok((await appendThrough([{ direction: 'up', from: 'data', skip, bytes: 0, how: 'late' }], 150)) > 1);
    }
  });

  for (const [name, cut] of Object.entries(CUT_CLASSES)) {
    it(`${name}, or falls silent there, leaves every row once and in order`, async () => {
      assert.ok((await appendThrough([cut])) > 1);
      assert.ok((await appendThrough([{ ...cut, how: 'stall' }, cut])) > 1);
    });
  }
});
