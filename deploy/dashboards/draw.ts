/**
 * Draws production's dashboards from the local cloud's metrics: the very files that Terraform makes, their PromQL evaluated
 * by the evaluator that replays the alerts. The local cloud's metrics are named here as Cloud Monitoring names them.
 */

import { readFileSync } from 'node:fs';
import type { Dashboards, Drawing, DrawnChart, LocalMetrics, Span } from '../../local/console/api/dashboards.ts';
import type { MetricSeries } from '../../local/console/rates.ts';
import { type MetricValue, pointOf } from '../replay/metric-point.ts';
import { compile, type Query, type Sample } from '../replay/promql.ts';
import { type Point, SeriesStore } from '../replay/series.ts';
import { type Metric, PARTS, readMetrics } from './build.ts';

interface File {
  readonly displayName: string;
  readonly mosaicLayout: { readonly tiles: readonly { readonly widget: Widget }[] };
}

interface Widget {
  readonly title: string;
  readonly xyChart: {
    readonly dataSets: readonly {
      readonly legendTemplate?: string;
      readonly timeSeriesQuery: { readonly prometheusQuery: string };
    }[];
  };
}

/** The span of a rate. Metric lines come every ten seconds. */
const INTERVAL = '60s';

export function dashboards(): Dashboards {
  const files = new Map<string, File>(PARTS.map((part) => [part, readFile(part)]));
  const distributions = new Set(
    readMetrics()
      .filter(({ kind }: Metric) => kind === 'distribution')
      .map(({ name }) => name),
  );
  return {
    list: [...files].map(([name, { displayName }]) => ({ name, title: displayName })),
    draw: (name, metrics, span) => {
      const file = files.get(name);
      return file === undefined ? undefined : drawn(file, metrics, span, distributions);
    },
  };
}

function readFile(part: string): File {
  return JSON.parse(readFileSync(new URL(`${part}.json`, import.meta.url), 'utf8')) as File;
}

function drawn(
  { displayName, mosaicLayout }: File,
  metrics: LocalMetrics,
  span: Span,
  distributions: ReadonlySet<string>,
): Drawing {
  const store = new SeriesStore(pointsOf(metrics, span, distributions));
  const charts = mosaicLayout.tiles.map(({ widget: { title, xyChart } }): DrawnChart => {
    const [dataSet] = xyChart.dataSets;
    const query = dataSet?.timeSeriesQuery.prometheusQuery ?? '';
    const legend = /^\$\{metric\.labels\.(\w+)\}$/.exec(dataSet?.legendTemplate ?? '')?.[1];
    return { title, query, lines: linesOf(compile(localQuery(query, metrics)), store, span, legend) };
  });
  return { title: displayName, charts };
}

/** Names of services and subscriptions have Terraform's prefix; here they are the functions and what pushes to them. */
export function localQuery(query: string, { pushedTo }: Pick<LocalMetrics, 'pushedTo'>): string {
  return query
    .replaceAll('$' + '{__interval}', INTERVAL)
    .replace(/subscription_id=~"PREFIX-(?!\.\*)(\w+)[^"]*"/g, (_all, door: string) => {
      const own = Object.entries(pushedTo).flatMap(([name, to]) => (to === door ? [name] : []));
      return `subscription_id=~"${own.join('|')}"`;
    })
    .replaceAll('PREFIX-', '');
}

function linesOf(query: Query, store: SeriesStore, span: Span, legend: string | undefined): DrawnChart['lines'] {
  const lines = new Map<string, (number | null)[]>();
  for (let step = 0; step < span.steps; step += 1) {
    const atMs = span.toMs - (span.steps - 1 - step) * span.stepMs;
    for (const { labels, value } of query(store, atMs)) {
      const name = nameOf(labels, legend);
      const values = lines.get(name) ?? new Array<number | null>(span.steps).fill(null);
      values[step] = Number.isFinite(value) ? value : null;
      lines.set(name, values);
    }
  }
  return [...lines].map(([name, values]) => ({ name, values })).toSorted((a, b) => a.name.localeCompare(b.name));
}

function nameOf(labels: Sample['labels'], legend: string | undefined): string {
  return legend === undefined ? 'all' : labels[legend] || 'none';
}

function pointsOf(metrics: LocalMetrics, { toMs }: Span, distributions: ReadonlySet<string>): readonly Point[] {
  const { doors, requests, backlogs, deadLetters, functions } = metrics;
  return [
    ...doors.flatMap((series) => doorPoints(series, distributions)),
    ...requests.flatMap(requestPoints),
    ...backlogs.flatMap(({ subscription, points }) =>
      points.flatMap(({ atMs, waiting, oldestSeconds }) => [
        pointOf(ofSubscription(subscription, 'num_unacked_messages_by_region', waiting), atMs),
        pointOf(ofSubscription(subscription, 'oldest_unacked_message_age_by_region', oldestSeconds), atMs),
      ]),
    ),
    ...deadLetters.flatMap(({ labels, points }) =>
      points.map(({ atMs, count }) =>
        pointOf(ofSubscription(labels.resource ?? '', 'dead_letter_message_count', count), atMs),
      ),
    ),
    ...functions.map(({ name }) => pointOf(ofService(name, 'container/instance_count', {}, 1), toMs)),
  ];
}

/** A counter's line is its growth; of a distribution's line the log-based metric reads the greatest value. */
function doorPoints({ metric, labels, points }: MetricSeries, distributions: ReadonlySet<string>): readonly Point[] {
  const isDistribution = distributions.has(metric);
  const base = {
    type: `logging.googleapis.com/user/penstock/${metric}`,
    labels,
    resource: { type: 'cloud_run_revision', labels: {} },
  };
  return points.flatMap(({ atMs, sum, lines, peaks }) => [
    pointOf({ ...base, part: 'sum', value: isDistribution ? peaks : sum }, atMs),
    pointOf({ ...base, part: 'count', value: lines }, atMs),
  ]);
}

function requestPoints({ door, metric, labels, points }: MetricSeries): readonly Point[] {
  return points.map(({ atMs, count }) =>
    metric === 'requests'
      ? pointOf(ofService(door, 'request_count', { response_code_class: labels.class ?? '' }, count), atMs)
      : pointOf(ofService(door, 'request_latencies_bucket', { le: labels.le ?? '' }, count), atMs),
  );
}

function ofService(service: string, metric: string, labels: MetricValue['labels'], value: number): MetricValue {
  return {
    type: `run.googleapis.com/${metric}`,
    labels,
    resource: { type: 'cloud_run_revision', labels: { service_name: service } },
    value,
  };
}

function ofSubscription(name: string, metric: string, value: number): MetricValue {
  return {
    type: `pubsub.googleapis.com/subscription/${metric}`,
    labels: {},
    resource: { type: 'pubsub_subscription', labels: { subscription_id: name.slice(name.lastIndexOf('/') + 1) } },
    value,
  };
}
