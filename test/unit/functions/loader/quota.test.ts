import assert from 'node:assert/strict';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { gone, lost } from '../../../../functions/loader/not-there.ts';
import { admit, parseStarts, type Start } from '../../../../functions/loader/quota.ts';
import { type LoaderWorld, loaderWorld } from '../../../support/loader.ts';

const DAY = 86_400_000;

describe('the quota of a table', () => {
  it('AL-16 spreads 1,600 batches of a day over the limit, delays the rest and loses none', () => {
    let starts: readonly Start[] = [];
    let waiting: number[] = [];
    let started = 0;
    const begin = DAY * 100;
    for (let minute = 0; minute < 2 * 24 * 60; minute += 1) {
      const now = begin + minute * 60_000;
      if (minute < 24 * 60) waiting.push(...(minute % 9 === 0 ? [minute, minute + 0.5] : [minute]));
      const held: number[] = [];
      for (const batch of waiting) {
        const admission = admit(starts, `load${batch}:1`, now, 1_400);
        if (admission.state === 'admitted') {
          starts = admission.starts;
          started += 1;
        } else held.push(batch);
      }
      waiting = held;
      assert.ok(starts.filter(({ atMs }) => atMs > now - DAY).length <= 1_400);
    }
    assert.equal(waiting.length, 0);
    assert.equal(started, 1_600);
  });

  it('says how long a full day lasts, and knows a start that was written down before', () => {
    const starts = [
      { key: 'a:1', atMs: 1_000 },
      { key: 'b:1', atMs: 2_000 },
    ];
    assert.deepEqual(admit(starts, 'c:1', 5_000, 2), { state: 'full', waitMs: DAY - 4_000 });
    assert.deepEqual(admit(starts, 'a:1', 5_000, 2), { state: 'known' });
    assert.deepEqual(admit(starts, 'c:1', DAY + 1_500, 2), {
      state: 'admitted',
      starts: [
        { key: 'b:1', atMs: 2_000 },
        { key: 'c:1', atMs: DAY + 1_500 },
      ],
    });
  });

  it('a ledger of another kind is refused, and errors that are no lost race stay errors', () => {
    assert.throws(() => parseStarts({}), { code: 'INPUT_MALFORMED' });
    assert.throws(() => parseStarts(undefined), { code: 'INPUT_MALFORMED' });
    assert.throws(() => lost(new Error('x')), /x/);
    assert.throws(() => gone(new Error('x')), /x/);
  });

  describe('on the local cloud', () => {
    let world: LoaderWorld;
    before(async () => {
      world = await loaderWorld();
      await world.warehouse.createDataset('d');
    });
    after(() => world.close());

    it('AL-16 a batch above the limit waits, loaded already, and is published when the day is over', async () => {
      let shift = 0;
      const clock = { ...systemClock, now: () => Date.now() + shift, random: () => 0 };
      const instance = world.instance({ MAX_LOADS_PER_TABLE_PER_DAY: '2' }, clock);
      for (const batch of ['a', 'b', 'c']) {
        await world.put(`d/t/${batch}/x.json`, '{"n":1}\n');
        await world.put(`d/t/${batch}/_SUCCESS`, '');
        await instance.event(`d/t/${batch}/_SUCCESS`);
      }
      assert.equal((await world.rows('d.t')).length, 2);
      await instance.sweep();
      assert.equal((await world.rows('d.t')).length, 2);
      shift = DAY + 60_000;
      await instance.sweep();
      assert.equal((await world.rows('d.t')).length, 3);
    });

    it('AL-16 a copy that is tried again counts again, and waits where the day is full', async () => {
      let shift = 0;
      const clock = { ...systemClock, now: () => Date.now() + shift, random: () => 0 };
      const instance = world.instance({ MAX_LOADS_PER_TABLE_PER_DAY: '1' }, clock);
      world.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'error', resource: 'penstock-copy_d-again-' });
      await world.put('d/again/x.json', '{"n":1}\n');
      await world.put('d/again/_SUCCESS', '');
      await instance.event('d/again/_SUCCESS');
      await assert.rejects(world.rows('d.again'), /Not found/);
      shift = DAY + 60_000;
      await instance.settle();
      assert.equal((await world.rows('d.again')).length, 1);
    });

    it('many batches of one table at once are all published', async () => {
      const instance = world.instance();
      const batches = Array.from({ length: 8 }, (_, index) => `b${index}`);
      for (const batch of batches) {
        await world.put(`d/many/${batch}/x.json`, '{"n":1}\n');
        await world.put(`d/many/${batch}/_SUCCESS`, '');
      }
      await Promise.all(batches.map((batch) => instance.event(`d/many/${batch}/_SUCCESS`)));
      for (let turn = 0; turn < 5; turn += 1) await instance.sweep();
      assert.equal((await world.rows('d.many')).length, 8);
    });
  });
});
