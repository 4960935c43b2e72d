/** `penstock sink worker`: runs until it is told to end. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { logLevel } from '@penstock/shared/runtime/instance.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { startWorker } from '../worker.ts';
import { type AnyCall, configOf, partsOf } from './open.ts';

const METRICS_EVERY_MS = 10_000;

export async function worker(call: AnyCall): Promise<undefined> {
  const config = await configOf(call);
  if (config.plan.subscriptions.length === 0) {
    const message =
      'a worker needs a subscription: set INPUT_SUBSCRIPTION, or `subscriptions` in the file of SINK_CONFIG';
    throw new PenstockError('CONFIG_INVALID', message);
  }
  const log = createLogger({ level: logLevel(call.env), fields: { door: 'sink' } });
  const parts = partsOf(call, log);
  const running = startWorker({ ...parts, config });
  const flushing = setInterval(() => parts.metrics.flush(), METRICS_EVERY_MS);
  try {
    await ended(call.signal);
  } finally {
    clearInterval(flushing);
    await running.close();
    parts.metrics.flush();
  }
  return undefined;
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
