/** A bounded number of places for requests under way, and a bounded queue of callers that wait for one. */

import { PenstockError } from '../runtime/errors.ts';

export interface Slots {
  /** Resolves with the function that gives the place back. Rejects when the queue is full or the signal aborts. */
  take(signal: AbortSignal): Promise<() => void>;
}

/**
 * Admits callers in the order they came.
 *
 * @example
 * const leave = await createSlots(64, 10_000).take(signal);
 */
export function createSlots(places: number, maxWaiting: number): Slots {
  const waiting = new Set<() => void>();
  let taken = 0;

  const leave = (): void => {
    taken -= 1;
    const [next] = waiting;
    if (next === undefined) return;
    waiting.delete(next);
    next();
  };

  const enter = (): (() => void) => {
    taken += 1;
    let inside = true;
    return () => {
      if (inside) leave();
      inside = false;
    };
  };

  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (taken < places) return resolve(enter());
        if (waiting.size >= maxWaiting) {
          const message = `${maxWaiting} requests to Cloud Storage wait already: send fewer at once`;
          return reject(new PenstockError('RESOURCE_EXHAUSTED', message, { context: { places, maxWaiting } }));
        }
        const admit = (): void => {
          signal.removeEventListener('abort', give);
          resolve(enter());
        };
        const give = (): void => {
          waiting.delete(admit);
          reject(signal.reason);
        };
        waiting.add(admit);
        signal.addEventListener('abort', give, { once: true });
      }),
  };
}
