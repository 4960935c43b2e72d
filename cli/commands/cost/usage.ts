/** From volumes to what is used in a month: units that are billed, part by part. Pure arithmetic. */

import type { Figures } from './figures.ts';
import type { Unit } from './prices.ts';
import { DAYS_PER_MONTH, GIB, messagesOf, SECONDS_PER_MONTH, type Stream, TIB, type Volumes } from './volumes.ts';

export type Part = 'intake' | 'firestore' | 'Pub/Sub' | 'sink' | 'loader' | 'puller' | 'BigQuery' | 'operation';

export interface Usage {
  readonly part: Part;
  readonly what: string;
  readonly unit: Unit;
  readonly amount: number;
}

export function usageOf(volumes: Volumes, figures: Figures): readonly Usage[] {
  const { intake, firestore } = volumes;
  const usages: readonly Usage[] = [
    ...service(
      'intake',
      intake.perSecond * SECONDS_PER_MONTH,
      figures.intakeCpuSeconds,
      figures.requestSeconds,
      figures,
    ),
    ...service(
      'firestore',
      firestore.perSecond * SECONDS_PER_MONTH,
      figures.firestoreCpuSeconds,
      figures.requestSeconds,
      figures,
    ),
    { part: 'firestore', what: "Eventarc's transport", unit: 'pubsub.tib', amount: movedTib(firestore, figures) },
    ...pubsub(volumes, figures),
    ...sink(volumes, figures),
    ...written(volumes, figures),
    ...loader(volumes, figures),
    ...puller(volumes, figures),
    ...kept(volumes),
    ...operation(volumes, figures),
  ];
  return usages.filter(({ amount }) => amount > 0);
}

/**
 * Request-based Cloud Run bills an instance while it has a request. Rare requests do not overlap, so each is paid for its whole
 * length; where they are many, the processor is what instances are added for.
 */
function service(
  part: Part,
  requests: number,
  cpuSeconds: number,
  seconds: number,
  figures: Figures,
): readonly Usage[] {
  const perSecond = requests / SECONDS_PER_MONTH;
  const someRequest = SECONDS_PER_MONTH * (1 - Math.exp(-perSecond * seconds));
  const billed = Math.max(someRequest, (requests * cpuSeconds) / figures.utilization);
  return [
    { part, what: 'Cloud Run, requests', unit: 'run.request', amount: requests },
    { part, what: 'Cloud Run, processor', unit: 'run.vcpuSecond', amount: billed },
    { part, what: 'Cloud Run, memory', unit: 'run.gibSecond', amount: billed * figures.instanceGib },
  ];
}

function movedTib({ perSecond, bytes }: Stream, figures: Figures): number {
  return (perSecond * SECONDS_PER_MONTH * Math.max(bytes, figures.publishMinBytes)) / TIB;
}

export function pubsub({ intake, firestore, other }: Volumes, figures: Figures): readonly Usage[] {
  const amount = [intake, firestore, other].reduce((sum, stream) => sum + movedTib(stream, figures), 0);
  return [
    { part: 'Pub/Sub', what: 'published', unit: 'pubsub.tib', amount },
    { part: 'Pub/Sub', what: 'delivered', unit: 'pubsub.tib', amount },
  ];
}

export function sink(volumes: Volumes, figures: Figures): readonly Usage[] {
  const { perSecond } = messagesOf(volumes);
  if (perSecond === 0) return [];
  if (volumes.sink.input === 'push')
    return service('sink', perSecond * SECONDS_PER_MONTH, figures.pushCpuSeconds, figures.pushSeconds, figures);
  const workers = averageWorkers(volumes, figures);
  const what = `worker pool of ${workers}, always on`;
  return [
    { part: 'sink', what, unit: 'pool.vcpuSecond', amount: workers * SECONDS_PER_MONTH },
    { part: 'sink', what, unit: 'pool.gibSecond', amount: workers * SECONDS_PER_MONTH * figures.instanceGib },
  ];
}

/** Instances of one core, busy to the share at which the pool is scaled. */
function averageWorkers(volumes: Volumes, figures: Figures): number {
  const cores = messagesOf(volumes).perSecond * figures.workerCpuSeconds;
  return Math.max(1, Math.ceil(cores / figures.utilization));
}

