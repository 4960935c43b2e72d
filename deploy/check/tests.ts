/** Runs `terraform test` in every folder of the tree that has tests, by the provider of `deploy/provider`. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openWorkspace } from './terraform.ts';
import type { Finding } from './tree.ts';

export interface TestsOptions {
  readonly terraform: string;
  /** The folder `deploy`. */
  readonly tree: string;
  readonly project: string;
  /** The folder that `npm run release` wrote: stands for RELEASE_DIR in the tests. */
  readonly release: string;
  /** Told of each folder as its tests end. */
  readonly onFinding: (finding: Finding) => void;
}

/** The folders of Terraform with tests, as paths below the tree. */
function testedFolders(tree: string): readonly string[] {
  const found = readdirSync(join(tree, 'terraform'), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isDirectory() && entry.name === 'tests')
    .map((entry) => relative(tree, entry.parentPath))
    .sort();
}

export async function runTests({ terraform, tree, project, release, onFinding }: TestsOptions): Promise<void> {
  for (const root of testedFolders(tree)) {
    const workspace = await openWorkspace({ terraform, tree, root, project });
    try {
      const folder = join(workspace.folder, 'tests');
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        writeFileSync(path, readFileSync(path, 'utf8').replaceAll('RELEASE_DIR', release));
      }
      const { code, output } = await workspace.run('test', '-no-color');
      const passed = /(\d+) passed, 0 failed/.exec(output)?.[1];
      // A folder whose tests are not found passes with none.
      const isSound = code === 0 && passed !== undefined && Number(passed) > 0;
      onFinding({ what: `${root}: ${passed ?? 'no'} tests`, problems: isSound ? [] : [output.trim()] });
    } finally {
      workspace.close();
    }
  }
}
