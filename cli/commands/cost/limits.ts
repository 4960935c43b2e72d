/** The part of each quota that volumes use at their peak, and the volume at which it is met. */

import { needsOf } from './capacity.ts';
import type { Figures } from './figures.ts';
import type { Quota, QuotaList, QuotaName } from './quotas.ts';
import { messagesOf, scaled, type Volumes } from './volumes.ts';

export interface QuotaUse extends Pick<Quota, 'name' | 'kind' | 'source'> {
  readonly quota: QuotaName;
  readonly limit: number;
  readonly used: number;
  /** Messages a second on the average at which it is met; undefined where messages do not use it. */
  readonly metAt: number | undefined;
}

/** The fullest first. */
export function quotaUses(volumes: Volumes, figures: Figures, { quotas }: QuotaList): readonly QuotaUse[] {
  const used = usedBy(volumes, figures);
  const names = Object.keys(quotas) as readonly QuotaName[];
  return names
    .map((quota) => {
      const { name, kind, source, [volumes.warehouse.location]: limit } = quotas[quota];
      const metAt = metBy(quota, limit, volumes, figures);
      return { quota, name, kind, source, limit, used: used[quota], metAt };
    })
    .filter(({ used: amount, metAt }) => amount > 0 || metAt !== undefined)
    .toSorted((a, b) => b.used / b.limit - a.used / a.limit);
}

/** The quota that growing messages meet first. */
export function firstMet(uses: readonly QuotaUse[]): QuotaUse | undefined {
  return uses
    .filter(({ metAt }) => metAt !== undefined)
    .toSorted((a, b) => (a.metAt as number) - (b.metAt as number))[0];
}

function usedBy(volumes: Volumes, figures: Figures): Readonly<Record<QuotaName, number>> {
  const needs = new Map(needsOf(volumes, figures).map((need) => [need.door, need]));
  const { sink, loader, puller, peak } = volumes;
  const { bytesPerSecond, perSecond } = messagesOf(volumes);
  const bytes = bytesPerSecond * peak;
  const appends = sink.mode === 'STORAGE_WRITE' || sink.mode === 'CDC';
  const inserts = sink.mode === 'STREAMING_INSERTS' || sink.mode === 'MIXED';
  const worker = sink.input === 'worker';
  const instances = (door: 'intake' | 'firestore' | 'sink'): number => needs.get(door)?.instances ?? 0;
  const pulled = (puller.windowsPerDay * puller.rowsPerWindow * puller.rowBytes) / 86_400;
  // A table is loaded every five minutes.
  const staged = sink.mode === 'FILE_LOADS' && perSecond > 0 ? 288 : 0;
  return {
    'write.bytes': (appends ? bytes : 0) + pulled * peak,
    'write.connections': [...needs.values()].reduce((sum, { writeConnections }) => sum + writeConnections, 0),
    'write.streams': (puller.windowsPerDay / 24) * peak,
    'insertAll.bytes': inserts ? bytes : 0,
    'loads.table': Math.max(loader.loadsPerDay / loader.tables, staged),
    'loads.project': loader.loadsPerDay + staged * sink.tables,
    'pubsub.publish': bytes,
    'pubsub.pull': worker ? bytes : 0,
    'pubsub.push': worker ? 0 : bytes,
    'run.instances': Math.max(instances('intake'), instances('firestore'), worker ? 0 : instances('sink')),
    'run.workers': worker ? instances('sink') : 0,
    'intake.max': instances('intake'),
    'firestore.max': instances('firestore'),
    'sink.max': worker ? 0 : instances('sink'),
    'worker.max': worker ? instances('sink') : 0,
  };
}

const MOST_TIMES = 1e9;
const STEPS = 60;

/** Bisects the number of times that the messages can grow, because whole instances are no straight line. */
function metBy(quota: QuotaName, limit: number, volumes: Volumes, figures: Figures): number | undefined {
  const { perSecond } = messagesOf(volumes);
  const exceeds = (times: number): boolean => usedBy(scaled(volumes, times), figures)[quota] > limit;
  if (perSecond === 0 || exceeds(0) || !exceeds(MOST_TIMES)) return undefined;
  let [low, high] = [1 / MOST_TIMES, MOST_TIMES];
  for (let step = 0; step < STEPS; step += 1) {
    // The middle is taken by the logarithm, because the two ends are eighteen powers of ten apart.
    const middle = Math.sqrt(low * high);
    if (exceeds(middle)) high = middle;
    else low = middle;
  }
  return perSecond * high;
}

export interface Rung {
  /** Messages a second at the peak. */
  readonly perSecond: number;
  readonly instances: number;
  readonly memoryGib: number;
  readonly writeConnections: number;
  readonly pullStreams: number;
  /** The names of the quotas and settings that have to be raised, the fullest first. */
  readonly exceeded: readonly string[];
}

/** The need of the sink at peaks of a thousand to a million messages a second, with the mix and sizes given. */
export function ladderOf(
  volumes: Volumes,
  figures: Figures,
  quotas: QuotaList,
  rates: readonly number[] = [1_000, 10_000, 100_000, 1_000_000],
): readonly Rung[] {
  const some = messagesOf(volumes).perSecond === 0 ? { ...volumes, other: { perSecond: 1, bytes: 1000 } } : volumes;
  return rates.map((perSecond) => {
    const at = { ...scaled(some, perSecond / messagesOf(some).perSecond), peak: 1 };
    const need = needsOf(at, figures).find(({ door }) => door === 'sink');
    return {
      perSecond,
      instances: need?.instances ?? 0,
      memoryGib: need?.memoryGib ?? 0,
      writeConnections: need?.writeConnections ?? 0,
      pullStreams: need?.pullStreams ?? 0,
      exceeded: quotaUses(at, figures, quotas)
        .filter(({ used, limit }) => used > limit)
        .map(({ name }) => name),
    };
  });
}
