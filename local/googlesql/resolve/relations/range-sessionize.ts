/** `RANGE_SESSIONIZE(TABLE t, 'r', ['k'])`: the rows with the whole range of their session, which ranges make that meet or overlap. */

import { rangeText } from '../../emit/range-text.ts';
import { invalid, unsupported } from '../../error.ts';
import type { FromNode, TableFunctionArgument } from '../../syntax/ast.ts';
import { typeName } from '../../types/type-text.ts';
import { type Context, forQuery, inClause } from '../context.ts';
import { isGroupable } from '../expressions/compare.ts';
import type { OutputColumn, ResolvedQuery } from '../queries/resolved.ts';
import { analyze, analyzeQuery } from '../recursion.ts';
import { type FromItem, relationOf } from './from-item.ts';
import { EMPTY_SCOPE } from './scope.ts';
import { tableOf } from './table-argument.ts';

type Node = Extract<FromNode, { kind: 'tableFunction' }>;

const NAME = 'RANGE_SESSIONIZE';

export const isRangeSessionize = ({ path: [first, ...rest] }: Node) =>
  rest.length === 0 && first?.text.toUpperCase() === NAME;

export function analyzeRangeSessionize(node: Node, outer: Context): FromItem {
  const context = { ...inClause(forQuery(outer), 'table function argument'), scope: EMPTY_SCOPE };
  const { at } = node;
  const args = node.input === undefined ? node.args : [{ kind: 'table' as const, at, query: node.input }, ...node.args];
  const [table, range, partition, option, ...more] = args;
  const argument = table === undefined ? undefined : tableOf(table);
  if (argument === undefined || range === undefined || partition === undefined || more.length > 0)
    throw invalid(`No matching signature for table-valued function ${NAME}`, at);
  const query = analyzeQuery(argument, context);
  if (query.isValueTable) throw unsupported(`${NAME} of a value table`, at);
  const column = columnOf(query, textOf(range, context), at);
  const keys = textsOf(partition, context).map((name) => columnOf(query, name, at));
  const wrong = keys.find(({ type }) => !isGroupable(type));
  if (wrong !== undefined) throw invalid(`${NAME} cannot partition by a column of type ${typeName(wrong.type)}`, at);
  const how = option === undefined ? 'MEETS' : textOf(option, context).toUpperCase();
  if (how !== 'MEETS' && how !== 'OVERLAPS')
    throw invalid(`Invalid sessionize option ${how}: it must be MEETS or OVERLAPS`, at);
  return relationOf(sessions(query, column, keys, how, outer), node.alias?.text, outer);
}

function sessions(
  query: ResolvedQuery,
  range: OutputColumn,
  keys: readonly OutputColumn[],
  how: 'MEETS' | 'OVERLAPS',
  { analysis }: Context,
): ResolvedQuery {
  const { type } = range;
  if (type.kind !== 'RANGE') throw invalid(`${NAME} takes a RANGE column, but got one of type ${typeName(type)}`);
  const [start, end] = [`${range.id}."start"`, `${range.id}."end"`];
  const [isFirst, session, id] = [analysis.id('c'), analysis.id('c'), analysis.id('c')];
  // A row without a range is in no session. An unbounded side is NULL.
  const groups = [...keys.map((key) => key.id), `${range.id} IS NULL`].join(', ');
  const before = `OVER (PARTITION BY ${groups} ORDER BY ${start} NULLS FIRST, ${end} NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const reaches = `max(${end}) ${before} ${how === 'MEETS' ? '>=' : '>'} ${start}`;
  const joins = `count(*) ${before} > 0 AND (${start} IS NULL OR bool_or(${end} IS NULL) ${before} OR ${reaches})`;
  const first = `SELECT *, CASE WHEN ${joins} THEN 0 ELSE 1 END AS ${isFirst} FROM (${query.sql}) AS ${analysis.id('t')}`;
  const order = `ORDER BY ${start} NULLS FIRST, ${end} NULLS LAST ROWS UNBOUNDED PRECEDING`;
  const numbered = `SELECT *, sum(${isFirst}) OVER (PARTITION BY ${groups} ${order}) AS ${session} FROM (${first}) AS ${analysis.id('t')}`;
  const whole = `OVER (PARTITION BY ${groups}, ${session})`;
  const bound = (side: string, pick: 'min' | 'max') =>
    `CASE WHEN NOT bool_or(${side} IS NULL) ${whole} THEN ${pick}(${side}) ${whole} END`;
  const made = `CASE WHEN ${range.id} IS NOT NULL THEN ${rangeText(type, bound(start, 'min'), bound(end, 'max'))} END`;
  const ids = query.columns.map((column) => column.id).join(', ');
  return {
    columns: [...query.columns, { id, name: 'session_range', type }],
    isValueTable: false,
    sql: `SELECT ${ids}, ${made} AS ${id} FROM (${numbered}) AS ${analysis.id('t')}`,
  };
}

function columnOf({ columns }: ResolvedQuery, name: string, at: Node['at']): OutputColumn {
  const found = columns.filter((column) => column.name?.toLowerCase() === name.toLowerCase());
  const [column] = found;
  if (column === undefined || found.length > 1)
    throw invalid(`${NAME}: the table has ${column === undefined ? 'no' : 'more than one'} column ${name}`, at);
  return column;
}

function textOf(argument: TableFunctionArgument, context: Context): string {
  const literal = argument.kind === 'table' ? undefined : analyze(argument, context).literal;
  if (typeof literal !== 'string') throw invalid(`${NAME} takes names and options as STRING literals`, argument.at);
  return literal;
}

function textsOf(argument: TableFunctionArgument, context: Context): readonly string[] {
  if (argument.kind === 'array' && argument.elements.length === 0) return [];
  const value = argument.kind === 'table' ? undefined : analyze(argument, context);
  const names = value?.parts?.map(({ literal }) => literal);
  const texts = names?.filter((name) => typeof name === 'string');
  if (texts === undefined || texts.length !== names?.length)
    throw invalid(`${NAME} takes the partitioning columns as an ARRAY of STRING literals`, argument.at);
  return texts;
}
