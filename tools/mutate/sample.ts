/** Draws a fixed sample of mutants: the same seed over the same tree draws the same ones. */

import type { Mutant } from './mutants.ts';

/** A generator of numbers in [0, 1), mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Weighted by the number of mutants a file has, at most one a line. */
export function sample(all: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const random = seeded(seed);
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
