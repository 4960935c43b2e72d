/**
 * The undelivered messages of a subscription, and the leases on the delivered ones. Pure: time is passed in as a number,
 * the caller decides about an expired lease, and nothing here touches a socket, a disk or a clock.
 */

import type { Entry, Holder, TakeLimits } from './entry.ts';
import { Lane, RUN_LENGTH } from './lane.ts';
import type { Message } from './message.ts';
import { DueQueue, Queue } from './queue.ts';

export type { Entry, Holder, TakeLimits } from './entry.ts';

const NO_LEASE = 0;

export class Backlog {
  readonly #ordered: boolean;
  readonly #entries = new Map<number, Entry>();
  readonly #leased = new Set<Entry>();
  readonly #lanes = new Map<string, Lane>();
  readonly #ready = new Queue<Entry | Lane>();
  readonly #later = new DueQueue<Entry | Lane>();
  /** No lease ends before this: the scan for expired ones is skipped until then. */
  #leaseCheck = Number.POSITIVE_INFINITY;
  #lease: number;

  /** Leases are numbered from `firstLease`; a restart must begin above every number given out before. */
  constructor(ordered: boolean, firstLease: number) {
    this.#ordered = ordered;
    this.#lease = firstLease;
  }

  get size(): number {
    return this.#entries.size;
  }

