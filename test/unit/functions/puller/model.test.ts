import assert from 'node:assert/strict';
import { nextStep } from '../../../../functions/puller/takeover.ts';
import { explore } from '../../../support/explore.ts';
import { PULL_RULES, type PullRules, pullModel } from '../../../support/puller-model.ts';

const SOAK = process.env.PENSTOCK_SOAK === '1';
/** Two runs and two crashes, after each of which another run begins. */
const BOUNDS = { runs: 2, rows: 2, crashes: 2, streams: 3, listings: 2 };
/** Steps. Every interleaving of so many is played; the state space beyond is not. */
const DEPTH = SOAK ? 22 : 16;
/** For what is to be found, and not to be excluded. */
const SMALL = { runs: 2, rows: 2, crashes: 1, streams: 2, listings: 2 };

describe("the model of the puller's protocol", function () {
  this.timeout(1_200_000);

  it(`lands each row once in every interleaving of two runs and two crashes, to a depth of ${DEPTH} steps`, () => {
    const { failure, states } = explore(pullModel(BOUNDS), DEPTH);
    assert.equal(failure, undefined, JSON.stringify(failure));
    assert.ok(states > 20_000, `${states} states`);
  });

  it('reaches windows that are done, also after a takeover', () => {
    for (const [what, streams] of [
      ['done', 1],
      ['done after a takeover', 2],
    ] as const) {
      const model = pullModel({ ...SMALL, crashes: 0 });
      const wanted = { ...model, wrong: (state: ReturnType<typeof stateOf>) => reached(state, streams) };
      assert.equal(explore(wanted, 22).failure?.reason, 'reached', what);
    }
  });

  const bugs: readonly (readonly [string, Partial<PullRules>, RegExp])[] = [
    ['a takeover that does not end the old stream', { fences: false }, /twice|order/],
    [
      'a takeover that does not look for an open stream',
      { next: (record) => skipFence(record) },
      /twice|done with|order/,
    ],
    ['a takeover that believes nothing has landed', { counted: (_stream, before) => before }, /twice/],
    ['a takeover that sends the plan from its beginning', { rowAt: (_from, offset) => offset }, /twice/],
    ['a stream that is named after its first append', { namesFirst: false }, /twice|order/],
    ['a ledger that is written without compare-and-set', { compares: false }, /twice|done with|order/],
    ['appends without offsets', { offsets: false }, /twice|order/],
    [
      'silence and OUT_OF_RANGE taken for acknowledgements, with counts that nobody compares',
      { silenceAcknowledges: true, verifies: false },
      /done with|order/,
    ],
    [
      'STREAM_FINALIZED taken for an acknowledgement, with counts that nobody compares',
      { finalizedAcknowledges: true, verifies: false, compares: false },
      /done with|twice|order/,
    ],
    ['a run that lists the source anew when it goes on', { keepsPlan: false }, /mixed/],
    ['rows that are sent before their plan is in the ledger', { plansFirst: false }, /mixed|twice/],
  ];
  for (const [bug, rules, reason] of bugs) {
    it(`finds ${bug}`, () => {
      const { failure } = explore(pullModel(SMALL, { ...PULL_RULES, ...rules }), 20);
      assert.match(failure?.reason ?? 'nothing found', reason);
    });
  }
});

const { initial } = pullModel(BOUNDS);
function stateOf() {
  return initial;
}

function reached({ record }: typeof initial, streams: number): string | undefined {
  return record.state === 'done' && record.segments.length === streams ? 'reached' : undefined;
}

function skipFence(record: Parameters<typeof nextStep>[0]): ReturnType<typeof nextStep> {
  const segments = record.segments.map((segment) => ({ ...segment, rows: segment.rows ?? 0 }));
  return nextStep({ ...record, segments });
}
