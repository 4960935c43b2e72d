/** GROUP BY: which expressions are keys, and in which sets. */

import { invalid } from '../../error.ts';
import type { ExpressionNode, GroupByNode } from '../../syntax/ast.ts';
import { typeName } from '../../types/type-text.ts';
import { isGroupable } from '../expressions/compare.ts';
import { analyze } from '../recursion.ts';
import { hasAggregate, hasWindow } from '../walk.ts';
import type { Grouping, GroupKey } from './grouping.ts';
import type { ListItem } from './select-list.ts';

/** Adds the keys to the grouping and returns what stands after GROUP BY, empty for one group of everything. */
export function groupByText(node: GroupByNode | undefined, grouping: Grouping, items: readonly ListItem[]): string {
  if (node === undefined) return '';
  if (node.all) return groupByAll(grouping, items);
  const key = (expression: ExpressionNode) => addKey(expression, grouping, items);
  const parsed = node.items.map((item) =>
    item.kind === 'expression'
      ? { kind: item.kind, sets: [[key(item.expression)]] }
      : { kind: item.kind, sets: item.items.map((set) => set.map(key)) },
  );
  grouping.inSets = parsed.some(({ kind }) => kind !== 'expression');
  if (grouping.inSets && grouping.keys.some(({ expression }) => expression.column === undefined))
    grouping.computeFirst();
  const list = (set: readonly GroupKey[]) => set.map((one) => grouping.textOf(one)).join(', ');
  const texts = parsed.map((item) => {
    if (item.kind === 'expression') return item.sets.map(list).join(', ');
    if (item.kind === 'sets') return `GROUPING SETS (${item.sets.map((set) => `(${list(set)})`).join(', ')})`;
    return `${item.kind.toUpperCase()} (${item.sets.map((set) => (set.length === 1 ? list(set) : `(${list(set)})`)).join(', ')})`;
  });
  return texts.join(', ');
}

/** Every item of the list that neither aggregates nor is constant. */
function groupByAll(grouping: Grouping, items: readonly ListItem[]): string {
  const keys = items.flatMap((item) => {
    if (item.node === undefined)
      return item.column === undefined ? [] : [check(grouping.addKey(item.column, undefined), item.at)];
    if (hasAggregate(item.node) || hasWindow(item.node)) return [];
    const expression = analyze(item.node, grouping.input);
    return expression.isLiteral === true ? [] : [check(grouping.addKey(expression, item.node), item.at)];
  });
  return keys.map((key) => key.expression.sql).join(', ');
}

function addKey(node: ExpressionNode, grouping: Grouping, items: readonly ListItem[]): GroupKey {
  if (node.kind === 'literal') {
    const place = node.literal.type === 'INT64' ? Number(node.literal.value) : undefined;
    if (place === undefined) throw invalid('Cannot GROUP BY literal values', node.at);
    const item = items[place - 1];
    if (item === undefined)
      throw invalid(
        `GROUP BY column number item is out of range. Column numbers must be between 1 and ${items.length}`,
        node.at,
      );
    return itemKey(item, grouping, node);
  }
  if (node.kind === 'name') {
    const lower = node.name.toLowerCase();
    const named = items.filter((item) => item.aliased && item.name?.toLowerCase() === lower);
    const [item] = named;
    if (named.length > 1) throw invalid(`Name ${node.name} is ambiguous inside GROUP BY`, node.at);
    if (item !== undefined) return itemKey(item, grouping, node);
  }
  const expression = analyze(node, grouping.input);
  if (expression.isLiteral === true) throw invalid('Cannot GROUP BY literal values', node.at);
  return check(grouping.addKey(expression, node), node.at);
}

function itemKey(item: ListItem, grouping: Grouping, by: ExpressionNode): GroupKey {
  if (item.column !== undefined) return check(grouping.addKey(item.column, undefined), by.at);
  if (item.node === undefined) throw new Error('A list item is an expression or a column');
  if (hasAggregate(item.node))
    throw invalid(
      `Column ${item.name ?? ''} contains an aggregation function, which is not allowed in GROUP BY`,
      by.at,
    );
  if (hasWindow(item.node))
    throw invalid(`Column ${item.name ?? ''} contains an analytic function, which is not allowed in GROUP BY`, by.at);
  return check(grouping.addKey(analyze(item.node, grouping.input), item.node), by.at);
}

function check(key: GroupKey, at: ExpressionNode['at']): GroupKey {
  if (!isGroupable(key.expression.type)) {
    throw invalid(`Grouping by expressions of type ${typeName(key.expression.type)} is not allowed`, at);
  }
  return key;
}
