/** When to try again, and what is out of time by then: the clock of a connection's failures. */

import type { PenstockError } from '../../runtime/errors.ts';
import { backoff } from '../../runtime/retry.ts';
import type { Entry } from './append-queue.ts';
import type { WriteClient } from './client.ts';
import { outOfTime } from './giving-up.ts';
import { Pause } from './pause.ts';

export class Recovery {
  readonly #client: WriteClient;
  readonly #pause: Pause;
  /** Failed attempts since anything was acknowledged. */
  #failures = 0;
  #lastProgress = 0;

  constructor(client: WriteClient, goOn: () => void) {
    this.#client = client;
    this.#pause = new Pause(client.clock, goOn);
  }

  /** Whether nothing may be sent yet. */
  get pausing(): boolean {
    return this.#pause.active;
  }

  progressed(): void {
    this.#failures = 0;
    this.#lastProgress = this.#client.clock.now();
  }

  /** The wait after so many refusals of one request, or after so many failures in a row. */
  wait(error: PenstockError, throttled: boolean, refusals = 0): number {
    const { policy, clock } = this.#client;
    this.#failures += 1;
    const retry = throttled ? { ...policy.retry, initialMs: policy.throttleInitialMs } : policy.retry;
    return backoff(retry, refusals || this.#failures, clock.random(), error.retryAfterMs);
  }

  /** Those for which another attempt after this wait would be too late. */
  late(entries: readonly Entry[], waitMs: number): readonly Entry[] {
    const { clock, deadline, policy } = this.#client;
    const nextAttempt = clock.now() + waitMs;
    return outOfTime(entries, {
      nextAttempt,
      deadline,
      lastProgress: this.#lastProgress,
      budgetMs: policy.retry.budgetMs,
    });
  }

  pause(error: PenstockError, waitMs: number): void {
    this.#client.metrics.count('write/retries', 1, { code: error.code });
    const { clock, deadline } = this.#client;
    this.#pause.until(Math.min(clock.now() + waitMs, deadline));
  }

  stop(): void {
    this.#pause.stop();
  }
}
