/** The cost of other ways for the same messages from their publication to the table, without the doors in front of them. */

import { billOf, total } from './bill.ts';
import type { Figures } from './figures.ts';
import type { PriceList } from './prices.ts';
import { kept, pubsub, sink, type Usage, written } from './usage.ts';
import { GIB, messagesOf, SECONDS_PER_MONTH, TIB, type Volumes } from './volumes.ts';

export interface Alternative {
  readonly way: string;
  readonly dollars: number;
  /** The abilities of this suite that it lacks. */
  readonly lacks: string;
}

export function alternativesOf(given: Volumes, prices: PriceList, figures: Figures): readonly Alternative[] {
  const volumes = messagesAlone(given);
  const { perSecond, bytesPerSecond } = messagesOf(volumes);
  const dollars = (usages: readonly Usage[]): number => total(billOf(usages, prices));
  const by = (mode: Volumes['sink']['mode'], input = volumes.sink.input): number =>
    dollars(suite({ ...volumes, sink: { ...volumes.sink, mode, input } }, figures));
  const published = pubsub(volumes, figures).slice(0, 1);
  const template = [
    ...pubsub(volumes, figures),
    ...dataflow(bytesPerSecond, figures),
    ...written({ ...volumes, sink: { ...volumes.sink, mode: 'STORAGE_WRITE' } }, figures),
    ...kept(volumes),
  ];
  const subscription: readonly Usage[] = [
    ...published,
    {
      part: 'Pub/Sub',
      what: 'delivered to BigQuery',
      unit: 'pubsub.bigqueryTib',
      amount: perSecond === 0 ? 0 : (bytesPerSecond * SECONDS_PER_MONTH) / TIB,
    },
    ...kept(volumes),
  ];
  const { mode, input } = volumes.sink;
  const other = input === 'worker' ? 'push' : 'worker';
  return [
    { way: `this suite (${input}, ${mode})`, dollars: by(mode), lacks: '' },
    { way: `this suite (${other}, ${mode})`, dollars: by(mode, other), lacks: other === 'push' ? '' : 'always on' },
    ...(mode === 'STREAMING_INSERTS'
      ? []
      : [{ way: `this suite by insertAll`, dollars: by('STREAMING_INSERTS'), lacks: 'changes (CDC)' }]),
    ...(mode === 'FILE_LOADS'
      ? []
      : [{ way: 'this suite by load jobs', dollars: by('FILE_LOADS'), lacks: 'rows are minutes late' }]),
    {
      way: 'a BigQuery subscription',
      dollars: dollars(subscription),
      lacks: 'routes, mapping, error records: one table each, dead letters alone',
    },
    {
      way: 'a Dataflow template, streaming',
      dollars: dollars(template),
      lacks: 'scaling to zero, routes by table',
    },
  ];
}

function suite(volumes: Volumes, figures: Figures): readonly Usage[] {
  return [...pubsub(volumes, figures), ...sink(volumes, figures), ...written(volumes, figures), ...kept(volumes)];
}

/** One worker of a single processor at least, and 4 GiB for each. */
function dataflow(bytesPerSecond: number, figures: Figures): readonly Usage[] {
  const vcpus = Math.max(1, Math.ceil(bytesPerSecond / figures.dataflowBytesPerVcpuSecond));
  const hours = vcpus * (SECONDS_PER_MONTH / 3600);
  return [
    { part: 'sink', what: 'workers of Dataflow', unit: 'dataflow.vcpuHour', amount: hours },
    { part: 'sink', what: 'memory of Dataflow', unit: 'dataflow.gibHour', amount: hours * 4 },
    {
      part: 'sink',
      what: 'data in the streaming engine',
      unit: 'dataflow.gib',
      amount: (bytesPerSecond * SECONDS_PER_MONTH) / GIB,
    },
  ];
}

/** Loads, windows and queries are the same by every way. */
function messagesAlone(volumes: Volumes): Volumes {
  return {
    ...volumes,
    loader: { ...volumes.loader, loadsPerDay: 0, bytesPerDay: 0 },
    puller: { ...volumes.puller, windowsPerDay: 0 },
    warehouse: { ...volumes.warehouse, queriedTibPerMonth: 0 },
  };
}
