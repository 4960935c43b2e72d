/** A query that has been analyzed: its columns and its DuckDB text. */

import type { Expression } from '../functions/signature.ts';
import type { SqlType } from '../type.ts';
import type { ScopeColumn } from './scope.ts';

export interface OutputColumn {
  /** Absent where the query gives none. */
  readonly name?: string;
  readonly type: SqlType;
  /** The column's name in the text. */
  readonly id: string;
  readonly untyped?: 'NULL' | 'EMPTY_ARRAY';
  readonly isLiteral?: true;
}

export interface ResolvedQuery {
  /** SELECT text with exactly these columns, in this order, ordered and limited. */
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
  /** SELECT AS STRUCT, SELECT AS VALUE: the one column is the row. */
  readonly isValueTable: boolean;
  /** For ARRAY(…), whose elements must keep the order: text that shows the keys too, and the ORDER BY list over it. */
  readonly ordered?: { readonly sql: string; readonly orderBy: string };
}

/** The column as an expression of the query around. */
export function outputExpression(column: OutputColumn): Expression {
  return {
    type: column.type,
    sql: column.id,
    ...(column.untyped === undefined ? {} : { untyped: column.untyped }),
    ...(column.isLiteral === undefined ? {} : { isLiteral: column.isLiteral }),
  };
}

export function outputColumn(id: string, name: string | undefined, expression: Expression): OutputColumn {
  return {
    id,
    type: expression.type,
    ...(name === undefined ? {} : { name }),
    ...(expression.untyped === undefined ? {} : { untyped: expression.untyped }),
    // Only a plain literal still coerces from a subquery's select list.
    ...(expression.isLiteral === true ? { isLiteral: true as const } : {}),
  };
}

/** The query's columns as a FROM item shows them. */
export function scopeColumns(query: ResolvedQuery): readonly ScopeColumn[] {
  return query.columns.map((column) => ({
    ...outputExpression(column),
    ...(column.name === undefined ? {} : { name: column.name }),
  })) as readonly ScopeColumn[];
}
