/** The select list: stars taken apart, names inferred. */

import { invalid, type Position, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode, SelectItem } from '../../syntax/ast.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { pathNames, structField } from '../expressions/name.ts';
import { analyze } from '../recursion.ts';
import { rowColumns, type Scope } from '../relations/scope.ts';
import { hasAggregate, hasSubquery, hasWindow } from '../walk.ts';
import { Grouping } from './grouping.ts';

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
    const node = replaced?.expression ?? column.node;
    if (node !== undefined) return { at: item.at, aliased: false, node, ...named };
    return { at: item.at, aliased: false, column: column.expression, ...named };
  });
}

interface StarColumn {
  readonly name?: string;
  readonly expression: Expression;
  /** Set where the value is computed after GROUP BY: it is resolved then, and `expression` tells its type alone. */
  readonly node?: ExpressionNode;
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
  const isLate = hasAggregate(of) || hasWindow(of);
  const value = analyze(of, isLate ? afterAnyGrouping(context) : context);
  if (value.type.kind !== 'STRUCT') throw invalid(`Dot-star is not supported for type ${typeName(value.type)}`, of.at);
  const names = value.type.fields.map(({ name }) => name?.toLowerCase());
  const isNamed = !names.includes(undefined) && new Set(names).size === names.length;
  if (isLate && !isNamed)
    throw unsupported('dot-star of an aggregated struct whose fields have not each a name of their own', of.at);
  // A subquery may read what the query groups by.
  const asNode = isLate || (isNamed && hasSubquery(of));
  return value.type.fields.map(({ name }, index) => ({
    ...(name === undefined ? {} : { name }),
    ...(asNode && name !== undefined
      ? { node: { kind: 'field', at: of.at, object: of, name: { text: name, at: of.at } } }
      : {}),
    expression: structField(value, index),
  }));
}

/** A context that tells the type of what is aggregated, before the keys of the grouping are known. */
function afterAnyGrouping(context: Context): Context {
  return { ...context, scope: context.scope.grouped(new AnyGrouping(context)), windows: new Map() };
}

class AnyGrouping extends Grouping {
  override key(expression: Expression): Expression {
    return expression;
  }
}
