import assert from 'node:assert/strict';
import { isByHand, withoutFaults } from '../../../../../local/core/faults/by-hand.ts';
import { type FaultRule, Faults, type Strike } from '../../../../../local/core/faults/faults.ts';
import { struck as strikeShown } from '../../../../../local/core/faults/struck.ts';

const rule = (more: Partial<FaultRule> = {}): FaultRule => ({
  service: 'pubsub',
  method: 'Publish',
  kind: 'error',
  ...more,
});

function struck(faults: Faults, calls: number): string {
  let marks = '';
  for (let call = 0; call < calls; call += 1) marks += faults.next('pubsub', 'Publish', 'topics/a') ? 'x' : '.';
  return marks;
}

describe('faults', () => {
  it('strike once unless told otherwise', () => {
    const faults = new Faults();
    faults.add(rule());
    assert.equal(struck(faults, 3), 'x..');
  });

  for (const [what, more, marks] of [
    ['so many times', { times: 2 }, 'xx..'],
    ['without end', { times: 0 }, 'xxxx'],
    ['after some calls', { skip: 2 }, '..x.'],
    ['each third call', { every: 3, times: 0 }, '..x.'],
    ['each second call after one', { every: 2, skip: 1, times: 0 }, '..x.'],
    ['nowhere else than at their resource', { resource: 'topics/b' }, '....'],
    ['at their resource', { resource: 'topics/a' }, 'x...'],
    ['at any method', { method: '*' }, 'x...'],
    ['not at another method', { method: 'Pull' }, '....'],
    ['not at another service', { service: 'storage' }, '....'],
  ] as const) {
    it(`strike ${what}`, () => {
      const faults = new Faults();
      faults.add(rule(more));
      assert.equal(struck(faults, 4), marks);
    });
  }

  it('play the same draws for the same seed', () => {
    const draws = (seed: number): string => {
      const faults = new Faults();
      faults.add(rule({ times: 0, probability: 0.5, seed }));
      return struck(faults, 40);
    };
    assert.equal(draws(7), draws(7));
    assert.notEqual(draws(7), draws(8));
    assert.match(draws(7), /x.*\..*x/);
  });

  it('let the first rule that strikes win, and the next one follow when it is spent', () => {
    const faults = new Faults();
    faults.add(rule({ kind: 'slow' }));
    faults.add(rule({ kind: 'reset' }));
    assert.deepEqual(
      [1, 2, 3].map(() => faults.next('pubsub', 'Publish')?.kind),
      ['slow', 'reset', undefined],
    );
  });

  it('are listed with how often they struck, removed by id, and cleared', () => {
    const faults = new Faults();
    const id = faults.add(rule());
    struck(faults, 1);
    assert.deepEqual(faults.list(), [{ id, rule: rule(), struck: 1, on: true }]);
    assert.deepEqual([faults.remove(id), faults.remove(id)], [true, false]);
    faults.add(rule());
    faults.clear();
    assert.deepEqual(faults.list(), []);
  });

  it('strike no more while they are switched off, and go on where they were', () => {
    const faults = new Faults();
    const id = faults.add(rule({ every: 2, times: 0 }));
    assert.equal(struck(faults, 3), '.x.');
    assert.equal(faults.switch(id, false), true);
    assert.equal(struck(faults, 3), '...');
    assert.equal(faults.list()[0]?.on, false);
    faults.switch(id, true);
    assert.equal(struck(faults, 2), 'x.');
    assert.equal(faults.switch('none', true), false);
  });

  it('tell of every strike, as an event that says it was scripted', () => {
    const told: Strike[] = [];
    const faults = new Faults((strike) => told.push(strike));
    faults.add(rule({ code: 'UNAVAILABLE', times: 2 }));
    struck(faults, 4);
    assert.deepEqual(
      told.map((strike) => strike.struck),
      [1, 2],
    );
    assert.deepEqual(strikeShown(told[1] as Strike), {
      service: 'pubsub',
      what: 'fault played',
      resource: 'topics/a',
      facts: { method: 'Publish', kind: 'error', code: 'UNAVAILABLE', strike: 2 },
      level: 'warning',
    });
  });

  it('leave spared calls alone and do not count them, also behind a wait', async () => {
    const faults = new Faults();
    faults.add(rule());
    const marks = await withoutFaults(async () => {
      await Promise.resolve();
      return struck(faults, 2);
    });
    assert.equal(marks, '..');
    assert.equal(struck(faults, 2), 'x.');
  });

  it('are not spared by a key that is guessed', () => {
    assert.equal(isByHand({ method: 'GET', headers: { 'x-penstock-by-hand': 'true' } }), false);
  });
});
