/** An item of FROM: its text, and the relations that it makes visible. */

import { invalid } from '../../error.ts';
import { columnExpression, columnsOf, type Expression } from '../../library/signature.ts';
import type { FromNode } from '../../syntax/ast.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { type ResolvedQuery, scopeColumns } from '../queries/resolved.ts';
import { type Relation, Scope, type ScopeColumn } from './scope.ts';

export interface FromItem {
  readonly sql: string;
  readonly relations: readonly Relation[];
  /** Columns that a USING merged. */
  readonly merged: readonly ScopeColumn[];
  /** The text names columns of what stands left of it. */
  readonly lateral: boolean;
}

export const EMPTY: FromItem = { sql: '', relations: [], merged: [], lateral: false };

export function scopeOf(item: Pick<FromItem, 'relations' | 'merged'>, outer: Context): Scope {
  return new Scope(item.relations, { parent: outer.scope.parent, merged: item.merged });
}

/** A query as a FROM item. Of a value table the row is the alias's value, and a struct's fields are the columns. */
export function relationOf(query: ResolvedQuery, alias: string | undefined, outer: Context, text?: string): FromItem {
  const named = alias === undefined ? {} : { alias };
  const sql = text ?? `(${query.sql}) AS ${outer.analysis.id('t')}`;
  const [row] = query.columns;
  if (!query.isValueTable || row === undefined) {
    return { sql, relations: [{ ...named, columns: scopeColumns(query) }], merged: [], lateral: false };
  }
  const value = columnExpression(row.id, row.type);
  return { sql, relations: [{ ...named, columns: valueColumns(value), value }], merged: [], lateral: false };
}

/** The columns of `*` for a value: a struct's fields, or the value itself without a name. */
export function valueColumns(value: Expression, name?: string): readonly ScopeColumn[] {
  if (value.type.kind !== 'STRUCT') return [{ ...value, ...(name === undefined ? {} : { name }) }];
  return value.type.fields.map((field, index) => ({
    type: field.type,
    sql: `struct_extract_at(${value.sql}, ${index + 1})`,
    columns: columnsOf([value]),
    ...(field.name === undefined ? {} : { name: field.name }),
  }));
}

export function notAnArray(type: Parameters<typeof typeName>[0], at: FromNode['at']): Error {
  return invalid(
    `Values referenced in UNNEST must be arrays. UNNEST contains expression of type ${typeName(type)}`,
    at,
  );
}
