/**
 * Functions-framework registers signal handlers once it listens, and they end the process before anything is flushed. So
 * handlers that are registered after ours are taken off again.
 */

import type { Shutdown } from '../shutdown.ts';

/** The part of `process` that signals are handled by. */
export interface SignalSource {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  removeListener(event: string, listener: (...args: unknown[]) => void): unknown;
  exit(code: number): void;
}

const SIGNALS: readonly string[] = ['SIGTERM', 'SIGINT'];

/** Makes this process exit through `shutdown` when it is told to stop. */
export function exitThrough(shutdown: Shutdown, signals: SignalSource = process as unknown as SignalSource): void {
  for (const signal of SIGNALS) {
    signals.on(signal, () => {
      void shutdown.close().then(() => signals.exit(0));
    });
  }
  signals.on('newListener', (event, listener) => {
    if (!SIGNALS.includes(event as string)) return;
    // The event comes before the listener is added; a microtask later it is there to be removed.
    queueMicrotask(() => signals.removeListener(event as string, listener as () => void));
  });
}
