/** Statements of a template, as far as the config, parameters and literals decide them: `if` and `set`, and no others. */

import type { Expression } from './expression.ts';
import { expressionIn, resolve, type Scope, truthOf } from './fold.ts';

export interface Stated {
  /** The text of the branches that are taken, without statements. */
  readonly text: string;
  /** With the names that the text has set. */
  readonly variables: Readonly<Record<string, Expression>>;
}

const STATEMENT = /\{%(-?)\s*([\s\S]*?)\s*(-?)%\}/g;

interface Branch {
  /** Whether the text here is taken. */
  readonly open: boolean;
  /** Whether a branch of this `if` has been taken. */
  readonly done: boolean;
  readonly outer: boolean;
}

/** Undefined where a statement is of another kind, or is not decided. */
export function statedText(template: string, scope: Scope): Stated | undefined {
  const variables: Record<string, Expression> = { ...scope.variables };
  const now = { ...scope, variables };
  const within: Branch[] = [];
  const isOpen = (): boolean => within.at(-1)?.open ?? true;
  let text = '';
  let at = 0;
  let cutsStart = false;
  const take = (part: string, cutsEnd: boolean): void => {
    const started = cutsStart ? part.trimStart() : part;
    if (isOpen()) text += cutsEnd ? started.trimEnd() : started;
  };
  for (const found of template.matchAll(STATEMENT)) {
    const [whole, before, body, after] = found as unknown as readonly [string, string, string, string];
    take(template.slice(at, found.index), before === '-');
    at = found.index + whole.length;
    cutsStart = after === '-';
    const [, word, rest] = /^(\w+)\s*([\s\S]*)$/.exec(body) as RegExpExecArray as unknown as readonly [
      string,
      string,
      string,
    ];
    if (!stated(word, rest, within, isOpen(), now, variables)) return undefined;
  }
  take(template.slice(at), false);
  return within.length === 0 ? { text, variables } : undefined;
}

/** False where the statement is not known. */
function stated(
  word: string,
  rest: string,
  within: Branch[],
  open: boolean,
  scope: Scope,
  variables: Record<string, Expression>,
): boolean {
  const truth = (): boolean | undefined => {
    const expression = expressionIn(rest, scope);
    return expression === undefined ? undefined : truthOf(expression, scope);
  };
  if (word === 'if') {
    const holds = open ? truth() : false;
    within.push({ open: open && holds === true, done: holds === true, outer: open });
    return holds !== undefined;
  }
  if (word === 'set') {
    const [, name, value] = /^(\w+)\s*=([\s\S]*)$/.exec(rest) ?? [];
    const expression = value === undefined ? undefined : expressionIn(value, scope);
    // A name that is set within an `if` alone is an error to the engine of the manifest.
    if (name === undefined || expression === undefined || within.length > 0) return false;
    variables[name] = resolve(expression, scope);
    return true;
  }
  const branch = within.pop();
  if (branch === undefined) return false;
  if (word === 'endif') return true;
  if (word !== 'elif' && word !== 'else') return false;
  const holds = branch.done || !branch.outer ? false : word === 'else' ? true : truth();
  within.push({ ...branch, open: branch.outer && holds === true, done: branch.done || holds === true });
  return holds !== undefined;
}
