/** From volumes to dollars a month, part by part. Pure arithmetic over the price list. */

import type { Figures } from './figures.ts';
import type { Prices } from './prices.ts';
import { DAYS_PER_MONTH, GIB, messagesPerSecond, SECONDS_PER_MONTH, TIB, type Volumes } from './volumes.ts';

export interface Item {
  /** The part of the suite. */
  readonly part: 'intake' | 'firestore' | 'Pub/Sub' | 'sink' | 'loader' | 'puller' | 'BigQuery' | 'operation';
  readonly what: string;
  readonly dollars: number;
}

export function monthlyCost(volumes: Volumes, prices: Prices, figures: Figures): readonly Item[] {
  return [
    ...doors(volumes, prices, figures),
    pubsub(volumes, prices),
    sink(volumes, prices, figures),
    ...written(volumes, prices),
    ...operation(volumes, prices),
  ].filter(({ dollars }) => dollars > 0);
}

export function total(items: readonly Item[]): number {
  return items.reduce((sum, { dollars }) => sum + dollars, 0);
}

function doors(volumes: Volumes, prices: Prices, figures: Figures): readonly Item[] {
  const month = (perSecond: number) => perSecond * SECONDS_PER_MONTH;
  const rows = volumes.windowsPerDay * DAYS_PER_MONTH * volumes.rowsPerWindow;
  const loads = volumes.loadsPerDay * DAYS_PER_MONTH;
  return [
    run('intake', month(volumes.intakePerSecond), figures.intakeCpuSeconds, prices, figures),
    run('firestore', month(volumes.firestorePerSecond), figures.firestoreCpuSeconds, prices, figures),
    // A window lasts longer than its rows take: the source's own answers are waited for.
    run('puller', volumes.windowsPerDay * DAYS_PER_MONTH, 5 + rowsSeconds(volumes, figures), prices, figures),
    run('loader', loads * 10, 0.5, prices, figures),
    {
      part: 'puller',
      what: 'spool and ledger in Cloud Storage',
      dollars: ((volumes.windowsPerDay * DAYS_PER_MONTH * 20) / 10_000) * prices.storage.classAPer10000,
    },
    {
      part: 'puller',
      what: `Storage Write, ${Math.round(rows / 1e6)} M rows a month`,
      dollars: beyond((rows * volumes.rowBytes) / GIB, prices.storageWrite.freeGib) * prices.storageWrite.perGib,
    },
    {
      part: 'loader',
      what: 'files kept in the bucket for a month',
      dollars: ((volumes.loadedBytesPerDay * DAYS_PER_MONTH) / GIB) * prices.storage.perGibMonth,
    },
  ];
}

function rowsSeconds(volumes: Volumes, figures: Figures): number {
  return volumes.rowsPerWindow / figures.pullerRowsPerCoreSecond;
}

/** Request-based Cloud Run: the processor and the memory while requests run, and a price for each request. */
function run(part: Item['part'], requests: number, cpuSeconds: number, prices: Prices, figures: Figures): Item {
  const { vcpuSecond, gibSecond, perMillion, freeVcpuSeconds, freeGibSeconds, freeMillions } = prices.runRequest;
  const seconds = requests * cpuSeconds;
  const dollars =
    beyond(seconds, freeVcpuSeconds) * vcpuSecond +
    beyond(seconds * figures.instanceGib, freeGibSeconds) * gibSecond +
    beyond(requests / 1e6, freeMillions) * perMillion;
  return { part, what: `Cloud Run, ${count(requests)} requests a month`, dollars };
}

function pubsub(volumes: Volumes, { pubsub: price }: Prices): Item {
  const bytes = Math.max(volumes.messageBytes, price.minMessageBytes);
  // Published once and delivered once.
  const moved = messagesPerSecond(volumes) * SECONDS_PER_MONTH * bytes * 2;
  const dollars = (beyond(moved, price.freeGib * GIB) / TIB) * price.perTib;
  return { part: 'Pub/Sub', what: 'published and delivered', dollars };
}

function sink(volumes: Volumes, prices: Prices, figures: Figures): Item {
  const perSecond = messagesPerSecond(volumes);
  if (volumes.sink === 'push')
    return run('sink', perSecond * SECONDS_PER_MONTH, figures.pushCpuSeconds, prices, figures);
  const instances = workerInstances(volumes, figures);
  const { vcpuSecond, gibSecond } = prices.workerPool;
  const dollars = instances * SECONDS_PER_MONTH * (vcpuSecond + figures.instanceGib * gibSecond);
  return { part: 'sink', what: `worker pool of ${instances}, always on`, dollars };
}

