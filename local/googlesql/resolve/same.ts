/**
 * Whether two expressions are the same: GROUP BY, ORDER BY and PIVOT find an expression again by its value. Names are
 * resolved, each column has a name of its own, and each call of a volatile function and each subquery is unlike every
 * other, so that expressions of one type are the same exactly when their DuckDB texts are.
 */

import type { Expression } from '../library/signature.ts';
import { typeName } from '../types/type-text.ts';

type Resolved = Pick<Expression, 'type' | 'sql'>;

/** Equal for expressions that are the same, and for no others. */
export function identityOf({ type, sql }: Resolved): string {
  return `${typeName(type)} ${sql}`;
}

export function isSame(one: Resolved, other: Resolved): boolean {
  return one.sql === other.sql && typeName(one.type) === typeName(other.type);
}
