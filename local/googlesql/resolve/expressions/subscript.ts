/** `array[OFFSET(n)]`, `json['key']`, `json[n]`, `struct[OFFSET(n)]`. */

import { raiseText } from '../../emit/text.ts';
import { invalid, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode, SubscriptKind } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { INT64, JSON_TYPE, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { jsonMember } from './name.ts';

type SubscriptNode = Extract<ExpressionNode, { kind: 'subscript' }>;

export function analyzeSubscript(node: SubscriptNode, context: Context): Expression {
  const object = analyze(node.object, context);
  const index = analyze(node.index, context);
  if (object.type.kind === 'JSON') return jsonSubscript(node, object, index);
  if (object.type.kind === 'STRUCT') throw unsupported('subscripts of STRUCT', node.at);
  if (object.type.kind !== 'ARRAY') {
    throw invalid(
      `Subscript access using [INT64] is not supported on values of type ${typeName(object.type)}`,
      node.at,
    );
  }
  const place = coerce(index, INT64);
  if (place === undefined) {
    throw invalid(
      `Array position in [] must be coercible to INT64 type, but has type ${typeName(index.type)}`,
      node.index.at,
    );
  }
  return { type: object.type.element, sql: elementText(object.type.element, object.sql, place.sql, node.how) };
}

/** DuckDB counts from one, from the end below zero, and has NULL out of range; BigQuery raises unless SAFE. */
function elementText(element: SqlType, array: string, place: string, how: SubscriptKind): string {
  const fromOne = how === 'ORDINAL' || how === 'SAFE_ORDINAL';
  const safe = how === 'SAFE_OFFSET' || how === 'SAFE_ORDINAL';
  const first = fromOne ? '1' : '0';
  const past = fromOne ? `${place} > len(${array})` : `${place} >= len(${array})`;
  const at = fromOne ? place : `${place} + 1`;
  const shown = `'Array index ' || ${place} || ' is out of bounds'`;
  if (safe) return `(CASE WHEN ${place} < ${first} OR ${past} THEN NULL ELSE list_extract(${array}, ${at}) END)`;
  // Of a NULL array or place every element is NULL, in range or not.
  const outside = `(${place} < ${first} OR ${past}) AND ${array} IS NOT NULL`;
  return `(CASE WHEN ${outside} THEN ${raiseText(element, shown)} ELSE list_extract(${array}, ${at}) END)`;
}

function jsonSubscript(node: SubscriptNode, object: Expression, index: Expression): Expression {
  if (node.how !== 'PLAIN') throw invalid(`${node.how} is not supported on values of type JSON`, node.at);
  if (index.type.kind === 'STRING') {
    if (typeof index.literal === 'string') return jsonMember(object, index.literal);
    throw unsupported('JSON subscripts that are not literals', node.index.at);
  }
  const place = coerce(index, INT64);
  if (place === undefined) {
    throw invalid(`JSON subscript must be INT64 or STRING, but has type ${typeName(index.type)}`, node.index.at);
  }
  return {
    type: JSON_TYPE,
    sql: `(CASE WHEN ${place.sql} < 0 THEN NULL ELSE json_extract(${object.sql}, ${place.sql}) END)`,
  };
}
