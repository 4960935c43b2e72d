import assert from 'node:assert/strict';
import { readFigureFile } from '../../../cli/commands/cost/figures.ts';
import { takeIn } from '../../../tools/figures.ts';

const before = readFigureFile();
const take = (line: object) => takeIn(before, line as never, '2027-01-02');

describe('the figures that benchmarks measure', () => {
  it('take in the line of each benchmark, in their own units, with the day', () => {
    const { value, dated, unit } = take({ name: 'intake', cpu: { ours: 123 } }).intakeCpuSeconds;
    assert.deepEqual([value, dated, unit], [0.000123, '2027-01-02', before.intakeCpuSeconds.unit]);
    assert.equal(take({ name: 'firestore', cpu: { ours: 206 } }).firestoreCpuSeconds.value, 0.000206);
    assert.equal(take({ name: 'sink', aCore: 40_000 }).workerCpuSeconds.value, 0.000025);
    assert.equal(take({ name: 'puller', rowsACpuSecond: 81_234 }).pullerRowsPerCoreSecond.value, 81_200);
    assert.equal(take({ name: 'coldstart', ours: { intake: 150, sink: 170 } }).coldStartSeconds.value, 0.17);
    assert.equal(take({ name: 'coldstart', ours: 150 }).coldStartSeconds.value, 0.15);
  });

  it('leave all others as they were', () => {
    const { workerCpuSeconds: _, ...rest } = take({ name: 'sink', aCore: 1 });
    const { workerCpuSeconds: __, ...old } = before;
    assert.deepEqual(rest, old);
  });

  it('refuse a line of another benchmark, and one without its number', () => {
    assert.throws(() => take({ name: 'codec' }), /codec measures no figure; there are intake, firestore, sink/);
    assert.throws(() => take({ name: 'puller' }), /has no number for pullerRowsPerCoreSecond/);
  });
});
