/** One trigger's deliveries: its own queue and its own slots, so that a slow function holds up only itself. */

import type { Delivery } from './deliveries.ts';

export class Lane {
  readonly #deliver: (delivery: Delivery) => Promise<void>;
  readonly #slots: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #waiting: Delivery[] = [];
  /** Taken from the front so far; the array is cut now and then, since `shift` moves all that is behind. */
  #taken = 0;
  #active = 0;
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(slots: number, deliver: (delivery: Delivery) => Promise<void>) {
    this.#slots = slots;
    this.#deliver = deliver;
  }

  get active(): number {
    return this.#active;
  }

  add(delivery: Delivery): void {
    if (this.#closed) return;
    this.#waiting.push(delivery);
    this.#pump();
  }

  later(delivery: Delivery, ms: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.add(delivery);
    }, ms);
    this.#timers.add(timer);
  }

  /** Starts no delivery more; resolves when those under way are over. */
  async drain(): Promise<void> {
    this.close();
    await Promise.all(this.#running);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting = [];
  }

  #pump(): void {
    while (!this.#closed && this.#active < this.#slots) {
      const delivery = this.#waiting[this.#taken];
      if (delivery === undefined) return;
      this.#taken += 1;
      if (this.#taken > 1_024 && this.#taken * 2 > this.#waiting.length) {
        this.#waiting = this.#waiting.slice(this.#taken);
        this.#taken = 0;
      }
      this.#active += 1;
      const running = this.#deliver(delivery).finally(() => {
        this.#active -= 1;
        this.#running.delete(running);
        this.#pump();
      });
      this.#running.add(running);
    }
  }
}
