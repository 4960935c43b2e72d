/** Hands a subscription's ready messages to its receivers in turn, as far as each has room. */

import type { Faults } from '../../core/faults/faults.ts';
import type { Entry, Holder, TakeLimits } from '../backlog/backlog.ts';
import type { PubsubError } from '../errors.ts';
import type { Subscription } from '../kept/resource-state.ts';

export interface Receiver extends Holder {
  /** The most that may be handed over now; `messages: 0` for nothing. */
  readonly room: TakeLimits;
  readonly ackDeadlineSeconds: number;
  deliver(entries: readonly Entry[]): void;
  /** The subscription is gone or changed so that this receiver has to go; `why` is what its client is told. */
  dismiss(why: PubsubError): void;
}

/** One response's worth: large enough to be cheap, small enough to spread a backlog over several receivers. */
const BATCH: TakeLimits = { messages: 250, bytes: 1024 * 1024 };

export class Delivery {
  readonly subscription: Subscription;
  readonly #now: () => number;
  readonly #faults: Faults;
  readonly #receivers: Receiver[] = [];
  #turn = 0;
  #scheduled = false;

  constructor(subscription: Subscription, now: () => number, faults: Faults) {
    this.subscription = subscription;
    this.#now = now;
    this.#faults = faults;
  }

  get receivers(): number {
    return this.#receivers.length;
  }

  add(receiver: Receiver): void {
    this.#receivers.push(receiver);
    this.wake();
  }

  remove(receiver: Receiver): void {
    const at = this.#receivers.indexOf(receiver);
    if (at >= 0) this.#receivers.splice(at, 1);
  }

  dismissAll(why: PubsubError): void {
    for (const receiver of this.#receivers.splice(0)) receiver.dismiss(why);
  }

  /** The messages that this receiver gets at once, without waiting for its turn. */
  takeNow(receiver: Receiver): readonly Entry[] {
    return this.#disturbed(this.#take(receiver));
  }

  /** Delivers soon: what becomes ready in the same turn of the event loop travels together. */
  wake(): void {
    if (this.#scheduled || this.#receivers.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const { backlog } = this.subscription;
    let full = 0;
    while (backlog.hasReady && full < this.#receivers.length) {
      this.#turn = (this.#turn + 1) % this.#receivers.length;
      const receiver = this.#receivers[this.#turn];
      if (receiver === undefined) return;
      const entries = this.#take(receiver);
      if (entries.length === 0) full += 1;
      else {
        full = 0;
        receiver.deliver(this.#disturbed(entries));
      }
    }
  }

  #take(receiver: Receiver): Entry[] {
    const { messages, bytes } = receiver.room;
    if (messages <= 0 || bytes <= 0) return [];
    const limits = { messages: Math.min(messages, BATCH.messages), bytes: Math.min(bytes, BATCH.bytes) };
    const deadline = this.#now() + receiver.ackDeadlineSeconds * 1000;
    return this.subscription.backlog.take(limits, receiver, deadline);
  }

  /** Faults of the method `Deliver`: the first message twice, or after the one behind it. */
  #disturbed(entries: readonly Entry[]): readonly Entry[] {
    if (entries.length === 0) return entries;
    const fault = this.#faults.next('pubsub', 'Deliver', this.subscription.config.name);
    const [first, second, ...rest] = entries;
    if (fault?.kind === 'duplicate' && first !== undefined) return [first, ...entries];
    if (fault?.kind === 'reorder' && first !== undefined && second !== undefined) return [second, first, ...rest];
    return entries;
  }
}
