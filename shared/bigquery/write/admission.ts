/** A bounded queue. While it is full, callers wait and are admitted in the order they came. */

import type { PenstockError } from '../../runtime/errors.ts';

interface Waiter {
  readonly bytes: number;
  readonly enter: () => void;
  readonly refuse: (reason: PenstockError) => void;
}

export class Admission {
  readonly #maxRequests: number;
  readonly #maxBytes: number;
  readonly #waiters: Waiter[] = [];
  #requests = 0;
  #bytes = 0;

  constructor(maxRequests: number, maxBytes: number) {
    this.#maxRequests = maxRequests;
    this.#maxBytes = maxBytes;
  }

  get waiting(): number {
    return this.#waiters.length;
  }

  /** Calls `enter` now or when there is room; or `refuse`, never both. */
  ask(bytes: number, enter: () => void, refuse: (reason: PenstockError) => void): void {
    if (this.#waiters.length > 0 || !this.#hasRoom(bytes)) {
      this.#waiters.push({ bytes, enter, refuse });
      return;
    }
    this.#enter(bytes, enter);
  }

  /** One that was inside has gone. */
  leave(bytes: number): void {
    this.#requests -= 1;
    this.#bytes -= bytes;
    for (let next = this.#waiters[0]; next && this.#hasRoom(next.bytes); next = this.#waiters[0]) {
      this.#waiters.shift();
      this.#enter(next.bytes, next.enter);
    }
  }

  /** Refuses every caller that waits. */
  refuseAll(reason: PenstockError): void {
    for (const { refuse } of this.#waiters.splice(0)) refuse(reason);
  }

  /** One request goes in however large it is when nothing else is inside; otherwise it could never. */
  #hasRoom(bytes: number): boolean {
    return this.#requests === 0 || (this.#requests < this.#maxRequests && this.#bytes + bytes <= this.#maxBytes);
  }

  #enter(bytes: number, enter: () => void): void {
    this.#requests += 1;
    this.#bytes += bytes;
    enter();
  }
}
