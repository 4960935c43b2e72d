/** The volumes that pass through each door: defaults, a file and flags, the nearest wins. */

import { loadConfigFile } from '@penstock/shared/config/files.ts';
import { checkMerged, type Level, type Merged, mergeLevels } from '@penstock/shared/config/merge.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { volumesSchema } from './volumes.schema.generated.js';

export interface Stream {
  /** On the average. */
  readonly perSecond: number;
  readonly bytes: number;
}

export interface Volumes {
  readonly intake: Stream;
  readonly firestore: Stream;
  /** Messages that other publishers send to the topics of the sink. */
  readonly other: Stream;
  readonly sink: {
    readonly input: 'worker' | 'push';
    readonly mode: 'STORAGE_WRITE' | 'CDC' | 'STREAMING_INSERTS' | 'MIXED' | 'FILE_LOADS';
    readonly tables: number;
    /** Connections for appends of an instance to a table. */
    readonly connections: number;
    readonly pullStreams: number;
  };
  readonly loader: { readonly loadsPerDay: number; readonly bytesPerDay: number; readonly tables: number };
  readonly puller: { readonly windowsPerDay: number; readonly rowsPerWindow: number; readonly rowBytes: number };
  readonly warehouse: {
    readonly monthsKept: number;
    readonly queriedTibPerMonth: number;
    readonly location: 'region' | 'multi-region';
  };
  /** The busiest minute over the average. */
  readonly peak: number;
}

/** The schema's defaults; a test compares the two. */
export const DEFAULT_VOLUMES: Volumes = {
  intake: { perSecond: 10, bytes: 1000 },
  firestore: { perSecond: 20, bytes: 1000 },
  other: { perSecond: 0, bytes: 1000 },
  sink: { input: 'worker', mode: 'STORAGE_WRITE', tables: 1, connections: 1, pullStreams: 2 },
  loader: { loadsPerDay: 24, bytesPerDay: 10_000_000_000, tables: 1 },
  puller: { windowsPerDay: 144, rowsPerWindow: 10_000, rowBytes: 500 },
  warehouse: { monthsKept: 12, queriedTibPerMonth: 0, location: 'region' },
  peak: 3,
};

const SCHEMA = volumesSchema as unknown as CompiledSchema<Volumes>;

/** The defaults under the levels that are given, from the farthest to the nearest. Throws CONFIG_INVALID. */
export function mergeVolumes(levels: readonly Level[]): { readonly volumes: Volumes; readonly merged: Merged } {
  const merged = mergeLevels([{ origin: 'defaults', value: DEFAULT_VOLUMES }, ...levels]);
  return { volumes: checkMerged(SCHEMA, merged, { name: 'The volumes' }), merged };
}

/** Reads a volumes file, in which any key may be missing. */
export async function readVolumesFile(name: string, text: string): Promise<Level> {
  const file = await loadConfigFile(SCHEMA, text, { name, partial: true });
  return { origin: name, value: file.value, placeOf: file.placeOf };
}

export const SECONDS_PER_MONTH = 730 * 3600;
export const DAYS_PER_MONTH = 730 / 24;
export const GIB = 2 ** 30;
export const TIB = 2 ** 40;

export interface Messages {
  readonly perSecond: number;
  readonly bytesPerSecond: number;
  /** The average size of a message. */
  readonly bytes: number;
}

/** All that the sink takes. */
export function messagesOf({ intake, firestore, other }: Volumes): Messages {
  const streams = [intake, firestore, other];
  const perSecond = streams.reduce((sum, stream) => sum + stream.perSecond, 0);
  const bytesPerSecond = streams.reduce((sum, { perSecond: rate, bytes }) => sum + rate * bytes, 0);
  return { perSecond, bytesPerSecond, bytes: perSecond === 0 ? 0 : bytesPerSecond / perSecond };
}

/** The same volumes with all three streams of messages a number of times as large. */
export function scaled(volumes: Volumes, times: number): Volumes {
  const stream = ({ perSecond, bytes }: Stream): Stream => ({ perSecond: perSecond * times, bytes });
  return {
    ...volumes,
    intake: stream(volumes.intake),
    firestore: stream(volumes.firestore),
    other: stream(volumes.other),
  };
}
