/** Callers that wait for room, admitted in the order they came. */

import type { PenstockError } from '../../runtime/errors.ts';

interface Waiter {
  readonly enter: () => void;
  readonly refuse: (reason: PenstockError) => void;
}

export class Room {
  readonly #hasRoom: () => boolean;
  readonly #waiters: Waiter[] = [];
  #admitting = false;

  constructor(hasRoom: () => boolean) {
    this.#hasRoom = hasRoom;
  }

  /** Whether a caller may go on at once: there is room and no other caller waits for it. */
  get open(): boolean {
    return this.#waiters.length === 0 && this.#hasRoom();
  }

  get waiting(): number {
    return this.#waiters.length;
  }

  /** Runs `enter` once there is room. If `enter` throws, the promise rejects with that error. */
  wait(enter: () => void | Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const admitted = async (): Promise<void> => enter();
      this.#waiters.push({ enter: () => void admitted().then(resolve, reject), refuse: reject });
    });
  }

  /** Admits the callers that there is room for. Called whenever room may have become free. */
  admit(): void {
    // An admitted caller may free room again.
    if (this.#admitting) return;
    this.#admitting = true;
    for (let next = this.#waiters[0]; next && this.#hasRoom(); next = this.#waiters[0]) {
      this.#waiters.shift();
      next.enter();
    }
    this.#admitting = false;
  }

  refuseAll(reason: PenstockError): void {
    for (const { refuse } of this.#waiters.splice(0)) refuse(reason);
  }
}
