/** `SET a = …, s.b = …`: which columns change, and to what, fields of structs included. */

import { raiseText, stringText } from '../emit/text.ts';
import { invalid } from '../error.ts';
import type { Context } from '../resolve/context.ts';
import { analyze } from '../resolve/recursion.ts';
import type { ScopeColumn } from '../resolve/relations/scope.ts';
import type { ExpressionNode, Name } from '../syntax/ast.ts';
import type { Assignment } from '../syntax/statement.ts';
import { type Column, findColumn, quote } from '../types/schema.ts';
import { duckTypeOf, typeName, typeOfColumn } from '../types/type-text.ts';
import { defaultValue, storedValue } from './stored.ts';
import type { Target, TargetRelation } from './target.ts';

/** A change of a column, or of fields inside it. */
interface Change {
  readonly column: Column;
  value?: ExpressionNode;
  readonly fields: Map<string, Change>;
}

/** The new value of each column that is assigned to, by the column's place in the target. */
export function assignedValues(
  assignments: readonly Assignment[],
  target: Target,
  relation: TargetRelation,
  context: Context,
): ReadonlyMap<number, string> {
  const changes = new Map<number, Change>();
  for (const { target: path, value } of assignments) {
    const fields = withoutAlias(path, target, relation);
    const [first, ...rest] = fields;
    if (first === undefined) throw new Error('An assignment has a target');
    const place = target.columns.findIndex((column) => column.name.toLowerCase() === first.text.toLowerCase());
    const column = target.columns[place];
    if (column === undefined) throw invalid(`Unrecognized name: ${first.text}`, first.at);
    const change = changes.get(place) ?? { column, fields: new Map() };
    changes.set(place, change);
    assign(change, rest, value, first);
  }
  return new Map(
    [...changes].map(([place, change]) => [
      place,
      changedText(change, relation.columns[place] as ScopeColumn, context),
    ]),
  );
}

/** `t.a` is `a` where t is the target's alias and no column. */
function withoutAlias(path: readonly Name[], target: Target, relation: TargetRelation): readonly Name[] {
  const [first, second] = path;
  if (first === undefined || second === undefined) return path;
  const isAlias = relation.relation.alias?.toLowerCase() === first.text.toLowerCase();
  const insideColumn =
    findColumn(target.columns, first.text) !== undefined && findColumn(target.columns, second.text) === undefined;
  return isAlias && !insideColumn ? path.slice(1) : path;
}

function assign(change: Change, path: readonly Name[], value: ExpressionNode, at: Name): void {
  const [next, ...rest] = path;
  const overlaps = () => invalid(`Update item ${at.text} assigned more than once`, at.at);
  if (change.value !== undefined) throw overlaps();
  if (next === undefined) {
    if (change.fields.size > 0) throw overlaps();
    change.value = value;
    return;
  }
  const { column } = change;
  const field =
    column.type === 'STRUCT' && column.mode !== 'REPEATED' ? findColumn(column.fields ?? [], next.text) : undefined;
  if (field === undefined) throw invalid(`Field name ${next.text} does not exist in column ${column.name}`, next.at);
  const key = field.name.toLowerCase();
  const inner = change.fields.get(key) ?? { column: field, fields: new Map() };
  change.fields.set(key, inner);
  assign(inner, rest, value, next);
}

function changedText(change: Change, current: { readonly sql: string }, context: Context): string {
  const { column, value } = change;
  if (value?.kind === 'default') return defaultValue(column, context);
  if (value !== undefined) return storedValue(analyze(value, context), column, value.at);
  // Fields that are not assigned stay; a NULL struct has none to set.
  const parts = (column.fields ?? []).map((field, index) => {
    const old = `struct_extract_at(${current.sql}, ${index + 1})`;
    const inner = change.fields.get(field.name.toLowerCase());
    const kept = field.mode === 'REPEATED' ? `coalesce(${old}, CAST([] AS ${duckTypeOf(typeOfColumn(field))}))` : old;
    return `${quote(field.name)} := ${inner === undefined ? kept : changedText(inner, { sql: old }, context)}`;
  });
  const refused = raiseText(
    typeOfColumn(column),
    stringText(`Cannot set field of NULL ${typeName(typeOfColumn(column))}`),
  );
  return `(CASE WHEN ${current.sql} IS NULL THEN ${refused} ELSE struct_pack(${parts.join(', ')}) END)`;
}
