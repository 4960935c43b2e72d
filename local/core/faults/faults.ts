/**
 * Scripted faults. A rule says where (service, method, resource), when (skip, times, probability with a seed) and what.
 * A service asks `next` once per call, before it does anything, and plays the fault it is handed at the right moment.
 */

import { randomUUID } from 'node:crypto';
import type { ServiceName } from '../service.ts';
import { isSpared } from './by-hand.ts';

/**
 * - `error`: refused with `code` before any effect. `throttle`: refused the way the service really throttles.
 * - `ack-lost`: the effect is done and durable, the answer never arrives (the connection breaks instead).
 * - `reset`: the connection breaks `at` `before` the request is read whole, `during` its processing (no effect),
 *   or `after` the effect in the middle of the answer.
 * - `slow`: answered after `delayMs`. `stale`: after a reconnect the end of the stream is reported `rows` too low for 5 s.
 * - `idle-close`, `goaway`, `half-close`: the connection ends as on idleness, by HTTP/2 GOAWAY, or by an OK status
 *   while requests are pending.
 * - `duplicate`, `reorder`: a message or event is delivered twice, or after the one behind it.
 */
export const FAULT_KINDS = [
  'error',
  'throttle',
  'ack-lost',
  'reset',
  'slow',
  'stale',
  'idle-close',
  'goaway',
  'half-close',
  'duplicate',
  'reorder',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRule {
  readonly service: ServiceName;
  /** The method as the service's API names it (`AppendRows`, `Publish`, `objects.insert`), or `*`. */
  readonly method: string;
  readonly kind: FaultKind;
  /** Only where the resource name contains this text. */
  readonly resource?: string;
  /** The number of matching calls that pass unharmed first. Default 0. */
  readonly skip?: number;
  /** Strikes only each n-th matching call: 3 lets two pass and strikes the third. Default 1. */
  readonly every?: number;
  /** The number of times that the rule strikes. Default 1; `0` means without end. */
  readonly times?: number;
  /** Default 1. Below 1 the rule draws from its own generator, seeded by `seed` (default 1). */
  readonly probability?: number;
  readonly seed?: number;
  readonly delayMs?: number;
  /** gRPC status name (`UNAVAILABLE`) or HTTP status number, for `error`. */
  readonly code?: string | number;
  readonly message?: string;
  readonly at?: 'before' | 'during' | 'after';
  /** For `stale`: how many rows too low. Default: the size of the last append. */
  readonly rows?: number;
}

export type Fault = Pick<FaultRule, 'kind' | 'delayMs' | 'code' | 'message' | 'at' | 'rows'>;

interface ActiveRule {
  readonly id: string;
  readonly rule: FaultRule;
  on: boolean;
  skipped: number;
  /** Matching calls since the last strike. */
  passed: number;
  struck: number;
  readonly draw: () => number;
}

/** A fault that is about to be played. */
export interface Strike {
  readonly id: string;
  readonly rule: FaultRule;
  readonly method: string;
  readonly resource: string;
  readonly struck: number;
}

export class Faults {
  #rules: ActiveRule[] = [];
  readonly #tell: (strike: Strike) => void;

  /** `tell` hears of every strike. */
  constructor(tell: (strike: Strike) => void = () => undefined) {
    this.#tell = tell;
  }

  /** Adds a rule and returns its id. Rules are tried in the order they were added; the first that strikes is played. */
  add(rule: FaultRule): string {
    const id = randomUUID();
    this.#rules.push({ id, rule, on: true, skipped: 0, passed: 0, struck: 0, draw: mulberry32(rule.seed ?? 1) });
    return id;
  }

  remove(id: string): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((active) => active.id !== id);
    return this.#rules.length < before;
  }

  /** Switches a rule off, or on again with its counts as they were; false where there is no such rule. */
  switch(id: string, on: boolean): boolean {
    const active = this.#rules.find((one) => one.id === id);
    if (active !== undefined) active.on = on;
    return active !== undefined;
  }

  clear(): void {
    this.#rules = [];
  }

  list(): readonly { readonly id: string; readonly rule: FaultRule; readonly struck: number; readonly on: boolean }[] {
    return this.#rules.map(({ id, rule, struck, on }) => ({ id, rule, struck, on }));
  }

  /** The fault to play for this call, if any. Asking counts as a call. */
  next(service: ServiceName, method: string, resource = ''): Fault | undefined {
    if (this.#rules.length === 0 || isSpared()) return undefined;
    for (const active of this.#rules) {
      if (strikes(active, service, method, resource)) {
        active.struck += 1;
        this.#tell({ id: active.id, rule: active.rule, method, resource, struck: active.struck });
        return active.rule;
      }
    }
    return undefined;
  }
}

function strikes(active: ActiveRule, service: ServiceName, method: string, resource: string): boolean {
  const { rule } = active;
  if (!active.on || rule.service !== service) return false;
  if (rule.method !== '*' && rule.method !== method) return false;
  if (rule.resource !== undefined && !resource.includes(rule.resource)) return false;
  const times = rule.times ?? 1;
  if (times !== 0 && active.struck >= times) return false;
  if (active.skipped < (rule.skip ?? 0)) {
    active.skipped += 1;
    return false;
  }
  active.passed += 1;
  if (active.passed < (rule.every ?? 1)) return false;
  active.passed = 0;
  return rule.probability === undefined || active.draw() < rule.probability;
}

/** A small seeded generator (mulberry32): the same seed plays the same faults. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
