/**
 * The leases of messages that were received and are not settled, by response: all messages of one came at the same moment, so they are
 * extended together, and only those that are held for long. A timer a message would cost more than the message.
 */

import type { ReceivedMessage } from './pull-wire.ts';

/** A message while it is held. */
export interface Leased extends ReceivedMessage {
  readonly group: LeaseGroup;
}

export class LeaseGroup {
  /** Milliseconds; moved by each extension. */
  since: number;
  readonly #open = new Set<string>();

  constructor(since: number, messages: readonly ReceivedMessage[]) {
    this.since = since;
    for (const { ackId } of messages) this.#open.add(ackId);
  }

  get size(): number {
    return this.#open.size;
  }

  get ackIds(): readonly string[] {
    return [...this.#open];
  }

  /** False where it was settled before. */
  settle(ackId: string): boolean {
    return this.#open.delete(ackId);
  }
}

export class Leases {
  #groups: LeaseGroup[] = [];

  hold(now: number, messages: readonly ReceivedMessage[]): readonly Leased[] {
    const group = new LeaseGroup(now, messages);
    this.#groups.push(group);
    return messages.map((message) => Object.assign(message, { group }));
  }

  /** Messages held. */
  get size(): number {
    return this.#groups.reduce((sum, { size }) => sum + size, 0);
  }

  /** Ids of what has been held for so long without an extension; they count as extended now. */
  due(now: number, ageMs: number): readonly string[] {
    this.#groups = this.#groups.filter(({ size }) => size > 0);
    const due = this.#groups.filter(({ since }) => now - since >= ageMs);
    for (const group of due) group.since = now;
    return due.flatMap(({ ackIds }) => ackIds);
  }

  get all(): readonly string[] {
    return this.#groups.flatMap(({ ackIds }) => ackIds);
  }
}
