/**
 * The leases of messages that were received and are not settled, by response: all messages of one came at the same moment, so they are
 * extended together, and only those that are held for long. A timer a message would cost more than the message.
 */

import type { ReceivedMessage } from './pull-wire.ts';

/** Messages that came together. */
export interface LeaseGroup {
  readonly messages: readonly Leased[];
  /** The number of messages that are not settled. */
  open: number;
  /** Milliseconds; moved by each extension. */
  since: number;
}

/** A message while it is held. */
export interface Leased extends ReceivedMessage {
  lease: LeaseGroup | undefined;
}

export class Leases {
  #groups: LeaseGroup[] = [];

  hold(now: number, received: readonly ReceivedMessage[]): readonly Leased[] {
    const messages = received as readonly Leased[];
    const group: LeaseGroup = { messages, open: messages.length, since: now };
    for (const message of messages) message.lease = group;
    this.#groups.push(group);
    return messages;
  }

  /** False where the message was settled before. */
  settle(message: Leased): boolean {
    const { lease } = message;
    if (lease === undefined) return false;
    message.lease = undefined;
    lease.open -= 1;
    return true;
  }

  /** Messages held. */
  get size(): number {
    return this.#groups.reduce((sum, { open }) => sum + open, 0);
  }

  /** Ids of what has been held for so long without an extension; they count as extended now. */
  due(now: number, ageMs: number): readonly string[] {
    this.#groups = this.#groups.filter(({ open }) => open > 0);
    const due = this.#groups.filter(({ since }) => now - since >= ageMs);
    for (const group of due) group.since = now;
    return due.flatMap(idsOf);
  }

  get all(): readonly string[] {
    return this.#groups.flatMap(idsOf);
  }
}

function idsOf({ messages }: LeaseGroup): readonly string[] {
  return messages.filter(({ lease }) => lease !== undefined).map(({ ackId }) => ackId);
}
