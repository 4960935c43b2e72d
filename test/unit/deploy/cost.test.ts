import assert from 'node:assert/strict';
import { alternatives, monthlyCost, total } from '../../../deploy/cost/cost.ts';
import { readFigures } from '../../../deploy/cost/figures.ts';
import { readPrices } from '../../../deploy/cost/prices.ts';
import { EXAMPLE_VOLUMES, type Volumes } from '../../../deploy/cost/volumes.ts';

const { prices } = readPrices();
const figures = readFigures();
const costOf = (more: Partial<Volumes>) => total(monthlyCost({ ...EXAMPLE_VOLUMES, ...more }, prices, figures));
const partOf = (part: string, more: Partial<Volumes>) =>
  total(monthlyCost({ ...EXAMPLE_VOLUMES, ...more }, prices, figures).filter((item) => item.part === part));

describe('the cost of a month', () => {
  it('is within the free tiers where nothing passes', () => {
    const nothing = {
      intakePerSecond: 0,
      firestorePerSecond: 0,
      loadedBytesPerDay: 0,
      windowsPerDay: 0,
      loadsPerDay: 0,
    };
    assert.ok(costOf({ ...nothing, sink: 'push' }) < 3);
  });

  it('is at least the worker pool that is always on', () => {
    assert.ok(Math.abs(partOf('sink', { sink: 'worker' }) - 730 * 3600 * (0.000011244 + 0.5 * 0.000001235)) < 0.01);
  });

  it('counts a message twice at Pub/Sub: published and delivered', () => {
    const bytes = 1000 * 730 * 3600 * 1000 * 2;
    const dollars = partOf('Pub/Sub', { intakePerSecond: 1000, firestorePerSecond: 0, messageBytes: 1000 });
    assert.ok(Math.abs(dollars - ((bytes - 10 * 2 ** 30) / 2 ** 40) * 40) < 0.01);
  });

  it('charges insertAll a whole kilobyte for a small row, and load jobs nothing', () => {
    const volumes = { intakePerSecond: 100, firestorePerSecond: 0, messageBytes: 100 };
    const loads = partOf('BigQuery', { ...volumes, mode: 'FILE_LOADS' });
    const inserts = partOf('BigQuery', { ...volumes, mode: 'STREAMING_INSERTS' });
    assert.ok(Math.abs(inserts - loads - ((100 * 730 * 3600 * 1024) / 2 ** 30) * 0.05) < 0.01);
  });

  it('grows with what passes', () => {
    assert.ok(costOf({ otherPerSecond: 10_000 }) > costOf({ otherPerSecond: 1000 }));
  });

  it('names what each alternative lacks', () => {
    const named = alternatives(EXAMPLE_VOLUMES, prices, figures).map(({ what }) => what);
    assert.equal(named.length, 4);
    assert.match(named.join('\n'), /no routes/);
  });
});
