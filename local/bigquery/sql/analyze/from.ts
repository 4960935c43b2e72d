/** FROM: each item's text and relation, left to right, so that what stands right may use what stands left. */

import { invalid } from '../error.ts';
import { columnExpression, columnsOf, type Expression } from '../functions/signature.ts';
import type { FromNode } from '../syntax/ast.ts';
import { typeName } from '../type-text.ts';
import type { Context } from './context.ts';
import { analyzeJoin } from './join.ts';
import { analyzePivot } from './pivot.ts';
import { analyzeQuery } from './query.ts';
import { type ResolvedQuery, scopeColumns } from './resolved.ts';
import { type Relation, Scope, type ScopeColumn } from './scope.ts';
import { analyzeTable } from './table.ts';
import { analyzeUnnest } from './unnest.ts';
import { analyzeUnpivot } from './unpivot.ts';

export interface FromItem {
  readonly sql: string;
  readonly relations: readonly Relation[];
  /** Columns that a USING merged. */
  readonly merged: readonly ScopeColumn[];
  /** The text names columns of what stands left of it. */
  readonly lateral: boolean;
}

export function analyzeFrom(node: FromNode, outer: Context): { readonly sql: string; readonly scope: Scope } {
  const item = analyzeItem(node, outer, EMPTY);
  checkAliases(item.relations, node);
  return { sql: item.sql, scope: scopeOf(item, outer) };
}

export const EMPTY: FromItem = { sql: '', relations: [], merged: [], lateral: false };

export function scopeOf(item: Pick<FromItem, 'relations' | 'merged'>, outer: Context): Scope {
  return new Scope(item.relations, { parent: outer.scope.parent, merged: item.merged });
}

/** `left` is what the item may refer to. */
export function analyzeItem(node: FromNode, outer: Context, left: FromItem): FromItem {
  switch (node.kind) {
    case 'table':
      return analyzeTable(node, outer, left);
    case 'subquery':
      return relationOf(
        analyzeQuery(node.query, { ...outer, scope: new Scope([], { parent: outer.scope.parent }) }),
        node.alias?.text,
        outer,
      );
    case 'unnest':
      return analyzeUnnest(node, outer, left);
    case 'join':
      return analyzeJoin(node, outer, left);
    case 'pivot':
      return analyzePivot(node, outer);
    case 'unpivot':
      return analyzeUnpivot(node, outer);
  }
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

/** What `*` shows of a value: a struct's fields, or the value itself, nameless. */
export function valueColumns(value: Expression, name?: string): readonly ScopeColumn[] {
  if (value.type.kind !== 'STRUCT') return [{ ...value, ...(name === undefined ? {} : { name }) }];
  return value.type.fields.map((field, index) => ({
    type: field.type,
    sql: `struct_extract_at(${value.sql}, ${index + 1})`,
    columns: columnsOf([value]),
    ...(field.name === undefined ? {} : { name: field.name }),
  }));
}

function checkAliases(relations: readonly Relation[], node: FromNode): void {
  const seen = new Set<string>();
  for (const { alias } of relations) {
    if (alias === undefined) continue;
    if (seen.has(alias.toLowerCase())) throw invalid(`Duplicate table alias ${alias} in the same FROM clause`, node.at);
    seen.add(alias.toLowerCase());
  }
}

export function notAnArray(type: Parameters<typeof typeName>[0], at: FromNode['at']): Error {
  return invalid(
    `Values referenced in UNNEST must be arrays. UNNEST contains expression of type ${typeName(type)}`,
    at,
  );
}
