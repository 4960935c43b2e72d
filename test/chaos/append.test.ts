import { CHAOS_LIMITS, CHAOS_POLICY, runSchedule, scheduleOf } from '../support/append-schedule.ts';
import { startWriteWorld, type WriteWorld } from '../support/write-core.ts';

/** `PENSTOCK_SEED=17` plays one schedule again. */
const only = process.env.PENSTOCK_SEED;
const schedules = process.env.PENSTOCK_SOAK === '1' ? 2_000 : 100;
/** Schedules side by side: most of a schedule is waiting. */
const SIDE_BY_SIDE = 8;

describe('appends under every fault', function () {
  this.timeout(600_000);
  let world: WriteWorld;

  before(async () => {
    world = await startWriteWorld({ limits: CHAOS_LIMITS }, CHAOS_POLICY);
  });

  after(() => world.close());

  it(`leaves every acknowledged row once and in order, and nothing else, in ${only ? `schedule ${only}` : `${schedules} schedules`}`, async () => {
    const seeds = only ? [Number(only)] : Array.from({ length: schedules }, (_, index) => index + 1);
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => play(world, seeds)));
  });
});

async function play(world: WriteWorld, seeds: number[]): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const schedule = scheduleOf(seed);
    try {
      await runSchedule(world, schedule);
    } catch (error) {
      seeds.length = 0;
      const told = `replay with PENSTOCK_SEED=${seed}: ${JSON.stringify(schedule)}`;
      throw new Error(`${error instanceof Error ? error.message : error}\n${told}`, { cause: error });
    }
  }
}
