/** A lease that was taken: its owner renews it, changes the value under it, passes it on and releases it. */

import type { Clock } from '../runtime/clock.ts';
import { PenstockError } from '../runtime/errors.ts';
import { isStill, type Leased, type LeaseHolder, ownLeftMs } from './lease-state.ts';
import type { Entry, Ledger } from './ledger.ts';

export interface HeldLease<T> {
  readonly owner: string;
  /** The fencing token: greater than that of every owner before. */
  readonly epoch: number;
  /** The value as last written. */
  readonly value: T;
  /** The time that the owner may still act without asking the service. */
  leftMs(): number;
  /** Throws LEASE_LOST unless more than `needMs` are left. Sends no request. */
  check(needMs?: number): void;
  /** Writes the entry again: proof by the service that the lease is held, and a new term. Throws LEASE_LOST. */
  renew(): Promise<void>;
  /** Changes the value, with a new term. Throws LEASE_LOST. */
  update(value: T): Promise<void>;
  /** Hands the lease to another owner, which can take it at once; all others wait for a term. */
  passOn(owner: string): Promise<void>;
  /** Gives the lease up, with a last value if one is given. If it throws, it may be called again. */
  release(value?: T): Promise<void>;
  /**
   * Renews the lease for as long as `work` runs, every third of its term. When the lease is lost, the signal aborts, and
   * the result or error of `work` is replaced by LEASE_LOST. `work` may release the lease or pass it on itself.
   */
  hold<R>(work: (signal: AbortSignal) => Promise<R>): Promise<R>;
}

export interface LeasePlace<T> {
  readonly ledger: Ledger<Leased<T>>;
  readonly name: string;
  readonly holder: LeaseHolder;
  readonly clock: Clock;
  readonly elapsed: () => number;
}

/** The number of retries of one change because an earlier write of this same owner arrived late. */
const WRITES = 5;

/** `sentMs` is when, by `elapsed`, the write that took the lease was sent. */
export function holdLease<T>(place: LeasePlace<T>, taken: Entry<Leased<T>>, sentMs: number): HeldLease<T> {
  const { ledger, name, holder, clock, elapsed } = place;
  const { owner, termMs } = holder;
  const { epoch } = taken.value;
  let entry = taken;
  let renewedMs = sentMs;
  let lost: PenstockError | undefined;
  /** Whether the owner itself gives the lease up. From then on it must not act: the write may land before its answer. */
  let given = false;
  let last: Promise<unknown> = Promise.resolve();

  const lossOf = (reason: string): PenstockError =>
    lost ?? new PenstockError('LEASE_LOST', `The lease of ${owner} on ${name} ${reason}`, { context: { epoch } });
  const loss = (reason: string): PenstockError => {
    lost = lossOf(reason);
    return lost;
  };
  const leftMs = (): number => (lost === undefined && !given ? ownLeftMs(termMs, elapsed() - renewedMs) : 0);

  async function write(lease: LeaseHolder | null, change: (value: T) => T): Promise<void> {
    for (let attempt = 1; attempt <= WRITES; attempt += 1) {
      if (lost !== undefined) throw lost;
      const writtenMs = elapsed();
      const next = { epoch, lease, value: change(entry.value.value) };
      try {
        entry = await ledger.update(name, next, entry.generation);
        renewedMs = writtenMs;
        return;
      } catch (error) {
        if (!(error instanceof PenstockError) || error.code !== 'CONFLICT') throw error;
      }
      // It may be an earlier write of this owner that arrived after it had been given up.
      const found = await ledger.read(name);
      if (found === undefined) throw loss('is gone with its entry');
      if (given && found.value.epoch === epoch && found.value.lease?.owner === lease?.owner) return;
      if (!isStill(found.value, owner, epoch)) throw loss('has gone to another owner');
      entry = found;
    }
    throw new PenstockError('CONFLICT', `${name} was changed during each of ${WRITES} writes of its owner`);
  }

  /** One write at a time: each is based on the one before. */
  function inTurn(lease: LeaseHolder | null, change: (value: T) => T): Promise<void> {
    const turn = last.then(() => write(lease, change));
    last = turn.catch(() => undefined);
    return turn;
  }

  /** The holder, where the owner still wants the lease. */
  const kept = (): LeaseHolder => {
    if (given) throw lossOf('was given up');
    return holder;
  };

  const end = async (lease: LeaseHolder | null, change: (value: T) => T, how: string): Promise<void> => {
    given = true;
    await inTurn(lease, change);
    loss(how);
  };

  /** Renews until it is stopped. Resolves with the loss where the lease could not be kept. */
  async function beat(stop: AbortSignal): Promise<PenstockError | undefined> {
    for (let pauseMs = 0; !stop.aborted; ) {
      const over = new AbortController();
      const ended = AbortSignal.any([stop, over.signal]);
      const sleep = (ms: number): Promise<void> => clock.sleep(Math.max(0, ms), ended).catch(() => undefined);
      const dueMs = renewedMs + termMs / 3 - elapsed();
      await sleep(Math.min(Math.max(dueMs, pauseMs), leftMs()));
      const renewal = stop.aborted || given ? Promise.resolve() : inTurn(holder, same);
      const done = renewal.then(
        () => true,
        () => false,
      );
      // A renewal that hangs must not outlast the lease.
      pauseMs = (await Promise.race([done, sleep(leftMs())])) === true ? 0 : termMs / 20;
      over.abort();
      if (given) return undefined;
      if (leftMs() <= 0) return loss('has passed, for it could not be renewed in time');
    }
    return undefined;
  }

  return {
    owner,
    epoch,
    get value() {
      return entry.value.value;
    },
    leftMs,
    check: (needMs = 0) => {
      if (leftMs() <= needMs) throw lossOf(given ? 'was given up' : 'is used up');
    },
    renew: async () => inTurn(kept(), same),
    update: async (value) => inTurn(kept(), () => value),
    passOn: (to) => end({ owner: to, termMs }, same, `was passed on to ${to}`),
    release: (value) => end(null, (now) => value ?? now, 'was released'),
    hold: async (work) => {
      const stop = new AbortController();
      const gone = new AbortController();
      const beating = beat(stop.signal).then((reason) => {
        if (reason !== undefined) gone.abort(reason);
      });
      const ended = await Promise.resolve()
        .then(() => work(gone.signal))
        .then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
      stop.abort();
      await beating;
      // An error after the loss of the lease is a consequence of the loss.
      gone.signal.throwIfAborted();
      if ('error' in ended) throw ended.error;
      return ended.value;
    },
  };
}

function same<T>(value: T): T {
  return value;
}
