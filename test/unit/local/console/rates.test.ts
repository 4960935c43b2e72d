import assert from 'node:assert/strict';
import { Rates } from '../../../../local/console/rates.ts';

describe('the rates of the console', () => {
  let now: number;
  let rates: Rates;
  beforeEach(() => {
    now = 1_000_000_000;
    rates = new Rates(() => now);
  });
  const publish = (messages: number, resource = 'topics/a'): void =>
    rates.note({ service: 'pubsub', what: 'published', resource, facts: { messages } });

  it('count the messages of the last minute, and no older ones', () => {
    publish(3);
    now += 45_000;
    publish(4);
    assert.equal(rates.perMinute('published', 'topics/a'), 7);
    now += 30_000;
    assert.equal(rates.perMinute('published', 'topics/a'), 4);
    assert.equal(rates.perMinute('published', 'topics/b'), 0);
  });

  it('add what falls into the same ten seconds, and keep an hour of them', () => {
    const line = { door: 'sink', metric: 'sink/messages', labels: { outcome: 'delivered' }, count: 2, sum: 2, max: 0 };
    rates.noteMetric(line);
    rates.noteMetric(line);
    assert.deepEqual(
      rates.metrics('sink').map(({ metric, points }) => [metric, points.map(({ count }) => count)]),
      [['sink/messages', [4]]],
    );
    for (let step = 0; step < 500; step += 1) {
      now += 10_000;
      rates.noteMetric(line);
    }
    assert.equal(rates.metrics('sink')[0]?.points.length, 360);
    assert.deepEqual(rates.metrics('intake'), []);
  });

  it('keep the lines of a distribution and the sum of their greatest values, and tell happenings from metrics', () => {
    const line = { door: 'sink', metric: 'sink/latency', labels: {}, count: 5, sum: 50 };
    rates.noteMetric({ ...line, max: 20 });
    rates.noteMetric({ ...line, max: 30 });
    publish(2);
    assert.deepEqual(
      rates.doors().map(({ metric, points }) => [metric, points]),
      [['sink/latency', [{ atMs: now, count: 10, sum: 100, lines: 2, peaks: 50 }]]],
    );
    assert.deepEqual(
      rates.happened('published').map(({ labels, points }) => [labels.resource, points[0]?.count]),
      [['topics/a', 2]],
    );
  });

  it('forget the series that has been quiet for longest when there are too many', () => {
    publish(1, 'topics/first');
    now += 10_000;
    for (let n = 0; n < 400; n += 1) publish(1, `topics/${n}`);
    assert.equal(rates.perMinute('published', 'topics/first'), 0);
    assert.equal(rates.perMinute('published', 'topics/399'), 1);
  });
});
