import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readFigures } from '../../../cli/commands/cost/figures.ts';
import { Line } from '../../../deploy/scale/line.ts';
import { outputs } from '../../../deploy/scale/page.ts';
import { scenarios } from '../../../deploy/scale/scenarios.ts';
import type { Settings } from '../../../deploy/scale/settings.ts';
import { percentiles, simulate, type Totals } from '../../../deploy/scale/simulate.ts';
import { draw, short } from '../../../deploy/scale/svg.ts';

const root = new URL('../../../', import.meta.url).pathname;
const figures = readFigures();
const all = scenarios(figures);
const settingsOf = (name: string): Settings => {
  const found = all.find((scenario) => scenario.name === name);
  assert.ok(found);
  return found.settings;
};
const MINUTE = 60_000;

/** Published = delivered + waiting + leased, and none of them below zero. */
function conserved(totals: Totals): void {
  const { published, delivered, waiting, leased } = totals;
  if (published !== delivered + waiting + leased || Math.min(delivered, waiting, leased) < 0)
    assert.fail(JSON.stringify(totals));
}

describe('the simulation of many instances', () => {
  it('loses no message and invents none, at every step, under outages, deaths, quotas and any seed', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer({ min: 1, max: 1e9 }),
          input: fc.constantFrom('worker', 'push'),
          crashesPerHour: fc.constantFrom(0, 6, 600),
          quotaBytes: fc.constantFrom(1e6, 3e8),
          connections: fc.integer({ min: 1, max: 4 }),
          minInstances: fc.integer({ min: 0, max: 5 }),
          peak: fc.integer({ min: 1, max: 50_000 }),
          outage: fc.integer({ min: 0, max: 4 * MINUTE }),
        }),
        ({ peak, outage, ...more }) => {
          const settings = {
            ...settingsOf('burst'),
            ...more,
            stepMs: 500,
            endMs: 6 * MINUTE,
            rate: (ms: number) => (ms < 3 * MINUTE ? peak : 0),
            isUp: (ms: number) => ms < outage || ms > outage + MINUTE,
          } as Settings;
          let before = 0;
          simulate(settings, (totals) => {
            conserved(totals);
            assert.ok(totals.delivered >= before);
            before = totals.delivered;
          });
        },
      ),
      { numRuns: process.env.PENSTOCK_SOAK ? 500 : 25, seed: 15 },
    );
  });

  it('delivers everything once publishers are silent, also after deaths of instances', () => {
    const quiet = { ...settingsOf('deaths'), endMs: 15 * MINUTE, rate: (ms: number) => (ms < 5 * MINUTE ? 50_000 : 0) };
    const { totals } = simulate({ ...quiet, crashesPerHour: 60 });
    assert.ok(totals.crashes > 5);
    assert.deepEqual([totals.waiting, totals.leased, totals.delivered], [0, 0, totals.published]);
    assert.ok(totals.redelivered > 0 && totals.duplicates <= totals.redelivered);
    assert.equal(simulate({ ...quiet, crashesPerHour: 0 }).totals.duplicates, 0);
  });

  it('never delivers more than the quota, the connections and the instances allow', () => {
    for (const { name, settings } of all) {
      for (const { seconds, delivered, running, connections } of simulate(settings).samples) {
        assert.ok(running <= settings.maxInstances, `${name} at ${seconds}`);
        assert.equal(connections, running * settings.connections);
        // A second of the quota may be saved up.
        const spare = 1 + 1_000 / settings.sampleMs;
        assert.ok(delivered * settings.messageBytes <= settings.quotaBytes * spare, `${name} at ${seconds}`);
      }
    }
  });

  it('clears every backlog, but for the pool that waits for its one connection', () => {
    for (const { name, settings } of all) {
      const last = simulate(settings).samples.at(-1);
      if (name === 'one-connection') assert.ok((last?.oldestSeconds ?? 0) > 600);
      else assert.ok((last?.oldestSeconds ?? 99) <= 2, name);
    }
  });

  it('gives the same curves for the same seed, and others for another', () => {
    const settings = settingsOf('deaths');
    assert.deepEqual(simulate(settings), simulate(settings));
    assert.notDeepEqual(simulate({ ...settings, seed: 8 }), simulate(settings));
  });

  it('is late by the pool that is too small at first, as docs/scale.md says', () => {
    const latest = (settings: Settings): number =>
      Math.max(...simulate(settings).samples.map(({ oldestSeconds }) => oldestSeconds));
    assert.ok(latest(settingsOf('burst')) > 30);
    assert.ok(latest({ ...settingsOf('burst'), minInstances: 4 }) < 5);
  });

  it('needs for a million messages a second what the reckoning of capacity says', () => {
    const { samples } = simulate(settingsOf('million-multi-region'));
    const wanted = Math.ceil((1e6 * figures.workerCpuSeconds) / figures.utilization);
    const most = Math.max(...samples.map(({ running }) => running));
    assert.ok(Math.abs(most - wanted) <= 3, `${most} running, ${wanted} reckoned`);
  });
});

