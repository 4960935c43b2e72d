/**
 * Retry with exponential backoff and full jitter, inside a budget of time, honouring what the server asked for, and
 * stopping early enough before the function's deadline to still record the state.
 */

import { type Clock, systemClock } from './clock.ts';
import { fromUnknown, type PenstockError } from './errors.ts';

export interface RetryPolicy {
  /** The first wait is drawn from [0, initialMs]. Default 100 ms. */
  readonly initialMs: number;
  /** No single wait is longer, unless the server asks for it. Default 30 s. */
  readonly maxMs: number;
  /** Each upper bound is so many times the one before. Default 2. */
  readonly multiplier: number;
  /** All attempts and waits together. Default 5 min. */
  readonly budgetMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { initialMs: 100, maxMs: 30_000, multiplier: 2, budgetMs: 300_000 };

export interface RetryOptions {
  readonly policy?: Partial<RetryPolicy>;
  readonly clock?: Clock;
  /** Milliseconds since the epoch at which the function ends; no wait begins that would pass it less `reserveMs`. */
  readonly deadline?: number;
  /** Time kept free before the deadline to record the state. Default 5 s. */
  readonly reserveMs?: number;
  readonly signal?: AbortSignal;
  /** Turns what was thrown into our words. Default `fromUnknown`. */
  readonly classify?: (error: unknown) => PenstockError;
  /** Told before each wait, so that a retry is never silent. */
  readonly onRetry?: (error: PenstockError, attempt: number, waitMs: number) => void;
}

/** Runs `work` until it succeeds, fails for good, or the time is up; then throws the last error as a PenstockError. */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const policy = { ...DEFAULT_RETRY, ...options.policy };
  const clock = options.clock ?? systemClock;
  const classify = options.classify ?? fromUnknown;
  const end = lastMoment(policy, clock, options);
  let done: { readonly value: T } | undefined;
  for (let attempt = 1; done === undefined; attempt += 1) {
    try {
      done = { value: await work(attempt) };
    } catch (thrown) {
      const error = classify(thrown);
      const waitMs = backoff(policy, attempt, clock.random(), error.retryAfterMs);
      if (error.kind === 'permanent' || options.signal?.aborted || clock.now() + waitMs > end) throw error;
      options.onRetry?.(error, attempt, waitMs);
      await clock.sleep(waitMs, options.signal);
    }
  }
  return done.value;
}

/** Full jitter: uniform between nothing and the exponential bound, and never sooner than the server asked. */
export function backoff(policy: RetryPolicy, attempt: number, random: number, retryAfterMs = 0): number {
  const bound = Math.min(policy.maxMs, policy.initialMs * policy.multiplier ** (attempt - 1));
  return Math.max(retryAfterMs, Math.floor(random * bound));
}

function lastMoment(policy: RetryPolicy, clock: Clock, options: RetryOptions): number {
  const byBudget = clock.now() + policy.budgetMs;
  if (options.deadline === undefined) return byBudget;
  return Math.min(byBudget, options.deadline - (options.reserveMs ?? 5_000));
}
