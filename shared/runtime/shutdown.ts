/**
 * Closes resources when the instance ends: flushes publishers, closes clients. The last registered is closed first,
 * because it may still use what was registered before it.
 */

import type { Logger } from './log.ts';

export interface Shutdown {
  /** Registers something to close. Returns what takes it off again. */
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
    for (let next = closers.pop(); next !== undefined; next = closers.pop()) {
      try {
        await next.close();
      } catch (error) {
        log.error(`could not close ${next.name}`, error);
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
