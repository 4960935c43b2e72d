/** A whole query: WITH, body, ORDER BY, LIMIT. */

import { invalid } from '../../error.ts';
import type { ExpressionNode, QueryNode } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { INT64 } from '../../types/type-text.ts';
import { type Context, forQuery } from '../context.ts';
import { analyze, analyzeQuery } from '../recursion.ts';
import { Scope } from '../relations/scope.ts';
import { analyzeWith } from './cte.ts';
import { orderText } from './order.ts';
import { outputExpression, type ResolvedQuery, scopeColumns } from './resolved.ts';
import { analyzeSelect } from './select.ts';
import { analyzeSetOperation } from './set-operation.ts';

/** A query's middle part, with its ORDER BY keys still beside its columns. */
export interface Body extends ResolvedQuery {
  /** ORDER BY list over the text's columns, or nothing. */
  readonly orderBy: readonly string[];
  /** Columns of the text that are only there to sort by. */
  readonly hidden: readonly string[];
}

/** `context.scope` holds the scopes around; the query's own FROM makes a new one under it. */
export function resolveQuery(node: QueryNode, outer: Context): ResolvedQuery {
  const { text, ctes } = analyzeWith(node, outer);
  const context = { ...forQuery(outer), ctes };
  const body = analyzeBody(node, context);
  const limit = node.limit === undefined ? '' : ` LIMIT ${count(node.limit, 'LIMIT', context)}`;
  const offset = node.offset === undefined ? '' : ` OFFSET ${count(node.offset, 'OFFSET', context)}`;
  const ids = body.columns.map((column) => column.id).join(', ');
  const order = body.orderBy.length === 0 ? '' : ` ORDER BY ${body.orderBy.join(', ')}`;
  if (text === '' && order === '' && limit === '' && body.hidden.length === 0) return body;
  const from = `FROM (${body.sql}) AS ${context.analysis.id('t')}`;
  const all = [ids, ...body.hidden].join(', ');
  return {
    columns: body.columns,
    ...(body.aliases === undefined ? {} : { aliases: body.aliases }),
    isValueTable: body.isValueTable,
    sql: `${text}SELECT ${ids} ${from}${order}${limit}${offset}`,
    ...(order === ''
      ? {}
      : {
          ordered: { sql: `${text}SELECT ${all} ${from}${order}${limit}${offset}`, orderBy: body.orderBy.join(', ') },
        }),
  };
}

function analyzeBody(node: QueryNode, context: Context): Body {
  if (node.body.kind === 'select') return analyzeSelect(node.body, node.orderBy, context);
  const query =
    node.body.kind === 'nested' ? analyzeQuery(node.body.query, context) : analyzeSetOperation(node.body, context);
  return orderOutput(node, query, context);
}

/** ORDER BY after parentheses or a set operation sees the result's columns only. */
function orderOutput(node: QueryNode, query: ResolvedQuery, context: Context): Body {
  const scope = new Scope([{ columns: scopeColumns(query) }], { parent: context.scope.parent });
  const hidden: string[] = [];
  const added: string[] = [];
  const orderBy = node.orderBy.map((item) => {
    const { expression } = item;
    if (expression.kind === 'literal' && expression.literal.type === 'INT64') {
      const column = query.columns[Number(expression.literal.value) - 1];
      if (column === undefined)
        throw invalid(
          `ORDER BY column number item is out of range. Column numbers must be between 1 and ${query.columns.length}`,
          item.at,
        );
      return orderText(item, outputExpression(column));
    }
    const key = analyze(expression, { ...context, scope, clause: 'ORDER BY clause' });
    if (query.columns.some((column) => column.id === key.column)) return orderText(item, key);
    const id = context.analysis.id('c');
    hidden.push(id);
    added.push(`${key.sql} AS ${id}`);
    return orderText(item, { type: key.type, sql: id });
  });
  const columns = query.columns.map((column) => column.id);
  const sql =
    added.length === 0
      ? query.sql
      : `SELECT ${[...columns, ...added].join(', ')} FROM (${query.sql}) AS ${context.analysis.id('t')}`;
  const { ordered } = node.orderBy.length === 0 ? query : {};
  return {
    ...{ sql, columns: query.columns, isValueTable: query.isValueTable, orderBy, hidden },
    ...(ordered === undefined ? {} : { ordered }),
  };
}

/** LIMIT and OFFSET take a number that is known before the query runs. */
function count(node: ExpressionNode, clause: string, context: Context): string {
  const expression = analyze(node, { ...context, scope: new Scope([]), clause });
  const value = coerce(expression, INT64)?.literal;
  if (typeof value !== 'bigint') throw invalid(`${clause} expects an integer literal or parameter`, node.at);
  if (value < 0n) throw invalid(`${clause} expects a non-negative integer literal or parameter`, node.at);
  return value.toString();
}
