/** Looks at leases, delays and retention now and then, and only while there is something to look at. */

import type { Entry } from '../backlog/backlog.ts';
import type { Subscription } from '../kept/resource-state.ts';
import type { State } from '../kept/state.ts';

const RETENTION_MS = 10_000;
/** Small steps back are corrections of the clock, and cost a lease so much. */
const SET_BACK_MS = 1_000;

export class Ticker {
  readonly #tickMs: number;
  readonly #now: () => number;
  readonly #state: State;
  readonly #expired: (subscription: Subscription, entry: Entry) => void;
  #timer: NodeJS.Timeout | undefined;
  #lastOutlive = Number.NEGATIVE_INFINITY;
  #closed = false;
  #lastNow = Number.NEGATIVE_INFINITY;

  constructor(
    tickMs: number,
    now: () => number,
    state: State,
    expired: (subscription: Subscription, entry: Entry) => void,
  ) {
    this.#tickMs = tickMs;
    this.#now = now;
    this.#state = state;
    this.#expired = expired;
  }

  start(): void {
    if (this.#timer !== undefined || this.#closed) return;
    // Jumps of the clock while the ticker was stopped do not matter: no lease existed then.
    this.#lastNow = this.#now();
    this.#timer = setInterval(() => this.#tick(), this.#tickMs).unref();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Shifts all leases when the clock was set back by an hour, or each would last an hour longer. */
  #keepUp(now: number): void {
    const by = now - this.#lastNow;
    this.#lastNow = now;
    if (by > -SET_BACK_MS) return;
    for (const { backlog } of this.#state.subscriptions.values()) backlog.shift(by);
    this.#lastOutlive = Math.min(this.#lastOutlive, now);
  }

  #tick(): void {
    const now = this.#now();
    this.#keepUp(now);
    let waiting = this.#state.heldBytes > 0 || this.#state.snapshots.size > 0;
    for (const subscription of this.#state.subscriptions.values()) {
      const { backlog } = subscription;
      if (backlog.nextDue > now) continue;
      waiting = true;
      for (const entry of backlog.expired(now)) this.#expired(subscription, entry);
      backlog.wake(now);
      if (backlog.hasReady) this.#state.onReady(subscription);
    }
    if (now - this.#lastOutlive >= RETENTION_MS) {
      this.#lastOutlive = now;
      this.#state.outlive(now);
    }
    if (waiting) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
