/** The select list: stars taken apart, names inferred. */

import { invalid, type Position } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode, SelectItem } from '../../syntax/ast.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { pathNames, structField } from '../expressions/name.ts';
import { analyze } from '../recursion.ts';
import { rowColumns, type Scope } from '../relations/scope.ts';

/** One column of the list: an expression as written, or a column that a star stands for. */
export interface ListItem {
  readonly at: Position;
  readonly name?: string;
  readonly node?: ExpressionNode;
  readonly column?: Expression;
  /** `expression AS name`: a name that later clauses may use. */
  readonly aliased: boolean;
}

type StarNode = Extract<SelectItem, { kind: 'star' }>;

export function listItems(
  items: readonly SelectItem[],
  scope: Scope,
  hasFrom: boolean,
  context: Context,
): readonly ListItem[] {
  return items.flatMap((item): readonly ListItem[] => {
    if (item.kind === 'star') return starItems(item, scope, hasFrom, context);
    const name = item.alias?.text ?? pathNames(item.expression)?.at(-1)?.text;
    return [
      {
        at: item.at,
        node: item.expression,
        aliased: item.alias !== undefined,
        ...(name === undefined ? {} : { name }),
      },
    ];
  });
}

function starItems(item: StarNode, scope: Scope, hasFrom: boolean, context: Context): readonly ListItem[] {
  const columns = item.of === undefined ? starColumns(item, scope, hasFrom) : dotStarColumns(item.of, scope, context);
  const has = (name: string) => columns.some((column) => column.name?.toLowerCase() === name.toLowerCase());
  const missing = item.except.find((name) => !has(name.text));
  if (missing !== undefined) throw invalid(`Column ${missing.text} in SELECT * EXCEPT list does not exist`, missing.at);
  const unreplaced = item.replace.find(({ name }) => !has(name.text));
  if (unreplaced !== undefined) {
    throw invalid(`Column ${unreplaced.name.text} in SELECT * REPLACE list does not exist`, unreplaced.name.at);
  }
  const unnamed = item.rename?.find(({ from }) => !has(from.text));
  if (unnamed !== undefined) throw invalid(`Column ${unnamed.from.text} to rename does not exist`, unnamed.from.at);
  const excepted = new Set(item.except.map((name) => name.text.toLowerCase()));
  const kept = columns.filter((column) => column.name === undefined || !excepted.has(column.name.toLowerCase()));
  if (kept.length === 0) throw invalid('SELECT * EXCEPT list removes every column', item.at);
  return kept.map((column): ListItem => {
    const replaced = item.replace.find(({ name }) => name.text.toLowerCase() === column.name?.toLowerCase());
    const renamed = item.rename?.find(({ from }) => from.text.toLowerCase() === column.name?.toLowerCase())?.to.text;
    const name = renamed ?? column.name;
    const named = name === undefined ? {} : { name };
    if (replaced !== undefined) return { at: item.at, aliased: false, node: replaced.expression, ...named };
    return { at: item.at, aliased: false, column: column.expression, ...named };
  });
}

interface StarColumn {
  readonly name?: string;
  readonly expression: Expression;
}

function starColumns(item: StarNode, scope: Scope, hasFrom: boolean): readonly StarColumn[] {
  if (!hasFrom) throw invalid('SELECT * must have a FROM clause', item.at);
  return scope
    .star()
    .map((column) => ({ ...(column.name === undefined ? {} : { name: column.name }), expression: column }));
}

/** `t.*` of a table, or of a struct's fields. */
function dotStarColumns(of: ExpressionNode, scope: Scope, context: Context): readonly StarColumn[] {
  const found = of.kind === 'name' ? scope.find(of.name, of.at) : undefined;
  if (found?.relation !== undefined && found.column === undefined) {
    return rowColumns(found.relation, of.at).map((column) => ({
      ...(column.name === undefined ? {} : { name: column.name }),
      expression: column,
    }));
  }
  const value = analyze(of, context);
  if (value.type.kind !== 'STRUCT') throw invalid(`Dot-star is not supported for type ${typeName(value.type)}`, of.at);
  return value.type.fields.map((field, index) => ({
    ...(field.name === undefined ? {} : { name: field.name }),
    expression: structField(value, index),
  }));
}
