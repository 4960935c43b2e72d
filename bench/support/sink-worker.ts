/**
 * The sink's worker in a process of its own, as `npm run sink -- worker` starts it, and with a clock that can be told to run faster.
 * Sends `ready`; any message is answered with its use of CPU and memory; `{ scale }` sets the pace of its clock from then on.
 */

import { createHistogram } from 'node:perf_hooks';
import { cpuUsage, resourceUsage, threadCpuUsage } from 'node:process';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import type { SinkFile } from '../../functions/sink/config/file.ts';
import { resolve } from '../../functions/sink/config/resolve.ts';
import { METRICS } from '../../functions/sink/metrics.ts';
import { startWorker } from '../../functions/sink/worker.ts';

interface Settings {
  readonly file: SinkFile;
}

const { file } = JSON.parse(process.argv[2] ?? '{}') as Settings;
/** Seconds of the worker's clock for one of the wall's. Other than 1 only through an outage. */
let scale = 1;
let [simulated, since] = [Date.now(), performance.now()];
const clock: Clock = {
  now: () => Math.floor(simulated + (performance.now() - since) * scale),
  sleep: (ms, signal) => systemClock.sleep(ms / scale, signal),
  random: Math.random,
};
const log = createLogger({ level: 'CRITICAL' });
const projectId = 'demo-penstock';
const worker = startWorker({
  config: {
    file: '',
    drain: 8_000,
    ackDeadline: 60_000,
    missing: 10_000,
    refresh: 3_600_000,
    loads: true,
    plan: resolve(file, projectId),
  },
  projectId,
  emulators: readEmulators(process.env),
  clock,
  log,
  metrics: createMetrics(METRICS, log),
});
/**
 * CPU of the thread between two looks of a timer: one turn of the event loop, or a few short ones. Other work on the machine does not
 * count, as it would in a delay by the wall's clock.
 */
const turns = createHistogram();
const LOOK_MS = 5;
let thread = threadCpuUsage();
setInterval(() => {
  const { user, system } = threadCpuUsage(thread);
  thread = threadCpuUsage();
  turns.record(Math.max(1, user + system));
}, LOOK_MS).unref();

process.on('message', (asked: { readonly scale?: number; readonly newTurns?: boolean }) => {
  if (asked.scale !== undefined) {
    [simulated, since] = [clock.now(), performance.now()];
    scale = asked.scale;
  }
  const { user, system } = cpuUsage();
  process.send?.({
    cpuMicros: user + system,
    peakRssMb: Math.round(resourceUsage().maxRSS / 1e3),
    held: worker.engine.flow.held.messages,
    simulatedMs: clock.now(),
    turnP99Ms: turns.percentile(99) / 1_000,
    turnMaxMs: turns.max / 1_000,
  });
  if (asked.newTurns) turns.reset();
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
