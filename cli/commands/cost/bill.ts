/** From units to dollars. The free part of a unit is shared among all that use the unit, in proportion. */

import type { PriceList } from './prices.ts';
import type { Usage } from './usage.ts';

export interface Item extends Usage {
  readonly dollars: number;
}

export function billOf(usages: readonly Usage[], { units }: PriceList): readonly Item[] {
  const totals = new Map<string, number>();
  for (const { unit, amount } of usages) totals.set(unit, (totals.get(unit) ?? 0) + amount);
  return usages.map((usage) => {
    const { dollars, free } = units[usage.unit];
    const whole = totals.get(usage.unit) as number;
    const charged = usage.amount * Math.max(0, 1 - free / whole);
    return { ...usage, dollars: charged * dollars };
  });
}

export function total(items: readonly Item[]): number {
  return items.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** The sum of each part, in the order in which parts first come. */
export function partsOf(items: readonly Item[]): readonly { readonly part: string; readonly dollars: number }[] {
  return [...Map.groupBy(items, ({ part }) => part)].map(([part, group]) => ({ part, dollars: total(group) }));
}
