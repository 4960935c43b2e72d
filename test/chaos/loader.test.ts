import assert from 'node:assert/strict';
import { type LoaderWorld, loaderWorld } from '../support/loader.ts';
import { playSchedule } from '../support/loader-schedule.ts';

const SCHEDULES = Number(process.env.PENSTOCK_SCHEDULES ?? (process.env.PENSTOCK_SOAK === '1' ? 3_000 : 20));
const FIRST_SEED = Number(process.env.PENSTOCK_SEED ?? 1);
/** A world forgets nothing, so a long soak takes several. */
const PER_WORLD = 100;

describe('loads under repeated events, kills, faults and changed files', () => {
  let world: LoaderWorld | undefined;
  after(() => world?.close());

  for (let begin = 0; begin < SCHEDULES; begin += PER_WORLD) {
    const end = Math.min(SCHEDULES, begin + PER_WORLD);
    it(`AL-10 AL-11 AL-20 leave exactly the right rows in schedules ${FIRST_SEED + begin} to ${FIRST_SEED + end - 1}`, async function () {
      this.timeout(60_000 + (end - begin) * 20_000);
      await world?.close();
      world = await loaderWorld();
      await world.warehouse.createDataset('d');
      const failed: string[] = [];
      for (let seed = FIRST_SEED + begin; seed < FIRST_SEED + end; seed += 1) {
        await playSchedule(world, seed).catch((error: Error) => {
          process.stderr.write(`${seed}: ${error.message}\n`);
          failed.push(`PENSTOCK_SEED=${seed} PENSTOCK_SCHEDULES=1 replays: ${error.message}`);
        });
      }
      assert.deepEqual(failed, []);
    });
  }
});
