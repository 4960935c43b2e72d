/** So many issues a minute for each caller, as a bucket that fills evenly (GCRA). One instance counts its own. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { Refusal } from './problem.ts';

export interface RateLimit {
  /** Takes `issues` from the caller's bucket, or refuses with when to come again. */
  take(caller: string, issues: number): void;
}

export const NO_LIMIT: RateLimit = { take: () => undefined };

/** Who is remembered longest without having come is forgotten first: whoever is not remembered has a full bucket. */
const MAX_CALLERS = 50_000;

export function rateLimit(perMinute: number, clock: Clock): RateLimit {
  const intervalMs = 60_000 / perMinute;
  /** When each caller's bucket will be full again. */
  const fullAt = new Map<string, number>();
  return {
    take: (caller, issues) => {
      const now = clock.now();
      const next = Math.max(now, fullAt.get(caller) ?? 0) + issues * intervalMs;
      const excessMs = next - now - 60_000;
      if (excessMs > 0) {
        const retryAfter = Math.max(1, Math.ceil(excessMs / 1_000));
        throw new Refusal('too-many-requests', `At most ${perMinute} issues a minute: come again in ${retryAfter} s.`, {
          retryAfter,
        });
      }
      fullAt.delete(caller);
      fullAt.set(caller, next);
      if (fullAt.size > MAX_CALLERS) fullAt.delete(fullAt.keys().next().value as string);
    },
  };
}

/**
 * The address that the nearest trusted proxy saw. The list grows to the right, and what is further left than our own
 * proxies wrote it, anybody may have written.
 */
export function addressOf(
  forwardedFor: string | undefined,
  socketAddress: string | undefined,
  proxies: number,
): string {
  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return (hops.at(-proxies) ?? socketAddress ?? '').slice(0, MAX_ADDRESS);
}

/** An IPv6 address with its zone and port is shorter. What is remembered of callers must not grow with what they write. */
const MAX_ADDRESS = 64;
