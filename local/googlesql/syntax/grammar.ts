/** Expressions and queries contain each other: their parsers reach each other through the cursor. */

import type { ExpressionNode, QueryBody, QueryNode } from './ast.ts';
import type { Cursor } from './cursor.ts';

export interface Grammar {
  expression(cursor: Cursor): ExpressionNode;
  /** An expression without comparisons and logic. */
  operand(cursor: Cursor): ExpressionNode;
  query(cursor: Cursor): QueryNode;
  /** The rest of a query whose first part has been read already. */
  queryAfter(cursor: Cursor, first: QueryBody): QueryNode;
}

export function parseExpression(cursor: Cursor): ExpressionNode {
  return cursor.grammar.expression(cursor);
}

export function parseQuery(cursor: Cursor): QueryNode {
  return cursor.grammar.query(cursor);
}