/** The way of the messages into BigQuery. */
export function written(volumes: Volumes, figures: Figures): readonly Usage[] {
  const { perSecond, bytes } = messagesOf(volumes);
  const { mode } = volumes.sink;
  const rows = perSecond * SECONDS_PER_MONTH;
  const what = `rows by ${mode}`;
  switch (mode) {
    case 'STREAMING_INSERTS':
    case 'MIXED':
      return [
        {
          part: 'BigQuery',
          what,
          unit: 'insertAll.gib',
          amount: (rows * Math.max(bytes, figures.insertMinBytes)) / GIB,
        },
      ];
    case 'FILE_LOADS':
      // A file for each table every ten seconds, written once and read once by a load job, which costs nothing.
      return [
        {
          part: 'BigQuery',
          what: 'files that are staged',
          unit: 'storage.classA',
          amount: rows === 0 ? 0 : (SECONDS_PER_MONTH / 10) * volumes.sink.tables,
        },
      ];
    default:
      return [{ part: 'BigQuery', what, unit: 'write.gib', amount: (rows * bytes) / GIB }];
  }
}

function loader({ loader: { loadsPerDay, bytesPerDay } }: Volumes, figures: Figures): readonly Usage[] {
  if (loadsPerDay === 0) return [];
  // A batch has about ten notifications; the sweep comes every five minutes.
  const requests = (loadsPerDay * 10 + 288) * DAYS_PER_MONTH;
  return [
    ...service('loader', requests, 0.02, figures.loadSeconds, figures),
    {
      part: 'loader',
      what: 'files kept for a month',
      unit: 'storage.gibMonth',
      amount: (bytesPerDay * DAYS_PER_MONTH) / GIB,
    },
    { part: 'loader', what: 'ledgers and lists', unit: 'storage.classA', amount: requests * 5 },
  ];
}

function puller({ puller: volumes }: Volumes, figures: Figures): readonly Usage[] {
  const windows = volumes.windowsPerDay * DAYS_PER_MONTH;
  if (windows === 0) return [];
  const rowSeconds = volumes.rowsPerWindow / figures.pullerRowsPerCoreSecond;
  const rows = windows * volumes.rowsPerWindow;
  return [
    ...service('puller', windows, rowSeconds, figures.windowSeconds + rowSeconds, figures),
    { part: 'puller', what: 'spool and ledgers', unit: 'storage.classA', amount: windows * 20 },
    { part: 'puller', what: 'secrets read', unit: 'secret.access', amount: windows },
    { part: 'BigQuery', what: 'rows of the puller', unit: 'write.gib', amount: (rows * volumes.rowBytes) / GIB },
  ];
}

export function kept(volumes: Volumes): readonly Usage[] {
  const { puller: pulled, loader: loaded, warehouse } = volumes;
  const bytes =
    messagesOf(volumes).bytesPerSecond * SECONDS_PER_MONTH +
    (loaded.bytesPerDay + pulled.windowsPerDay * pulled.rowsPerWindow * pulled.rowBytes) * DAYS_PER_MONTH;
  return [
    {
      part: 'BigQuery',
      what: `rows of ${warehouse.monthsKept} months`,
      unit: 'bigquery.gibMonth',
      amount: (bytes * warehouse.monthsKept) / GIB,
    },
    { part: 'BigQuery', what: 'queries', unit: 'query.tib', amount: warehouse.queriedTibPerMonth },
  ];
}

function operation(volumes: Volumes, figures: Figures): readonly Usage[] {
  const { perSecond } = messagesOf(volumes);
  const pushed = volumes.sink.input === 'push' ? perSecond : 0;
  const requests = (volumes.intake.perSecond + volumes.firestore.perSecond + pushed) * SECONDS_PER_MONTH;
  const workers = volumes.sink.input === 'worker' && perSecond > 0 ? averageWorkers(volumes, figures) : 0;
  const instances = workers + Math.ceil((requests / SECONDS_PER_MONTH) * figures.requestSeconds);
  const lines = instances * figures.metricLinesPerInstanceSecond * SECONDS_PER_MONTH;
  const samples = figures.metricSeries * (SECONDS_PER_MONTH / 60);
  return [
    {
      part: 'operation',
      what: 'request logs of Cloud Run (an exclusion filter saves them)',
      unit: 'logging.gib',
      amount: (requests * figures.requestLogBytes) / GIB,
    },
    { part: 'operation', what: 'logs with metrics', unit: 'logging.gib', amount: (lines * figures.logLineBytes) / GIB },
    { part: 'operation', what: 'log-based metrics', unit: 'monitoring.mib', amount: (samples * 8) / 2 ** 20 },
    { part: 'operation', what: 'alerts', unit: 'monitoring.condition', amount: figures.alertConditions },
    { part: 'operation', what: 'scheduled jobs', unit: 'scheduler.job', amount: 2 },
    { part: 'operation', what: 'secrets', unit: 'secret.version', amount: 3 },
  ];
}
