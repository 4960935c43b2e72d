/** `penstock completion bash|zsh`: prints what teaches a shell the words and flags. */

import { command } from '@penstock/shared/runtime/command.ts';
import { UsageError } from '../usage-error.ts';

const SHELLS = ['bash', 'zsh'] as const;

export const completion = command({
  name: 'completion',
  about: 'print the completion of commands and flags for a shell',
  operands: [{ name: 'shell', about: SHELLS.join(' or ') }],
  flags: {},
  examples: [
    { command: 'eval "$(penstock completion bash)"', about: 'in ~/.bashrc' },
    { command: 'eval "$(penstock completion zsh)"', about: 'in ~/.zshrc, after compinit' },
  ],
  writes: false,
  run: async ({ operands, print }) => {
    const { shell = '' } = operands;
    if (shell !== 'bash' && shell !== 'zsh')
      throw new UsageError(`${shell} is no shell it knows: ${SHELLS.join(' or ')}.`);
    const [{ completionTree }, { script }] = await Promise.all([
      import('./completion/tree.ts'),
      import('./completion/script.ts'),
    ]);
    const text = script(shell, await completionTree());
    print.record({ script: text }, text);
    return 'done';
  },
});
