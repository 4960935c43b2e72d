/** Finds the test files that are most likely to notice a change of a file: the nearest by imports come first. */

import { basename, dirname } from 'node:path';
import type { SourceFile } from '../tree.ts';

/** A test of the same name, then tests by the number of imports between, then by path. */
export function nearestTests(file: string, tree: readonly SourceFile[], most: number): readonly string[] {
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
  const rank = (path: string): number =>
    path === own
      ? -1
      : (distance.get(path) as number) + (path.startsWith(folder) ? 0 : 2) + (path.startsWith('test/unit/') ? 0 : 4);
  return [...distance.keys()]
    .filter((path) => /^test\/(unit|conformance|fuzz|e2e)\/.*\.test\.ts$/.test(path))
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .slice(0, most);
}
