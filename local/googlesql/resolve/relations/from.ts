/** FROM: each item's text and relation, left to right, so that what stands right may use what stands left. */

import { invalid } from '../../error.ts';
import type { FromNode } from '../../syntax/ast.ts';
import type { Context } from '../context.ts';
import { analyzeItem, analyzeQuery } from '../recursion.ts';
import { EMPTY, type FromItem, relationOf, scopeOf } from './from-item.ts';
import { analyzeJoin } from './join.ts';
import { analyzePivot } from './pivot.ts';
import { type Relation, Scope } from './scope.ts';
import { analyzeTable } from './table.ts';
import { analyzeTableFunction } from './table-function.ts';
import { analyzeUnnest } from './unnest.ts';
import { analyzeUnpivot } from './unpivot.ts';

export function analyzeFrom(node: FromNode, outer: Context): { readonly sql: string; readonly scope: Scope } {
  const item = analyzeItem(node, outer, EMPTY);
  checkAliases(item.relations, node);
  return { sql: item.sql, scope: scopeOf(item, outer) };
}

/** `left` is what the item may refer to. */
export function resolveItem(node: FromNode, outer: Context, left: FromItem): FromItem {
  switch (node.kind) {
    case 'table':
      return analyzeTable(node, outer, left);
    case 'tableFunction':
      return analyzeTableFunction(node, outer);
    case 'subquery':
      return subqueryItem(node, outer);
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

function subqueryItem(node: Extract<FromNode, { kind: 'subquery' }>, outer: Context): FromItem {
  const query = analyzeQuery(node.query, { ...outer, scope: new Scope([], { parent: outer.scope.parent }) });
  const item = relationOf(query, node.alias?.text, outer);
  const { changed } = node;
  if (node.keepsAliases === true) return { ...item, relations: [...item.relations, ...(query.aliases ?? [])] };
  if (changed === undefined) return item;
  return { ...item, relations: item.relations.map((relation) => ({ ...relation, changed })) };
}

function checkAliases(relations: readonly Relation[], node: FromNode): void {
  const seen = new Set<string>();
  for (const { alias } of relations) {
    if (alias === undefined) continue;
    if (seen.has(alias.toLowerCase())) throw invalid(`Duplicate table alias ${alias} in the same FROM clause`, node.at);
    seen.add(alias.toLowerCase());
  }
}
