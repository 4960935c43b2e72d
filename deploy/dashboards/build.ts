/**
 * Dashboards as Cloud Monitoring reads them, made from the table of metrics: one a door and one for the whole suite. Each
 * opens with what a person asks first (does it work, is it late), and goes on to the door's own counts.
 */

import { readFileSync } from 'node:fs';

export interface Metric {
  readonly name: string;
  readonly kind: 'counter' | 'distribution';
  readonly unit: string;
  readonly labels: readonly string[];
  readonly about: string;
}

export interface Chart {
  readonly title: string;
  readonly query: string;
  /** The label that tells the lines of a chart apart. */
  readonly legend?: string;
}

const COLUMNS = 48;
const WIDTH = 24;
const HEIGHT = 16;

/** The services and subscriptions of each part, as Terraform names them; PREFIX- stands for the suite's prefix. */
const SERVICES: Readonly<Record<string, string>> = {
  intake: 'PREFIX-intake',
  firestore: 'PREFIX-firestore',
  sink: 'PREFIX-sink',
  loader: 'PREFIX-loader',
  puller: 'PREFIX-puller',
};
const SUBSCRIPTIONS: Readonly<Record<string, string>> = {
  sink: 'PREFIX-sink-(push|pull)',
  loader: 'PREFIX-loader-files',
};

/** The parts that run in the local cloud too. */
export const PARTS = ['suite', ...Object.keys(SERVICES)] as const;

/** Every part that has a dashboard at Google. */
export const DASHBOARDS = [...PARTS, 'dataflow'] as const;

export function readMetrics(): readonly Metric[] {
  const file = new URL('../terraform/metrics.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Metric[];
}

/** The series of a log-based metric in PromQL. Counters are distributions of lines, so their sum is what they count. */
export function seriesOf(name: string, part: 'sum' | 'count' = 'sum'): string {
  return `logging_googleapis_com:user_penstock_${name.replace(/[^a-z0-9]/g, '_')}_${part}`;
}

export function chartsOf(part: string, metrics: readonly Metric[]): readonly Chart[] {
  if (part === 'suite') return suiteCharts();
  if (part === 'dataflow') return [...jobCharts('PREFIX-sink'), ...backlogCharts('PREFIX-dataflow')];
  const own = metrics.filter(({ name }) => name.startsWith(`${part}/`));
  return [...requestCharts(SERVICES[part] as string), ...backlogCharts(SUBSCRIPTIONS[part]), ...own.map(chartOf)];
}

function suiteCharts(): readonly Chart[] {
  return [
    ...requestCharts('PREFIX-.*'),
    ...backlogCharts('PREFIX-.*'),
    {
      title: 'Dead letters',
      query: `sum by (subscription_id) (increase(pubsub_googleapis_com:subscription_dead_letter_message_count{monitored_resource="pubsub_subscription",subscription_id=~"PREFIX-.*"}[$\{__interval}]))`,
      legend: 'subscription_id',
    },
    {
      title: 'Rows written',
      query: `sum by (outcome) (rate(${seriesOf('write/rows')}[$\{__interval}]))`,
      legend: 'outcome',
    },
    {
      title: 'Instances',
      query: `sum by (service_name) (run_googleapis_com:container_instance_count{monitored_resource="cloud_run_revision",service_name=~"PREFIX-.*"})`,
      legend: 'service_name',
    },
  ];
}

/** A job on Dataflow has no lines of counts: the program's counters and the service's own metrics say how it is. */
function jobCharts(job: string): readonly Chart[] {
  const of = (metric: string, more = '') =>
    `dataflow_googleapis_com:job_${metric}{monitored_resource="dataflow_job",job_name="${job}"${more}}`;
  return [
    {
      title: 'Messages a minute by outcome',
      query: `sum by (metric_name) (delta(${of('user_counter', ',metric_name=~"sink/.+"')}[1m]))`,
      legend: 'metric_name',
    },
    { title: 'Longest time in the job (s)', query: `max by (job_name) (${of('system_lag')})`, legend: 'job_name' },
    {
      title: 'Age of the newest data that is done (s)',
      query: `max by (job_name) (${of('data_watermark_age')})`,
      legend: 'job_name',
    },
    { title: 'Processors', query: `sum by (job_name) (${of('current_num_vcpus')})`, legend: 'job_name' },
  ];
}

function requestCharts(service: string): readonly Chart[] {
  const of = (metric: string, more = '') =>
    `run_googleapis_com:${metric}{monitored_resource="cloud_run_revision",service_name=~"${service}"${more}}`;
  return [
    {
      title: 'Requests by answer',
      query: `sum by (response_code_class) (rate(${of('request_count')}[$\{__interval}]))`,
      legend: 'response_code_class',
    },
    {
      title: 'Slowest hundredth of the requests (ms)',
      query: `histogram_quantile(0.99, sum by (le, service_name) (rate(${of('request_latencies_bucket')}[$\{__interval}])))`,
      legend: 'service_name',
    },
  ];
}

function backlogCharts(subscription: string | undefined): readonly Chart[] {
  if (subscription === undefined) return [];
  const of = (metric: string) =>
    `pubsub_googleapis_com:subscription_${metric}{monitored_resource="pubsub_subscription",subscription_id=~"${subscription}"}`;
  return [
    {
      title: 'Age of the oldest message (s)',
      query: `max by (subscription_id) (${of('oldest_unacked_message_age_by_region')})`,
      legend: 'subscription_id',
    },
    {
      title: 'Messages that wait',
      query: `sum by (subscription_id) (${of('num_unacked_messages_by_region')})`,
      legend: 'subscription_id',
    },
  ];
}

/** A counter as its rate by its first label; a distribution as the mean of what its lines say. */
function chartOf({ name, kind, unit, labels, about }: Metric): Chart {
  const [label] = labels;
  const by = label === undefined ? '' : ` by (${label})`;
  const sum = `sum${by} (rate(${seriesOf(name)}[$\{__interval}]))`;
  const query = kind === 'counter' ? sum : `${sum} / sum${by} (rate(${seriesOf(name, 'count')}[$\{__interval}]))`;
  const title = `${about.replace(/[.:].*$/s, '')} (${kind === 'counter' ? `${unit.replace(/[{}]/g, '')}/s` : unit.replace(/[{}]/g, '')})`;
  return { title, query, ...(label === undefined ? {} : { legend: label }) };
}

/** The JSON that google_monitoring_dashboard takes. Zero positions are left out: the service drops them, and a plan would differ for ever. */
export function dashboard(part: string, charts: readonly Chart[]): object {
  const tiles = charts.map((chart, at) => {
    const column = (at * WIDTH) % COLUMNS;
    const row = Math.floor((at * WIDTH) / COLUMNS) * HEIGHT;
    return {
      ...(column === 0 ? {} : { xPos: column }),
      ...(row === 0 ? {} : { yPos: row }),
      width: WIDTH,
      height: HEIGHT,
      widget: widgetOf(chart),
    };
  });
  const title = part === 'suite' ? 'Penstock' : `Penstock: ${part}`;
  return { displayName: title, labels: { penstock: '' }, mosaicLayout: { columns: COLUMNS, tiles } };
}

function widgetOf({ title, query, legend }: Chart): object {
  const dataSet = {
    plotType: 'LINE',
    targetAxis: 'Y1',
    ...(legend === undefined ? {} : { legendTemplate: `$\{metric.labels.${legend}}` }),
    timeSeriesQuery: { prometheusQuery: query },
  };
  return { title, xyChart: { dataSets: [dataSet], yAxis: { scale: 'LINEAR' } } };
}
