import assert from 'node:assert/strict';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { type LoaderWorld, loaderWorld } from '../support/loader.ts';
import { startLoaderProcess } from '../support/loader-process.ts';

const KILLS = process.env.PENSTOCK_SOAK === '1' ? 100 : 4;
const SEED = 20_261_129;

describe('the loader’s process, killed', () => {
  let world: LoaderWorld;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
  });
  after(() => world.close());

  it(`AL-11 loads each row once over ${KILLS} kills at any moment, seed ${SEED}`, async function () {
    this.timeout(60_000 * KILLS);
    const random = mulberry32(SEED);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const table = `k${kill}`;
      const transform = kill % 4 === 3;
      const env = {
        LEDGER_PREFIX: `_penstock/${table}/`,
        MAX_BATCH_URIS: kill % 2 === 0 ? '1' : '10000',
        HOLD_FILES: kill % 3 === 0 ? 'snapshot' : 'verify',
      };
      await world.warehouse.query(`CREATE TABLE d.${table} (id INT64)`);
      if (transform) {
        await world.put(`d/${table}/_config/t.sql`, 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext');
        await world.put(
          `d/${table}/_config/external.json`,
          '{"sourceFormat":"NEWLINE_DELIMITED_JSON","schema":{"fields":[{"name":"id","type":"INTEGER"}]}}',
        );
      }
      for (const id of [1, 2, 3]) await world.put(`d/${table}/f${id}.json`, `{"id":${id}}\n`);
      await world.put(`d/${table}/_SUCCESS`, '');
      const child = await startLoaderProcess(env);
      const answering = child.event(`d/${table}/_SUCCESS`);
      await Promise.race([answering, new Promise((resolve) => setTimeout(resolve, random() * 900))]);
      await child.kill();
      const healthy = world.instance(env);
      if ((await answering) !== 'done') await healthy.event(`d/${table}/_SUCCESS`);
      await healthy.settle();
      assert.deepEqual(await world.rows(`d.${table}`), ['{"id":1}', '{"id":2}', '{"id":3}'], table);
      await healthy.close();
    }
  });
});
