/**
 * Expressions contain queries, queries contain relations, and relations contain both. Each resolver reaches the others
 * through the context, so that no file imports itself over others: `analyzer.ts` wires them.
 */

import type { Expression } from '../library/signature.ts';
import type { ExpressionNode, FromNode, QueryNode } from '../syntax/ast.ts';
import type { Context } from './context.ts';
import type { ResolvedQuery } from './queries/resolved.ts';
import type { FromItem } from './relations/from-item.ts';

export interface Analyzer {
  expression(node: ExpressionNode, context: Context): Expression;
  /** `context.scope` holds the scopes around; the query's own FROM makes a new one under it. */
  query(node: QueryNode, context: Context): ResolvedQuery;
  /** `left` is what the item may refer to. */
  item(node: FromNode, context: Context, left: FromItem): FromItem;
}

export function analyze(node: ExpressionNode, context: Context): Expression {
  return context.analysis.session.analyzer.expression(node, context);
}

export function analyzeQuery(node: QueryNode, context: Context): ResolvedQuery {
  return context.analysis.session.analyzer.query(node, context);
}

export function analyzeItem(node: FromNode, context: Context, left: FromItem): FromItem {
  return context.analysis.session.analyzer.item(node, context, left);
}