describe('the pictures of docs/scale.md', () => {
  it('are current: npm run -s scale writes them', () => {
    const stale = outputs(root).filter(
      ({ path, text }) => !existsSync(`${root}${path}`) || readFileSync(`${root}${path}`, 'utf8') !== text,
    );
    assert.deepEqual(
      stale.map(({ path }) => path),
      [],
    );
  });

  it('are all shown on the page, and name colours for light and for dark pages', () => {
    const page = readFileSync(`${root}docs/scale.md`, 'utf8');
    for (const { name } of all) {
      assert.ok(page.includes(`(scale/${name}.svg)`), name);
      assert.match(readFileSync(`${root}docs/scale/${name}.svg`, 'utf8'), /prefers-color-scheme:dark/);
    }
  });

  it('draw each value within its panel, and escape text', () => {
    const picture = draw({
      title: 'a < b & "c"',
      seconds: [1, 2],
      panels: [{ title: 'p', curves: [{ name: 'n', colour: 'a', values: [0, 7] }] }],
    });
    assert.match(picture, /a &lt; b &amp; &quot;c&quot;/);
    const points = [...picture.matchAll(/[ML]([\d.]+) ([\d.]+)(?=[ML"])/g)].map(([, x, y]) => [Number(x), Number(y)]);
    assert.equal(points.length, 2);
    for (const [x = 0, y = 0] of points) assert.ok(x >= 64 && x <= 744 && y >= 0 && y <= 200);
  });

  it('write large numbers shortly', () => {
    assert.deepEqual([0, 7, 1_500, 3e5, 1.23e6, 4e9].map(short), ['0', '7', '1.5k', '300k', '1.23M', '4G']);
  });
});

describe('a line of messages', () => {
  it('gives the oldest first, puts what comes again in front, and keeps its count', () => {
    const line = new Line();
    line.add({ publishedMs: 1, count: 5 });
    line.add({ publishedMs: 2, count: 5 });
    const taken = line.take(7);
    assert.deepEqual(taken, [
      { publishedMs: 1, count: 5 },
      { publishedMs: 2, count: 2 },
    ]);
    assert.deepEqual([line.count, line.oldestMs], [3, 2]);
    line.giveBack(taken.toReversed());
    assert.deepEqual([line.count, line.oldestMs], [10, 1]);
    assert.equal(
      line.take(99).reduce((sum, { count }) => sum + count, 0),
      10,
    );
    assert.equal(line.oldestMs, undefined);
  });

  it('counts percentiles by the messages that each latency stands for', () => {
    const values = [
      { ms: 9, count: 1 },
      { ms: 1, count: 99 },
    ];
    assert.deepEqual(percentiles(values, [0.5, 0.99, 1]), [1, 1, 9]);
    assert.deepEqual(percentiles([], [0.5]), [0]);
  });
});
