/** Everything that volumes lead to: dollars, other ways, instances and quotas, for the command and for the console's page. */

import { type Alternative, alternativesOf } from './alternatives.ts';
import { billOf, type Item, total } from './bill.ts';
import { APPENDS, type Need, needsOf, PULLS } from './capacity.ts';
import { readFigures } from './figures.ts';
import { firstMet, ladderOf, type QuotaUse, quotaUses, type Rung } from './limits.ts';
import { type PriceList, readPrices } from './prices.ts';
import { readQuotas } from './quotas.ts';
import { usageOf } from './usage.ts';
import { messagesOf, type Volumes } from './volumes.ts';

export interface Reckoning {
  readonly prices: PriceList;
  /** The day on which the quotas were written down. */
  readonly quotasDated: string;
  /** Messages on the average. */
  readonly perSecond: number;
  readonly items: readonly Item[];
  readonly dollars: number;
  readonly alternatives: readonly Alternative[];
  readonly needs: readonly Need[];
  readonly uses: readonly QuotaUse[];
  /** The quota that growing messages meet first. */
  readonly first: QuotaUse | undefined;
  readonly ladder: readonly Rung[];
  /** Advice where the needs ask for some. */
  readonly hint: string | undefined;
}

export function reckon(volumes: Volumes): Reckoning {
  const [prices, figures, quotas] = [readPrices(), readFigures(), readQuotas()];
  const items = billOf(usageOf(volumes, figures), prices);
  const uses = quotaUses(volumes, figures, quotas);
  const needs = needsOf(volumes, figures);
  const waits = needs.some(({ boundBy }) => boundBy === APPENDS || boundBy === PULLS);
  return {
    prices,
    quotasDated: quotas.dated,
    perSecond: messagesOf(volumes).perSecond,
    items,
    dollars: total(items),
    alternatives: alternativesOf(volumes, prices, figures),
    needs,
    uses,
    first: firstMet(uses),
    ladder: ladderOf(volumes, figures, quotas),
    hint: waits ? IDLE_PROCESSORS : undefined,
  };
}

const IDLE_PROCESSORS =
  'Instances that wait for a connection have idle processors, and Cloud Run adds none: raise --connections and --pull-streams.';
