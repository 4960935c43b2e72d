/** One timer for however many deadlines: it looks at the nearest, and is not there when there is none. */

import type { Clock } from '../../runtime/clock.ts';

export class Watchdog {
  readonly #clock: Clock;
  readonly #nearest: () => number | undefined;
  readonly #onDue: () => void;
  #running: AbortController | undefined;

  /** `nearest` is the nearest deadline, in milliseconds since the epoch, if there is any. */
  constructor(clock: Clock, nearest: () => number | undefined, onDue: () => void) {
    this.#clock = clock;
    this.#nearest = nearest;
    this.#onDue = onDue;
  }

  /** Watches until there is no deadline any more. Watching already, it goes on: deadlines only come later. */
  watch(): void {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    void this.#run(running);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  async #run(running: AbortController): Promise<void> {
    while (this.#running === running) {
      const due = this.#nearest();
      const left = due === undefined ? undefined : due - this.#clock.now();
      if (left === undefined || left <= 0) {
        this.#running = undefined;
        if (left !== undefined) this.#onDue();
        return;
      }
      // Only an abort ends the sleep early, and then this loop is no longer the one that runs.
      await this.#clock.sleep(left, running.signal).catch(() => undefined);
    }
  }
}
