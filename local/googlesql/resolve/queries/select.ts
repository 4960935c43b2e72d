/** SELECT: FROM, WHERE, GROUP BY, HAVING, QUALIFY, the list and what ORDER BY needs, in that order. */

import { invalid, SqlError } from '../../error.ts';
import { columnExpression, type Expression } from '../../library/signature.ts';
import type { ExpressionNode, OrderItem, SelectNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import type { StructField } from '../../types/type.ts';
import { BOOL, typeName } from '../../types/type-text.ts';
import { type Context, inClause } from '../context.ts';
import { isGroupable } from '../expressions/compare.ts';
import { structText } from '../expressions/construct.ts';
import { analyze } from '../recursion.ts';
import { analyzeFrom } from '../relations/from.ts';
import { Scope, type ScopeColumn } from '../relations/scope.ts';
import { identityOf, isSame } from '../same.ts';
import { hasAggregate, hasWindow, isVolatile } from '../walk.ts';
import { groupByText } from './group-by.ts';
import { Grouping } from './grouping.ts';
import { keptAliases, relationsShown } from './kept-aliases.ts';
import { orderText } from './order.ts';
import type { Body } from './query.ts';
import { type OutputColumn, outputColumn, scopeColumns } from './resolved.ts';
import { type ListItem, listItems } from './select-list.ts';

export function analyzeSelect(node: SelectNode, orderBy: readonly OrderItem[], outer: Context): Body {
  const from = node.from === undefined ? undefined : analyzeFrom(node.from, outer);
  const scope = from?.scope ?? new Scope([], { parent: outer.scope.parent });
  const context = inClause({ ...outer, scope }, 'SELECT list');
  if (from === undefined && node.where !== undefined) {
    throw invalid('Query without FROM clause cannot have a WHERE clause', node.where.at);
  }
  const where = node.where === undefined ? '' : ` WHERE ${condition(node.where, 'WHERE clause', context)}`;
  const items = listItems(node.items, scope, from !== undefined, context);
  const source = `${from === undefined ? '' : ` FROM ${from.sql}`}${where}`;

  const isGrouped = aggregates(node, orderBy);
  if (isGrouped && node.pipe !== undefined)
    throw invalid(`Aggregate functions are not allowed in pipe ${node.pipe}: AGGREGATE takes them`, node.at);
  const step = isGrouped ? groupingStep(node, items, source, context) : undefined;
  const inner = step?.scope === undefined ? scope : step.scope;
  const windows = new Map(node.windows.map(({ name, window }) => [name.text.toLowerCase(), window]));
  const after: Context = { ...context, scope: inner, windows };

  const resolved = items.map((item) => itemExpression(item, after));
  const first = node.qualify === undefined && node.having === undefined ? [] : randomOnes(items, resolved, context);
  const list = resolved.map((expression, index) => first[index]?.column ?? expression);
  const filters = withAliases(after, items, list);
  const having = node.having === undefined ? '' : ` WHERE ${condition(node.having, 'HAVING clause', filters)}`;
  const qualify = node.qualify === undefined ? '' : ` QUALIFY ${qualification(node, filters)}`;
  const columns = node.as === undefined ? plainColumns(items, list, after) : [rowColumn(node, items, list, after)];
  const order = orderKeys(orderBy, node, columns, items, list, filters);
  // The grouping's columns are known only now: everything above may have added aggregates to it.
  const grouped = step === undefined ? source : ` FROM (${step.text()}) AS ${context.analysis.id('t')}`;
  const base = `${withColumns(grouped, first, context)}${having}`;
  const selected = [...columns.map(({ column, sql }) => `${sql} AS ${column.id}`), ...order.extra].join(', ');
  const isRow =
    from === undefined && step === undefined && qualify === '' && orderBy.length === 0 && list.every(readsNothing);
  return {
    ...(step === undefined && node.as === undefined
      ? {
          aliases: keptAliases(
            node,
            scope,
            items,
            columns.map(({ column }) => column.id),
          ),
        }
      : {}),
    ...(isRow && !node.distinct && node.as === undefined ? { row: list.map(({ sql }) => sql) } : {}),
    sql: `SELECT ${node.distinct ? 'DISTINCT ' : ''}${selected}${base}${qualify}`,
    columns: columns.map(({ column }) => column),
    isValueTable: node.as !== undefined,
    orderBy: order.texts,
    hidden: order.hidden,
  };
}

interface Computed {
  readonly sql: string;
  readonly column: Expression;
}

/** Random items that HAVING and QUALIFY may name: computed before them, so that they name what the list shows. */
function randomOnes(
  items: readonly ListItem[],
  list: readonly Expression[],
  { analysis }: Context,
): readonly (Computed | undefined)[] {
  return list.map((expression, index) => {
    const item = items[index];
    const isWindow = item?.node !== undefined && hasWindow(item.node);
    if (expression.volatile !== true || isWindow) return undefined;
    const column = columnExpression(analysis.id('c'), expression.type);
    return { sql: `${expression.sql} AS ${column.sql}`, column };
  });
}

function withColumns(source: string, computed: readonly (Computed | undefined)[], { analysis }: Context): string {
  const texts = computed.flatMap((one) => one?.sql ?? []);
  return texts.length === 0 ? source : ` FROM (SELECT *, ${texts.join(', ')}${source}) AS ${analysis.id('t')}`;
}

/** Whether the expression may stand in a list of values: no column, no subquery, no window, the same each time. */
function readsNothing({ columns = [], once }: Expression): boolean {
  return columns.length === 0 && once !== true;
}

function aggregates(node: SelectNode, orderBy: readonly OrderItem[]): boolean {
  if (node.groupBy !== undefined || node.having !== undefined) return true;
  const expressions = [
    ...node.items.flatMap((item) =>
      item.kind === 'expression'
        ? [item.expression]
        : [...(item.of === undefined ? [] : [item.of]), ...item.replace.map(({ expression }) => expression)],
    ),
    ...orderBy.map((item) => item.expression),
    ...(node.qualify === undefined ? [] : [node.qualify]),
    ...node.windows.flatMap(({ window }) => [...window.partitionBy, ...window.orderBy.map((item) => item.expression)]),
  ];
  return expressions.some(hasAggregate);
}

function groupingStep(node: SelectNode, items: readonly ListItem[], source: string, context: Context) {
  const grouping = new Grouping({ ...context, clause: 'GROUP BY clause or an aggregate function' });
  const keys = groupByText(node.groupBy, grouping, items);
  return {
    scope: context.scope.grouped(grouping),
    text: () => {
      const columns = grouping.columns.length === 0 ? [`count(*) AS ${context.analysis.id('c')}`] : grouping.columns;
      return `SELECT ${columns.join(', ')}${grouping.from(source)}${keys === '' ? '' : ` GROUP BY ${keys}`}`;
    },
  };
}

function condition(node: ExpressionNode, clause: string, context: Context): string {
  const expression = analyze(node, inClause(context, clause));
  const coerced = coerce(expression, BOOL);
  if (coerced === undefined)
    throw invalid(`${clause} should return type BOOL, but returns ${typeName(expression.type)}`, node.at);
  context.analysis.filters.condition(expression.columns);
  return coerced.sql;
}

function qualification(node: SelectNode, context: Context): string {
  const { qualify } = node;
  if (qualify === undefined) return '';
  const inList = node.items.some((item) => item.kind === 'expression' && hasWindow(item.expression));
  if (!hasWindow(qualify) && !inList) {
    throw invalid('The QUALIFY clause requires analytic function to be present', qualify.at);
  }
  const expression = analyze(qualify, { ...context, clause: 'QUALIFY clause' });
  const coerced = coerce(expression, BOOL);
  if (coerced === undefined)
    throw invalid(`QUALIFY clause should return type BOOL, but returns ${typeName(expression.type)}`, qualify.at);
  return coerced.sql;
}

function itemExpression(item: ListItem, context: Context): Expression {
  if (item.node !== undefined) return analyze(item.node, context);
  if (item.column === undefined) throw new Error('A list item is an expression or a column');
  const { grouping } = context.scope;
  if (grouping === undefined) return item.column;
  const key = grouping.key(item.column);
  if (key === undefined) {
    throw invalid(
      `SELECT list expression references column ${item.name ?? ''} which is neither grouped nor aggregated`,
      item.at,
    );
  }
  return key;
}

/** HAVING, QUALIFY and ORDER BY see the list's aliases; where one hides a column they differ from, it wins in ORDER BY only. */
function withAliases(context: Context, items: readonly ListItem[], list: readonly Expression[]): Context {
  const aliases: ScopeColumn[] = items.flatMap((item, index) => {
    const expression = list[index];
    if (!item.aliased || item.name === undefined || expression === undefined) return [];
    return [{ ...expression, name: item.name }];
  });
  return aliases.length === 0 ? context : { ...context, aliases };
}

interface SelectedColumn {
  readonly column: OutputColumn;
  readonly sql: string;
}

function plainColumns(items: readonly ListItem[], list: readonly Expression[], context: Context): SelectedColumn[] {
  return list.map((expression, index) => {
    const id = context.analysis.id('c');
    context.analysis.filters.pass(id, expression.column);
    return { column: outputColumn(id, items[index]?.name, expression), sql: expression.sql };
  });
}

/** SELECT AS STRUCT makes one struct of the list; SELECT AS VALUE takes its only column for the row. */
function rowColumn(
  node: SelectNode,
  items: readonly ListItem[],
  list: readonly Expression[],
  context: Context,
): SelectedColumn {
  const id = context.analysis.id('c');
  const [only, ...more] = list;
  if (node.as === 'VALUE') {
    if (only === undefined || more.length > 0)
      throw invalid('SELECT AS VALUE query must have exactly one column', node.at);
    return { column: outputColumn(id, undefined, only), sql: only.sql };
  }
  const fields = list.map((expression, index): StructField => {
    const name = items[index]?.name;
    return { ...(name === undefined ? {} : { name }), type: expression.type };
  });
  const type = { kind: 'STRUCT', fields } as const;
  return { column: { id, type }, sql: structText(type, list) };
}

function orderKeys(
  orderBy: readonly OrderItem[],
  node: SelectNode,
  columns: readonly SelectedColumn[],
  items: readonly ListItem[],
  list: readonly Expression[],
  context: Context,
) {
  const extra: string[] = [];
  const hidden: string[] = [];
  const texts = orderBy.map((item) => {
    const place = node.as === undefined ? outputPlace(item, items) : undefined;
    const output = place === undefined ? undefined : columns[place]?.column;
    if (output !== undefined) return orderText(item, { type: output.type, sql: output.id });
    const key = analyze(item.expression, { ...context, clause: 'ORDER BY clause' });
    const same = list.findIndex((expression) => isSame(expression, key));
    const shown = node.as === undefined ? columns[same]?.column : undefined;
    if (shown !== undefined && !isVolatile(item.expression))
      return orderText(item, { type: shown.type, sql: shown.id });
    if (node.distinct) return orderText(item, outputKey(item, columns, node.as === undefined ? list : [], context));
    const id = context.analysis.id('c');
    extra.push(`${key.sql} AS ${id}`);
    hidden.push(id);
    return orderText(item, { type: key.type, sql: id });
  });
  if (node.distinct) {
    const wrong = columns.find(({ column }) => !isGroupable(column.type));
    if (wrong !== undefined)
      throw invalid(
        `Column ${wrong.column.name ?? ''} of type ${typeName(wrong.column.type)} cannot be used in SELECT DISTINCT`,
        node.at,
      );
  }
  return { texts, extra, hidden };
}

/** After SELECT DISTINCT an expression may still be made of the columns that are left, by their names. */
function outputKey(
  item: OrderItem,
  columns: readonly SelectedColumn[],
  list: readonly Expression[],
  context: Context,
): Expression {
  const left = scopeColumns({ columns: columns.map(({ column }) => column) });
  const ids = columns.map(({ column }) => column.id);
  const shown = new Map(list.map((expression, index) => [identityOf(expression), ids[index] ?? ''] as const));
  const relations = [{ columns: left }, ...relationsShown(context.scope, shown)];
  const scope = new Scope(relations, { parent: context.scope.parent });
  const { aliases: _hidden, windows: _none, ...rest } = context;
  try {
    return analyze(item.expression, { ...rest, scope, clause: 'ORDER BY clause' });
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw invalid('ORDER BY clause expression references a column which is not visible after SELECT DISTINCT', item.at);
  }
}

/** An ordinal, or the name of an output column. */
function outputPlace(item: OrderItem, items: readonly ListItem[]): number | undefined {
  const { expression } = item;
  if (expression.kind === 'literal') {
    if (expression.literal.type !== 'INT64') throw invalid('Cannot ORDER BY literal values', item.at);
    const place = Number(expression.literal.value);
    if (place < 1 || place > items.length) {
      throw invalid(
        `ORDER BY column number item is out of range. Column numbers must be between 1 and ${items.length}`,
        item.at,
      );
    }
    return place - 1;
  }
  if (expression.kind !== 'name') return undefined;
  const lower = expression.name.toLowerCase();
  const named = items.flatMap((entry, index) => (entry.name?.toLowerCase() === lower ? [index] : []));
  const aliased = named.filter((index) => items[index]?.aliased === true);
  if (aliased.length > 1) throw invalid(`Column name ${expression.name} is ambiguous`, item.at);
  return aliased[0] ?? (named.length === 1 ? named[0] : undefined);
}
