/**
 * The decisions of a lease, as pure functions of what the service said.
 *
 * Whether a lease has passed is judged by the service's own times alone: that of the write that renewed it and that of the
 * answer that shows it. An owner measures the time since it sent its last renewal, with a clock that only counts. That span
 * began before the service's did, so an owner always takes its lease for passed before anybody else does.
 */

import type { Entry } from './ledger.ts';

export interface LeaseHolder {
  /** Unlike that of every other run: two runs of one name would both take the lease for theirs. */
  readonly owner: string;
  /** The lease passes so long after the service's time of the last write. */
  readonly termMs: number;
}

/** The content of a leased ledger. */
export interface Leased<T> {
  /** The number of times the lease was taken: the fencing token. A resource that keeps the greatest refuses older owners. */
  readonly epoch: number;
  readonly lease: LeaseHolder | null;
  readonly value: T;
}

export type Standing =
  | { readonly state: 'free' | 'own' | 'passed' }
  | { readonly state: 'held'; readonly owner: string; readonly leftMs: number };

/** The state of a lease as `owner` sees it, at the service's time of the entry. */
export function standingOf(entry: Entry<Leased<unknown>>, owner: string): Standing {
  const { lease } = entry.value;
  if (lease === null) return { state: 'free' };
  // A take whose outcome was unknown is taken up again, so that an owner never waits for itself.
  if (lease.owner === owner) return { state: 'own' };
  const leftMs = entry.updatedMs + lease.termMs - entry.nowMs;
  return leftMs <= 0 ? { state: 'passed' } : { state: 'held', owner: lease.owner, leftMs };
}

/** The entry that an owner writes to take the lease. */
export function taken<T>({ epoch, value }: Leased<T>, holder: LeaseHolder): Leased<T> {
  return { epoch: epoch + 1, lease: holder, value };
}

/** Whether the entry still is the lease that was taken as `epoch` by `owner`. */
export function isStill({ epoch, lease }: Leased<unknown>, owner: string, since: number): boolean {
  return epoch === since && lease?.owner === owner;
}

/** The share of its term that an owner does not use, for clocks that count at different speeds. */
const DRIFT = 0.05;

/** The time that an owner may still act on a lease whose last renewal it sent `sinceMs` ago. */
export function ownLeftMs(termMs: number, sinceMs: number): number {
  return termMs * (1 - DRIFT) - sinceMs;
}

/** Reads a leased entry; `parse` reads the value in it. */
export function leasedParser<T>(parse: (stored: unknown) => T): (stored: unknown) => Leased<T> {
  return (stored) => {
    const { epoch, lease, value } = (stored ?? {}) as Partial<Record<keyof Leased<unknown>, unknown>>;
    if (!Number.isSafeInteger(epoch)) throw new TypeError('a leased entry has a whole number as its epoch');
    return { epoch: epoch as number, lease: holderIn(lease), value: parse(value) };
  };
}

function holderIn(stored: unknown): LeaseHolder | null {
  if (stored === null) return null;
  const { owner, termMs } = (stored ?? {}) as Partial<Record<keyof LeaseHolder, unknown>>;
  if (typeof owner === 'string' && typeof termMs === 'number' && termMs > 0) return { owner, termMs };
  throw new TypeError('a lease names its owner and its term in milliseconds');
}
