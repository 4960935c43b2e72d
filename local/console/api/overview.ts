/** One look at everything: what runs where, what waits, what failed. */

import type { Faults } from '../../core/faults/faults.ts';
import type { SubscriptionSummary } from '../../pubsub/index.ts';
import { answer, type Resource } from './call.ts';
import { type FunctionsParts, healthOf } from './functions.ts';

export interface OverviewParts extends Pick<FunctionsParts, 'functions' | 'addresses'> {
  readonly projectId: string;
  readonly run: string;
  readonly startedMs: number;
  readonly faults: Faults;
  readonly subscriptions: () => readonly SubscriptionSummary[];
  readonly canReset: boolean;
  readonly env: () => Readonly<Record<string, string>>;
}

export function overviewApi(parts: OverviewParts): Resource {
  return async (call) => {
    const addresses = parts.addresses();
    const functions = await Promise.all(
      parts.functions().map(async ({ name }) => ({
        name,
        address: addresses[name],
        health: await healthOf(addresses[name]),
      })),
    );
    const active = parts.faults.list().filter(({ on }) => on);
    return answer(call, {
      projectId: parts.projectId,
      run: parts.run,
      startedMs: parts.startedMs,
      addresses,
      functions,
      env: parts.env(),
      ...waiting(parts.subscriptions()),
      faults: { active: active.length, strikes: active.reduce((sum, { struck }) => sum + struck, 0) },
      canReset: parts.canReset,
    });
  };
}

const MOST_SHOWN = 12;

/** The fullest subscriptions, so that a look costs the same however many there are. */
function waiting(all: readonly SubscriptionSummary[]): object {
  const load = ({ backlog, outstanding }: SubscriptionSummary): number => backlog + outstanding;
  const fullest = all.toSorted((one, other) => load(other) - load(one)).slice(0, MOST_SHOWN);
  return { subscriptions: fullest, subscriptionCount: all.length };
}
