/** Writes the completion for a shell: one function that looks the words so far up in a `case`. */

import type { CompletionTree } from './tree.ts';

export function script(shell: 'bash' | 'zsh', tree: CompletionTree): string {
  const cases = [...tree].map(([path, next]) => `    '${path}') next='${next.join(' ')}' ;;`).join('\n');
  return shell === 'bash' ? bash(cases) : zsh(cases);
}

function bash(cases: string): string {
  return `_penstock() {
  local path='' word next='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    [[ $word == -* ]] || path="\${path:+$path }$word"
  done
  case "$path" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _penstock penstock`;
}

function zsh(cases: string): string {
  return `_penstock() {
  local path_so_far='' word next=''
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] || path_so_far="\${path_so_far:+$path_so_far }$word"
  done
  case "$path_so_far" in
${cases}
  esac
  compadd -- \${(z)next}
}
compdef _penstock penstock`;
}
