/** Names in sight: the relations of a FROM clause, and the scopes around a subquery. */

import { invalid, type Position, unsupported } from '../../error.ts';
import { columnsOf, type Expression } from '../../library/signature.ts';
import type { Grouping } from '../queries/grouping.ts';

export interface ScopeColumn extends Expression {
  /** Absent for an anonymous column: it is part of `*` and cannot be named. */
  readonly name?: string;
  /** Named but not part of `*`: _PARTITIONTIME, _TABLE_SUFFIX, _FILE_NAME, UNNEST's offset is not hidden. */
  readonly hidden?: true;
}

/** The columns of a FROM item, under its alias if it has one. */
export interface Relation {
  readonly alias?: string;
  /** A whole path in one pair of backquotes, which names the table beside its alias: `` `d.t`.`a` ``. */
  readonly path?: string | undefined;
  /** Columns that pipe operators have changed: the alias means the row before, which is not kept. */
  readonly changed?: readonly string[];
  readonly columns: readonly ScopeColumn[];
  /** The columns are to be had by the alias alone: without it they are another relation's. */
  readonly qualifiedOnly?: true;
  /** For UNNEST and value tables: the alias means this value, and `*` its fields or itself. */
  readonly value?: Expression;
}

export interface Found {
  /** The value, or the relation where the name is one of a whole row. */
  readonly column?: Expression;
  readonly relation?: Relation;
  readonly scope: Scope;
}

export class Scope {
  readonly relations: readonly Relation[];
  readonly parent: Scope | undefined;
  /** Columns that USING merged: they win over the sides' own. */
  readonly merged: readonly ScopeColumn[];
  /** Set on the scope of expressions that stand after GROUP BY. */
  readonly grouping: Grouping | undefined;

  constructor(
    relations: readonly Relation[],
    options: { parent?: Scope | undefined; merged?: readonly ScopeColumn[]; grouping?: Grouping } = {},
  ) {
    this.relations = relations;
    this.parent = options.parent;
    this.merged = options.merged ?? [];
    this.grouping = options.grouping;
  }

  /** The number of scopes around this one. */
  get levels(): number {
    return this.parent === undefined ? 0 : this.parent.levels + 1;
  }

  grouped(grouping: Grouping): Scope {
    return new Scope(this.relations, { parent: this.parent, merged: this.merged, grouping });
  }

  /** The nearest thing of this name, or undefined. Throws where two are equally near. */
  find(name: string, at: Position): Found | undefined {
    const lower = name.toLowerCase();
    const relations = this.relations.filter(
      ({ alias, path }) => alias?.toLowerCase() === lower || path?.toLowerCase() === lower,
    );
    if (relations.length > 1) throw invalid(`Column name ${name} is ambiguous`, at);
    const [relation] = relations;
    if (relation !== undefined) {
      return relation.value === undefined
        ? { relation, scope: this }
        : { column: relation.value, relation, scope: this };
    }
    const column = this.#column(lower, name, at);
    if (column !== undefined) return { column, scope: this };
    return this.parent?.find(name, at);
  }

  #column(lower: string, name: string, at: Position): Expression | undefined {
    const merged = this.merged.find((column) => column.name?.toLowerCase() === lower);
    if (merged !== undefined) return merged;
    const named = this.#own().flatMap((relation) =>
      relation.columns.filter((column) => column.name?.toLowerCase() === lower),
    );
    if (named.length > 1) throw invalid(`Column name ${name} is ambiguous`, at);
    return named[0];
  }

  #own(): readonly Relation[] {
    return this.relations.filter(({ qualifiedOnly }) => qualifiedOnly !== true);
  }

  /** Whether these columns are of the scopes around and none of this one. */
  isOuter(columns: readonly string[]): boolean {
    const read = new Set(columns);
    const has = (scope: Scope) => scope.#columns().some((id) => read.has(id));
    if (read.size === 0 || has(this)) return false;
    for (let around = this.parent; around !== undefined; around = around.parent) if (has(around)) return true;
    return false;
  }

  #columns(): readonly string[] {
    const values = this.relations.flatMap(({ columns, value }) =>
      value === undefined ? columns : [...columns, value],
    );
    return [...columnsOf([...this.merged, ...values]), ...(this.grouping?.ids ?? [])];
  }

  /** The columns of this scope and of those around, by their names in DuckDB. */
  allColumns(): readonly string[] {
    return [...this.#columns(), ...(this.parent?.allColumns() ?? [])];
  }

  /** Every column name in sight, for suggestions. */
  names(): readonly string[] {
    return this.relations.flatMap((relation) => [
      ...(relation.alias === undefined ? [] : [relation.alias]),
      ...relation.columns.flatMap((column) => (column.name === undefined || column.hidden ? [] : [column.name])),
    ]);
  }

  /** The columns of `*`, in order: merged ones first, then each relation's. */
  star(): readonly ScopeColumn[] {
    const mergedNames = new Set(this.merged.map((column) => column.name?.toLowerCase()));
    const rest = this.#own().flatMap((relation) =>
      visible(relation).filter((column) => column.name === undefined || !mergedNames.has(column.name.toLowerCase())),
    );
    return [...this.merged, ...rest];
  }
}

/** The columns of `alias.*`. */
export function visible(relation: Relation): readonly ScopeColumn[] {
  return relation.columns.filter((column) => column.hidden !== true);
}

/** The columns of the relation's row. The one before a pipe operator changed columns is not kept. */
export function rowColumns(relation: Relation, at: Position): readonly ScopeColumn[] {
  if (relation.changed !== undefined)
    throw unsupported(`the row ${relation.alias} as it was before a pipe operator changed its columns`, at);
  return visible(relation);
}

/** A column of the relation; undefined where it has none of the name. */
export function columnOf(relation: Relation, name: string, at: Position): ScopeColumn | undefined {
  const lower = name.toLowerCase();
  if (relation.changed?.includes(lower) === true)
    throw unsupported(`${relation.alias}.${name}: a column as it was before a pipe operator changed it`, at);
  const named = relation.columns.filter((column) => column.name?.toLowerCase() === lower);
  if (named.length > 1) throw invalid(`Column name ${name} is ambiguous`, at);
  return named[0];
}

export const EMPTY_SCOPE = new Scope([]);
