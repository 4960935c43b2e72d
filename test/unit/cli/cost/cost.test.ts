import assert from 'node:assert/strict';
import { alternativesOf } from '../../../../cli/commands/cost/alternatives.ts';
import { billOf, partsOf, total } from '../../../../cli/commands/cost/bill.ts';
import { readFigures } from '../../../../cli/commands/cost/figures.ts';
import { readPrices } from '../../../../cli/commands/cost/prices.ts';
import { usageOf } from '../../../../cli/commands/cost/usage.ts';
import { DEFAULT_VOLUMES, type Volumes } from '../../../../cli/commands/cost/volumes.ts';

const prices = readPrices();
const figures = readFigures();
const MONTH = 730 * 3600;
const NOTHING: Volumes = {
  ...DEFAULT_VOLUMES,
  intake: { perSecond: 0, bytes: 1000 },
  firestore: { perSecond: 0, bytes: 1000 },
  loader: { loadsPerDay: 0, bytesPerDay: 0, tables: 1 },
  puller: { windowsPerDay: 0, rowsPerWindow: 0, rowBytes: 1 },
};
const billed = (volumes: Volumes) => billOf(usageOf(volumes, figures), prices);
const partOf = (part: string, volumes: Volumes): number =>
  partsOf(billed(volumes)).find((found) => found.part === part)?.dollars ?? 0;
const about = (found: number, wanted: number): void =>
  assert.ok(Math.abs(found - wanted) < 0.01, `found ${found}, wanted ${wanted}`);

describe('the cost of a month', () => {
  it('is that of the alert conditions where nothing passes', () => {
    about(total(billed(NOTHING)), figures.alertConditions * prices.units['monitoring.condition'].dollars);
  });

  it('pays a worker pool for the whole month, whatever passes', () => {
    const little = { ...NOTHING, other: { perSecond: 0.001, bytes: 100 } };
    about(partOf('sink', little), MONTH * (0.000011244 + 0.5 * 0.000001235));
  });

  it('counts a message twice at Pub/Sub: published and delivered', () => {
    const bytes = 1000 * MONTH * 1000 * 2;
    const volumes = { ...NOTHING, other: { perSecond: 1000, bytes: 1000 } };
    about(partOf('Pub/Sub', volumes), ((bytes - 10 * 2 ** 30) / 2 ** 40) * 40);
  });

  it('charges insertAll a whole kilobyte for a small row, and load jobs nothing for rows', () => {
    const by = (mode: Volumes['sink']['mode']): number =>
      billed({ ...NOTHING, other: { perSecond: 100, bytes: 100 }, sink: { ...NOTHING.sink, mode } })
        .filter(({ what }) => what.startsWith('rows by'))
        .reduce((sum, { dollars }) => sum + dollars, 0);
    about(by('STREAMING_INSERTS'), ((100 * MONTH * 1024) / 2 ** 30) * 0.05);
    about(by('FILE_LOADS'), 0);
  });

  it('gives a free part once, shared by the parts that use the unit', () => {
    const usage = { what: '', unit: 'write.gib' } as const;
    const items = billOf(
      [
        { part: 'BigQuery', amount: 3072, ...usage },
        { part: 'puller', amount: 1024, ...usage },
      ],
      prices,
    );
    // 4,096 GiB, of which 2,048 are free: half of each.
    assert.deepEqual(
      items.map(({ dollars }) => Math.round(dollars * 1000) / 1000),
      [38.4, 12.8],
    );
  });

  it('bills a rare request for its length, and many requests for their processor', () => {
    const seconds = (perSecond: number): number =>
      usageOf({ ...NOTHING, intake: { perSecond, bytes: 1000 } }, figures).find(
        ({ part, unit }) => part === 'intake' && unit === 'run.vcpuSecond',
      )?.amount ?? 0;
    about(seconds(0.001) / (0.001 * MONTH), figures.requestSeconds);
    about(seconds(100_000) / (100_000 * MONTH), figures.intakeCpuSeconds / figures.utilization);
  });

  it('grows with each volume', () => {
    const base = total(billed(DEFAULT_VOLUMES));
    const more: readonly Partial<Volumes>[] = [
      { intake: { perSecond: 1000, bytes: 1000 } },
      { firestore: { perSecond: 1000, bytes: 1000 } },
      { other: { perSecond: 1000, bytes: 1000 } },
      { loader: { ...DEFAULT_VOLUMES.loader, bytesPerDay: 1e12 } },
      { puller: { ...DEFAULT_VOLUMES.puller, rowsPerWindow: 1e7 } },
      { warehouse: { ...DEFAULT_VOLUMES.warehouse, monthsKept: 24 } },
      { warehouse: { ...DEFAULT_VOLUMES.warehouse, queriedTibPerMonth: 10 } },
    ];
    for (const part of more) assert.ok(total(billed({ ...DEFAULT_VOLUMES, ...part })) > base + 1, JSON.stringify(part));
  });
});

describe('the alternatives', () => {
  const ways = (volumes: Volumes) => alternativesOf(volumes, prices, figures);

  it('name the template, the subscription and insertAll, with what each lacks', () => {
    const named = ways(DEFAULT_VOLUMES).map(({ way, lacks }) => `${way}: ${lacks}`);
    for (const word of [/BigQuery subscription: .*routes/, /Dataflow template/, /insertAll/, /load jobs: .*late/])
      assert.ok(
        named.some((text) => word.test(text)),
        String(word),
      );
  });

  it('do not offer the way that is chosen as another one', () => {
    const sink = { ...DEFAULT_VOLUMES.sink, mode: 'FILE_LOADS' } as const;
    assert.equal(ways({ ...DEFAULT_VOLUMES, sink }).filter(({ way }) => /load jobs/.test(way)).length, 0);
  });

  it('cost the same for messages, whatever is loaded and pulled beside them', () => {
    const puller = { windowsPerDay: 10_000, rowsPerWindow: 1e6, rowBytes: 1000 };
    assert.deepEqual(ways({ ...DEFAULT_VOLUMES, puller }), ways(DEFAULT_VOLUMES));
  });
});
