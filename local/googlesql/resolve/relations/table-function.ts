/** A call of a table function in FROM: its query takes the call's place, with the arguments for the parameters. */

import { invalid, unsupported } from '../../error.ts';
import type { FromNode } from '../../syntax/ast.ts';
import type { CreateTableFunctionNode } from '../../syntax/statement.ts';
import { coerce } from '../../types/coercion.ts';
import { typeName } from '../../types/type-text.ts';
import { type Context, forQuery, inClause, NO_CTES } from '../context.ts';
import { bound, storedRoutine } from '../expressions/sql-function.ts';
import { typeOf } from '../expressions/type-node.ts';
import { type OutputColumn, outputExpression, type ResolvedQuery } from '../queries/resolved.ts';
import { analyze, analyzeQuery } from '../recursion.ts';
import { isVolatile } from '../walk.ts';
import { type FromItem, relationOf } from './from-item.ts';
import { flattenPath, routineOf } from './path.ts';
import { EMPTY_SCOPE } from './scope.ts';

type Node = Extract<FromNode, { kind: 'tableFunction' }>;

export function analyzeTableFunction(node: Node, outer: Context): FromItem {
  const parts = flattenPath(node.path);
  const name = parts.join('.');
  const statement = storedRoutine(parts, outer);
  if (statement?.kind !== 'createTableFunction') throw invalid(`Table-valued function not found: ${name}`, node.at);
  if (node.args.some(isVolatile))
    throw unsupported('RAND and GENERATE_UUID in the arguments of a table function', node.at);
  // The arguments see nothing else of the FROM clause.
  const context = { ...inClause(forQuery(outer), 'table function argument'), scope: EMPTY_SCOPE };
  const args = node.args.map((argument) => analyze(argument, context));
  const parameters = bound(statement.parameters, args);
  if (parameters === undefined) {
    const types = args.map(({ type }) => typeName(type)).join(', ');
    throw invalid(`No matching signature for table-valued function ${name} for argument types: ${types}`, node.at);
  }
  const { defaultDataset: _none, ...defaults } = outer.defaults;
  const query = outer.analysis.expand(name, () =>
    tableFunctionQuery(statement, {
      ...context,
      ctes: NO_CTES,
      parameters,
      sealed: true,
      defaults: { ...defaults, projectId: routineOf(parts, outer.defaults)?.projectId ?? defaults.projectId },
    }),
  );
  return relationOf(query, node.alias?.text, outer);
}

/** The function's query; its columns are those of RETURNS TABLE where that is declared. */
export function tableFunctionQuery(statement: CreateTableFunctionNode, context: Context): ResolvedQuery {
  const query = analyzeQuery(statement.query, { ...context, clause: 'table function' });
  const { returns } = statement;
  if (returns === undefined) return query;
  if (returns.length !== query.columns.length) {
    throw invalid(
      `The table function declares ${returns.length} columns, but its query has ${query.columns.length}`,
      statement.query.at,
    );
  }
  const { analysis } = context;
  const list: string[] = [];
  const columns = returns.map(({ name, type: node }, index): OutputColumn => {
    const type = typeOf(node, { parameters: 'refused' });
    const given = query.columns[index];
    const value = given === undefined ? undefined : coerce(outputExpression(given), type);
    if (value === undefined)
      throw invalid(`Column ${index + 1} of the query cannot be returned as ${name.text} ${typeName(type)}`, name.at);
    const id = analysis.id('c');
    list.push(`${value.sql} AS ${id}`);
    return { id, name: name.text, type };
  });
  const sql = `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${analysis.id('t')}`;
  return { columns, sql, isValueTable: false };
}
