/** A limit on the issues of each caller in any minute. One instance counts its own. */

import { isIPv6 } from 'node:net';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { Refusal } from './problem.ts';

export interface RateLimit {
  /** Counts `issues` of the caller, or refuses them and says when to come again. */
  take(caller: string, issues: number): void;
}

export const NO_LIMIT: RateLimit = { take: () => undefined };

/** The caller seen least recently is forgotten first. A forgotten caller starts again with nothing counted. */
const MAX_CALLERS = 50_000;

const MINUTE_MS = 60_000;
/** Issues are counted by steps of so long, which is what a count costs in memory: 13 steps a caller at most. */
const STEP_MS = 5_000;

/** The issues that a caller sent in one step of time. */
interface Step {
  readonly number: number;
  count: number;
}

export function rateLimit(perMinute: number, clock: Clock, maxCallers = MAX_CALLERS): RateLimit {
  const callers = new Map<string, Step[]>();
  return {
    take: (caller, issues) => {
      if (issues > perMinute) throw neverTaken(perMinute, issues);
      const now = clock.now();
      const number = Math.floor(now / STEP_MS);
      const steps = (callers.get(caller) ?? []).filter((step) => endOf(step) > now);
      const waitMs = waitFor(steps, issues, perMinute, now);
      // Also a caller that is refused has been seen.
      callers.delete(caller);
      callers.set(caller, steps);
      if (callers.size > maxCallers) callers.delete(callers.keys().next().value as string);
      if (waitMs > 0) throw tooMany(perMinute, waitMs);
      const current = steps.at(-1);
      if (current?.number === number) current.count += issues;
      else steps.push({ number, count: issues });
    },
  };
}

/** The time from which every issue of the step is older than a minute. */
function endOf({ number }: Step): number {
  return (number + 1) * STEP_MS + MINUTE_MS;
}

/** The time until so many issues have room: until enough of the oldest steps no longer count. */
function waitFor(steps: readonly Step[], issues: number, perMinute: number, now: number): number {
  let excess = steps.reduce((sum, { count }) => sum + count, issues) - perMinute;
  let waitMs = 0;
  for (const step of steps) {
    if (excess <= 0) break;
    excess -= step.count;
    waitMs = endOf(step) - now;
  }
  return waitMs;
}

function tooMany(perMinute: number, waitMs: number): Refusal {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1_000));
  const detail = `At most ${perMinute} issues a minute: come again in ${retryAfter} s.`;
  return new Refusal('too-many-requests', detail, { retryAfter });
}

/** A request with more issues than the limit is refused for its size, because a retry would not help. */
function neverTaken(perMinute: number, issues: number): Refusal {
  return new Refusal('too-large', `The batch has ${issues} issues, and at most ${perMinute} a minute are taken.`);
}

/**
 * The address that the nearest trusted proxy saw, as the caller's name. Proxies add to the right of the list, so everything
 * to the left of what our own proxies wrote may be made up. A network of 64 bits is one caller, because a single host has
 * all the IPv6 addresses of one.
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
  const address = (hops.at(-proxies) ?? socketAddress ?? '').slice(0, MAX_ADDRESS);
  return isIPv6(address) ? networkOf(address) : address;
}

/** An IPv6 address with its zone is shorter. Callers must not choose how much is remembered of them. */
const MAX_ADDRESS = 64;

/** The first 64 bits of an IPv6 address; the IPv4 address where it stands for one (`::ffff:1.2.3.4`). */
function networkOf(address: string): string {
  const [text = ''] = address.toLowerCase().split('%', 1);
  const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (embedded !== undefined) return embedded;
  const [left = '', right] = text.split('::');
  const groupsOf = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groupsOf(left), groupsOf(right ?? '')];
  // A dotted group at the end stands for two.
  const width = before.length + after.length + (text.includes('.') ? 1 : 0);
  const groups = [...before, ...Array.from({ length: 8 - width }, () => '0'), ...after];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
