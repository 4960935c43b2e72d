/** Expressions after GROUP BY: one that equals a grouping key is that key. */

import { SqlError } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { hasAggregate, hasSubquery, hasWindow } from '../walk.ts';

/**
 * The key that this expression is, or undefined where it is none (or stands before any grouping). Names and fields are
 * left to `name.ts`, which knows that a grouped struct's fields may be named too.
 */
export function groupedExpression(node: ExpressionNode, context: Context): Expression | undefined {
  const { grouping } = context.scope;
  if (grouping === undefined) return undefined;
  // A constant of the list that GROUP BY means by its number is NULL in the sets that leave it out.
  const constant =
    node.kind === 'literal' && grouping.inSets ? grouping.keys.find((key) => key.node === node) : undefined;
  if (constant !== undefined) return grouping.key(constant.expression);
  if (node.kind === 'name' || node.kind === 'field' || node.kind === 'literal') return undefined;
  const candidates = grouping.keys.filter((key) => key.node?.kind === node.kind);
  if (candidates.length === 0 || hasAggregate(node) || hasWindow(node) || hasSubquery(node)) return undefined;
  try {
    const { value } = context.analysis.readingApart(() => analyze(node, grouping.input));
    // An item of the list that GROUP BY means by its name or number is the key itself.
    if (!candidates.some((key) => key.node === node) && grouping.isOfKeys(value)) return undefined;
    const key = grouping.key(value);
    context.analysis.read(key?.columns);
    return key;
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}
