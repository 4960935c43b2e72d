import assert from 'node:assert/strict';
import { type RunTimes, runSource } from '../../../../functions/puller/run.ts';
import {
  afterWindows,
  type FakeRow,
  fakeSource,
  type PullerWorld,
  startPullerWorld,
} from '../../../support/puller-world.ts';
import { range } from '../../../support/write-core.ts';

describe('the protocol of the puller', function () {
  this.timeout(60_000);
  let world: PullerWorld;
  let prefixes = 0;
  let prefix = '';

  before(async () => {
    world = await startPullerWorld();
  });
  after(() => world.close());
  beforeEach(() => {
    prefixes += 1;
    prefix = `p${prefixes}/`;
  });
  afterEach(() => {
    world.storage.faults.clear();
    world.write.faults.clear();
  });

  const times = (windows: number): RunTimes => ({
    scheduledMs: afterWindows(windows),
    deadlineMs: world.now() + 3_600_000,
    reserveMs: 10_000,
  });
  const rowsOf = (from: number, count: number, name = 'a'): FakeRow[] => range(from, count).map((id) => ({ id, name }));

  it('lands the rows of every window that is due, in order, and says so in its ledgers', async () => {
    const table = await world.write.table();
    const source = fakeSource({ rows: (window) => rowsOf((Date.parse(window.from) / 600_000) % 100_000, 23) });
    const run = world.run(table, source, { prefix });
    const outcome = await runSource(run, times(3));
    assert.equal(outcome.state, 'done', JSON.stringify(outcome));
    assert.deepEqual(
      outcome.windows.map(({ rows, pages, segments, resumes }) => [rows, pages, segments, resumes]),
      Array.from({ length: 3 }, () => [23, 5, 1, 0]),
    );
    assert.equal((await world.write.ids(table)).length, 69);
    assert.deepEqual((await runSource(run, times(3))).state, 'idle');
  });
});
