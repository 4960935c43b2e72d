import assert from 'node:assert/strict';
import { dashboards, localQuery } from '../../../deploy/dashboards/draw.ts';
import { histogramQuantile } from '../../../deploy/replay/quantile.ts';
import type { LocalMetrics } from '../../../local/console/api/dashboards.ts';

const NOW = 1_800_000_000_000;
const SPAN = { toMs: NOW, stepMs: 60_000, steps: 3 };
const point = (atMs: number, count: number, more: { sum?: number; lines?: number; peaks?: number } = {}) => ({
  atMs,
  count,
  sum: count,
  lines: 1,
  peaks: 0,
  ...more,
});
const NOTHING: LocalMetrics = {
  doors: [],
  requests: [],
  backlogs: [],
  deadLetters: [],
  functions: [],
  pushedTo: { 'issues-sink': 'sink', 'issues-mirror': 'sink' },
};

describe('dashboards over the local cloud', () => {
  const { list, draw } = dashboards();
  const chartOf = (dashboard: string, title: RegExp, metrics: Partial<LocalMetrics>) => {
    const drawing = draw(dashboard, { ...NOTHING, ...metrics }, SPAN);
    const found = drawing?.charts.find((chart) => title.test(chart.title));
    assert.ok(found, `${dashboard} has no chart ${title}`);
    return found.lines;
  };

  it('are those of production, and each of their questions can be answered', () => {
    assert.deepEqual(
      list.map(({ name }) => name),
      ['suite', 'intake', 'firestore', 'sink', 'loader', 'puller'],
    );
    for (const { name } of list) assert.ok((draw(name, NOTHING, SPAN)?.charts.length ?? 0) > 3, name);
    assert.equal(draw('none', NOTHING, SPAN), undefined);
  });

  it('draw a counter as its rate by its label, and a distribution as the mean of its lines', () => {
    const delivered = { door: 'sink', metric: 'sink/messages', labels: { outcome: 'delivered' } };
    assert.deepEqual(
      chartOf('sink', /^Deliveries by outcome/, { doors: [{ ...delivered, points: [point(NOW - 5_000, 120)] }] }),
      [{ name: 'delivered', values: [null, null, 2] }],
    );
    const latency = { door: 'intake', metric: 'intake/publish_ms', labels: {} };
    const points = [point(NOW - 5_000, 9, { sum: 90, lines: 2, peaks: 50 })];
    assert.deepEqual(chartOf('intake', /acknowledgement of Pub\/Sub \(ms\)/, { doors: [{ ...latency, points }] }), [
      { name: 'all', values: [null, null, 25] },
    ]);
  });

  it('draw requests by their class and the slowest hundredth by its buckets, of one function each', () => {
    const of = (door: string, metric: string, labels: Record<string, string>, count: number) => ({
      door,
      metric,
      labels,
      points: [point(NOW - 1_000, count)],
    });
    const requests = [
      of('intake', 'requests', { class: '2xx' }, 60),
      of('intake', 'requests', { class: '5xx' }, 6),
      of('sink', 'requests', { class: '2xx' }, 600),
      ...['5', '10', '+Inf'].map((le, at) => of('intake', 'latency', { le }, [50, 100, 100][at] ?? 0)),
    ];
    assert.deepEqual(chartOf('intake', /^Requests by answer/, { requests }), [
      { name: '2xx', values: [null, null, 1] },
      { name: '5xx', values: [null, null, 0.1] },
    ]);
    assert.deepEqual(chartOf('intake', /^Slowest hundredth/, { requests }), [
      { name: 'intake', values: [null, null, 9.9] },
    ]);
  });

  it('draw the backlogs of the subscriptions that push to a function, and all of them for the suite', () => {
    const backlogs = ['issues-sink', 'other'].map((id) => ({
      subscription: `projects/p/subscriptions/${id}`,
      points: [{ atMs: NOW - 61_000, waiting: 7, oldestSeconds: 12 }],
    }));
    const line = (name: string, value: number) => ({ name, values: [null, value, value] });
    assert.deepEqual(chartOf('sink', /^Messages that wait/, { backlogs }), [line('issues-sink', 7)]);
    assert.deepEqual(chartOf('suite', /^Age of the oldest/, { backlogs }), [
      line('issues-sink', 12),
      line('other', 12),
    ]);
    const functions = [{ name: 'intake' }];
    assert.deepEqual(chartOf('suite', /^Instances/, { functions }), [{ name: 'intake', values: [null, null, 1] }]);
  });

  it('ask for the names of this cloud where production has a prefix', () => {
    assert.equal(
      localQuery('x{service_name=~"PREFIX-intake",subscription_id=~"PREFIX-sink-(push|pull)"}', NOTHING),
      'x{service_name=~"intake",subscription_id=~"issues-sink|issues-mirror"}',
    );
    assert.equal(localQuery('x{subscription_id=~"PREFIX-.*"}', NOTHING), 'x{subscription_id=~".*"}');
  });
});

describe('histogram_quantile', () => {
  const buckets = (...values: readonly (readonly [le: string, value: number])[]) =>
    values.map(([le, value]) => ({ labels: { le, a: 'b' }, value }));

  it('lies within the bucket that holds the share, and at the last bound beyond it', () => {
    const spread = buckets(['10', 10], ['20', 30], ['+Inf', 40]);
    assert.deepEqual(histogramQuantile(0.5, spread), [{ labels: { a: 'b' }, value: 15 }]);
    assert.deepEqual(histogramQuantile(0.99, spread), [{ labels: { a: 'b' }, value: 20 }]);
    assert.deepEqual(histogramQuantile(0, spread), [{ labels: { a: 'b' }, value: 0 }]);
  });

  it('has no value without observations or without the bucket of all', () => {
    assert.deepEqual(histogramQuantile(0.5, buckets(['10', 0], ['+Inf', 0])), []);
    assert.deepEqual(histogramQuantile(0.5, buckets(['10', 5])), []);
    assert.deepEqual(histogramQuantile(0.5, []), []);
  });
});
