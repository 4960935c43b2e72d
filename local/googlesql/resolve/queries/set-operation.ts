/** UNION, INTERSECT, EXCEPT: columns by place, each brought to the inputs' common type. */

import { invalid, type Position } from '../../error.ts';
import type { ByName, QueryBody } from '../../syntax/ast.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { isGroupable } from '../expressions/compare.ts';
import { analyzeLiteral } from '../expressions/literal.ts';
import { analyzeQuery } from '../recursion.ts';
import { type OutputColumn, outputColumn, outputExpression, type ResolvedQuery } from './resolved.ts';
import { analyzeSelect } from './select.ts';

type SetOperationNode = Extract<QueryBody, { kind: 'setOperation' }>;

export function analyzeSetOperation(node: SetOperationNode, context: Context): ResolvedQuery {
  if (node.all && node.op !== 'UNION') throw invalid(`${node.op} ALL is not supported`, node.at);
  const given = node.inputs.map((input) => analyzeInput(input, context));
  const inputs = node.byName === undefined ? given : matchedByName(given, node.byName, node, context);
  const [first] = inputs;
  if (first === undefined) throw new Error('A set operation has inputs');
  const name = `${node.op} ${node.all ? 'ALL' : 'DISTINCT'}`;
  for (const [index, input] of inputs.entries()) {
    if (input.columns.length !== first.columns.length) {
      throw invalid(
        `Queries in ${name} have mismatched column count; query 1 has ${first.columns.length} columns, query ${index + 1} has ${input.columns.length} columns`,
        node.inputs[index]?.at ?? node.at,
      );
    }
  }
  const types = first.columns.map((_column, place) => commonType(inputs, place, name, node.at));
  if (!node.all) {
    const wrong = types.find((type) => !isGroupable(type));
    if (wrong !== undefined) throw invalid(`Column of type ${typeName(wrong)} cannot be used in ${name}`, node.at);
  }
  const columns = first.columns.map((column, place): OutputColumn => {
    const type = types[place] ?? column.type;
    return { id: context.analysis.id('c'), type, ...(column.name === undefined ? {} : { name: column.name }) };
  });
  const rows = node.all ? rowsOf(inputs, columns) : undefined;
  if (rows !== undefined) return valuesQuery(rows, columns, inputs, context);
  const texts = inputs.map((input) => branch(input, columns, context));
  const word = node.all ? 'UNION ALL' : node.op;
  const isValueTable = inputs.every((input) => input.isValueTable);
  const sql = texts.map((text) => `(${text})`).join(` ${word} `);
  if (!node.all) return { sql, columns, isValueTable };
  // An array of these rows has them in the order of the inputs. BigQuery promises none; people expect this one.
  const place = context.analysis.id('c');
  const marked = inputs.map((input, index) => `(${branch(input, columns, context, `, ${index} AS ${place}`)})`);
  return { sql, columns, isValueTable, ordered: { sql: marked.join(' UNION ALL '), orderBy: place } };
}

/** The rows of inputs that are one row each, brought to the columns' types. */
function rowsOf(
  inputs: readonly ResolvedQuery[],
  columns: readonly OutputColumn[],
): readonly (readonly string[])[] | undefined {
  const rows: (readonly string[])[] = [];
  for (const { row, columns: own } of inputs) {
    if (row === undefined) return undefined;
    rows.push(
      own.map((column, place) => {
        const { type, literal } = column;
        const value = { ...literal, type, sql: row[place] ?? 'NULL' };
        const coerced = coerce(value, columns[place]?.type ?? type);
        if (coerced === undefined) throw new Error('A common type is one that every input coerces to');
        return coerced.sql;
      }),
    );
  }
  return rows;
}

/** Rows of constants, as people write small tables: DuckDB keeps the order of a list of values, and not of a union. */
function valuesQuery(
  rows: readonly (readonly string[])[],
  columns: readonly OutputColumn[],
  inputs: readonly ResolvedQuery[],
  context: Context,
): ResolvedQuery {
  const ids = columns.map(({ id }) => id).join(', ');
  const list = rows.map((row) => `(${row.join(', ')})`).join(', ');
  const sql = `SELECT ${ids} FROM (VALUES ${list}) AS ${context.analysis.id('t')}(${ids})`;
  return { sql, columns, isValueTable: inputs.every((input) => input.isValueTable) };
}

