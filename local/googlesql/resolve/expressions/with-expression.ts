/** `WITH(a AS 1, b AS a + 1, a * b)`: each name stands for its value in the values after it and in the result. */

import { unsupported } from '../../error.ts';
import { type Expression, readBy } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { hasSubquery, hasWindow } from '../walk.ts';

type Node = Extract<ExpressionNode, { kind: 'with' }>;

export function analyzeWithExpression(node: Node, context: Context): Expression {
  const [first, ...variables] = node.variables;
  if (first === undefined) return analyze(node.result, context);
  const value = analyze(first.value, context);
  const { type } = value;
  const rest = (given: Expression) => {
    const local = { value: given, level: context.scope.levels };
    const lambdas = new Map(context.lambdas).set(first.name.text.toLowerCase(), local);
    return analyzeWithExpression({ ...node, variables }, { ...context, lambdas });
  };
  // DuckDB computes a volatile text anew at each place: a lambda's argument holds its value.
  if (value.volatile !== true) return withoutLiteral(rest({ type, sql: value.sql, ...readBy(value) }));
  const after = [...variables.map((variable) => variable.value), node.result];
  if (after.some((part) => hasSubquery(part) || hasWindow(part)))
    throw unsupported('a random value in WITH(…) with a subquery or an analytic function', node.at);
  const id = context.analysis.id('c');
  const result = rest({ type, sql: id });
  return { type: result.type, sql: `list_transform([${value.sql}], lambda ${id}: ${result.sql})[1]`, ...readBy(value) };
}

/** The result is a value like a column's: it takes no other type by itself. */
function withoutLiteral({ type, sql, ...result }: Expression): Expression {
  return { type, sql, ...readBy({ type, sql, ...result }) };
}
