/** CAST and SAFE_CAST between all types. */

import { CallRefused, type Expression } from './functions/signature.ts';
import type { SqlType } from './type.ts';
import { duckTypeOf, typeName } from './type-text.ts';

/** Throws CallRefused where GoogleSQL has no such cast. `safe` turns a failing value into NULL. */
export function cast(expression: Expression, to: SqlType, safe: boolean): Expression {
  if (safe && expression.type.kind === to.kind) return { type: to, sql: expression.sql };
  if (expression.type.kind === 'ARRAY') {
    throw new CallRefused('invalid', `Invalid cast from ${typeName(expression.type)} to ${typeName(to)}`);
  }
  return { type: to, sql: `CAST(${expression.sql} AS ${duckTypeOf(to)})` };
}
