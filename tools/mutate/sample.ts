/** Draws a fixed sample of mutants: the same seed over the same tree draws the same ones. */

import { mulberry32 } from '../../local/faults/faults.ts';
import type { Mutant } from './mutants.ts';

/** Weighted by the number of mutants a file has, at most one a line. */
export function sample(all: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const random = mulberry32(seed);
  const left = [...all];
  const lines = new Set<string>();
  const drawn: Mutant[] = [];
  while (drawn.length < count && left.length > 0) {
    const at = Math.floor(random() * left.length);
    const mutant = left[at] as Mutant;
    left[at] = left.at(-1) as Mutant;
    left.pop();
    const line = `${mutant.file}:${mutant.line}`;
    if (lines.has(line)) continue;
    lines.add(line);
    drawn.push(mutant);
  }
  return drawn;
}
