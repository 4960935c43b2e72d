/** A query that has been resolved: its columns and its DuckDB text. */

import { columnExpression, type Expression } from '../../library/signature.ts';
import type { SqlType } from '../../types/type.ts';
import type { Relation, ScopeColumn } from '../relations/scope.ts';

export interface OutputColumn {
  /** Absent where the query gives none. */
  readonly name?: string;
  readonly type: SqlType;
  /** The column's name in the text. */
  readonly id: string;
  /** The literal that the select list has here: it still coerces where the query's columns are converted. */
  readonly literal?: Expression;
}

export interface ResolvedQuery {
  /** SELECT text with exactly these columns, in this order, ordered and limited. */
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
  /** The relations of FROM whose columns a star shows, with the columns' names here: pipe operators keep their aliases. */
  readonly aliases?: readonly Relation[];
  /** SELECT AS STRUCT, SELECT AS VALUE: the one column is the row. */
  readonly isValueTable: boolean;
  /** The values' texts, where the query is one row of expressions that read nothing. */
  readonly row?: readonly string[];
  /** For ARRAY(…), whose elements must keep the order: text that shows the keys too, and the ORDER BY list over it. */
  readonly ordered?: { readonly sql: string; readonly orderBy: string };
}

/** The column as set operations and INSERT convert it: a literal of the select list still coerces there. */
export function outputExpression(column: OutputColumn): Expression {
  const expression = columnExpression(column.id, column.type);
  return column.literal === undefined ? expression : { ...column.literal, ...expression };
}

export function outputColumn(id: string, name: string | undefined, expression: Expression): OutputColumn {
  return {
    id,
    type: expression.type,
    ...(name === undefined ? {} : { name }),
    ...(expression.isLiteral === true ? { literal: expression } : {}),
  };
}

/** The query's columns as a FROM item shows them: values of their types, even if the select list has a literal. */
export function scopeColumns(query: Pick<ResolvedQuery, 'columns'>): readonly ScopeColumn[] {
  return query.columns.map(({ id, name, type }) => ({
    ...columnExpression(id, type),
    ...(name === undefined ? {} : { name }),
  }));
}
