/**
 * The sink's worker in a process of its own, as `npm run sink -- worker` starts it, with its clock scaled where an outage is simulated.
 * Sends `ready`; any message is answered with its use of CPU and memory.
 */

import { cpuUsage, resourceUsage } from 'node:process';
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
  /** Seconds of the worker's clock for one of the wall's. */
  readonly scale: number;
}

const { file, scale } = JSON.parse(process.argv[2] ?? '{}') as Settings;
const began = Date.now();
const clock: Clock =
  scale === 1
    ? systemClock
    : {
        now: () => began + (Date.now() - began) * scale,
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
process.on('message', () => {
  const { user, system } = cpuUsage();
  process.send?.({
    cpuMicros: user + system,
    peakRssMb: Math.round(resourceUsage().maxRSS / 1e3),
    held: worker.engine.flow.held.messages,
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
