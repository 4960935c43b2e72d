/** CASE: the first branch whose condition holds, and no other, is computed. */

import { held } from '../../emit/held.ts';
import { unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import { BOOL } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { hasWindow, some } from '../walk.ts';
import { inBranch } from './branch.ts';
import { compare, noSignature } from './compare.ts';

type CaseNode = Extract<ExpressionNode, { kind: 'case' }>;

export function analyzeCase(node: CaseNode, context: Context): Expression {
  const operand = node.operand === undefined ? undefined : analyze(node.operand, context);
  if (operand?.volatile !== true) return caseOf(node, operand, context);
  // DuckDB would compute the operand anew for each WHEN.
  const others = [...node.whens.flatMap(({ when, result }) => [when, result]), node.otherwise ?? []].flat();
  const wrong = others.find((other) => some(other, isApart));
  if (wrong !== undefined) throw unsupported('subqueries and OVER in a CASE of a value that is random', wrong.at);
  let made: Expression | undefined;
  const sql = held([operand], ([one = operand]) => {
    made = caseOf(node, one, context);
    return made.sql;
  });
  return { ...(made ?? operand), sql };
}

/** DuckDB takes neither in a lambda. */
function isApart(node: ExpressionNode): boolean {
  return node.kind === 'subquery' || (node.kind === 'in' && node.query !== undefined) || hasWindow(node);
}

function caseOf(node: CaseNode, operand: Expression | undefined, context: Context): Expression {
  const conditions: string[] = [];
  const results: Expression[] = [];
  let rest = context;
  for (const { when, result } of node.whens) {
    const holds = whenText(operand, when, rest);
    const nodes = node.operand === undefined ? [when] : [node.operand, when];
    conditions.push(holds);
    results.push(analyze(result, inBranch(rest, { nodes, holds })));
    rest = inBranch(rest, { nodes, holds: `${holds} IS DISTINCT FROM TRUE` });
  }
  const all = node.otherwise === undefined ? results : [...results, analyze(node.otherwise, rest)];
  const type = supertype(all);
  const coerced = type === undefined ? [] : all.map((expression) => coerce(expression, type));
  if (type === undefined || coerced.some((expression) => expression === undefined))
    throw noSignature('CASE', all, node.at);
  const branches = conditions.map((condition, index) => `WHEN ${condition} THEN ${coerced[index]?.sql ?? 'NULL'}`);
  const otherwise = node.otherwise === undefined ? '' : ` ELSE ${coerced.at(-1)?.sql ?? 'NULL'}`;
  return { type, sql: `(CASE ${branches.join(' ')}${otherwise} END)` };
}

function whenText(operand: Expression | undefined, when: ExpressionNode, context: Context): string {
  const expression = analyze(when, context);
  if (operand !== undefined) return compare('=', operand, expression, when.at).sql;
  const condition = coerce(expression, BOOL);
  if (condition === undefined) throw noSignature('CASE', [expression], when.at);
  return condition.sql;
}