  get outstanding(): number {
    return this.#leased.size;
  }

  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** When something will want attention: a lease ends or a delay is over. */
  get nextDue(): number {
    return Math.min(this.#leaseCheck, this.#later.nextDue);
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  get(seq: number): Entry | undefined {
    return this.#entries.get(seq);
  }

  add(message: Message, failures = 0): void {
    if (this.#entries.has(message.seq)) return;
    const lane = this.#ordered && message.key !== '' ? this.#laneFor(message.key) : undefined;
    const entry: Entry = {
      message,
      lane,
      state: 'ready',
      failures,
      lease: NO_LEASE,
      deadline: 0,
      holder: undefined,
      acked: false,
    };
    this.#entries.set(message.seq, entry);
    if (lane === undefined) this.#ready.push(entry);
    else {
      lane.append(entry);
      this.#open(lane);
    }
  }

  /** Leases what is ready, oldest first, until a limit is met; at least one message passes the limit on bytes. */
  take(limits: TakeLimits, holder: Holder | undefined, deadline: number): Entry[] {
    const taken: Entry[] = [];
    let bytes = 0;
    const fits = (entry: Entry): boolean =>
      taken.length < limits.messages && (taken.length === 0 || bytes + sizeOf(entry.message) <= limits.bytes);
    const lease = (entry: Entry): void => {
      this.#grant(entry, holder, deadline);
      bytes += sizeOf(entry.message);
      taken.push(entry);
    };
    while (taken.length < limits.messages) {
      const next = this.#ready.peek();
      if (next === undefined) break;
      if (next instanceof Lane) {
        const before = taken.length;
        for (let entry = next.peek(); entry !== undefined; entry = next.peek()) {
          if (!fits(entry) || taken.length - before >= RUN_LENGTH) break;
          next.take();
          lease(entry);
        }
        if (taken.length === before && !next.empty) break;
        this.#ready.shift();
        next.queued = false;
        if (next.empty && next.open) this.#lanes.delete(next.key);
      } else {
        if (next.state === 'ready') {
          if (!fits(next)) break;
          lease(next);
        }
        this.#ready.shift();
      }
    }
    if (taken.length > 0) this.#leaseCheck = Math.min(this.#leaseCheck, deadline);
    return taken;
  }

  /** True if this very lease is still running: what exactly-once delivery asks of an acknowledgement. */
  holds(seq: number, lease: number, now: number): boolean {
    const entry = this.#entries.get(seq);
    return entry?.state === 'leased' && entry.lease === lease && entry.deadline > now;
  }

  /**
   * The messages that leave by these acknowledgements. One with an ordering key leaves only when all before it of its run
   * have, because a failure of one of them brings it again; under a lease that has ended its acknowledgement does not count.
   */
  acknowledged(acks: readonly { readonly seq: number; readonly lease: number }[]): number[] {
    const leaving: number[] = [];
    const lanes = new Set<Lane>();
    for (const { seq, lease } of acks) {
      const entry = this.#entries.get(seq);
      if (entry === undefined) continue;
      if (entry.lane === undefined) leaving.push(seq);
      else if (entry.state === 'leased' && entry.lease === lease) {
        this.#giveBack(entry);
        entry.acked = true;
        entry.deadline = Number.POSITIVE_INFINITY;
        lanes.add(entry.lane);
      }
    }
    for (const lane of lanes) leaving.push(...lane.settled().map(({ message }) => message.seq));
    return leaving;
  }

  /** The message and those behind it of its ordering key that only waited for it. */
  leavingWith(seq: number): number[] {
    const entry = this.#entries.get(seq);
    const behind = entry?.lane?.settled(entry) ?? [];
    return [seq, ...behind.map(({ message }) => message.seq)];
  }

  /** Takes a message out for good: acknowledged, dead-lettered, sought past or outlived. */
  remove(seq: number): Message | undefined {
    const entry = this.#entries.get(seq);
    if (entry === undefined) return undefined;
    this.#entries.delete(seq);
    this.#release(entry);
    entry.state = 'gone';
    if (entry.lane !== undefined) {
      entry.lane.resolve(entry);
      this.#open(entry.lane);
    }
    return entry.message;
  }

  /** Moves the end of a running lease. */
  extend(entry: Entry, deadline: number): void {
    if (entry.acked) return;
    entry.deadline = deadline;
    this.#leaseCheck = Math.min(this.#leaseCheck, deadline);
  }

  /** A nack or a missed deadline: the message becomes ready again, at once or after `delay`. */
  fail(entry: Entry, now: number, delay: number): void {
    if (entry.state !== 'leased' || entry.acked) return;
    this.#release(entry);
    entry.failures += 1;
    const { lane } = entry;
    if (lane === undefined) {
      entry.state = delay > 0 ? 'delayed' : 'ready';
      if (delay > 0) this.#later.push(now + delay, entry);
      else this.#ready.push(entry);
      return;
    }
    entry.state = 'ready';
    for (const behind of lane.takeBack(entry)) {
      this.#release(behind);
      behind.state = 'ready';
      behind.acked = false;
    }
    if (delay > 0) lane.notBefore = Math.max(lane.notBefore, now + delay);
    this.#open(lane);
  }

  /** Leases that ended without an answer. The caller fails or dead-letters each. */
  expired(now: number): Entry[] {
    if (now < this.#leaseCheck) return [];
    const ended: Entry[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.#leased) {
      if (entry.deadline <= now) ended.push(entry);
      else next = Math.min(next, entry.deadline);
    }
    this.#leaseCheck = next;
    return ended;
  }

  /** Makes ready what has waited long enough. */
  wake(now: number): void {
    for (let item = this.#later.pop(now); item !== undefined; item = this.#later.pop(now)) {
      if (item instanceof Lane) {
        item.queued = false;
        item.notBefore = 0;
        this.#open(item);
      } else if (item.state === 'delayed') {
        item.state = 'ready';
        this.#ready.push(item);
      }
    }
  }

  /** The clock was set: what was to happen in so many seconds still does. */
  shift(by: number): void {
    for (const entry of this.#leased) entry.deadline += by;
    for (const lane of this.#lanes.values()) if (lane.notBefore > 0) lane.notBefore += by;
    this.#leaseCheck += by;
    this.#later.shift(by);
  }

  clear(): Message[] {
    const messages = [...this.#entries.values()].map((entry) => {
      this.#release(entry);
      entry.state = 'gone';
      return entry.message;
    });
    this.#entries.clear();
    this.#lanes.clear();
    this.#ready.clear();
    this.#later.clear();
    return messages;
  }

  #grant(entry: Entry, holder: Holder | undefined, deadline: number): void {
    this.#lease += 1;
    entry.state = 'leased';
    entry.lease = this.#lease;
    entry.deadline = deadline;
    entry.holder = holder;
    this.#leased.add(entry);
  }

  #release(entry: Entry): void {
    if (entry.state !== 'leased') return;
    this.#leased.delete(entry);
    entry.lease = NO_LEASE;
    this.#giveBack(entry);
  }

  #giveBack(entry: Entry): void {
    entry.holder?.released(sizeOf(entry.message));
    entry.holder = undefined;
  }

  #laneFor(key: string): Lane {
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane = new Lane(key);
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Queues a lane that may deliver: nothing of it is out and something waits. */
  #open(lane: Lane): void {
    if (lane.queued || !lane.open) return;
    if (lane.empty) {
      this.#lanes.delete(lane.key);
      return;
    }
    lane.queued = true;
    // `wake` clears a delay that is over, so any that is set is still to be waited for.
    if (lane.notBefore > 0) this.#later.push(lane.notBefore, lane);
    else this.#ready.push(lane);
  }
}

/** A message's weight for flow control. */
export function sizeOf(message: Message): number {
  return message.end - message.start;
}
