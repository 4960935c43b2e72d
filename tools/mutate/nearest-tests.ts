/** Finds the test files that are most likely to notice a change of a file: the nearest by imports and by words come first. */

import { basename, dirname } from 'node:path';
import type { SourceFile } from '../tree.ts';
import type { Relevance } from './rare-words.ts';

/** A word of the file's own path in the path of a test brings the test as much nearer as this many imports. */
const WORD = 4;

/** Two bits of rare words bring the test as much nearer as an import. */
const BITS = 0.5;

/** A test of the same name, then tests by the number of imports between, by the words of their paths and by relevance, then by path. */
export function nearestTests(
  file: string,
  tree: readonly SourceFile[],
  most: number,
  relevance: (tests: readonly string[]) => Relevance = () => () => 0,
): readonly string[] {
  const importers = new Map<string, string[]>();
  for (const { path, imports } of tree)
    for (const target of imports) importers.set(target, [...(importers.get(target) ?? []), path]);
  const distance = new Map([[file, 0]]);
  const queue = [file];
  for (let at = 0; at < queue.length; at += 1) {
    const path = queue[at] as string;
    for (const importer of importers.get(path) ?? []) {
      if (distance.has(importer)) continue;
      distance.set(importer, (distance.get(path) as number) + 1);
      queue.push(importer);
    }
  }
  const own = `test/unit/${dirname(file)}/${basename(file, '.ts')}.test.ts`;
  const folder = `test/unit/${file.split('/').slice(0, 2).join('/')}`;
  const words = wordsOf(file);
  const tests = [...distance.keys()].filter((path) => /^test\/(unit|conformance|fuzz|e2e)\/.*\.test\.ts$/.test(path));
  const relevanceOf = relevance(tests);
  const rank = (path: string): number =>
    path === own
      ? Number.NEGATIVE_INFINITY
      : (distance.get(path) as number) +
        (path.startsWith(folder) ? 0 : 2) +
        (path.startsWith('test/unit/') ? 0 : 4) -
        WORD * [...wordsOf(path)].filter((word) => words.has(word)).length -
        BITS * relevanceOf(path);
  const ranks = new Map(tests.map((path) => [path, rank(path)]));
  return tests
    .toSorted((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number) || a.localeCompare(b))
    .slice(0, most);
}

/** The words below the first folder: `local/bigquery/read/vector.ts` has `bigquery`, `read` and `vector`. */
function wordsOf(path: string): ReadonlySet<string> {
  const [, ...below] = path.replace(/(?:\.test)?\.ts$/, '').split(/[/-]/);
  return new Set(below);
}
