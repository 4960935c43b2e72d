/** Decides about an answer: by the source's error rules in their order, and after them by the rules of HTTP. */

import { compilePredicate, type Predicate } from './predicate.ts';
import type { ErrorActionConfig, ErrorRuleConfig, WaitConfig } from './source-config.ts';
import { waitOf } from './waits.ts';

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there is none, or where it cannot be read. */
  readonly body: unknown;
}

export type Verdict =
  | { readonly action: 'take' }
  | { readonly action: 'retry'; readonly waitMs: number | undefined; readonly reason: string }
  | { readonly action: Exclude<ErrorActionConfig, 'retry' | 'wait'>; readonly reason: string };

export interface ErrorRules {
  judge(received: Received, nowMs: number): Verdict;
  /** Whether a rule looks into the body of a success, so that it has to be read before it is judged. */
  readonly looksIntoBody: boolean;
}

interface Rule {
  readonly statuses: ReadonlySet<number> | undefined;
  readonly when: Predicate | undefined;
  readonly action: ErrorActionConfig;
  readonly wait: readonly WaitConfig[] | undefined;
  readonly reason: string | undefined;
}

export function compileRules(configs: readonly ErrorRuleConfig[]): ErrorRules {
  const rules: readonly Rule[] = configs.map(({ status, when, action, wait, reason }) => ({
    statuses: status === undefined ? undefined : new Set(status),
    when: when === undefined ? undefined : compilePredicate(when),
    action,
    wait,
    reason,
  }));
  const waits = configs.flatMap(({ wait = [] }) => wait);
  return {
    looksIntoBody: rules.some(({ when }) => when !== undefined),
    judge: (received, nowMs) => {
      const found = rules.find((rule) => applies(rule, received));
      if (found === undefined) return byHttp(received, waits, nowMs);
      const reason = found.reason ?? `answered ${received.status}`;
      if (found.action !== 'retry' && found.action !== 'wait') return { action: found.action, reason };
      return { action: 'retry', waitMs: waitOf(received, found.wait, nowMs), reason };
    },
  };
}

function applies({ statuses, when }: Rule, { status, headers, body }: Received): boolean {
  if (statuses !== undefined && !statuses.has(status)) return false;
  return when === undefined || when({ body, headers });
}

/** 408, 425, 429 and 5xx may pass; 401 is worth one new credential; anything else that is no success is permanent. */
function byHttp(received: Received, waits: readonly WaitConfig[], nowMs: number): Verdict {
  const { status } = received;
  if (status >= 200 && status < 300) return { action: 'take' };
  const reason = `answered ${status}`;
  if (status === 401) return { action: 'reauth', reason };
  const waitMs = waitOf(received, waits, nowMs);
  const later = status === 403 && received.headers['retry-after'] !== undefined;
  if (later || [408, 425, 429].includes(status) || (status >= 500 && status !== 501 && status !== 505)) {
    return { action: 'retry', waitMs, reason };
  }
  return { action: 'fail', reason };
}