/** Instances of one core, at half of what a core can do: the other half is for peaks and for catching up. */
export function workerInstances(volumes: Volumes, figures: Figures): number {
  return Math.max(1, Math.ceil(messagesPerSecond(volumes) / (figures.workerMessagesPerCoreSecond / 2)));
}

function written(volumes: Volumes, prices: Prices): readonly Item[] {
  const messages = messagesPerSecond(volumes) * SECONDS_PER_MONTH;
  const gib = (messages * volumes.messageBytes) / GIB;
  const kept =
    (gib +
      (volumes.loadedBytesPerDay * DAYS_PER_MONTH) / GIB +
      (volumes.windowsPerDay * DAYS_PER_MONTH * volumes.rowsPerWindow * volumes.rowBytes) / GIB) *
    volumes.monthsKept;
  return [
    { part: 'BigQuery', what: `writing by ${volumes.mode}`, dollars: writing(volumes, prices, messages, gib) },
    {
      part: 'BigQuery',
      what: `${count(kept)} GiB stored after ${volumes.monthsKept} months`,
      dollars: beyond(kept, prices.bigqueryStorage.freeGib) * prices.bigqueryStorage.perGibMonth,
    },
  ];
}

function writing({ mode, messageBytes }: Volumes, prices: Prices, messages: number, gib: number): number {
  switch (mode) {
    case 'STREAMING_INSERTS': {
      const bytes = Math.max(messageBytes, prices.insertAll.minRowBytes);
      return ((messages * bytes) / GIB) * prices.insertAll.perGib;
    }
    case 'FILE_LOADS':
      return 0;
    default:
      return beyond(gib, prices.storageWrite.freeGib) * prices.storageWrite.perGib;
  }
}

function operation(volumes: Volumes, prices: Prices): readonly Item[] {
  // One wide line a unit of work and the metric lines of each instance every ten seconds.
  const lines = SECONDS_PER_MONTH * 0.5 + (volumes.windowsPerDay + volumes.loadsPerDay) * DAYS_PER_MONTH;
  return [
    {
      part: 'operation',
      what: 'logs',
      dollars: beyond((lines * 1000) / GIB, prices.logging.freeGib) * prices.logging.perGib,
    },
    { part: 'operation', what: 'alert conditions', dollars: 20 * prices.monitoring.perCondition },
    {
      part: 'operation',
      what: 'scheduled jobs',
      dollars: beyond(2, prices.scheduler.freeJobs) * prices.scheduler.perJob,
    },
    { part: 'operation', what: 'secrets', dollars: beyond(3, prices.secrets.freeVersions) * prices.secrets.perVersion },
  ];
}

/** The cost of the alternatives for the same messages, without the doors in front of them. */
export function alternatives(volumes: Volumes, prices: Prices, figures: Figures): readonly Item[] {
  const messages = messagesPerSecond(volumes) * SECONDS_PER_MONTH;
  const bytes = messages * volumes.messageBytes;
  const own =
    pubsub(volumes, prices).dollars + sink(volumes, prices, figures).dollars + total(written(volumes, prices));
  const publish = pubsub(volumes, prices).dollars / 2;
  const vcpus = Math.max(1, Math.ceil(messagesPerSecond(volumes) / 7000));
  const dataflow =
    vcpus * (SECONDS_PER_MONTH / 3600) * (prices.dataflow.vcpuHour + 4 * prices.dataflow.gibHour) +
    (bytes / GIB) * prices.dataflow.shuffledPerGib;
  const storage = total(written({ ...volumes, mode: 'FILE_LOADS' }, prices));
  return [
    { part: 'sink', what: `this suite (${volumes.sink}, ${volumes.mode})`, dollars: own },
    {
      part: 'sink',
      what: 'a BigQuery subscription: no routes, no mapping, dead letters only',
      dollars: publish + (bytes / TIB) * prices.pubsubToBigQuery.perTib + storage,
    },
    {
      part: 'sink',
      what: 'a Dataflow template, streaming',
      dollars: pubsub(volumes, prices).dollars + dataflow + total(written(volumes, prices)),
    },
    {
      part: 'sink',
      what: 'this suite by insertAll',
      dollars:
        own - total(written(volumes, prices)) + total(written({ ...volumes, mode: 'STREAMING_INSERTS' }, prices)),
    },
  ];
}

function beyond(amount: number, free: number): number {
  return Math.max(0, amount - free);
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}
