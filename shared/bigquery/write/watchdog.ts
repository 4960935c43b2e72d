/** One timer for however many deadlines: it looks at the nearest, and is not there when there is none. */

import type { Clock } from '../../runtime/clock.ts';

const STOPPED = 'stopped';
/** The longest delay of a timer in Node: with a longer one it fires at once. The watchdog looks again after each sleep. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

export class Watchdog {
  readonly #clock: Clock;
  readonly #nearest: () => number;
  readonly #onDue: () => void;
  #running: AbortController | undefined;

  /** `nearest` is the nearest deadline, in milliseconds since the epoch; Infinity where there is none. */
  constructor(clock: Clock, nearest: () => number, onDue: () => void) {
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
    // A reason of our own: without one each abort makes an exception with a stack.
    this.#running?.abort(STOPPED);
    this.#running = undefined;
  }

  async #run(running: AbortController): Promise<void> {
    while (this.#running === running) {
      const left = this.#nearest() - this.#clock.now();
      if (left <= 0 || left === Number.POSITIVE_INFINITY) {
        this.#running = undefined;
        if (left <= 0) this.#onDue();
        return;
      }
      // Only an abort ends the sleep early, and then this loop is no longer the one that runs.
      await this.#clock.sleep(Math.min(left, LONGEST_SLEEP_MS), running.signal).catch(() => undefined);
    }
  }
}
