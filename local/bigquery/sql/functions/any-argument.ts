/** A value of any type as an argument of a native. */

import { duckTypeOf } from '../type-text.ts';
import type { Expression } from './signature.ts';

/** The cast changes nothing but an empty array's missing element type, which a native could not read. */
export function anyArgument({ sql, type }: Pick<Expression, 'sql' | 'type'>): string {
  return type.kind === 'ARRAY' || type.kind === 'STRUCT' ? `CAST(${sql} AS ${duckTypeOf(type)})` : sql;
}
