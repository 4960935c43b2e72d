/** A wait before going on. A longer one takes the place of a shorter one; stopping leaves no timer behind. */

import type { Clock } from '../../runtime/clock.ts';

const STOPPED = 'stopped';

interface Current {
  readonly until: number;
  readonly timer: AbortController;
}

export class Pause {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #current: Current | undefined;

  constructor(clock: Clock, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  get active(): boolean {
    return this.#current !== undefined;
  }

  until(moment: number): void {
    if (this.#current && this.#current.until >= moment) return;
    this.stop();
    const current = { until: moment, timer: new AbortController() };
    this.#current = current;
    this.#wait(current);
  }

  #wait(current: Current): void {
    this.#clock.sleep(Math.max(0, current.until - this.#clock.now()), current.timer.signal).then(
      () => {
        if (this.#current !== current) return;
        // A timer may ring a millisecond early: what is sent then would have no time before a deadline at this moment.
        if (this.#clock.now() < current.until) this.#wait(current);
        else {
          this.#current = undefined;
          this.#onOver();
        }
      },
      () => undefined,
    );
  }

  stop(): void {
    // A reason of our own: without one each abort makes an exception with a stack.
    this.#current?.timer.abort(STOPPED);
    this.#current = undefined;
  }
}
