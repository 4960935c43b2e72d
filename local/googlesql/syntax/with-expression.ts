/** `WITH(a AS 1, b AS a + 1, a * b)`: names for values inside of an expression. */

import type { Position } from '../error.ts';
import type { ExpressionNode, Name } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './grammar.ts';

/** The cursor stands at WITH, and a parenthesis follows. */
export function parseWithExpression(cursor: Cursor, at: Position): ExpressionNode {
  cursor.expectWord('WITH');
  return cursor.parenthesized(() => {
    const variables: { readonly name: Name; readonly value: ExpressionNode }[] = [];
    while (cursor.isName() && cursor.peek(1).upper === 'AS') {
      const name = cursor.name();
      cursor.expectWord('AS');
      variables.push({ name, value: parseExpression(cursor) });
      cursor.expectSymbol(',');
    }
    if (variables.length === 0) throw cursor.unexpected();
    return { kind: 'with', at, variables, result: parseExpression(cursor) };
  });
}
