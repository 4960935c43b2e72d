/** Writes the completion for a shell: a function that knows the words after each command and flag, and one that reads the line. */

import type { CompletionTree } from './tree.ts';

export function script(shell: 'bash' | 'zsh', tree: CompletionTree): string {
  const cases = [...tree].map(([path, next]) => `    '${path}') next='${next.join(' ')}' ;;`).join('\n');
  const known = `_penstock_words() {
  case "$1" in
${cases}
    *) return 1 ;;
  esac
}`;
  return `${known}\n${shell === 'bash' ? BASH : ZSH}`;
}

/** Operands and values of flags are passed over. If nothing is known, the shell offers files. */
const BASH = `_penstock() {
  local path='' word key next='' at value=''
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    key="\${path:+$path }$word"
    _penstock_words "$key" || continue
    if [[ $word != -* ]]; then path="$key"
    elif ((at + 1 == COMP_CWORD)); then value="$key"
    else ((at++)); fi
  done
  next=''
  _penstock_words "\${value:-$path}"
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _penstock penstock`;

const ZSH = `_penstock() {
  local so_far='' word key next='' at value=''
  for ((at = 2; at < CURRENT; at++)); do
    word="\${words[at]}"
    key="\${so_far:+$so_far }$word"
    _penstock_words "$key" || continue
    if [[ $word != -* ]]; then so_far="$key"
    elif ((at + 1 == CURRENT)); then value="$key"
    else ((at++)); fi
  done
  next=''
  _penstock_words "\${value:-$so_far}"
  if [[ -n $next ]]; then compadd -- \${(z)next}; else _files; fi
}
compdef _penstock penstock`;
