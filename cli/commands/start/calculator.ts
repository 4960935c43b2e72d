/** The console's calculator: the volumes of its form, reckoned by the very code of `penstock cost`. */

import { readFileSync } from 'node:fs';
import type { Bill, Calculator } from '@penstock/local/console/api/cost.ts';
import { reckon } from '../cost/reckon.ts';
import { mergeVolumes } from '../cost/volumes.ts';

export function calculator(): Calculator {
  const schema = JSON.parse(
    readFileSync(new URL('../cost/volumes.schema.json', import.meta.url), 'utf8'),
  ) as Calculator['schema'];
  return { schema, reckon: (volumes) => billFor(volumes) };
}

/** Throws CONFIG_INVALID with every problem, as the command does. */
function billFor(given: Readonly<Record<string, unknown>>): Bill {
  const { volumes } = mergeVolumes([{ origin: 'the form', value: given }]);
  const { prices, items, uses, first, ladder, quotasDated, hint, ...rest } = reckon(volumes);
  return {
    ...rest,
    dated: prices.dated,
    region: prices.region,
    peak: volumes.peak,
    items: items.map(({ part, what, amount, unit, dollars }) => ({
      part,
      what,
      amount,
      unit: prices.units[unit].per,
      dollars,
    })),
    quotasDated,
    quotas: uses.map(({ name, kind, used, limit, metAt }) => ({
      name,
      kind,
      used,
      limit,
      ...(metAt === undefined ? {} : { metAt }),
    })),
    ...(first === undefined ? {} : { first: first.name }),
    ...(hint === undefined ? {} : { hint }),
    ladder,
  };
}
