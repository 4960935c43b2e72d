/** The wait for a scripted fault: what it holds up is under way from then on. */

import type { Faults } from '../../local/core/faults/faults.ts';
import { eventually } from './suite.ts';

/** Resolves once the rule that was added last has struck. */
export async function struck(faults: Pick<Faults, 'list'>): Promise<void> {
  await eventually(
    async () => faults.list().at(-1)?.struck ?? 0,
    (times) => times > 0,
  );
}
