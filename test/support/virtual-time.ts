/**
 * Time that passes only while no task works. Sleepers are woken in the order of their time, one at a time, after every
 * request has been answered and every promise has been followed up.
 */

import type { Clock } from '@penstock/shared/runtime/clock.ts';

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  readonly wake: () => void;
}

export class VirtualTime {
  nowMs: number;
  #sleepers: Sleeper[] = [];
  #working = 0;
  #order = 0;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      this.#order += 1;
      const leave = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const sleeper = { atMs: this.nowMs + Math.max(0, Math.ceil(ms)), order: this.#order, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** Marks that something real is under way; the result ends it. */
  work(): () => void {
    this.#working += 1;
    let ended = false;
    return () => {
      if (!ended) this.#working -= 1;
      ended = true;
    };
  }

  /** A clock that is wrong by `skewMs`. */
  clock(skewMs: number, random: () => number): Clock {
    return { now: () => this.nowMs + skewMs, sleep: (ms, signal) => this.sleep(ms, signal), random };
  }

  /** Lets time pass until `done` has settled. */
  async run<T>(done: Promise<T>): Promise<T> {
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    done.then(settle, settle);
    while (!settled) {
      await this.#quiet();
      if (settled) break;
      const next = this.#sleepers.reduce<Sleeper | undefined>(earlier, undefined);
      if (next === undefined) throw new Error('nobody works and nobody sleeps: something waits for ever');
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.wake();
    }
    return done;
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#working > 0) turns = -1;
    }
  }
}

function earlier(a: Sleeper | undefined, b: Sleeper): Sleeper {
  return a === undefined || b.atMs < a.atMs || (b.atMs === a.atMs && b.order < a.order) ? b : a;
}
