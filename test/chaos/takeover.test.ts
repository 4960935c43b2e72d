import assert from 'node:assert/strict';
import { type FaultRule, mulberry32 } from '@penstock/local/core/faults/faults.ts';
import {
  createCommittedStream,
  fenceStream,
  openCommittedStream,
} from '@penstock/shared/bigquery/write/committed-stream.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { CUT_CLASSES, CuttingProxy } from '../support/cutting-proxy.ts';
import { batchOf, range, startWriteWorld, type WriteWorld } from '../support/write-core.ts';

const only = process.env.PENSTOCK_SEED;
const schedules = process.env.PENSTOCK_SOAK === '1' ? 1_000 : 40;
const SIDE_BY_SIDE = 8;

/**
 * One plan, written by one owner after another: each is fenced while it writes, by finalizing its stream, and the next goes on
 * behind the rows that the stream held, with a stream of its own (docs/puller.md).
 */
describe('a plan that passes from owner to owner', function () {
  this.timeout(600_000);
  let world: WriteWorld;

  before(async () => {
    world = await startWriteWorld({ limits: { staleMs: 40 } }, { appendTimeoutMs: 150, staleWaitMs: 50 });
  });

  after(() => world.close());

  it(`is in the table once, whole and in order, in ${only ? `schedule ${only}` : `${schedules} schedules`}`, async () => {
    const seeds = only ? [Number(only)] : range(1, schedules);
    const work = async (): Promise<void> => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        await play(world, seed).catch((error: unknown) => {
          seeds.length = 0;
          throw new Error(`replay with PENSTOCK_SEED=${seed}: ${error}`, { cause: error });
        });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  });
});

async function play(world: WriteWorld, seed: number): Promise<void> {
  const random = mulberry32(seed);
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T;
  const table = await world.table();
  const rules: readonly Omit<FaultRule, 'service' | 'method' | 'resource'>[] = [
    { kind: 'ack-lost' },
    { kind: 'reset', at: pick(['before', 'during', 'after']) },
    { kind: 'error', code: pick(['UNAVAILABLE', 'ABORTED', 'INTERNAL']), at: pick(['before', 'during']) },
    { kind: 'throttle', at: 'during' },
    { kind: 'slow', delayMs: pick([10, 200]) },
    { kind: 'stale' },
  ];
  for (let count = whole(0, 5); count > 0; count -= 1) {
    const rule = { ...pick(rules), skip: whole(0, 20), times: whole(1, 2) };
    world.faults.add({ ...rule, service: 'bigquery-storage', method: 'AppendRows', resource: `/${table.tableId}/` });
  }
  const plan: number[][] = [];
  for (let next = 0, batches = whole(5, 30); batches > 0; batches -= 1) {
    plan.push(range(next, whole(1, 5)));
    next += plan.at(-1)?.length ?? 0;
  }
  const rows = plan.flat().length;
  const proxies: CuttingProxy[] = [];
  const told = new Set<number>();
  let written = 0;
  try {
    for (let owners = whole(1, 4); owners > 0; owners -= 1) {
      const proxy = await CuttingProxy.start(world.address);
      proxies.push(proxy);
      if (random() < 0.5)
        proxy.plan({ ...pick(Object.values(CUT_CLASSES)), ...(random() < 0.3 ? { how: 'late' } : {}) });
      const client = world.newCore({ endpoint: { emulatorHost: proxy.address } });
      const { name } = await createCommittedStream(world.core, table);
      const stream = openCommittedStream(client, name, { onRejected: () => undefined });
      const begun = written;
      const appends = plan
        .filter(([first]) => (first ?? 0) >= begun)
        .map(async (ids) => {
          const { acknowledged } = await stream.append(batchOf(ids));
          const { offset } = await acknowledged;
          assert.equal(begun + (offset ?? -1), ids[0], 'at its place in the plan');
          for (const id of ids) {
            assert.ok(!told.has(id), `two owners were told that row ${id} is theirs`);
            told.add(id);
          }
        });
      const settled = Promise.allSettled(appends);
      if (owners === 1) {
        await settled;
        written += await stream.finalize();
      } else {
        await new Promise((resolve) => setTimeout(resolve, whole(0, 60)));
        const held = await fenceStream(world.core, name);
        await settled;
        const mine = [...told].filter((id) => id >= begun);
        assert.ok(
          mine.every((id) => id < begun + held),
          `an owner was told of rows behind the ${held} that its stream holds`,
        );
        written += held;
        await stream.close();
      }
      for (const outcome of await settled) {
        if (outcome.status === 'fulfilled') continue;
        assert.ok(outcome.reason instanceof PenstockError, String(outcome.reason));
        assert.ok(['STREAM_FINALIZED', 'OUTCOME_UNKNOWN'].includes(outcome.reason.code), outcome.reason.message);
      }
      client.close();
    }
    assert.equal(written, rows);
    assert.deepEqual(await world.ids(table), range(0, rows));
  } finally {
    for (const proxy of proxies) await proxy.close();
  }
}