/** The inputs with the columns that the operation has, in one order. */
function matchedByName(
  inputs: readonly ResolvedQuery[],
  { mode, on }: ByName,
  node: SetOperationNode,
  context: Context,
): readonly ResolvedQuery[] {
  const lists = inputs.map((input) => namesOf(input, node));
  const [first = [], ...others] = lists;
  const everywhere = (name: string) => lists.every((list) => list.includes(name));
  const all = [...new Set(lists.flat())];
  if (
    mode === 'STRICT' &&
    others.some((list) => list.length !== first.length || !list.every((name) => first.includes(name)))
  )
    throw invalid('Set operations BY NAME need the same column names in every query, or a mode such as FULL', node.at);
  const wanted = { STRICT: first, INNER: first.filter(everywhere), LEFT: first, FULL: all }[mode];
  const chosen = on === undefined ? wanted : on.map(({ text }) => text.toLowerCase());
  const unknown = on?.find(({ text }) => !wanted.includes(text.toLowerCase()));
  if (unknown !== undefined)
    throw invalid(`Column ${unknown.text} is not in every query of the set operation`, unknown.at);
  if (chosen.length === 0) throw invalid('Set operations BY NAME need a column that all queries have', node.at);
  return inputs.map((input) => pick(input, chosen, inputs, context));
}

function namesOf(query: ResolvedQuery, node: SetOperationNode): readonly string[] {
  const names = query.columns.map(({ name }) => name?.toLowerCase());
  if (names.includes(undefined) || new Set(names).size !== names.length)
    throw invalid('Set operations BY NAME need columns that have a name, each its own', node.at);
  return names.flatMap((name) => name ?? []);
}

/** The query's columns of these names, in their order; one that it has not is NULL. */
function pick(
  query: ResolvedQuery,
  names: readonly string[],
  all: readonly ResolvedQuery[],
  context: Context,
): ResolvedQuery {
  const list: string[] = [];
  const columns = names.map((name): OutputColumn => {
    const own = query.columns.find((column) => column.name?.toLowerCase() === name);
    if (own !== undefined) {
      list.push(own.id);
      return own;
    }
    const shown =
      all.flatMap(({ columns: of }) => of).find((column) => column.name?.toLowerCase() === name)?.name ?? name;
    const none = analyzeLiteral({ type: 'NULL' }, { line: 1, column: 1 });
    const id = context.analysis.id('c');
    list.push(`${none.sql} AS ${id}`);
    return outputColumn(id, shown, none);
  });
  const sql = `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${context.analysis.id('t')}`;
  return { columns, isValueTable: false, sql };
}

function analyzeInput(body: QueryBody, context: Context): ResolvedQuery {
  if (body.kind === 'nested') return analyzeQuery(body.query, context);
  if (body.kind === 'select') return analyzeSelect(body, [], context);
  return analyzeSetOperation(body, context);
}

function commonType(inputs: readonly ResolvedQuery[], place: number, name: string, at: Position): SqlType {
  const columns = inputs.flatMap((input) => input.columns[place] ?? []);
  const type = supertype(columns.map(outputExpression));
  if (type === undefined) {
    const types = columns.map((column) => typeName(column.type)).join(', ');
    throw invalid(`Column ${place + 1} in ${name} has incompatible types: ${types}`, at);
  }
  return type;
}

function branch(input: ResolvedQuery, columns: readonly OutputColumn[], context: Context, more = ''): string {
  const list = input.columns.map((column, place) => {
    const target = columns[place];
    const coerced = target === undefined ? undefined : coerce(outputExpression(column), target.type);
    if (target === undefined || coerced === undefined)
      throw new Error('A common type is one that every input coerces to');
    context.analysis.filters.pass(target.id, column.id);
    return `${coerced.sql} AS ${target.id}`;
  });
  return `SELECT ${list.join(', ')}${more} FROM (${input.sql}) AS ${context.analysis.id('t')}`;
}
