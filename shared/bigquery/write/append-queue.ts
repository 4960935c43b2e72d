/**
 * The requests that a connection has accepted and not yet settled, as plain data: which requests were sent, in which order they are
 * sent again, and which answers no longer count. No I/O and no time, so that every rule can be tested alone.
 *
 * `sent` requests have been written to the current call and stand in the order of their answers; `waiting` requests have
 * not. All of `sent` comes before all of `waiting`.
 */

import type { Acknowledgement, Batch, RejectedRow } from './batch.ts';

export interface Entry {
  /** As the caller gave it. */
  readonly batch: Batch;
  /** The rows to send: the batch's, without those that were rejected on the way. */
  protoRows: Uint8Array;
  rowCount: number;
  /** Undefined on the default stream. */
  offset: number | undefined;
  /** For each row that is sent, its index in the batch; undefined while that is the same. */
  indexes: readonly number[] | undefined;
  rejected: readonly RejectedRow[];
  /** Sent at least once without an answer that tells what became of it. */
  uncertain: boolean;
  /** A call broke before it answered this request, at the offset it had then: the service may still come to it. */
  mayArriveLate: boolean;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
  sentAt: number;
  /** When the service first refused this very request for a while. */
  failingSince: number | undefined;
  /** Answers that refused it for now. */
  refusals: number;
  /** Those of them that were OUT_OF_RANGE. */
  probes: number;
  readonly settle: (result: { readonly acknowledged: Acknowledgement } | { readonly failed: unknown }) => void;
}

export class AppendQueue {
  readonly #sent: Entry[] = [];
  readonly #waiting: Entry[] = [];
  /** Requests that have been taken back, and whose answers are still to come on this call. */
  readonly #stale: Entry[] = [];

  get size(): number {
    return this.#sent.length + this.#waiting.length;
  }

  get unanswered(): number {
    return this.#sent.length;
  }

  /** Answers outstanding on the call, those that will not count included. */
  get outstanding(): number {
    return this.#sent.length + this.#stale.length;
  }

  /** Infinity where nothing is sent. */
  get oldestSentAt(): number {
    return this.#sent.reduce((oldest, { sentAt }) => Math.min(oldest, sentAt), Number.POSITIVE_INFINITY);
  }

  get nextToSend(): Entry | undefined {
    return this.#waiting[0];
  }

  get waiting(): readonly Entry[] {
    return [...this.#waiting];
  }

  get entries(): readonly Entry[] {
    return [...this.#sent, ...this.#waiting];
  }

  push(entry: Entry): void {
    this.#waiting.push(entry);
  }

  /** The next request has been written to the call. */
  markSent(at: number): void {
    const entry = this.#waiting.shift();
    if (entry === undefined) return;
    entry.sentAt = at;
    this.#sent.push(entry);
  }

  /** The request that an answer belongs to; `stale` for a request that was queued again, `unasked` for none. */
  answered(): Entry | 'stale' | 'unasked' {
    // Answers come in the order of the requests (write-api.md, Answers), so those of requests taken back come first.
    if (this.#stale.shift()) return 'stale';
    return this.#sent[0] ?? 'unasked';
  }

  /** Settled: out of the queue, wherever it stands. False where it is out already. */
  remove(entry: Entry): boolean {
    const from = this.#sent.includes(entry) ? this.#sent : this.#waiting;
    const at = from.indexOf(entry);
    if (at >= 0) from.splice(at, 1);
    return at >= 0;
  }

  /** The oldest sent request was refused for now; the order of requests does not matter: it alone is sent again. */
  requeueOldest(nothingDone = true): void {
    const entry = this.#sent.shift();
    if (entry === undefined) return;
    if (!nothingDone) entry.uncertain = true;
    this.#waiting.unshift(entry);
  }

  /**
   * The oldest sent request was refused, and every one behind it has an offset that cannot fit any more: all are sent
   * again in order, and the answers still to come for those behind are ignored (write-api.md, Other writers).
   * `nothingDone` is false if the refused request may have been written after all, now or by an earlier send. Then so
   * may those behind it.
   */
  requeueAll(nothingDone = true): void {
    const [refused, ...behind] = this.#sent;
    if (!nothingDone && refused) refused.uncertain = true;
    if (refused?.uncertain || refused?.mayArriveLate) for (const entry of behind) entry.uncertain = true;
    this.#stale.push(...behind);
    this.#waiting.unshift(...this.#sent.splice(0));
  }

  /**
   * The call is gone: what was sent goes first on the next one, and no old answer counts. Its outcome is unknown, unless
   * the call certainly never reached the service.
   */
  disconnected(reached = true): void {
    if (reached) {
      for (const entry of this.#sent) entry.uncertain = true;
      for (const entry of [...this.#stale, ...this.#sent]) entry.mayArriveLate = true;
    }
    this.#waiting.unshift(...this.#sent.splice(0));
    this.#stale.length = 0;
  }

  /**
   * Whether requests behind this one can be given other offsets. Not where one may still arrive at its old offset: if the
   * stream's end came to be just there, it would be written a second time, in the place of another.
   */
  canShiftBehind(entry: Entry): boolean {
    const all = this.entries;
    return !all.slice(all.indexOf(entry) + 1).some(({ mayArriveLate }) => mayArriveLate);
  }

  /** Rows were taken out ahead of these: each now stands so many rows nearer to the stream's start. */
  shiftOffsetsBehind(entry: Entry, rows: number): void {
    const all = this.entries;
    for (const later of all.slice(all.indexOf(entry) + 1)) {
      if (later.offset !== undefined) later.offset -= rows;
    }
  }
}
