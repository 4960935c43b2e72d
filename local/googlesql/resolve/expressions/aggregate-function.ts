/**
 * SQL aggregate functions of the user: before a query is analyzed, the body takes the place of each call, and the
 * arguments those of the parameters. The query then has aggregates like others.
 */

import { invalid } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { CallNode, ExpressionNode, QueryNode, WindowNode } from '../../syntax/ast.ts';
import type { CreateFunctionNode } from '../../syntax/statement.ts';
import { coerce } from '../../types/coercion.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { isAggregateCall } from '../walk.ts';
import { findSqlFunction } from './sql-function.ts';
import { typeOf } from './type-node.ts';

/** The query without calls of such functions, and without those in the queries inside. */
export function withoutAggregateFunctions(query: QueryNode, context: Context): QueryNode {
  const { expanded } = context.analysis;
  if (expanded.has(query)) return query;
  return replaced(query, (value) => {
    if (isQuery(value)) expanded.add(value);
    if (!isCall(value)) return value;
    const routine = findSqlFunction(value, context);
    return routine?.aggregate ? expand(routine, value, context) : value;
  });
}

function expand(routine: CreateFunctionNode, node: CallNode, context: Context): ExpressionNode {
  const name = node.name.map(({ text }) => text).join('.');
  const modified = node.distinct || node.nulls !== undefined || node.orderBy.length > 0 || node.limit !== undefined;
  const named = node.args.some((argument) => argument.star === true || argument.name !== undefined);
  if (modified || named || node.having !== undefined || node.args.length !== routine.parameters.length)
    throw invalid(`No matching signature for aggregate function ${name} with ${node.args.length} arguments`, node.at);
  const given = new Map<string, ExpressionNode>();
  for (const [place, parameter] of routine.parameters.entries()) {
    const value = node.args[place]?.expression ?? node;
    given.set(parameter.name.text.toLowerCase(), typed(value, parameter.type, name));
  }
  const body = withArguments(withOver(routine.body, node.over, context), given);
  const whole = context.analysis.expand(name, () =>
    replaced(body, (value) => {
      const inner = isCall(value) ? findSqlFunction(value, context) : undefined;
      return isCall(value) && inner?.aggregate ? expand(inner, value, context) : value;
    }),
  );
  return typed(whole, routine.returns, name);
}

/** The body with every aggregate of it over the window that the call is over. Queries inside aggregate for themselves. */
function withOver(body: ExpressionNode, over: WindowNode | undefined, context: Context): ExpressionNode {
  if (over === undefined) return body;
  const isAggregate = (call: CallNode) =>
    isAggregateCall(call) || (call.over === undefined && findSqlFunction(call, context)?.aggregate === true);
  return replaced(body, (value) => (isCall(value) && isAggregate(value) ? { ...value, over } : value), 'outside');
}

function typed(value: ExpressionNode, type: CreateFunctionNode['returns'], of: string): ExpressionNode {
  return type === undefined ? value : { kind: 'given', at: value.at, value, type, of };
}

/** A value that must be of a type, as an argument of a function must. */
export function givenValue(node: Extract<ExpressionNode, { kind: 'given' }>, context: Context): Expression {
  const value = analyze(node.value, context);
  const type = typeOf(node.type, { parameters: 'refused' });
  const coerced = coerce(value, type);
  if (coerced !== undefined) return coerced;
  throw invalid(
    `No matching signature for aggregate function ${node.of}: it takes or returns ${typeName(type)}, not ${typeName(value.type)}`,
    node.at,
  );
}

/** The body with an expression in the place of each parameter's name. */
export function withArguments(body: ExpressionNode, given: ReadonlyMap<string, ExpressionNode>): ExpressionNode {
  return replaced(body, (value) => {
    const { kind, name } = value as { readonly kind?: unknown; readonly name?: unknown };
    return kind === 'name' && typeof name === 'string' ? (given.get(name.toLowerCase()) ?? value) : value;
  });
}

function isQuery(value: object): value is QueryNode {
  return 'recursive' in value && 'with' in value && 'body' in value;
}

function isCall(value: object): value is CallNode {
  return 'kind' in value && value.kind === 'call' && 'args' in value && 'distinct' in value;
}

/** The tree with parts replaced, the innermost first. A part that stays as it is stays the same object. */
function replaced<T extends object>(
  tree: T,
  replace: (value: object) => object,
  queries: 'inside' | 'outside' = 'inside',
): T {
  const inside = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    if (queries === 'outside' && isQuery(value)) return value;
    if (Array.isArray(value)) {
      const items = value.map(inside);
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    let changed = false;
    const entries = Object.entries(value).map(([key, member]) => {
      const next = inside(member);
      changed ||= next !== member;
      return [key, next] as const;
    });
    return replace(changed ? Object.fromEntries(entries) : value);
  };
  return inside(tree) as T;
}
