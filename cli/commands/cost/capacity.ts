/** From volumes to instances, connections and memory at the busiest minute. Pure arithmetic over measured figures. */

import type { Figures } from './figures.ts';
import { DAYS_PER_MONTH, messagesOf, SECONDS_PER_MONTH, type Volumes } from './volumes.ts';

const SECONDS_PER_DAY = SECONDS_PER_MONTH / DAYS_PER_MONTH;

/** Bounds of a connection: an instance that waits for one does not have a busy processor. */
export const APPENDS = 'bytes of a connection for appends';
export const PULLS = 'bytes of a StreamingPull connection';

export interface Need {
  readonly door: 'intake' | 'firestore' | 'sink' | 'loader' | 'puller';
  /** Requests, events, messages, loads or windows. */
  readonly peakPerSecond: number;
  readonly instances: number;
  /** The reason for that many. */
  readonly boundBy: string;
  readonly memoryGib: number;
  /** Connections for appends to BigQuery. */
  readonly writeConnections: number;
  /** StreamingPull connections to Pub/Sub. */
  readonly pullStreams: number;
}

/** One line a door; a door without volume needs nothing. */
export function needsOf(volumes: Volumes, figures: Figures): readonly Need[] {
  const { intake, firestore, loader, puller, peak } = volumes;
  const rowSeconds = puller.rowsPerWindow / figures.pullerRowsPerCoreSecond;
  return [
    served('intake', intake.perSecond * peak, figures.intakeCpuSeconds, figures),
    served('firestore', firestore.perSecond * peak, figures.firestoreCpuSeconds, figures),
    sinkNeed(volumes, figures),
    atOnce('loader', ((loader.loadsPerDay * 10) / SECONDS_PER_DAY) * peak, figures.loadSeconds, figures),
    pullerNeed(
      atOnce('puller', (puller.windowsPerDay / SECONDS_PER_DAY) * peak, figures.windowSeconds + rowSeconds, figures),
    ),
  ].filter(({ peakPerSecond }) => peakPerSecond > 0);
}

function served(door: Need['door'], perSecond: number, cpuSeconds: number, figures: Figures): Need {
  const bounds = {
    'its processor': (perSecond * cpuSeconds) / figures.utilization,
    'requests at once': (perSecond * figures.requestSeconds) / figures.concurrency,
  };
  return { door, peakPerSecond: perSecond, ...most(bounds, figures), writeConnections: 0, pullStreams: 0 };
}

function sinkNeed(volumes: Volumes, figures: Figures): Need {
  const { perSecond: average, bytesPerSecond } = messagesOf(volumes);
  const { input, mode, tables, connections, pullStreams } = volumes.sink;
  const [perSecond, bytes] = [average * volumes.peak, bytesPerSecond * volumes.peak];
  const worker = input === 'worker';
  const appends = mode === 'STORAGE_WRITE' || mode === 'CDC';
  // Rows are taken to be spread evenly over the tables.
  const moved = tables * connections * figures.connectionBytesPerSecond;
  const appended: Readonly<Record<string, number>> = appends ? { [APPENDS]: bytes / moved } : {};
  const bounds: Readonly<Record<string, number>> = worker
    ? {
        'its processor': (perSecond * figures.workerCpuSeconds) / figures.utilization,
        [PULLS]: bytes / (pullStreams * figures.pullStreamBytesPerSecond),
        ...appended,
      }
    : {
        'its processor': (perSecond * figures.pushCpuSeconds) / figures.utilization,
        'pushes at once': (perSecond * figures.pushSeconds) / figures.pushConcurrency,
        ...appended,
      };
  const needed = most(bounds, figures);
  return {
    door: 'sink',
    peakPerSecond: perSecond,
    ...needed,
    writeConnections: appends ? needed.instances * tables * connections : 0,
    pullStreams: worker ? needed.instances * pullStreams : 0,
  };
}

/** Work that lasts seconds, and for which one instance suffices as long as it does not overlap. */
function atOnce(door: Need['door'], perSecond: number, seconds: number, figures: Figures): Need {
  const bounds = { 'work at once': (perSecond * seconds) / 4 };
  return { door, peakPerSecond: perSecond, ...most(bounds, figures), writeConnections: 0, pullStreams: 0 };
}

/** Each window that runs has a connection of its own; four run in an instance. */
function pullerNeed(need: Need): Need {
  return { ...need, writeConnections: need.instances * 4 };
}

function most(
  bounds: Readonly<Record<string, number>>,
  figures: Figures,
): Pick<Need, 'instances' | 'boundBy' | 'memoryGib'> {
  const [name, need] = Object.entries(bounds).toSorted(([, a], [, b]) => b - a)[0] as [string, number];
  const instances = Math.max(1, Math.ceil(need));
  return {
    instances,
    boundBy: need <= 1 ? 'one is the least' : name,
    memoryGib: instances * figures.instanceGib,
  };
}
