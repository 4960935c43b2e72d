/** The words that may follow each command line, for shells to complete. */

import type { Command, CommandGroup } from '@penstock/shared/runtime/command.ts';
import { flagsOf } from '../../parse.ts';
import { WORDS } from '../../words.ts';

/** Maps the words so far, joined by a blank, to the words that may follow: none behind a flag whose value is free. */
export type CompletionTree = ReadonlyMap<string, readonly string[]>;

export async function completionTree(): Promise<CompletionTree> {
  const tree = new Map<string, readonly string[]>();
  tree.set('', [...WORDS.map(({ name }) => name), 'help', '--help', '--version']);
  for (const word of WORDS) add(tree, word.name, await word.load());
  return tree;
}

function add(tree: Map<string, readonly string[]>, path: string, found: Command | CommandGroup): void {
  if ('commands' in found) {
    tree.set(path, [...found.commands.map(({ name }) => name), '--help']);
    for (const inside of found.commands) add(tree, `${path} ${inside.name}`, inside);
  } else {
    const flags = Object.values(flagsOf(found));
    tree.set(
      path,
      flags.map(({ variable }) => `--${variable}`),
    );
    for (const { variable, isSwitch, values = [] } of flags) if (!isSwitch) tree.set(`${path} --${variable}`, values);
  }
}
