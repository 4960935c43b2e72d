import assert from 'node:assert/strict';
import { explore } from '../../../support/explore.ts';
import { type LeaseRules, leaseModel, RULES, TERM } from '../../../support/lease-model.ts';

const SOAK = process.env.PENSTOCK_SOAK === '1';
const SMALL = { owners: 2, ticks: 3, crashes: 1, writes: 2 };
const LARGE = { owners: 3, ticks: 4, crashes: 2, writes: 2 };
/** Steps. Every interleaving of so many is played; the state space beyond is not. */
const SMALL_DEPTH = SOAK ? 16 : 10;
const LARGE_DEPTH = SOAK ? 10 : 7;

describe('the model of a lease', function () {
  this.timeout(600_000);

  for (const [bounds, depth] of [
    [SMALL, SMALL_DEPTH],
    [LARGE, LARGE_DEPTH],
  ] as const) {
    it(`has no state in which two owners may act, for ${JSON.stringify(bounds)} to a depth of ${depth} steps`, () => {
      const { failure, states } = explore(leaseModel(bounds), depth);
      assert.equal(failure, undefined, JSON.stringify(failure));
      assert.ok(states > 10_000, `${states} states`);
    });
  }

  const bugs: readonly (readonly [string, Partial<LeaseRules>, RegExp])[] = [
    ['a term that its owner counts from the answer', { since: (_sent, answered) => answered }, /two owners/],
    [
      'an owner that uses its lease for longer than its term',
      { leftMs: (term, since) => term * 2 - since },
      /two owners/,
    ],
    ['a lease that is taken before it has passed', { mayTake: () => true }, /two owners/],
    [
      'a lease that is judged by a clock which is ahead',
      { mayTake: (stored, owner, now) => RULES.mayTake(stored, owner, now + TERM) },
      /two owners/,
    ],
    ['a write without its precondition', { precondition: () => true }, /two owners/],
    ['a failed precondition that is not read back', { isOwn: () => false }, /takes its own write/],
    ['a read-back that takes every write for its own', { isOwn: (stored) => stored !== null }, /two owners/],
  ];
  for (const [bug, rules, reason] of bugs) {
    it(`finds ${bug}`, () => {
      const { failure } = explore(leaseModel(SMALL, { ...RULES, ...rules }), 12);
      assert.match(failure?.reason ?? 'nothing found', reason);
    });
  }
});
