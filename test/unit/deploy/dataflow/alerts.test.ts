import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { promqlName } from '../../../../deploy/replay/metric-point.ts';
import { compile } from '../../../../deploy/replay/promql.ts';
import { type Point, SeriesStore } from '../../../../deploy/replay/series.ts';

const ROOT = new URL('../../../../', import.meta.url);
const MINUTE_MS = 60_000;

interface Alert {
  readonly name: string;
  readonly query: string;
}

const ALERTS = JSON.parse(
  readFileSync(new URL('deploy/alerts/dataflow.json', ROOT), 'utf8').replaceAll('PREFIX-', 'penstock-'),
) as readonly Alert[];

/** A gauge of the job by minutes, as Dataflow writes it to Cloud Monitoring. */
function gauge(metric: string, valueAt: (minute: number) => number, labels: Readonly<Record<string, string>> = {}) {
  return Array.from(
    { length: 31 },
    (_, minute): Point => ({
      name: promqlName(`dataflow.googleapis.com/job/${metric}`),
      labels: { monitored_resource: 'dataflow_job', job_name: 'penstock-sink', ...labels },
      atMs: minute * MINUTE_MS,
      value: valueAt(minute),
    }),
  );
}

const counter = (name: string, aMinute: number) =>
  gauge('user_counter', (minute) => minute * aMinute, { metric_name: name });

function age(seconds: number): readonly Point[] {
  return Array.from({ length: 31 }, (_, minute) => ({
    name: promqlName('pubsub.googleapis.com/subscription/oldest_unacked_message_age_by_region'),
    labels: { monitored_resource: 'pubsub_subscription', subscription_id: 'penstock-dataflow' },
    atMs: minute * MINUTE_MS,
    value: seconds,
  }));
}

const HEALTHY: readonly Point[] = [
  ...gauge('is_failed', () => 0),
  ...gauge('system_lag', () => 3),
  ...age(2),
  ...counter('sink/messages/row', 10_000),
  ...counter('sink/messages/rejected', 5),
];

function fired(points: readonly Point[]): readonly string[] {
  const store = new SeriesStore(points);
  return ALERTS.filter(({ query }) => compile(query)(store, 30 * MINUTE_MS).length > 0).map(({ name }) => name);
}

describe('alerts of the Dataflow job', () => {
  it('are silent on a healthy job that rejects a message now and then', () => {
    assert.deepEqual(fired(HEALTHY), []);
  });

  for (const [what, points, alert] of [
    ['the job has failed', gauge('is_failed', () => 1), 'DataflowFailed'],
    ['an element is on its way for eleven minutes', gauge('system_lag', () => 660), 'DataflowLagHigh'],
    ['the oldest message has waited for eleven minutes', age(660), 'DataflowBacklogOld'],
    [
      'one message in fifty is rejected before it is written',
      [...counter('sink/messages/row', 49), ...counter('sink/messages/rejected', 1)],
      'DataflowRejecting',
    ],
    [
      'BigQuery refuses one row in fifty',
      [...counter('sink/messages/row', 50), ...counter('sink/refused', 1)],
      'DataflowRejecting',
    ],
  ] as const)
    it(`fire when ${what}`, () => {
      assert.deepEqual(fired(points), [alert]);
    });

  it('read the counters that the program has', () => {
    const source = (name: string) =>
      readFileSync(new URL(`deploy/dataflow/src/main/java/penstock/dataflow/${name}.java`, ROOT), 'utf8');
    assert.ok(source('Classify').includes('"sink/messages/"'));
    assert.ok(source('Writers').includes('"sink/refused"'));
  });
});
