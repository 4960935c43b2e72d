/**
 * What must end well when the instance does: flush publishers, close clients. Functions-framework answers SIGTERM by
 * `process.exit()` at once, so our listener runs first, takes the signal over, and exits when everything is closed
 * or the grace is used up. Also the one place that holds the clients a warm instance reuses.
 */

import type { Logger } from './log.ts';

export interface Shutdown {
  /** Registers something to close; the last registered is closed first. Returns what takes it off again. */
  onClose(name: string, close: () => Promise<void> | void): () => void;
  /** Closes everything once, bounded by the grace; a failure is logged and does not keep the others from closing. */
  close(): Promise<void>;
}

export interface ShutdownOptions {
  readonly log: Logger;
  /** Cloud Run gives 10 s between SIGTERM and SIGKILL. Default 9 s. */
  readonly graceMs?: number;
}

export function createShutdown({ log, graceMs = 9_000 }: ShutdownOptions): Shutdown {
  const closers: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  let closing: Promise<void> | undefined;

  const closeAll = async (): Promise<void> => {
    for (const { name, close } of closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        log.error(`could not close ${name}`, error);
      }
    }
  };

  const bounded = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, graceMs, 'late');
    });
    const outcome = await Promise.race([closeAll(), late]);
    clearTimeout(timer);
    if (outcome === 'late') log.warning('shutdown did not finish in time', { graceMs });
  };

  return {
    onClose: (name, close) => {
      const entry = { name, close };
      closers.push(entry);
      return () => {
        const at = closers.indexOf(entry);
        if (at >= 0) closers.splice(at, 1);
      };
    },
    close: () => {
      closing ??= bounded();
      return closing;
    },
  };
}

interface Signals {
  listeners(signal: 'SIGTERM' | 'SIGINT'): unknown[];
  removeAllListeners(signal: 'SIGTERM' | 'SIGINT'): unknown;
  once(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Takes SIGTERM and SIGINT over from functions-framework, whose own handlers exit before anything is flushed. The
 * framework installs them after it has loaded the function, so this waits a turn of the event loop, and again on demand.
 */
export function exitCleanlyOnSignal(shutdown: Shutdown, signals: Signals = process): void {
  const takeOver = (): void => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      signals.removeAllListeners(signal);
      signals.once(signal, () => {
        void shutdown.close().then(() => signals.exit(0));
      });
    }
  };
  takeOver();
  setTimeout(takeOver, 0).unref();
}
