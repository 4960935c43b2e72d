/** `penstock sink worker`: runs until it is told to end. */

import { logLevel } from '@penstock/shared/runtime/instance.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { startWorker } from '../worker.ts';
import { type AnyCall, configOf, partsOf } from './open.ts';

export async function worker(call: AnyCall): Promise<undefined> {
  const config = await configOf(call);
  const log = createLogger({ level: logLevel(call.env), fields: { door: 'sink' } });
  const running = startWorker({ ...partsOf(call, log), config });
  await ended(call.signal);
  await running.close();
  return undefined;
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
