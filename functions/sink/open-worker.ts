/** The worker as a process of its own: settings from the environment, and the instance's end by SIGTERM. */

import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { type DoorHost, logLevel, processHost } from '@penstock/shared/runtime/instance.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { logFailedStart } from '@penstock/shared/runtime/start.ts';
import { readSinkConfig } from './config.ts';
import { METRICS } from './metrics.ts';
import { startWorker } from './worker.ts';

/** Starts to pull. The worker closes when the host's shutdown does, and its last counts are written then. */
export async function openWorker(host: DoorHost = processHost()): Promise<void> {
  const { env, clock, shutdown, write } = host;
  const log = createLogger({
    level: logLevel(env),
    fields: { door: 'sink' },
    ...(write === undefined ? {} : { write }),
  });
  await logFailedStart(log, async () => {
    const config = await readSinkConfig(env);
    const projectId = env.GOOGLE_CLOUD_PROJECT ?? '';
    if (projectId === '')
      throw new PenstockError(
        'CONFIG_INVALID',
        'GOOGLE_CLOUD_PROJECT is not set: a worker pool gets it from its template',
      );
    const worker = startWorker({
      config,
      projectId,
      emulators: readEmulators(env),
      clock,
      log,
      metrics: createMetrics(METRICS, log),
    });
    shutdown.onClose('sink worker', () => worker.close());
  });
}
