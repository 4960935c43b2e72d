/** The arguments of IF, COALESCE and IFNULL, which compute only those that they need. */

import type { Expression } from '../../library/signature.ts';
import type { ArgumentNode } from '../../syntax/ast.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { inBranch } from './branch.ts';

/** Whether the call is one of them. */
export function isConditional(name: string, args: readonly ArgumentNode[]): boolean {
  return (
    (name === 'IF' || name === 'COALESCE' || name === 'IFNULL') &&
    args.every((argument) => argument.star !== true && argument.name === undefined)
  );
}

export function conditionalArguments(
  name: string,
  args: readonly ArgumentNode[],
  context: Context,
): readonly Expression[] {
  const [first, ...others] = args.map(({ expression }) => expression);
  if (first === undefined) return [];
  const start = analyze(first, context);
  if (name === 'IF') {
    const holds = [start.sql, `${start.sql} IS DISTINCT FROM TRUE`];
    return [
      start,
      ...others.map((node, index) => analyze(node, inBranch(context, { nodes: [first], holds: holds[index] ?? '' }))),
    ];
  }
  const expressions = [start];
  let rest = inBranch(context, { nodes: [first], holds: `${start.sql} IS NULL` });
  for (const node of others) {
    const expression = analyze(node, rest);
    expressions.push(expression);
    rest = inBranch(rest, { nodes: [node], holds: `${expression.sql} IS NULL` });
  }
  return expressions;
}
