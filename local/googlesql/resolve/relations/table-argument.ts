/** TABLE parameters of table functions: a query that the function's own query reads by the parameter's name. */

import { nullText } from '../../emit/text.ts';
import { invalid } from '../../error.ts';
import type { QueryNode, TableFunctionArgument } from '../../syntax/ast.ts';
import type { CreateTableFunctionNode, TableColumnNode } from '../../syntax/statement.ts';
import { coerce } from '../../types/coercion.ts';
import type { SqlType } from '../../types/type.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { typeOf } from '../expressions/type-node.ts';
import type { Cte } from '../queries/cte.ts';
import { type OutputColumn, outputExpression } from '../queries/resolved.ts';
import { analyzeQuery } from '../recursion.ts';

/** The query of a table argument: `TABLE t`, or a query in parentheses. */
export function tableOf(argument: TableFunctionArgument): QueryNode | undefined {
  if (argument.kind === 'table') return argument.query;
  return argument.kind === 'subquery' && argument.form === 'SCALAR' ? argument.query : undefined;
}

const columnType = ({ type }: TableColumnNode): SqlType => typeOf(type, { parameters: 'refused' });

/** The argument's columns that the parameter names, by their names: they may stand in any order, among others. */
export function analyzeTableArgument(
  declared: readonly TableColumnNode[],
  argument: QueryNode,
  functionName: string,
  context: Context,
): Cte {
  const query = analyzeQuery(argument, context);
  const list: string[] = [];
  const columns = declared.map((column): OutputColumn => {
    const { text } = column.name;
    const refused = (why: string) => invalid(`Table argument of ${functionName}: column "${text}" ${why}`, argument.at);
    const found = query.columns.filter(({ name }) => name?.toLowerCase() === text.toLowerCase());
    const [source] = found;
    if (source === undefined) throw refused('is required and not found');
    if (found.length > 1) throw refused('is ambiguous');
    const type = columnType(column);
    const value = coerce(outputExpression(source), type);
    if (value === undefined) throw refused(`of type ${typeName(source.type)} cannot be taken as ${typeName(type)}`);
    const id = context.analysis.id('c');
    context.analysis.filters.pass(id, source.id);
    list.push(`${value.sql} AS ${id}`);
    return { id, name: text, type };
  });
  return cteOf(columns, `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${context.analysis.id('t')}`, context);
}

/** The tables of no rows that the parameters are while the function is made. */
export function emptyTables(
  parameters: CreateTableFunctionNode['parameters'],
  context: Context,
): ReadonlyMap<string, Cte> {
  const tables = new Map<string, Cte>();
  for (const { name, table } of parameters) {
    if (table === undefined) continue;
    const columns = table.map((column): OutputColumn => {
      return { id: context.analysis.id('c'), name: column.name.text, type: columnType(column) };
    });
    const list = columns.map(({ id, type }) => `${nullText(type)} AS ${id}`).join(', ');
    tables.set(name.text.toLowerCase(), cteOf(columns, `SELECT ${list} WHERE FALSE`, context));
  }
  return tables;
}

function cteOf(columns: readonly OutputColumn[], sql: string, context: Context): Cte {
  const id = context.analysis.id('w');
  return { id, query: { columns, isValueTable: false, sql }, text: `${id} AS (${sql})` };
}
