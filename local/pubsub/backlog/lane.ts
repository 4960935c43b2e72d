/**
 * One ordering key of an ordered subscription. Its messages leave in runs: while any message of a run is unresolved the
 * lane is closed, and a message that fails takes back all of its run that came after it, so that the order holds
 * (proto comment of `PubsubMessage.ordering_key`; https://cloud.google.com/pubsub/docs/ordering).
 */

import type { Entry } from './entry.ts';

/** A run is not longer than this, so that one busy key leaves room for the others. */
export const RUN_LENGTH = 1000;

export class Lane {
  readonly key: string;
  /** Waiting, oldest first. May hold entries that were acknowledged meanwhile; they are passed over. */
  #waiting: Entry[] = [];
  #head = 0;
  /** The run that is out, oldest first. */
  readonly #out = new Set<Entry>();
  /** After a failure with a retry policy the whole key waits until then. */
  notBefore = 0;
  /** Already stands in the ready queue or in the queue of what is due later. */
  queued = false;

  constructor(key: string) {
    this.key = key;
  }

  get open(): boolean {
    return this.#out.size === 0;
  }

  get empty(): boolean {
    return this.peek() === undefined;
  }

  append(entry: Entry): void {
    this.#waiting.push(entry);
  }

  peek(): Entry | undefined {
    for (;;) {
      const entry = this.#waiting[this.#head];
      if (entry === undefined) {
        this.#waiting = [];
        this.#head = 0;
        return undefined;
      }
      if (entry.state !== 'gone') return entry;
      this.#head += 1;
    }
  }

  /** Moves the oldest waiting entry into the run. */
  take(): Entry | undefined {
    const entry = this.peek();
    if (entry === undefined) return undefined;
    this.#head += 1;
    this.#out.add(entry);
    return entry;
  }

  /** Takes an entry out of the run for good. */
  resolve(entry: Entry): void {
    this.#out.delete(entry);
  }

  /** The acknowledged entries at the front of the run; `gone` counts as acknowledged and is not among them. */
  settled(gone?: Entry): Entry[] {
    const settled: Entry[] = [];
    for (const entry of this.#out) {
      if (entry === gone) continue;
      if (!entry.acked) break;
      settled.push(entry);
    }
    return settled;
  }

  /** Puts a failed entry back to wait, with all of its run behind it; returns those that were taken back with it. */
  takeBack(failed: Entry): Entry[] {
    const behind = [...this.#out].filter((entry) => entry.message.seq > failed.message.seq);
    for (const entry of [failed, ...behind]) this.#out.delete(entry);
    const waiting = this.#waiting.slice(this.#head);
    const returned = [failed, ...behind, ...waiting].sort((a, b) => a.message.seq - b.message.seq);
    this.#waiting = returned;
    this.#head = 0;
    return behind;
  }
}
