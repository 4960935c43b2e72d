/**
 * A lease on a ledger's entry: one owner at a time, until it releases the lease or lets it pass.
 *
 * A lease by itself cannot stop an owner that was paused between a check and its action. So every write to the entry goes
 * through compare-and-set, and an action elsewhere is fenced by the resource: it is handed `epoch`, or the successor first
 * closes what the old owner writes to.
 */

import { type Clock, systemClock } from '../runtime/clock.ts';
import { PenstockError } from '../runtime/errors.ts';
import { type HeldLease, holdLease } from './held-lease.ts';
import { type Leased, type LeaseHolder, standingOf, taken } from './lease-state.ts';
import type { Entry, Ledger } from './ledger.ts';

export type { HeldLease } from './held-lease.ts';
export { type Leased, type LeaseHolder, leasedParser } from './lease-state.ts';

export interface LeaseOptions<T> extends LeaseHolder {
  /** The value of an entry that does not exist yet. */
  readonly initial: T;
  /** Says whether there is anything to do; a lease on finished work is not taken. Default: always. */
  readonly wanted?: (value: T) => boolean;
  readonly clock?: Clock;
  /** A clock in milliseconds that only counts, from any beginning. Default `performance.now`. */
  readonly elapsed?: () => number;
}

export type TakeResult<T> =
  | { readonly state: 'taken'; readonly lease: HeldLease<T>; readonly from: 'new' | 'free' | 'own' | 'passed' }
  | { readonly state: 'held'; readonly owner: string; readonly leftMs: number; readonly value: T }
  | { readonly state: 'unwanted'; readonly entry: Entry<Leased<T>> };

/** The number of retries of a take because the entry changed meanwhile. */
const TAKES = 10;

/**
 * Takes the lease where it is free, has passed, or is this owner's already.
 *
 * @example
 * const result = await takeLease(ledger, 'orders', { owner: runId, termMs: 60_000, initial: { rows: 0 } });
 * if (result.state === 'taken') await result.lease.hold(async (signal) => pull(signal));
 */
export async function takeLease<T>(
  ledger: Ledger<Leased<T>>,
  name: string,
  options: LeaseOptions<T>,
): Promise<TakeResult<T>> {
  const { owner, termMs, initial, wanted = () => true } = options;
  const { clock = systemClock, elapsed = () => performance.now() } = options;
  const holder = { owner, termMs };
  for (let attempt = 1; attempt <= TAKES; attempt += 1) {
    const entry = await ledger.read(name);
    if (entry !== undefined && !wanted(entry.value.value)) return { state: 'unwanted', entry };
    const standing = entry === undefined ? NEW : standingOf(entry, owner);
    if (standing.state === 'held') return { ...standing, value: (entry as Entry<Leased<T>>).value.value };
    const sentMs = elapsed();
    const next = taken(entry?.value ?? { epoch: 0, lease: null, value: initial }, holder);
    const written = await (entry === undefined
      ? ledger.create(name, next)
      : ledger.update(name, next, entry.generation)
    ).catch(another);
    if (written !== undefined)
      return {
        state: 'taken',
        from: standing.state,
        lease: holdLease({ ledger, name, holder, clock, elapsed }, written, sentMs),
      };
  }
  throw new PenstockError('CONFLICT', `${name} was changed during each of ${TAKES} attempts to take its lease`);
}

const NEW = { state: 'new' } as const;

function another(error: unknown): undefined {
  if (error instanceof PenstockError && (error.code === 'CONFLICT' || error.code === 'ALREADY_EXISTS'))
    return undefined;
  throw error;
}
