/** The aliases of FROM that live on behind a star: pipe operators name a table's columns long after it was joined. */

import { columnExpression } from '../../library/signature.ts';
import type { SelectNode } from '../../syntax/ast.ts';
import type { Relation, Scope, ScopeColumn } from '../relations/scope.ts';
import { identityOf } from '../same.ts';
import type { ListItem } from './select-list.ts';

/** The aliased relations with those of their columns that a star of the list shows as they are. `ids` are the list's. */
export function keptAliases(
  node: SelectNode,
  scope: Scope,
  items: readonly ListItem[],
  ids: readonly string[],
): readonly Relation[] {
  if (!node.items.some((item) => item.kind === 'star' && item.of === undefined)) return [];
  const shown = new Map(
    items.flatMap(({ column }, index) => {
      const id = ids[index];
      return column === undefined || id === undefined ? [] : [[identityOf(column), id] as const];
    }),
  );
  return relationsShown(scope, shown);
}

/** The aliased relations with those of their columns that are shown, by the columns' identities. */
export function relationsShown(scope: Scope, shown: ReadonlyMap<string, string>): readonly Relation[] {
  return scope.relations.flatMap(({ alias, columns: all, value, changed }): readonly Relation[] => {
    if (alias === undefined) return [];
    const kept = all.flatMap((column): readonly ScopeColumn[] => {
      const id = shown.get(identityOf(column));
      return id === undefined
        ? []
        : [{ ...columnExpression(id, column.type), ...(column.name === undefined ? {} : { name: column.name }) }];
    });
    const id = value === undefined ? undefined : shown.get(identityOf(value));
    if (value !== undefined && id !== undefined)
      return [{ alias, columns: kept, qualifiedOnly: true, value: columnExpression(id, value.type) }];
    const lost = all.flatMap((column) =>
      shown.has(identityOf(column)) || column.name === undefined ? [] : [column.name.toLowerCase()],
    );
    const isWhole = value === undefined && changed === undefined && kept.length === all.length;
    return [
      { alias, columns: kept, qualifiedOnly: true, ...(isWhole ? {} : { changed: [...(changed ?? []), ...lost] }) },
    ];
  });
}
