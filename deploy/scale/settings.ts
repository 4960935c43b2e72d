/** The settings of a simulated suite: figures of `penstock cost` and of the configuration. */

import type { Figures } from '../../cli/commands/cost/figures.ts';

/** Times are milliseconds, sizes bytes. */
export interface Settings {
  readonly seed: number;
  readonly stepMs: number;
  readonly endMs: number;
  /** The time between two points of a curve. */
  readonly sampleMs: number;
  readonly messageBytes: number;
  /** Messages a second that are published at a time. */
  readonly rate: (ms: number) => number;
  /** Whether BigQuery takes rows at a time. */
  readonly isUp: (ms: number) => boolean;
  readonly input: 'worker' | 'push';
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Bytes a second that the project may append. */
  readonly quotaBytes: number;
  /** Connections for appends, of one instance. */
  readonly connections: number;
  /** StreamingPull connections of one worker. */
  readonly pullStreams: number;
  /** Instances that die, for each instance in an hour. */
  readonly crashesPerHour: number;
  readonly figures: Figures;
}

/** The numbers that follow from the figures and the input. */
export interface Derived {
  readonly cpuMs: number;
  /** Messages that an instance holds at most. */
  readonly heldMost: number;
  /** Messages that an instance may pull in a second. */
  readonly pulledPerSecond: number;
  readonly startMs: number;
  readonly appendMs: number;
}

export function derive({ input, figures, messageBytes, pullStreams }: Settings): Derived {
  const worker = input === 'worker';
  return {
    cpuMs: (worker ? figures.workerCpuSeconds : figures.pushCpuSeconds) * 1_000,
    heldMost: worker ? Math.max(1, Math.floor(figures.heldBytes / messageBytes)) : figures.pushConcurrency,
    pulledPerSecond: worker
      ? (pullStreams * figures.pullStreamBytesPerSecond) / messageBytes
      : Number.POSITIVE_INFINITY,
    startMs: (figures.instanceStartSeconds + figures.coldStartSeconds) * 1_000,
    appendMs: (worker ? figures.appendSeconds : figures.pushSeconds) * 1_000,
  };
}
