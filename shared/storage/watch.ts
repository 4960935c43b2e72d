/** The time that one attempt may take, as a signal that also ends with others. Its timer is always cleared. */

import { PenstockError } from '../runtime/errors.ts';

export interface Watch {
  /** Aborts when the time is up or one of the given signals does. */
  readonly signal: AbortSignal;
  /** Starts the time anew. */
  start(): void;
  /** Holds the time, for as long as the caller and not the service is waited for. */
  pause(): void;
  /** Ends the watch and runs what was registered for that. */
  stop(): void;
  onStop(run: () => void): void;
}

export function createWatch(limitMs: number, signals: readonly AbortSignal[]): Watch {
  const own = new AbortController();
  const stopping: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const pause = (): void => clearTimeout(timer);
  const late = (): void =>
    own.abort(new PenstockError('DEADLINE_EXCEEDED', `Cloud Storage did not answer within ${limitMs} ms`));
  return {
    signal: AbortSignal.any([own.signal, ...signals]),
    start: () => {
      pause();
      timer = setTimeout(late, limitMs);
    },
    pause,
    stop: () => {
      pause();
      for (const run of stopping.splice(0)) run();
    },
    onStop: (run) => {
      stopping.push(run);
    },
  };
}
