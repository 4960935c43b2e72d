/** A value of any type as an argument of a native. */

import type { Expression } from '../library/signature.ts';
import { duckTypeOf } from '../types/type-text.ts';

/**
 * The cast changes nothing but what DuckDB has no type for, which a native could not read: an empty array's elements,
 * and NULLs that it has computed before the query runs.
 */
export function anyArgument({ sql, type }: Pick<Expression, 'sql' | 'type'>): string {
  return `CAST(${sql} AS ${duckTypeOf(type)})`;
}
