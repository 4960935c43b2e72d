/** LIKE, and LIKE of several patterns. */

import { bytesOperators } from '../../emit/bytes-natives.ts';
import { held } from '../../emit/held.ts';
import { invalid, type Position } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { arrayOf, BOOL, BYTES, STRING, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { noSignature } from './compare.ts';

type Node = Extract<ExpressionNode, { kind: 'likeAmong' }>;

/** `%` and `_`, with a backslash before what is meant as itself. */
export function like(operand: Expression, pattern: Expression, negated: boolean, at: Position): Expression {
  if (operand.type.kind === 'BYTES' && pattern.type.kind === 'BYTES') {
    const matches = bytesOperators.like.of(operand.sql, pattern.sql);
    return { type: BOOL, sql: negated ? `(NOT ${matches})` : matches };
  }
  const [a, b] = [coerce(operand, STRING), coerce(pattern, STRING)];
  if (a === undefined || b === undefined) throw noSignature('LIKE', [operand, pattern], at);
  if (typeof b.literal === 'string' && /(?:^|[^\\])(?:\\\\)*\\$/.test(b.literal)) {
    throw invalid('LIKE pattern ends with a backslash', at);
  }
  return { type: BOOL, sql: `(${a.sql} ${negated ? 'NOT ' : ''}LIKE ${b.sql} ESCAPE '\\')` };
}

/** `x [NOT] LIKE ANY | ALL` of patterns: each is matched, and a NULL among them leaves open what the others do not decide. */
export function likeAmong(node: Node, context: Context): Expression {
  const operand = analyze(node.operand, context);
  const { negated, which, patterns, array } = node;
  if (array === undefined) {
    const sql = held(
      [operand, ...(patterns ?? []).map((pattern) => analyze(pattern, context))],
      ([one = operand, ...others]) => {
        const matches = others.map(
          (pattern, index) => like(one, pattern, negated, patterns?.[index]?.at ?? node.at).sql,
        );
        return `(${matches.join(which === 'ANY' ? ' OR ' : ' AND ')})`;
      },
    );
    return { type: BOOL, sql };
  }
  const given = analyze(array, context);
  const element = operand.type.kind === 'BYTES' ? BYTES : STRING;
  const list = coerce(given, arrayOf(element)) ?? given;
  if (list.type.kind !== 'ARRAY')
    throw invalid(`LIKE ${which} UNNEST takes an array, but got ${typeName(list.type)}`, array.at);
  const one = like(operand, { type: list.type.element, sql: 'gsql_pattern' }, negated, node.at).sql;
  const matches = `list_transform(${list.sql}, lambda gsql_pattern: ${one})`;
  // No pattern at all decides as an empty OR or AND does; a NULL array is one without patterns.
  const [decides, otherwise] = which === 'ANY' ? ['true', 'false'] : ['false', 'true'];
  const open = 'len(list_filter(gsql_all, lambda gsql_one: gsql_one IS NULL)) > 0 THEN NULL';
  const answer = `CASE WHEN list_contains(gsql_all, ${decides}) THEN ${decides} WHEN ${open} ELSE ${otherwise} END`;
  return { type: BOOL, sql: `list_transform([coalesce(${matches}, [])], lambda gsql_all: ${answer})[1]` };
}
