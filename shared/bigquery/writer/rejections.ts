/** Rejected rows that wait to be told: with the next batch, when they are many, or when they are old. */

import type { Clock } from '../../runtime/clock.ts';
import { Watchdog } from '../write/watchdog.ts';
import type { RejectedToken } from './outcome.ts';

/** So many are told at once, without waiting for a batch. */
const MOST_WAITING = 1_000;

export class Rejections<T> {
  readonly #clock: Clock;
  readonly #age: Watchdog;
  #waiting: RejectedToken<T>[] = [];
  #since = 0;

  constructor(clock: Clock, maxAgeMs: number, onOld: () => void) {
    this.#clock = clock;
    this.#age = new Watchdog(clock, () => this.#since + maxAgeMs, onOld);
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Returns whether there are so many that they should be told now. */
  add(rejection: RejectedToken<T>): boolean {
    if (this.#waiting.length === 0) {
      this.#since = this.#clock.now();
      this.#age.watch();
    }
    this.#waiting.push(rejection);
    return this.#waiting.length >= MOST_WAITING;
  }

  /** Hands out those that wait. */
  take(): readonly RejectedToken<T>[] {
    this.#age.stop();
    return this.#waiting.splice(0);
  }

  stop(): void {
    this.#age.stop();
  }
}
