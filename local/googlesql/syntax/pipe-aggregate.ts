/** `|> AGGREGATE … GROUP BY …`: the grouping columns come first, then the aggregates, and either may say its order. */

import { type Position, syntaxError, unsupported } from '../error.ts';
import type { ExpressionNode, GroupingItem, OrderItem, SelectItem } from './ast.ts';
import { parseOrderSuffix } from './call.ts';
import type { Cursor } from './cursor.ts';
import { type Pipe, replaced, select } from './pipe-rows.ts';
import { parseGrouping, parseItem, parseItems } from './select.ts';

type Suffix = Pick<OrderItem, 'descending' | 'nulls'>;

/** A column of the result, and its order where it has one. */
interface Column {
  readonly item: SelectItem;
  readonly order?: Suffix;
}

export function aggregate(cursor: Cursor, pipe: Pipe, at: Position): Pipe {
  cursor.next();
  const isEmpty = cursor.isWords('GROUP') || cursor.isSymbol('|>') || cursor.token.kind === 'end';
  const aggregates = isEmpty ? [] : parseColumns(cursor);
  const grouping = cursor.acceptWords('GROUP') ? parseGroupBy(cursor) : { keys: [], items: [], ordered: false };
  const columns = [...grouping.keys, ...aggregates];
  if (columns.length === 0) throw syntaxError('AGGREGATE takes an aggregate expression or GROUP BY', at);
  const wrong = columns.find(({ item }) => item.kind === 'star');
  if (wrong !== undefined) throw unsupported('a star in AGGREGATE', wrong.item.at);
  const groupBy = grouping.items.length === 0 ? {} : { groupBy: { at, all: false, items: grouping.items } };
  const items = columns.map(({ item }) => item);
  const grouped = replaced(pipe, select(pipe, at, items, groupBy), cursor);
  const orderBy = columns.flatMap(({ order }, index): OrderItem[] => {
    const suffix = order ?? (grouping.ordered && index < grouping.keys.length ? { descending: false } : undefined);
    return suffix === undefined ? [] : [{ at, expression: place(index, at), ...suffix }];
  });
  return { ...grouped, orderBy };
}

function place(index: number, at: Position): ExpressionNode {
  return { kind: 'literal', at, literal: { type: 'INT64', value: BigInt(index + 1) } };
}

/** `expression [AS alias] [DESC]`, the order before or behind the alias. */
function parseColumns(cursor: Cursor): readonly Column[] {
  return parseItems(cursor, parseColumn);
}

function parseColumn(cursor: Cursor): Column {
  const item = parseItem(cursor);
  const order = parseOrderSuffix(cursor);
  if (order === undefined) return { item };
  if (item.kind === 'star' || item.alias !== undefined) return { item, order };
  const alias = cursor.alias();
  return { item: alias === undefined ? item : { ...item, alias }, order };
}

/** The keys by their places in the list: a key of several sets is one column. */
function parseGroupBy(cursor: Cursor) {
  const ordered = cursor.acceptWords('AND');
  if (ordered) cursor.expectWord('ORDER');
  cursor.expectWord('BY');
  if (cursor.isWords('ALL')) throw unsupported('GROUP BY ALL in pipe syntax', cursor.token.at);
  const keys: Column[] = [];
  const items = parseItems(cursor, (): GroupingItem => {
    const at = cursor.token.at;
    if (!isSets(cursor)) {
      keys.push(parseColumn(cursor));
      return { kind: 'expression', expression: place(keys.length - 1, at) };
    }
    const item = parseGrouping(cursor);
    if (item.kind === 'expression') throw cursor.unexpected();
    return { ...item, items: item.items.map((set) => set.map((key) => keyPlace(key, keys))) };
  });
  return { keys, items, ordered };
}

function isSets(cursor: Cursor): boolean {
  const isEmpty = cursor.isSymbol('(') && cursor.isSymbol(')', 1);
  return isEmpty || cursor.isWords('GROUPING', 'SETS') || (cursor.isOneOf('ROLLUP', 'CUBE') && cursor.isSymbol('(', 1));
}

function keyPlace(key: ExpressionNode, keys: Column[]): ExpressionNode {
  const text = pathText(key);
  const known = keys.findIndex(
    ({ item }) => item.kind === 'expression' && text !== undefined && pathText(item.expression) === text,
  );
  if (known >= 0) return place(known, key.at);
  keys.push({ item: { kind: 'expression', at: key.at, expression: key } });
  return place(keys.length - 1, key.at);
}

function pathText(node: ExpressionNode): string | undefined {
  if (node.kind === 'name') return node.name.toLowerCase();
  const object = node.kind === 'field' ? pathText(node.object) : undefined;
  return node.kind === 'field' && object !== undefined ? `${object}.${node.name.text.toLowerCase()}` : undefined;
}
