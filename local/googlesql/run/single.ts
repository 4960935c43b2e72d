/** Telling a script from a statement that stands alone. */

import type { StatementNode } from '../syntax/statement.ts';

/** Statements that only a script has. */
export const CONTROL: readonly StatementNode['kind'][] = [
  ...(['declare', 'set', 'setSystem', 'if', 'block', 'transaction'] as const),
  ...(['loop', 'jump', 'return', 'raise', 'execute', 'call'] as const),
];

/** One statement, perhaps after the temporary functions that it uses: then there is no script and no child job. */
export function isSingle(statements: readonly StatementNode[]): boolean {
  const rest = statements.filter((statement) => !(statement.kind === 'createFunction' && statement.temporary));
  const [only] = rest;
  if (only === undefined) return statements.length === 1;
  return rest.length === 1 && only === statements.at(-1) && !CONTROL.includes(only.kind);
}
