/** A call of a table function in FROM: its query takes the call's place, with the arguments for the parameters. */

import { invalid, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { FromNode, TableFunctionArgument } from '../../syntax/ast.ts';
import type { CreateFunctionNode, CreateTableFunctionNode } from '../../syntax/statement.ts';
import { coerce } from '../../types/coercion.ts';
import { typeName } from '../../types/type-text.ts';
import { type Context, forQuery, inClause } from '../context.ts';
import { bound, storedRoutine } from '../expressions/sql-function.ts';
import { typeOf } from '../expressions/type-node.ts';
import type { Cte } from '../queries/cte.ts';
import { type OutputColumn, outputExpression, type ResolvedQuery } from '../queries/resolved.ts';
import { analyze, analyzeQuery } from '../recursion.ts';
import { isVolatile } from '../walk.ts';
import { type FromItem, relationOf } from './from-item.ts';
import { flattenPath, routineOf } from './path.ts';
import { analyzeRangeSessionize, isRangeSessionize } from './range-sessionize.ts';
import { EMPTY_SCOPE } from './scope.ts';
import { analyzeTableArgument, tableOf } from './table-argument.ts';

type Node = Extract<FromNode, { kind: 'tableFunction' }>;

export function analyzeTableFunction(node: Node, outer: Context): FromItem {
  if (isRangeSessionize(node)) return analyzeRangeSessionize(node, outer);
  const parts = flattenPath(node.path);
  const name = parts.join('.');
  const statement = storedRoutine(parts, outer);
  if (statement?.kind !== 'createTableFunction') throw invalid(`Table-valued function not found: ${name}`, node.at);
  // The arguments see nothing else of the FROM clause.
  const context = { ...inClause(forQuery(outer), 'table function argument'), scope: EMPTY_SCOPE };
  const { parameters, tables } = boundArguments(statement, node, name, context);
  const { defaultDataset: _none, ...defaults } = outer.defaults;
  const query = outer.analysis.expand(name, () =>
    tableFunctionQuery(statement, {
      ...context,
      ctes: { found: tables },
      parameters,
      sealed: true,
      defaults: { ...defaults, projectId: routineOf(parts, outer.defaults)?.projectId ?? defaults.projectId },
    }),
  );
  return relationOf(withTables(query, tables, outer), node.alias?.text, outer);
}

interface Bound {
  readonly parameters: ReadonlyMap<string, Expression>;
  readonly tables: ReadonlyMap<string, Cte>;
}

function boundArguments(statement: CreateTableFunctionNode, node: Node, name: string, context: Context): Bound {
  const args = argumentsOf(node, statement, name);
  const fail = () => {
    const types = args.map((arg) => (arg.kind === 'table' ? 'TABLE' : typeName(analyze(arg, context).type)));
    return invalid(
      `No matching signature for table-valued function ${name} for argument types: ${types.join(', ')}`,
      node.at,
    );
  };
  if (args.length !== statement.parameters.length) throw fail();
  const tables = new Map<string, Cte>();
  const scalar: CreateFunctionNode['parameters'][number][] = [];
  const values: Expression[] = [];
  for (const [index, { table, ...parameter }] of statement.parameters.entries()) {
    const arg = args[index];
    const query = arg === undefined ? undefined : tableOf(arg);
    if (table !== undefined && query !== undefined) {
      tables.set(parameter.name.text.toLowerCase(), analyzeTableArgument(table, query, name, context));
      continue;
    }
    if (table !== undefined || arg === undefined || arg.kind === 'table') throw fail();
    if (isVolatile(arg)) throw unsupported('RAND and GENERATE_UUID in the arguments of a table function', node.at);
    scalar.push(parameter);
    values.push(analyze(arg, context));
  }
  const parameters = bound(scalar, values);
  if (parameters === undefined) throw fail();
  return { parameters, tables };
}

/** The arguments in the order of the parameters: the rows of a pipe are the first TABLE parameter's. */
function argumentsOf(node: Node, statement: CreateTableFunctionNode, name: string): readonly TableFunctionArgument[] {
  if (node.input === undefined) return node.args;
  const at = statement.parameters.findIndex(({ table }) => table !== undefined);
  if (at === -1) throw invalid(`Table-valued function ${name} takes no table, which CALL hands to it`, node.at);
  return [...node.args.slice(0, at), { kind: 'table', at: node.at, query: node.input }, ...node.args.slice(at)];
}

function withTables(query: ResolvedQuery, tables: ReadonlyMap<string, Cte>, { analysis }: Context): ResolvedQuery {
  if (tables.size === 0) return query;
  const { columns, isValueTable } = query;
  const texts = [...tables.values()].flatMap(({ text }) => text ?? []);
  const ids = columns.map(({ id }) => id).join(', ');
  const sql = `WITH ${texts.join(', ')} SELECT ${ids} FROM (${query.sql}) AS ${analysis.id('t')}`;
  return { columns, isValueTable, sql };
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
