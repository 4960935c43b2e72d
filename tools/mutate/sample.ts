/**
 * Draws a fixed sample of mutants: those with the smallest fingerprints. A change elsewhere in the tree leaves the sample as it is, so a
 * survivor stays in it until a test notices it.
 */

import { createHash } from 'node:crypto';
import type { Mutant } from './mutants.ts';

/** Weighted by the number of mutants a file has, at most one a line. */
export function sample(all: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const seen = new Map<string, number>();
  const marked = all.map((mutant) => {
    const name = nameOf(mutant);
    const occurrence = seen.get(name) ?? 0;
    seen.set(name, occurrence + 1);
    return { mutant, mark: createHash('sha1').update(`${seed} ${occurrence} ${name}`).digest('hex') };
  });
  marked.sort((left, right) => (left.mark < right.mark ? -1 : 1));
  const lines = new Set<string>();
  const drawn: Mutant[] = [];
  for (const { mutant } of marked) {
    if (drawn.length === count) break;
    const line = `${mutant.file}:${mutant.line}`;
    if (lines.has(line)) continue;
    lines.add(line);
    drawn.push(mutant);
  }
  return drawn;
}

/** The change without its place in the file, which changes with every line above. */
function nameOf({ file, source, start, end, after }: Mutant): string {
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const to = source.indexOf('\n', end);
  return `${file}\n${source.slice(from, start).trimStart()}\n${source.slice(start, to < 0 ? undefined : to)}\n${after}`;
}
